"""Lines: the numbers that the exchange connects, and the addresses it asks what to do (all absolute)."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.addresses import resolve, split_overrides

_ADDRESSES = ("voice_url", "fallback_url", "status_url", "sms_url", "sms_fallback_url")
_METHODS = ("voice_method", "fallback_method")


@dataclass(frozen=True, slots=True)
class Line:
    """A number and its webhooks; an empty address is not asked. Addresses may carry overrides in their fragment."""

    number: str
    voice_url: str = ""
    voice_method: str = "POST"
    fallback_url: str = ""
    fallback_method: str = "GET"
    status_url: str = ""
    sms_url: str = ""
    sms_fallback_url: str = ""


def line_at(number: str, base_url: str, overrides: str = "") -> Line:
    """Return a line with the customary paths under `base_url`, its overrides in each: `/voice`, `/sms`, ….

    `overrides` is a fragment without `#`, such as `rc=2&rp=all`. Raises `Refusal` for an address that is not valid.
    """
    base = base_url.rstrip("/")
    tail = f"#{overrides}" if overrides else ""
    return configured(
        number,
        {
            "voice_url": f"{base}/voice{tail}",
            "fallback_url": f"{base}/fallback.xml",
            "status_url": f"{base}/voice/status{tail}",
            "sms_url": f"{base}/sms{tail}",
        },
    )


def configured(number: str, values: Mapping[str, str]) -> Line:
    """Return a line from names and values; raises `ValueError` for unknown names, `Refusal` for bad addresses."""
    unknown = sorted(set(values) - {*_ADDRESSES, *_METHODS})
    if unknown:
        raise ValueError(f"a line has no {unknown[0]}")
    for name in _METHODS:
        if values.get(name, "POST") not in ("GET", "POST"):
            raise ValueError(f"{name} is GET or POST")
    for name in _ADDRESSES:
        if values.get(name):
            split_overrides(resolve(None, values[name]))
    return Line(number, **values)
