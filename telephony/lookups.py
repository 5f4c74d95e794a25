"""What the provider says of a number ("Lookup v2"), in the line's own words.

A look-up takes some tenths of a second and each package costs money: workers ask, never a webhook. The numbering-plan
check that comes with every answer is not proof that the number is in service.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from booking_core.admission import LineType
from booking_core.limits import Package

Facts = Mapping[str, Any]
"""JSON, as `booking_core.verdicts` words it."""

_FIELDS: Final[Mapping[Package, str]] = {
    "line_type": "line_type_intelligence",
    "sim_swap": "sim_swap",
    "reassigned": "reassigned_number",
    "pumping": "sms_pumping_risk",
    "line_status": "line_status",
}

_LINE_TYPES: Final[Mapping[str, LineType]] = {
    "mobile": LineType.MOBILE,
    "landline": LineType.LANDLINE,
    "fixedVoip": LineType.FIXED_VOIP,
    "nonFixedVoip": LineType.NON_FIXED_VOIP,
    "tollFree": LineType.TOLL_FREE,
    "premium": LineType.PREMIUM,
    "sharedCost": LineType.SHARED_COST,
    "personal": LineType.PERSONAL,
    "uan": LineType.UNIVERSAL,
    "voicemail": LineType.VOICEMAIL,
    "pager": LineType.PAGER,
}

_IN_SERVICE: Final = {"active": True, "reachable": True, "unreachable": True, "inactive": False}
"""A telephone that is switched off is in service."""

_UNREADABLE = (TwilioException, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Found:
    """A package's answer."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A package has none for this number, and asking again today gives none: not covered, not approved, not valid."""

    reason: str
    """The provider's error code; `invalid` for a number that cannot be; `unreadable` for what is not as documented."""


Answers = Mapping[Package, Found | NoAnswer]
"""One for each package that was asked for."""


@dataclass(frozen=True, slots=True)
class Away:
    """Nobody answered in time, or not now: the same may be answered later."""

    reason: str


class LookUps:
    """The provider's look-ups for one account; `api_url` and secrecy are those of `Provider`."""

    def __init__(self, account_sid: str, auth_token: str, api_url: str | None, timeout_s: float = 2) -> None:
        from telephony.client import connect  # a third of a second that web processes need not pay

        self._client = connect(account_sid, auth_token, api_url, timeout_s)

    def ask(self, number: str, packages: Sequence[Package], proven_on: date | None) -> Answers | Away:
        """One request for all packages of a number; `proven_on`: when it was last proven to be its holder's."""
        fields = ",".join(_FIELDS[package] for package in packages)
        since = {} if proven_on is None else {"last_verified_date": f"{proven_on:%Y%m%d}"}
        try:
            answer = self._client.lookups.v2.phone_numbers(number).fetch(fields=fields, **since)
            if answer.valid is False:
                return dict.fromkeys(packages, NoAnswer("invalid"))
            now = datetime.now(UTC)
            return {package: _read(package, getattr(answer, _FIELDS[package]), now) for package in packages}
        except (TwilioRestException, TwilioServiceException) as refusal:
            return _refusal(packages, refusal.status, refusal.code)
        except _UNREADABLE:
            return Away("no_answer")


def _refusal(packages: Sequence[Package], status: object, code: object) -> Answers | Away:
    """A number or package that it will never look up; whatever else may be over in a while."""
    reason = str(status if code in (None, 0) else code)
    if status in (400, 404):
        return dict.fromkeys(packages, NoAnswer(reason))
    return Away(reason)


def _read(package: Package, said: Any, now: datetime) -> Found | NoAnswer:  # noqa: ANN401  # whatever came as JSON
    try:
        if said["error_code"] is not None:
            return NoAnswer(str(said["error_code"]))
        return Found(_READERS[package](said, now))
    except (AttributeError, LookupError, TypeError, ValueError):
        return NoAnswer("unreadable")


def _line_type(said: Mapping[str, Any], now: datetime) -> Facts:
    return {"line_type": _LINE_TYPES.get(said["type"], LineType.UNKNOWN), "carrier": said.get("carrier_name")}


def _sim_swap(said: Mapping[str, Any], now: datetime) -> Facts:
    """Carriers say when, or only that it lies within so many hours: then it may have been just now."""
    last = said["last_sim_swap"] or {}
    at = last.get("last_sim_swap_date")
    if at is not None:
        at = datetime.fromisoformat(at).astimezone(UTC)
    elif last.get("swapped_in_period"):
        at = now
    return {"swapped_at": None if at is None else at.isoformat()}


def _reassigned(said: Mapping[str, Any], now: datetime) -> Facts:
    return {"reassigned": {"yes": True, "no": False}.get(said["is_number_reassigned"])}


def _pumping(said: Mapping[str, Any], now: datetime) -> Facts:
    return {"score": int(said["sms_pumping_risk_score"]), "blocked": bool(said.get("number_blocked"))}


def _line_status(said: Mapping[str, Any], now: datetime) -> Facts:
    return {"active": _IN_SERVICE.get(said["status"])}


_READERS: Final[Mapping[Package, Callable[[Mapping[str, Any], datetime], Facts]]] = {
    "line_type": _line_type,
    "sim_swap": _sim_swap,
    "reassigned": _reassigned,
    "pumping": _pumping,
    "line_status": _line_status,
}
