"""What gets lost between the provider and us: its answer, its reports, its list; and what a person sees then."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from exchange.faults import FaultKind
from telephony.provider import Provider
from tests.faults.intents import Intent, copies, intents
from tests.faults.line import FaultyLine, wait_until
from tests.house import ACCOUNT, TOKEN

INTENTS = 200
PATTERNS = list(product((False, True), repeat=3))
UNKNOWABLE = (True, True, True)


def seen(
    line: FaultyLine, many: int, pattern: tuple[bool, bool, bool], provider: Provider | None = None
) -> tuple[Counter[int], Counter[int]]:
    """Half of the intents are codes, half notices: of each, how many were seen how often once the list is back.

    `pattern`: are answers lost, reports, the list? `provider`: what a worker takes for the provider at its second look.
    """
    now = datetime.now(UTC)
    laid = [intents(line.core, many // 2, lane, now) for lane in (0, 1)]
    for kind, lost in zip((FaultKind.CUT_AFTER, FaultKind.LOST, FaultKind.NO_LIST), pattern, strict=True):
        if lost:
            line.fails(kind, 100 * many if kind is FaultKind.NO_LIST else many)
    line.deliver(now)
    line.settle()
    line.deliver(now + timedelta(seconds=31), provider)
    line.fails(FaultKind.NO_LIST, count=0)
    for later in (62, 93):
        line.deliver(now + timedelta(seconds=later))
    found = copies(line.settings.exchange_url)
    codes, notices = (_times(found, lane) for lane in laid)
    return codes, notices


def _times(found: Counter[str], laid: list[Intent]) -> Counter[int]:
    return Counter(found[each.to] for each in laid)


@pytest.mark.kill
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda lost: "".join("x" if each else "-" for each in lost))
def test_what_is_lost_is_seen_once(faulty: FaultyLine, pattern: tuple[bool, bool, bool]) -> None:
    """Once whatever is lost; where nothing at all can be known, a code comes twice at most, and a notice still once."""
    codes, notices = seen(faulty, INTENTS, pattern)
    assert notices == {1: INTENTS // 2}
    assert codes == {2 if pattern == UNKNOWABLE else 1: INTENTS // 2}


class Blind(Provider):
    """A provider that is not looked at before a text is sent again."""

    def find_text(self, to: str, body: str, since: datetime) -> list[str]:
        """Find nothing."""
        return []


def test_a_worker_that_does_not_look_doubles(faulty: FaultyLine) -> None:
    """The measure sees it: with answers and reports lost, every message comes twice."""
    blind = Blind(ACCOUNT, TOKEN, faulty.settings.exchange_url)
    assert seen(faulty, 6, (True, True, False), blind) == ({2: 3}, {2: 3})


def test_reports_tell_what_the_lost_answer_said(faulty: FaultyLine) -> None:
    """Late, doubled, the last first: within half a minute they say that it was taken, and nothing is sent again."""
    now = datetime.now(UTC)
    laid = [each for lane in (0, 1) for each in intents(faulty.core, 3, lane, now)]
    for kind in (FaultKind.LATE, FaultKind.DOUBLED, FaultKind.REVERSED):
        faulty.fails(kind, seconds=0.3)
    faulty.fails(FaultKind.CUT_AFTER, count=len(laid))
    faulty.deliver(now)
    wait_until(lambda: faulty.states() == {"delivered": len(laid)}, 5)
    faulty.deliver(now + timedelta(seconds=31))
    assert _times(copies(faulty.settings.exchange_url), laid) == {1: len(laid)}


def test_what_was_never_taken_is_sent_again(faulty: FaultyLine) -> None:
    """The line was cut before the provider had read it."""
    faulty.fails(FaultKind.CUT, count=6)
    assert seen(faulty, 6, (False, False, False)) == ({1: 3}, {1: 3})
