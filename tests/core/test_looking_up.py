"""Look-ups as the worker does them: facts, budgets, and a provider that is away."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest

from booking_core import commands as c
from booking_core import looking_up
from booking_core import outcomes as o
from booking_core.admission import Policy
from booking_core.limits import LookUps as Rules
from booking_core.limits import Package
from enquiries import Enquiries, Fuse
from exchange.faults import FaultKind
from telephony.lookups import LookUps
from tests.core.post import Post
from tests.core.stage import ANN, BEN, CAT, RENEWAL
from tests.house import ACCOUNT, TOKEN

AGES: Final[dict[Package, timedelta]] = {
    "line_type": timedelta(days=90), "sim_swap": timedelta(days=1), "reassigned": timedelta(days=30),
    "pumping": timedelta(days=7), "line_status": timedelta(days=1),
}  # fmt: skip


_CONNECTED: list[object] = []
sys.addaudithook(lambda event, about: _CONNECTED.append(about) if event == "socket.connect" else None)


class Desk:
    """A worker that looks up when it is told to."""

    def __init__(self, post: Post) -> None:
        self.stage, self.post = post.stage, post
        self.provider = LookUps(ACCOUNT, TOKEN, post.address, timeout_s=0.4)
        self.enquiries = self.anew()
        self.rules(Rules(tuple(AGES), 100, AGES))

    def anew(self) -> Enquiries:
        """A worker that knows nothing of any outage."""
        return Enquiries(self.stage.core, self.provider)

    def rules(self, rules: Rules) -> None:
        """What the policy says."""
        self.stage.core.policy = Policy(look_ups=rules)

    def seek(self, e164: str = ANN) -> None:
        """Somebody chooses an office."""
        line = self.stage.line
        wish = c.NextFree(line.offices[0].id, line.services[RENEWAL].id, 1, self.stage.now)
        self.stage.do(c.SeekPlace(self.stage.call(e164), wish, "en"))

    def round(self) -> int:
        """One round at the stage's instant."""
        self.enquiries._core = self.stage.core.at(self.stage.now)
        return self.enquiries.round()

    @property
    def asked(self) -> list[str]:
        """The numbers the provider was asked about."""
        return self.post.exchange.switch.looked_up

    def states(self) -> set[tuple[str, str | None]]:
        """State and reason of all rows."""
        return {(row.state, row.reason) for row in self.stage.rows("SELECT state, reason FROM verdicts")}


@pytest.fixture
def desk(post: Post) -> Iterator[Desk]:
    """A worker and a provider that knows a rented number."""
    desk = Desk(post)
    post.exchange.switch.lookups[ANN] = {
        "line_type_intelligence": {"type": "nonFixedVoip", "carrier_name": "Rent-a-number"},
        "sim_swap": {"last_sim_swap": {"last_sim_swap_date": "2026-11-20T08:00:00Z"}},
        "sms_pumping_risk": {"sms_pumping_risk_score": 80, "number_blocked": True},
        "line_status": {"error_code": 60606},
    }
    yield desk
    desk.enquiries.close()


def test_what_is_found(desk: Desk) -> None:
    """One request; each package's facts in its own row, with source and age, and the line's type with the number."""
    desk.seek()
    assert desk.round() == 1
    assert desk.asked == [ANN]
    rows = desk.stage.rows("SELECT package, state, found, source, reason, until FROM verdicts ORDER BY package")
    now = desk.stage.now
    assert [tuple(row) for row in rows] == [
        ("line_status", "failed", None, "provider", "60606", now + AGES["line_status"]),
        ("line_type", "found", {"line_type": "non_fixed_voip", "carrier": "Rent-a-number"}, "provider", "sought",
         now + AGES["line_type"]),
        ("pumping", "found", {"score": 80, "blocked": True}, "provider", "sought", now + AGES["pumping"]),
        ("sim_swap", "found", {"swapped_at": "2026-11-20T08:00:00+00:00"}, "provider", "sought",
         now + AGES["sim_swap"]),
    ]  # fmt: skip
    assert desk.stage.rows("SELECT line_type, carrier FROM numbers") == [("non_fixed_voip", "Rent-a-number")]
    assert desk.round() == 0


def test_two_workers_ask_once(desk: Desk) -> None:
    """What one has leased no other takes; what a dead one has leased is taken again."""
    desk.seek()
    core = desk.stage.core.at(desk.stage.now)
    assert len(core.transact(lambda t: looking_up.take(t, 4))) == 1
    assert desk.round() == 0
    desk.stage.wait(seconds=30)
    assert desk.round() == 1


def test_the_days_budget_is_never_passed(desk: Desk) -> None:
    """Ten packages for three numbers of four: the rest is skipped for its reason, told to operators, and healed."""
    desk.rules(Rules(tuple(AGES), 6, AGES))
    for e164 in (ANN, BEN, CAT):
        desk.seek(e164)
    while desk.round():
        pass
    assert desk.stage.one("SELECT sum(sent) FROM tallies WHERE what = 'look_up'") == 6
    assert desk.stage.one("SELECT count(*) FROM verdicts WHERE state IN ('found', 'failed')") == 6
    assert ("skipped", "budget") in desk.states()
    assert desk.stage.rows("SELECT what, detail FROM alerts") == [("line_checks", "budget")]
    desk.stage.wait(hours=23, minutes=59)  # it is another day in UTC, and they are still wanted
    while desk.round():
        pass
    assert desk.stage.one("SELECT count(*) FROM verdicts WHERE state = 'skipped'") == 0


def test_the_months_cap_stops_look_ups(desk: Desk) -> None:
    """They are neither a code nor about a booking."""
    desk.stage.put("INSERT INTO spending (month, spent, cap, currency) VALUES (:month, 5, 5, 'USD')",
                   month=desk.stage.now.date().replace(day=1))  # fmt: skip
    desk.seek()
    desk.round()
    assert (desk.asked, desk.states()) == ([], {("skipped", "cap")})


@pytest.mark.parametrize(("kind", "seconds"), [(FaultKind.NO_LOOKUP, 0), (FaultKind.SLOW_LOOKUP, 1)])
def test_who_is_not_answered_is_judged_offline_and_healed(desk: Desk, kind: FaultKind, seconds: float) -> None:
    """Three tries, then skipped; nothing is paid, five minutes a hold; then it is as if all were well."""
    desk.rules(Rules(("line_type",), 100, AGES))
    desk.post.fails(kind, count=3, seconds=seconds)
    desk.seek()
    for wait in (0, 1, 5):
        desk.stage.wait(seconds=wait)
        assert desk.states() == {("asked", "sought")}
        desk.round()
    assert desk.states() == {("skipped", "away")}
    assert desk.stage.one("SELECT sum(sent) FROM tallies") == 0
    assert desk.stage.one("SELECT offline_v1(id, :now) FROM numbers", now=desk.stage.now)
    desk.stage.wait(minutes=1)
    desk.round()
    assert desk.stage.one("SELECT line_type FROM numbers") == "non_fixed_voip"
    assert not desk.stage.one("SELECT offline_v1(id, :now) FROM numbers", now=desk.stage.now)


def test_nobody_waits_for_who_is_away(desk: Desk) -> None:
    """Five failures open the fuse: who comes then is skipped unasked; one probe finds them back, and all is healed."""
    desk.rules(Rules(("line_type",), 100, AGES))
    desk.post.fails(FaultKind.NO_LOOKUP, count=50)
    for nth in range(5):
        desk.seek(f"+1202555014{nth}")
    desk.round()
    desk.round()
    asked = len(desk.asked)
    desk.seek(BEN)
    desk.round()
    assert len(desk.asked) == asked
    assert ("skipped", "away") in desk.states()
    assert desk.stage.rows("SELECT what, detail FROM alerts") == [("line_checks", "away")]
    desk.post.fails(FaultKind.NO_LOOKUP, count=0)
    desk.enquiries._fuse._probed -= Fuse.PROBE_S
    desk.stage.wait(minutes=2)
    while desk.round():
        pass
    assert desk.states() == {("found", "sought")}


def test_the_fuse_opens_at_five_in_ten_seconds() -> None:
    """Four failures do not open it, nor five over a longer time; an answer closes it; it lets one in each five."""
    now = 100.0
    fuse = Fuse(lambda: now)
    for _ in range(4):
        fuse.failed()
        now += 2.6
    assert not fuse.failed()
    now += 0.1
    assert [fuse.failed() for _ in range(2)] == [True, False]
    assert fuse.may_ask() == 0
    now += 5
    assert (fuse.may_ask(), fuse.may_ask()) == (1, 0)
    fuse.answered()
    assert fuse.may_ask() > 1


def test_a_number_of_another_holder_is_told_nothing(desk: Desk) -> None:
    """Neither a text that goes out nor an answer to one names office, date or reference; before that they do."""
    who = desk.stage.proven()
    desk.stage.book(who)
    desk.seek()
    desk.post.round()
    [told] = [text for text in desk.post.inbox() if text.startswith("Booked")]
    office = desk.stage.line.offices[0].name
    assert office in told
    assert isinstance(desk.stage.do(c.TellBookings(desk.stage.text())), o.Bookings)
    desk.post.exchange.switch.lookups[ANN] = {"reassigned_number": {"is_number_reassigned": "yes"}}
    desk.round()
    desk.stage.put("UPDATE outbox SET state = 'waiting', rendered = NULL, unknowns = 0, sid = NULL, done_at = NULL")
    desk.post.round()
    assert desk.post.inbox()[-1].startswith("It is done.")
    assert office not in desk.post.inbox()[-1]
    assert desk.stage.do(c.TellBookings(desk.stage.text())) == o.AskedTooOften()


def test_what_was_anothers_stays_hidden_when_the_next_look_up_says_no(desk: Desk) -> None:
    """The new holder has proven the number, so nobody has taken it over since; the old booking is still another's."""
    desk.stage.book(desk.stage.proven(), desk.stage.slot(8))
    desk.seek()
    desk.post.exchange.switch.lookups[ANN] = {"reassigned_number": {"is_number_reassigned": "yes"}}
    desk.round()
    desk.stage.wait(minutes=1)
    desk.stage.proven()
    desk.stage.put("UPDATE verdicts SET state = 'asked', not_before = :now, asked_at = :now", now=desk.stage.now)
    desk.post.exchange.switch.lookups[ANN] = {"reassigned_number": {"is_number_reassigned": "no"}}
    desk.round()
    assert desk.stage.one("SELECT found->>'reassigned' FROM verdicts WHERE package = 'reassigned'") == "false"
    assert desk.stage.do(c.TellBookings(desk.stage.text())) == o.AskedTooOften()


def test_no_turn_asks_anybody(desk: Desk) -> None:
    """A look-up server that hangs delays no caller: a turn with a wish opens no connection, and the worker's does."""
    desk.post.fails(FaultKind.SLOW_LOOKUP, count=9, seconds=30)
    before = len(_CONNECTED)
    desk.seek()
    desk.stage.held(desk.stage.call(), send="none")
    assert (_CONNECTED[before:], desk.asked) == ([], [])
    desk.round()
    assert len(_CONNECTED) > before
