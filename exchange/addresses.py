"""Addresses of webhooks: resolved, checked, and parted from their connection overrides.

The overrides stand in the fragment, are neither sent nor signed, and say how long to wait and what to try again
(Twilio docs, "Webhooks connection overrides").
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from exchange.refusals import Refusal

_POLICIES = frozenset({"4xx", "5xx", "ct", "rt"})


@dataclass(frozen=True, slots=True)
class Overrides:
    """How a webhook is sent: timeouts in seconds (`total` spans all attempts), retries, and which failures earn one.

    `policy` holds `ct` (connection and TLS), `rt` (no answer in time), `4xx` and `5xx`.
    """

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})


def resolve(document: str | None, url: str) -> str:
    """Return `url` as an absolute address, relative to the address of its document.

    Raises `Refusal` 11100 for what is no http address, holds anything but printable ASCII, or names a host with an
    underscore, which the provider refuses.
    """
    try:
        address = urljoin(document or "", url)
        is_good = _is_good(address)
    except ValueError:  # brackets without an IPv6 address between them, or a port that is no number
        is_good = False
    if not is_good:
        raise Refusal(11100, "the address of a webhook is not valid")
    return address


def _is_good(address: str) -> bool:
    parts = urlsplit(address)
    is_host_good = bool(parts.hostname) and "_" not in (parts.hostname or "") and parts.port != 0
    return parts.scheme in ("http", "https") and is_host_good and all("!" <= sign <= "~" for sign in address)


def split_overrides(address: str) -> tuple[str, Overrides]:
    """Return the address without its fragment, and the overrides; raises `Refusal` 11243 or 11100 for bad ones."""
    url, fragment = urldefrag(address)
    given = dict(parse_qsl(fragment))
    return url, Overrides(
        connect=_number(given, "ct", 100, 10_000, 5_000) / 1000,
        read=_number(given, "rt", 100, 15_000, 15_000) / 1000,
        total=_number(given, "tt", 100, 15_000, 15_000) / 1000,
        retries=_number(given, "rc", 0, 5, 1),
        policy=_policy(given.get("rp", "ct")),
    )


def _number(given: dict[str, str], name: str, least: int, most: int, default: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and least <= int(text) <= most):
        raise Refusal(11100, f"the override {name} is not between {least} and {most}")
    return int(text)


def _policy(text: str) -> frozenset[str]:
    wanted = frozenset(text.split(","))
    if wanted == {"all"}:
        return _POLICIES
    if not wanted <= _POLICIES:
        raise Refusal(11243, "the retry policy is not valid")
    return wanted
