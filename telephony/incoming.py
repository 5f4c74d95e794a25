"""What the provider tells, in the words of the line. A form without its required fields is None: the door's 403."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from telephony.form import Form

_ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_KEYS = re.compile(r"[0-9*#A-D]{1,32}")
_PASSED = re.compile(r"TN-Validation-Passed-([ABC])")
_WHOLE = re.compile(r"[0-9]{1,9}")
_OPT_OUTS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
_OPT_INS = frozenset({"START", "YES", "UNSTOP"})
_HELPS = frozenset({"HELP", "INFO"})


class Attestation(StrEnum):
    """What the caller's carrier vouches for (STIR/SHAKEN, ATIS-1000074): only A says this number is the caller's.

    B knows the customer but not the number, C only where the call came in; FAILED: the vouching itself is wrong.
    """

    A = "A"
    B = "B"
    C = "C"
    FAILED = "failed"


class OptOut(StrEnum):
    """What the provider itself does about a text before we see it: silence us, unsilence us, or answer with help."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


class TextStatus(StrEnum):
    """How far a text has come. SENT is often the last word, where carriers send no receipts."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    UNKNOWN = "unknown"
    """A word of the provider's that we do not know; nothing follows from it."""


_STATUSES = {
    "accepted": TextStatus.QUEUED,
    "scheduled": TextStatus.QUEUED,
    "queued": TextStatus.QUEUED,
    "sending": TextStatus.QUEUED,
    "sent": TextStatus.SENT,
    "delivered": TextStatus.DELIVERED,
    "read": TextStatus.DELIVERED,
    "undelivered": TextStatus.UNDELIVERED,
    "failed": TextStatus.FAILED,
    "canceled": TextStatus.CANCELED,
}


CameOut = Literal["left", "failed", "moved", "over", "hung_up"]
"""By a key of the caller's; the queue did not take or keep it; moved by us; the conference is over; nobody is there."""

_QUEUE_RESULTS: dict[str, CameOut] = {
    "leave": "left",
    "hangup": "hung_up",
    "redirected": "moved",
    "redirected-from-bridged": "moved",
    "bridged": "moved",
    "bridging-in-process": "moved",
}


@dataclass(frozen=True, slots=True)
class CallTurn:
    """One turn of a call with the line, whoever made it."""

    sid: str
    line: str
    """The line's number: dialled, or, in a call of ours, the one that calls."""
    caller: str = field(repr=False)
    """As the provider wrote it: a number, a word for withheld, or nothing. A claim, not a proof; of ours: whom we call.
    """
    keys: str | None = field(repr=False)
    """Pressed keys `0-9*#A-D` without the finishing one; None where none, or no keys but something else, came."""
    speech: str | None = field(repr=False)
    confidence: float | None
    """0 to 1, or None: the provider does not promise it."""
    stir: Attestation | None
    """None: nobody vouches, as is normal for foreign callers, or the call was diverted."""
    ended: bool
    outbound: bool
    """The line called."""
    ringing: bool
    """It is not answered yet: the first webhook of somebody's call, or the provider's retry of it."""


@dataclass(frozen=True, slots=True)
class CallReport:
    """How a call stands; `seconds` is its length once it has ended.

    `answered`: somebody or something picked up, and it is over. The provider ends such calls as `completed`, and
    calls that rang in vain as `busy`, `no-answer`, `failed` or `canceled` (Twilio docs, "Call resource").
    """

    sid: str
    ended: bool
    seconds: int | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text somebody sent to the line, with the number of its pictures, which are never fetched."""

    sid: str
    line: str
    sender: str = field(repr=False)
    body: str = field(repr=False)
    media: int
    opt_out: OptOut | None
    flagged: bool = False
    """The provider's own flag says so, and not only the word."""


@dataclass(frozen=True, slots=True)
class TextReport:
    """How far a text of ours has come; `error` is the provider's five-digit code. Reports come in any order."""

    sid: str
    status: TextStatus
    error: str | None


def call_turn(form: Form) -> CallTurn | None:
    """The turn in a webhook of a call. An empty `From` is a withheld caller, a missing one is no webhook.

    In a call that the line made, `From` is the line and `To` the person (Twilio docs, "Direction").
    """
    sid, status = form.get("CallSid"), form.get("CallStatus")
    outbound = form.get("Direction") == "outbound-api"
    ours, theirs = ("From", "To") if outbound else ("To", "From")
    line = form.get(ours)
    if sid is None or line is None or status is None or theirs not in form.values:
        return None
    digits = form.get("Digits") or ""
    return CallTurn(
        sid=sid,
        line=line,
        caller=form.values[theirs],
        keys=digits if _KEYS.fullmatch(digits) else None,
        speech=(form.get("SpeechResult") or "").strip() or None,
        confidence=_share(form.get("Confidence")),
        stir=_attestation(form.get("StirVerstat")),
        ended=status in _ENDED,
        outbound=outbound,
        ringing=status == "ringing" and not outbound,
    )


def came_out(form: Form) -> CameOut:
    """How a call has come out of a queue, or of a conference (Twilio docs, "Enqueue", "Dial").

    An action is asked for at the end of the call too. A queue that we have moved a call out of asks for its action all
    the same, in no order with the move itself.
    """
    if form.get("CallStatus") in _ENDED:
        return "hung_up"
    if "DialCallStatus" in form.values:
        return "over"
    return _QUEUE_RESULTS.get(form.get("QueueResult") or "", "failed")


def call_report(form: Form) -> CallReport | None:
    """The state of a call in a status callback."""
    sid, status = form.get("CallSid"), form.get("CallStatus")
    if sid is None or status is None:
        return None
    return CallReport(sid, status in _ENDED, _whole(form.get("CallDuration")), status == "completed")


def text(form: Form) -> Text | None:
    """The text in a webhook of a message; its body may be empty, as with a picture alone."""
    sid, line, sender = form.get("MessageSid"), form.get("To"), form.get("From")
    body = form.values.get("Body")
    if sid is None or line is None or sender is None or body is None:
        return None
    flag = form.get("OptOutType")
    return Text(sid, line, sender, body, _whole(form.get("NumMedia")) or 0, _opt_out(flag, body), flag is not None)


def acted_on(body: str) -> OptOut | None:
    """What the provider has done about a text by itself, going by its words alone."""
    return _opt_out(None, body)


def text_report(form: Form) -> TextReport | None:
    """The state of a text of ours in a status callback."""
    sid, status = form.get("MessageSid"), form.get("MessageStatus")
    if sid is None or status is None:
        return None
    code = form.get("ErrorCode")
    error = code if code is not None and re.fullmatch(r"[0-9]{5}", code) else None
    return TextReport(sid, _STATUSES.get(status, TextStatus.UNKNOWN), error)


def _attestation(verstat: str | None) -> Attestation | None:
    """The verdict in `StirVerstat` (Twilio docs, "Trusted calling"): a diverted pass vouches for another leg."""
    if verstat is not None and verstat.startswith("TN-Validation-Failed"):
        return Attestation.FAILED
    passed = _PASSED.fullmatch(verstat or "")
    return Attestation(passed[1]) if passed else None


def _opt_out(kind: str | None, body: str) -> OptOut | None:
    """By the provider's own word where Advanced Opt-Out is on, else by its list of words, alone in a text."""
    if kind is not None:
        return OptOut.__members__.get(kind)
    word = body.strip().upper()
    if word in _OPT_OUTS:
        return OptOut.STOP
    if word in _OPT_INS:
        return OptOut.START
    return OptOut.HELP if word in _HELPS else None


def _share(value: str | None) -> float | None:
    try:
        share = float(value or "")
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def _whole(value: str | None) -> int | None:
    return int(value) if value is not None and _WHOLE.fullmatch(value) else None
