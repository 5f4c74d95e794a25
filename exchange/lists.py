"""Lists of REST resources: filtered by day or instant, and paged (Twilio docs, "Messages" and "Calls" lists)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from exchange.refusals import RestError

_PAGE_SIZE = 50
_MAX_PAGE_SIZE = 1000
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def within(moment: datetime, arguments: Mapping[str, str], name: str) -> bool:
    """Whether `moment` is on the day `name`, and not after `name<` nor before `name>` where these are given.

    The values are dates or instants of ISO 8601 in UTC. Midnight means its whole day under the bare name, because
    the provider's client writes a day so. Raises `RestError` 20001 for anything else.
    """
    on, before, after = (_moment(arguments.get(name + sign)) for sign in ("", "<", ">"))
    return (
        (on is None or on <= moment < on + (_DAY if on.time() == time() else _SECOND))
        and (before is None or moment < before + _SECOND)
        and (after is None or moment >= after)
    )


def page(path: str, key: str, items: Iterable[dict[str, Any]], arguments: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of `items` under `key`, as `Page` and `PageSize` ask, with the addresses of its neighbours."""
    size = min(_whole(arguments, "PageSize", _PAGE_SIZE) or 1, _MAX_PAGE_SIZE)
    number = _whole(arguments, "Page", 0)
    first = number * size
    shown = list(items)
    here = shown[first : first + size]
    return {
        key: here,
        "page": number,
        "page_size": size,
        "start": first,
        "end": first + max(len(here) - 1, 0),
        "uri": _uri(path, arguments, number, size),
        "first_page_uri": _uri(path, arguments, 0, size),
        "next_page_uri": _uri(path, arguments, number + 1, size) if first + size < len(shown) else None,
        "previous_page_uri": _uri(path, arguments, number - 1, size) if number else None,
    }


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RestError(20001, "a date is not valid") from None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _whole(arguments: Mapping[str, str], name: str, default: int) -> int:
    text = arguments.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise RestError(20001, f"{name} is not a whole number")
    return int(text)


def _uri(path: str, arguments: Mapping[str, str], number: int, size: int) -> str:
    return f"{path}?{urlencode({**arguments, 'Page': number, 'PageSize': size})}"
