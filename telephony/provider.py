"""What the line asks of the provider: send a text or call a telephone, and look whether that was done."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from telephony.incoming import OptOut, acted_on
from telephony.twiml import with_retries

_MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_CALL_SID = re.compile(r"CA[0-9a-f]{32}")
_MESSAGING_SERVICE = re.compile(r"MG[0-9a-f]{32}")
_LOOK_BACK = 1000
RINGS_S = 25
"""Seconds a telephone rings: five or six rings, and most voice mail has not answered yet."""
_LATER = frozenset({20003, 20429, 20503, 21611})
"""Errors of the account or the moment: token refused, too many requests, service away, queue of the sender full."""

_UNREADABLE = (TwilioException, AttributeError, LookupError, TypeError, ValueError)
"""What the library raises without an answer, and while it reads one that is no JSON or of another shape."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has the text or call and names it `sid`."""

    sid: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not carried out. `code` is the provider's (or the HTTP status); 21610: the person has opted out.

    `retry`: the same may be accepted later. Otherwise it never will be.
    """

    code: int
    retry: bool


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody knows: no answer in time, a broken one, or the provider's own fault. It may have been carried out."""


@dataclass(frozen=True, slots=True)
class Came:
    """A call or text that came to a number of ours, as the provider's log has it."""

    sid: str
    sender: str = field(repr=False)
    """As in a webhook: a number, or a word for withheld."""
    at: datetime
    opt_out: OptOut | None = None
    """What the provider has done about a text by itself."""

    @property
    def settled(self) -> bool:
        """The provider has answered it: an opt-out, or a call for help."""
        return self.opt_out in (OptOut.STOP, OptOut.HELP)


class Provider:
    """The provider's interface for one account.

    `api_url`, without a slash at the end, is a compatible server instead of the provider's hosts. `timeout_s` bounds
    the connection and each wait for an answer. Neither texts nor numbers come out of here in logs or exceptions.
    """

    def __init__(self, account_sid: str, auth_token: str, api_url: str | None, timeout_s: float = 10) -> None:
        from telephony.client import connect  # a third of a second that web processes need not pay

        self._client = connect(account_sid, auth_token, api_url, timeout_s)

    def send_text(self, sender: str, to: str, body: str, status_url: str) -> Accepted | Refused | Unclear:
        """Send `body` from a number, a name or a messaging service (`MG...`); reports go to `status_url`.

        The provider has no idempotency key for texts: after `Unclear`, a second attempt can be a second text.
        """
        by = "messaging_service_sid" if _MESSAGING_SERVICE.fullmatch(sender) else "from_"
        try:
            message = self._client.messages.create(
                to=to, body=body, status_callback=with_retries(status_url), **{by: sender}
            )
        except (TwilioRestException, TwilioServiceException) as refusal:
            return _refusal(refusal.status, refusal.code)
        except _UNREADABLE:
            return Unclear()
        return Accepted(message.sid) if _is_sid(message.sid, _MESSAGE_SID) else Unclear()

    def find_text(self, to: str, body: str, since: datetime) -> list[str] | Unclear:
        """The sids of the texts with exactly this body, made for `to` at or after `since` (aware), newest first.

        The provider's filter by date looks at the date of sending, which a text still in its queue does not have, so
        all texts to this number are asked for, and dates are compared here, by the second.
        """
        try:
            messages = self._client.messages.list(to=to, limit=_LOOK_BACK)
        except _UNREADABLE:
            return Unclear()
        same = [message for message in messages if message.body == body]
        return _found(same, _MESSAGE_SID, since, len(messages))

    def place_call(
        self, line: str, to: str, url: str, status_url: str, rings_s: int = RINGS_S
    ) -> Accepted | Refused | Unclear:
        """Let `to` ring for so long; whoever picks up hears `url`, and the end of the call is reported to `status_url`.

        No machine detection: it takes people who are slow to speak, and relay operators, for machines. As with texts,
        a second attempt after `Unclear` can be a second call.
        """
        try:
            call = self._client.calls.create(
                to=to, from_=line, url=with_retries(url), status_callback=with_retries(status_url), timeout=rings_s
            )
        except (TwilioRestException, TwilioServiceException) as refusal:
            return _refusal(refusal.status, refusal.code)
        except _UNREADABLE:
            return Unclear()
        return Accepted(call.sid) if _is_sid(call.sid, _CALL_SID) else Unclear()

    def move_call(self, sid: str, url: str) -> Accepted | Refused | Unclear:
        """Have the live call `sid` go on with `url`, whatever it hears now. `Refused`: it is over.

        The same again does no harm: the call asks `url` once more.
        """
        try:
            call = self._client.calls(sid).update(url=with_retries(url), method="POST")
        except (TwilioRestException, TwilioServiceException) as refusal:
            return _refusal(refusal.status, refusal.code)
        except _UNREADABLE:
            return Unclear()
        return Accepted(call.sid) if _is_sid(call.sid, _CALL_SID) else Unclear()

    def find_call(self, line: str, to: str, since: datetime) -> list[str] | Unclear:
        """The sids of the calls from the line to `to`, made at or after `since` (aware), newest first."""
        try:
            calls = self._client.calls.list(to=to, from_=line, limit=_LOOK_BACK)
        except _UNREADABLE:
            return Unclear()
        return _found(calls, _CALL_SID, since, len(calls))

    def list_calls(self, to: str, since: datetime, until: datetime) -> list[Came] | Unclear:
        """The calls that came to a number of ours from `since` until before `until` (both aware), in no order.

        Without those that we did not answer on purpose.
        """
        try:
            calls = self._client.calls.list(
                to=to, start_time_after=_day_before(since), start_time_before=_day_after(until), page_size=_LOOK_BACK
            )
            # Only a call that we rejected is `busy` when it comes in.
            came_in = (call for call in calls if call.direction == "inbound" and call.status != "busy")
            found = [Came(call.sid, call._from, call.start_time) for call in came_in]
            return [came for came in found if since <= came.at < until]
        except _UNREADABLE:
            return Unclear()

    def list_texts(self, to: str, since: datetime, until: datetime) -> list[Came] | Unclear:
        """The texts that came to a number of ours from `since` until before `until` (both aware), in no order."""
        try:
            texts = self._client.messages.list(
                to=to, date_sent_after=_day_before(since), date_sent_before=_day_after(until), page_size=_LOOK_BACK
            )
            found = [
                Came(text.sid, text.from_, text.date_sent, acted_on(text.body))
                for text in texts
                if text.direction == "inbound"
            ]
            return [came for came in found if since <= came.at < until]
        except _UNREADABLE:
            return Unclear()


def _day_before(since: datetime) -> datetime:
    return since.astimezone(UTC) - timedelta(days=1)


def _day_after(until: datetime) -> datetime:
    """The provider's filters know days; whether the last one is within is not said. What is too much is sorted out."""
    return until.astimezone(UTC) + timedelta(days=1)


def _refusal(status: object, code: object) -> Refused | Unclear:
    """What a status other than success means for a POST (Twilio docs, "Twilio API responses", and error 20503).

    429 and 503 were never processed; another 5xx may have been carried out.
    """
    match status:
        case int() if status in (401, 429, 503) or code in _LATER:
            return Refused(code if isinstance(code, int) else status, retry=True)
        case int() if 400 <= status < 500 and status != 408:
            return Refused(code if isinstance(code, int) else status, retry=False)
        case _:
            return Unclear()


def _found(resources: list[Any], shape: re.Pattern[str], since: datetime, seen: int) -> list[str] | Unclear:
    """The sids of those made at or after `since`, by the second; a list that is full may hide others."""
    earliest = since.astimezone(UTC).replace(microsecond=0)
    sids = [each.sid for each in resources if _is_sid(each.sid, shape) and not _is_before(each.date_created, earliest)]
    return sids if sids or seen < _LOOK_BACK else Unclear()


def _is_before(made: object, earliest: datetime) -> bool:
    return isinstance(made, datetime) and made < earliest


def _is_sid(sid: object, shape: re.Pattern[str]) -> bool:
    return isinstance(sid, str) and shape.fullmatch(sid) is not None
