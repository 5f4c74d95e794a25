"""Laws 5 and 6 and the audit: every row left behind was told of, and everything told of left its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from booking_core import outcomes as o
from tests.history.evidence import Breach, Evidence, Law
from tests.history.log import Turn, Verdict

_RIGHT = (
    o.Booked, o.VisitorsMissing, o.LimitReached, o.HoldLapsed, o.Proven,
    o.Moved, o.Cancelled, o.Asked, o.NoneFree, o.MovesUsed, o.NoSuchBooking, o.TooLate,
)  # fmt: skip
"""What a code or a nonce that was accepted is answered with."""

_TRIES = ("Confirm", "Prove", "AnswerQuestion")


def codes(evidence: Evidence) -> Iterator[Breach]:
    """Each code is accepted once; every wrong try of a number is charged to one, and none has more than its tries."""
    state = evidence.state
    most = state.rules.code_tries
    for row in state.codes:
        if row.wrong > most or (row.used_at and row.wrong >= most):
            yield Breach(Law.CODE, f"code {row.id} was tried {row.wrong} times, used: {row.used_at is not None}")
    for number, turns in evidence.by_number.items():
        tried = [turn for turn in turns if turn.coded]
        mine = [row for row in state.codes if state.numbers[row.number] == number]
        doubt = evidence.unknown(number, *_TRIES)
        right = sum(isinstance(turn.answer, _RIGHT) for turn in tried)
        used = sum(row.used_at is not None for row in mine)
        if not right <= used <= right + doubt:
            yield Breach(Law.CODE, f"{number}: {right} codes were accepted, {used} are used up")
        wrong = sum(isinstance(turn.answer, o.CodeWrong | o.CodeBlocked) for turn in tried)
        charged = sum(row.wrong for row in mine)
        if not wrong <= charged <= wrong + doubt:
            yield Breach(Law.CODE, f"{number}: {wrong} tries were wrong, {charged} were charged")
        yield from _too_many_tries(tried, Counter(row.booking for row in mine), most)


def _too_many_tries(tried: list[Turn], codes_of: Counter[UUID | None], most: int) -> Iterator[Breach]:
    wrong = Counter(turn.asked for turn in tried
                    if turn.asked and isinstance(turn.answer, o.CodeWrong | o.CodeBlocked))  # fmt: skip
    for booking, many in wrong.items():
        if many > most * codes_of[booking]:
            yield Breach(Law.CODE, f"booking {booking}: {many} wrong tries were evaluated")


def nonces(evidence: Evidence) -> Iterator[Breach]:
    """Whatever was moved or given up by four digits, its number was told these digits for just that."""
    for number, turns in evidence.by_number.items():
        if evidence.unknown(number, "AskToChange", "AnswerQuestion"):
            continue
        told = {
            (each.digits, turn.answer.booking.booking, each.offer.slot)
            for turn in turns if isinstance(turn.answer, o.Asked)
            for each in turn.answer.questions
        }  # fmt: skip
        for turn in turns:
            if turn.kind != "AnswerQuestion" or not isinstance(turn.answer, o.Moved | o.Cancelled):
                continue
            slots = {slot for digits, booking, slot in told if (digits, booking) == (turn.digits, turn.booking)}
            if not slots or (isinstance(turn.answer, o.Moved) and turn.answer.offer.slot not in slots):
                yield Breach(Law.NONCE, f"{number}: {turn.answer} by four digits that were not told for it")


_KINDS = {"code": "code", "presence": "code", "booked": "booked"}


def outbox(evidence: Evidence) -> Iterator[Breach]:
    """One message for each code told to be on its way, one for each booking that may be texted, and no other."""
    state = evidence.state
    promised: Counter[tuple[str, UUID | str]] = Counter()
    for turn in evidence.turns:
        if isinstance(turn.answer, o.Held) and turn.answer.texted and turn.kind == "HoldPlace":
            promised["code", turn.answer.booking] += 1
        elif isinstance(turn.answer, o.CodeSent):
            promised["code", turn.asked or turn.number] += 1
    booked = {turn.booking for turn in evidence.turns if isinstance(turn.answer, o.Booked) and turn.booking}
    kept = booked & state.bookings.keys()  # one that is lost breaks another law
    promised.update(("booked", booking) for booking in kept if state.bookings[booking].texts != "none")
    written = Counter(
        (_KINDS[row.kind], row.booking or state.numbers[row.number])
        for row in state.outbox
        if row.kind in _KINDS and row.number in evidence.judged
    )
    doubt = {"code": ("HoldPlace", "SendCode"), "booked": ("Confirm", "TextVisitor")}
    # What is taken back is texted as booked once more, where the news that it was given up had left already.
    news: Counter[UUID | str | None] = Counter(turn.booking for turn in evidence.turns if turn.kind == "UndoCancel")
    for kind, about in promised.keys() | written.keys():
        number = about if isinstance(about, str) else _number(evidence, about)
        least = promised[kind, about]
        most = least + evidence.unknown(number, *doubt[kind]) + (news[about] if kind == "booked" else 0)
        if not least <= written[kind, about] <= most:
            what = f"{least} messages “{kind}” were promised for {about}, {written[kind, about]} were written"
            yield Breach(Law.OUTBOX, what)
    opened = Counter(row.code for row in state.outbox if row.code is not None)
    for row in state.codes:
        if opened[row.id] != len(row.sent_at):
            yield Breach(Law.OUTBOX, f"code {row.id} says it was sent {len(row.sent_at)} times, not {opened[row.id]}")


def _number(evidence: Evidence, booking: UUID) -> str:
    row = evidence.state.bookings.get(booking)
    return "" if row is None else evidence.state.numbers[row.number]


_ACTIONS = {
    "HoldPlace": (o.Held, "hold"), "LetHoldGo": (o.LetGo, "let_go"), "ExtendHold": (o.Held, "extend"),
    "Cancel": (o.Cancelled, "cancel"), "HoldMove": (o.NextHeld, "hold_move"), "Move": (o.Moved, "move"),
    "SendCode": (o.CodeSent, "send_code"), "Prove": (o.Proven, "proven"), "SetVisitor": (o.VisitorNoted, "set_visitor"),
}  # fmt: skip
"""Turn → the answer that says it changed something, and the audit's word for that."""


def audit(evidence: Evidence) -> Iterator[Breach]:
    """What was told as done is in the audit once, by its subject; what was refused is not."""
    state = evidence.state
    ids = {number: row for row, number in state.numbers.items()}
    written = Counter((row.action, row.subject) for row in state.audit)
    told = Counter(_told(evidence.turns, ids))
    for row in state.bookings.values():
        told["confirm", row.id] = int(row.booked_at is not None)
        # Taken back so often as given up, but for the last time.
        told["undo_cancel", row.id] = written["cancel", row.id] - int(row.status == "cancelled")
    kinds = {action: kind for kind, (_, action) in _ACTIONS.items()}
    for action, subject in written.keys() | told.keys():
        if action == "release":  # of places, before anybody asked
            continue
        number = state.numbers.get(subject) or _number(evidence, subject)
        if number in evidence.others:
            continue
        doubt = evidence.unknown(number, kinds[action], "AnswerQuestion") if action in kinds else 0
        if action == "set_visitor":  # a date by text may be the last one or one too many: its answer does not say
            doubt += sum(turn.kind == "TextVisitor" for turn in evidence.by_number[number])
        if not told[action, subject] <= written[action, subject] <= told[action, subject] + doubt:
            what = f"{action} of {subject} was told {told[action, subject]} times, {written[action, subject]} written"
            yield Breach(Law.AUDIT, what)


_BY_NONCE: dict[type[o.Outcome], tuple[str, ...]] = {o.Cancelled: ("cancel",), o.Moved: ("hold_move", "move")}
"""What a nonce did → the same words."""


def _told(turns: Iterable[Turn], ids: dict[str, UUID]) -> Iterator[tuple[str, UUID]]:
    for turn in turns:
        if turn.kind in _ACTIONS and turn.verdict is Verdict.OK:
            answer, action = _ACTIONS[turn.kind]
            about = ids[turn.number] if turn.kind in ("SendCode", "Prove") else turn.booking
            if isinstance(turn.answer, answer) and about is not None:
                yield action, about
        elif turn.kind == "AnswerQuestion" and turn.booking is not None and turn.answer is not None:
            yield from ((action, turn.booking) for action in _BY_NONCE.get(type(turn.answer), ()))
