"""What an agent can do for a caller: each form of the caller's screen, as the commands it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, cast, get_args
from uuid import UUID

from werkzeug.datastructures import MultiDict

from booking_core.actors import Agent
from booking_core.commands import (
    Cancel,
    CheckReference,
    Command,
    Confirm,
    HoldMove,
    HoldPlace,
    LetHoldGo,
    Move,
    ReportSeller,
    Send,
    SendCode,
    SetVisitor,
    UndoCancel,
    Urgent,
)
from booking_core.desk_commands import (
    Appeal,
    AskException,
    AskForKeys,
    CallBackToProve,
    Document,
    LiftAdmission,
    LiftReason,
    NoteVoucher,
    SetTravelDate,
    WithoutNumber,
)
from desk import keyed
from wording.languages import CATALOGUES
from wording.typed import possible

Form = MultiDict[str, str]
Deed = Callable[[Agent, Form], Sequence[Command[Any]]]


class Unreadable(Exception):
    """Something in the form cannot be; `key` is the sentence about it."""

    def __init__(self, key: str = "caller.unreadable") -> None:
        super().__init__(key)
        self.key = key


def _id(form: Form, name: str) -> UUID:
    found = keyed.row(form.get(name, ""))
    if found is None:
        raise Unreadable
    return found


def _word(form: Form, name: str, words: tuple[str, ...]) -> str:
    """One of the words of a list: free text could hold what is about a person."""
    if form.get(name) not in words:
        raise Unreadable
    return form[name]


def _language(form: Form) -> str:
    """Of the caller: one in which the line can write and speak."""
    return _word(form, "language", tuple(CATALOGUES)) if "language" in form else "en"


def _count(form: Form, name: str) -> int:
    found = keyed.count(form.get(name, ""), 0, 9999)
    if found is None:
        raise Unreadable
    return found


def _code(who: Agent, form: Form) -> list[Command[Any]]:
    return [SendCode(who, "presence", None, _language(form))]


def _voucher(who: Agent, form: Form) -> list[Command[Any]]:
    digits = "".join(each for each in form.get("voucher", "") if each.isdigit() and each.isascii())
    return [NoteVoucher(who, digits)]


def _exception(who: Agent, form: Form) -> list[Command[Any]]:
    document = cast("Document", _word(form, "document", get_args(Document)))
    return [AskException(who, document, cast("WithoutNumber", _word(form, "reason", get_args(WithoutNumber))))]


def _travel(who: Agent, form: Form) -> list[Command[Any]]:
    day = keyed.day(form.get("travel", ""))
    today, ahead = datetime.now(UTC).date(), timedelta(days=_count(form, "travel_days"))
    if day is None or not today <= day <= today + ahead:
        raise Unreadable("caller.travel_wrong")
    return [SetTravelDate(who, day)]


def _hold(who: Agent, form: Form) -> list[Command[Any]]:
    send = cast("Send", _word(form, "send", get_args(Send)))
    urgent = cast("Urgent", _word(form, "urgent", get_args(Urgent))) if "urgent" in form else None
    slot, party, language = _id(form, "slot"), _count(form, "party"), _language(form)
    return [HoldPlace(who, slot, party, send, language, urgent=urgent)]


def _visitors(who: Agent, form: Form) -> list[Command[Any]]:
    """Every birth date of the form, or none where one cannot be."""
    booking, party, today = _id(form, "booking"), _count(form, "party"), datetime.now(UTC).date()
    born = [[_count(form, f"{part}{nth}") for part in ("month", "day", "year")] for nth in range(1, party + 1)]
    for month, day, year in born:
        if not possible(month, day, year) or date(year, month or 1, day or 1) > today:
            raise Unreadable("caller.date_wrong")
    return [SetVisitor(who, booking, nth, month, day, year) for nth, (month, day, year) in enumerate(born, 1)]


def _lift(who: Agent, form: Form) -> list[Command[Any]]:
    reason = cast("LiftReason", _word(form, "reason", get_args(LiftReason)))
    return [LiftAdmission(who, _id(form, "admission"), reason)]


def _check(who: Agent, form: Form) -> list[Command[Any]]:
    """A reference and a birth date that the caller reads out, as both were told by whoever sold it."""
    reference, born = keyed.digits(form.get("reference", "")), keyed.birth_date(form.get("born", ""))
    if len(reference) != 8 or not (reference.isascii() and reference.isdigit()) or born is None:
        raise Unreadable
    return [CheckReference(who, *born, reference)]


DEEDS: Final[dict[str, Deed]] = {
    "code": _code,
    "keys": lambda who, form: [AskForKeys(who, _language(form))],
    "call-back": lambda who, form: [CallBackToProve(who)],
    "voucher": _voucher,
    "exception": _exception,
    "lift": _lift,
    "check": _check,
    "report": lambda who, form: [ReportSeller(who)],
    "travel": _travel,
    "hold": _hold,
    "visitors": _visitors,
    "book": lambda who, form: [Confirm(who, _id(form, "booking"), None)],
    "let-go": lambda who, form: [LetHoldGo(who, _id(form, "booking"))],
    "hold-move": lambda who, form: [HoldMove(who, _id(form, "booking"), _id(form, "slot"))],
    "move": lambda who, form: [Move(who, _id(form, "booking"), _id(form, "slot"))],
    "give-up": lambda who, form: [Cancel(who, _id(form, "booking"), _id(form, "slot"))],
    "appeal": lambda who, form: [Appeal(who, _id(form, "booking"), _language(form))],
    "undo": lambda who, form: [UndoCancel(who, _id(form, "booking"))],
}
"""The last part of a form's address → its commands, in turn."""
