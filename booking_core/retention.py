"""Erasing what has had its time (laws.md, retention), in batches, each row once and by an index.

What goes away and what stays: turns and their answers go after a week, calls and messages after a month, a birth date
with its visit day, and a month after that day whatever of a booking is about a person: its reference, case and travel
date, and the number's digits and hashes once nothing else needs them. The rest of a booking's row stays as statistics.
A booking that is held for records is passed over with all that belongs to it.

Nothing here is asked by anybody who waits, so rows that others have locked are left for the next time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from booking_core import sealing
from booking_core.ageing import Condition, Times, delete, kept, old, times
from booking_core.forgetting import birth_dates, lapsed, retire, unused_numbers, visits
from booking_core.tables import (
    ASKED,
    admission_calls,
    admissions,
    alerts,
    answers,
    audit,
    bookings,
    callbacks,
    calls,
    codes,
    consents,
    desk_sessions,
    early_bookings,
    early_rounds,
    figures,
    invitations,
    numbers,
    offers,
    outbox,
    proofs,
    queue,
    records_holds,
    sold_checks,
    sold_reports,
    tallies,
    text_turns,
    touches,
    turned_away,
    waiting,
)
from booking_core.transaction import Transaction

CODES = timedelta(hours=24)
"""Codes go so long after they expire. No rule: the budgets of a day are counted from them."""


Step = Callable[[Transaction, Times, int], Counter[str]]
"""Takes at most so many rows that are due; returns how many by table."""


def erase(t: Transaction, most: int) -> Counter[str]:
    """Erase at most `most` rows whose time is over; returns how many by table, and ALSO how many were only looked at.

    When it returns fewer than `most` in all, nothing more is due.
    """
    due, done = times(t), Counter[str]()
    for step in _STEPS:
        if done.total() < most:
            done += step(t, due, most - done.total())
    return done


def work(t: Transaction, most: int) -> int:
    """The same as a job of the clock."""
    return erase(t, most).total()


def _ended_holds(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, records_holds, records_holds.c.until, most, records_holds.c.until <= due.now)


def _questions(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Before their nonces go: such an answer told again without them would ask for nothing."""
    return delete(t, answers, answers.c.at, most, answers.c.at <= due.now - CODES,
                  sa.literal_column(ASKED, sa.Boolean))  # fmt: skip


def _answers(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, answers, answers.c.at, most, answers.c.at <= due.turns)


def _turns(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, text_turns, text_turns.c.at, most, text_turns.c.at <= due.turns)


def _codes(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, codes, codes.c.expires_at, most, codes.c.expires_at <= due.now - CODES)


def _words(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Of messages that have left, long after they could be asked about."""
    worded = old(outbox, outbox.c.done_at, most, outbox.c.done_at <= due.turns, outbox.c.rendered.is_not(None),
                 _not_kept_message())  # fmt: skip
    return Counter({"outbox": t.connection.execute(sa.update(outbox).where(worded).values(rendered=None)).rowcount})


def _messages(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, outbox, outbox.c.done_at, most, outbox.c.done_at <= due.calls, _not_kept_message())


def _not_kept_message() -> Condition:
    return sa.or_(outbox.c.booking.is_(None), ~kept(outbox.c.booking))


def _offers(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Before the wishes that they were made for."""
    return delete(t, offers, offers.c.ended_at, most, offers.c.ended_at <= due.calls)


def _wishes(t: Transaction, due: Times, most: int) -> Counter[str]:
    offered = sa.exists().where(offers.c.waiting == waiting.c.id)
    return delete(t, waiting, waiting.c.ended_at, most, waiting.c.ended_at <= due.calls, ~offered)


def _touches(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, touches, touches.c.until, most, touches.c.until <= due.calls, ~kept(touches.c.booking))


def _callbacks(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, callbacks, callbacks.c.done_at, most, callbacks.c.done_at <= due.calls)


def _admissions(t: Transaction, due: Times, most: int) -> Counter[str]:
    """With the calls; one that still stands stays, and so does a lift."""
    return delete(t, admissions, admissions.c.at, most, admissions.c.at <= due.calls,
                  sa.func.coalesce(admissions.c.until <= due.now, True))  # fmt: skip


def _admission_calls(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, admission_calls, admission_calls.c.asked_at, most, admission_calls.c.asked_at <= due.calls)


def _waiters(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, queue, queue.c.ended_at, most, queue.c.ended_at <= due.calls)


def _proofs(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, proofs, proofs.c.at, most, proofs.c.at <= due.calls, proofs.c.until <= due.now)


def _calls(t: Transaction, due: Times, most: int) -> Counter[str]:
    held = sa.select(bookings.c.call).join(records_holds, records_holds.c.booking == bookings.c.id)
    of_records = sa.exists(held.where(bookings.c.call == calls.c.id))
    return delete(t, calls, calls.c.started_at, most, calls.c.started_at <= due.calls, ~of_records)


def _audit(t: Transaction, due: Times, most: int) -> Counter[str]:
    """In the batches that it was sealed in."""
    return Counter({audit.name: sealing.erase(t, due.audit, most)})


def _alerts(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, alerts, alerts.c.last_at, most, alerts.c.last_at <= due.audit)


def _consents(t: Transaction, due: Times, most: int) -> Counter[str]:
    """Not while the opt-out stands: it says why nothing is sent."""
    stands = sa.exists().where(numbers.c.id == consents.c.number, numbers.c.opted_out_at.is_not(None))
    return delete(t, consents, consents.c.at, most, consents.c.at <= due.audit, ~stands)


def _sold_checks(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, sold_checks, sold_checks.c.at, most, sold_checks.c.at <= due.now - CODES)


def _sold_reports(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, sold_reports, sold_reports.c.at, most, sold_reports.c.at <= due.audit)


def _early(t: Transaction, due: Times, most: int) -> Counter[str]:
    """The bookings of an early follow-up, and then its own row."""
    old_round = sa.exists().where(early_rounds.c.id == early_bookings.c.round, early_rounds.c.at <= due.audit)
    gone = delete(t, early_bookings, early_bookings.c.booking, most, old_round)
    empty = ~sa.exists().where(early_bookings.c.round == early_rounds.c.id)
    return gone + delete(t, early_rounds, early_rounds.c.at, most, early_rounds.c.at <= due.audit, empty)


def _sessions(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, desk_sessions, desk_sessions.c.seen_at, most, desk_sessions.c.seen_at <= due.calls)


def _invitations(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, invitations, invitations.c.until, most, invitations.c.until <= due.calls)


def _figures(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, figures, figures.c.at, most, figures.c.at <= due.calls)


def _tallies(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, tallies, tallies.c.hour, most, tallies.c.hour <= due.calls)


def _turned_away(t: Transaction, due: Times, most: int) -> Counter[str]:
    return delete(t, turned_away, turned_away.c.at, most, turned_away.c.at <= due.calls)


_STEPS: tuple[Step, ...] = (
    _ended_holds, _questions, _answers, _turns, _codes, birth_dates, _words, _messages, _touches, _offers,
    _wishes, _callbacks, _admissions, _admission_calls, _waiters, _proofs, _calls,
    retire, lapsed, visits, unused_numbers, _audit, _alerts, _consents, _sessions, _invitations,
    _figures, _tallies, _turned_away, _sold_checks, _sold_reports, _early,
)  # fmt: skip
