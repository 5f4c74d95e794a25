"""Who is kept out before anything is answered, as a table: few, and never whoever withholds the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from booking_core.doorstep import (
    Doorstep,
    Hushed,
    Limit,
    Rejected,
    Ringing,
    Silence,
    explained,
    judge,
    judge_text,
    text_windows,
    windows,
)
from booking_core.lines import Line
from booking_core.numbers import LineKind, Number, Reason, Refused
from booking_core.outcomes import NotAdmitted

AT = datetime(2027, 3, 1, 9, 4, tzinfo=UTC)
LINE = Line("Demo", "+18005550199", None, ("en",), (), ())
ANN = Number("+12025550101", "US", LineKind.MOBILE)
TEN, HOUR, DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
RULES = Doorstep(
    calls=(Limit(10, TEN), Limit(30, HOUR)), block_calls=(Limit(40, TEN),), texts=(Limit(60, HOUR),),
    hang_ups=Limit(5, TEN), calls_now=30,
)  # fmt: skip

Met = Rejected | NotAdmitted | None
NOTHING: dict[str, int] = {}
TEN_PAST, TEN_O_CLOCK = AT.replace(minute=10), AT.replace(hour=10, minute=0)


def met(caller: Number | Refused = ANN, *, attested: bool = False, own: bool = False, flood: bool = False,
        known: bool = False, counted: dict[str, int] = NOTHING) -> Met:  # fmt: skip
    """What a call meets of which so many were counted: `calls` in ten minutes, `hour` in an hour, and so on."""
    call = Ringing("CA1", LINE, caller, attested, own, flood, AT)
    asked = windows(RULES, call)
    names = ["hour" if window.what == "calls" and window.limit.within == HOUR else window.what for window in asked]
    assert set(counted) <= set(names), names
    return judge(RULES, call, asked, [counted.get(name, 1) for name in names], lambda number: known)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("flood", [False, True])
def test_only_numbers_of_no_plan_are_rejected_and_only_in_a_flood(reason: Reason, flood: bool) -> None:
    """Withheld callers, extensions of switchboards and numbers that may not book are people."""
    nobodys = flood and reason in (Reason.INVALID, Reason.TOO_LONG)
    assert met(Refused(reason), flood=flood) == (Rejected("origin") if nobodys else None)
    assert met(Refused(reason), flood=flood, attested=True) is None


def test_the_lines_own_number_is_nobody_in_a_flood() -> None:
    """Else it may be a forwarded call, or a switchboard of the house that shows it."""
    assert met(own=True) is None
    assert met(own=True, flood=True) == Rejected("origin")
    assert met(Refused(Reason.TOLL_FREE), own=True, flood=True) == Rejected("origin")


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ({"calls": 10, "hour": 30}, None),
        ({"calls": 11}, NotAdmitted("often", TEN_PAST, agents_may=True)),
        ({"calls": 11, "hour": 31}, NotAdmitted("often", TEN_O_CLOCK, agents_may=True)),
        ({"hour": 31}, NotAdmitted("often", TEN_O_CLOCK, agents_may=True)),
        ({"now": 31}, None),
    ],
)
def test_whoever_calls_too_often_hears_why_and_until_when(counted: dict[str, int], expected: Met) -> None:
    """Never a call that is cut off in silence; known or vouched for makes no difference, for a machine can be both."""
    assert met(counted=counted) == expected
    assert met(known=True, attested=True, counted=counted) == expected


def test_a_block_is_looked_at_in_a_flood_only() -> None:
    """Who is many hears that, once: a caller whose own number calls too often hears about that number."""
    alike = NotAdmitted("alike", TEN_PAST, agents_may=True)
    assert met(flood=True, counted={"block_calls": 40}) is None
    assert met(flood=True, counted={"block_calls": 41}) == alike
    assert met(flood=True, counted={"block_calls": 41, "calls": 11}) == NotAdmitted("often", TEN_PAST, agents_may=True)
    assert met() is None


def test_repeated_instant_hang_ups_are_not_answered() -> None:
    """But who is known here, or vouched for, is: somebody else may have written that number on their calls."""
    assert met(flood=True, counted={"hang_ups": 5}) is None
    assert met(flood=True, counted={"hang_ups": 6}) == Rejected("hang_ups")
    assert met(flood=True, counted={"hang_ups": 6}, known=True) is None
    assert met(flood=True, counted={"hang_ups": 6}, attested=True) is None


def test_a_full_line_in_a_flood_is_for_whom_somebody_knows() -> None:
    """Without a flood nobody is kept out, and in one nobody who withholds the number."""
    assert met(flood=True, counted={"now": 30}) is None
    assert met(flood=True, counted={"now": 31}) == Rejected("full")
    assert met(flood=True, counted={"now": 31}, attested=True) is None
    assert met(flood=True, counted={"now": 31}, known=True) is None
    assert met(Refused(Reason.WITHHELD), flood=True, counted={"now": 31}) is None


def test_the_first_text_too_many_is_explained_and_the_next_are_not_answered() -> None:
    """So whoever's number is written on somebody else's texts gets one answer more than the limit, and no more."""
    asked = text_windows(RULES, ANN)
    found = [judge_text(asked, [many], AT) for many in (1, 60, 61, 62, 63)]
    assert found == [None, None, NotAdmitted("often", TEN_O_CLOCK, agents_may=True), Silence(), Silence()]


STRANGERS = replace(RULES, strangers_texts=(Limit(15, HOUR), Limit(25, DAY)))


def test_answers_to_a_stranger_are_hushed_sooner() -> None:
    """The text is read all the same, until it is one of those that nobody's are."""
    asked = text_windows(STRANGERS, ANN)
    _, hour, day = asked
    found = [judge_text(asked, [many, many, 9], AT) for many in (15, 16, 17, 60)]
    assert found == [None, Hushed(hour), Hushed(hour), Hushed(hour)]
    assert judge_text(asked, [26, 26, 26], AT) == Hushed(day)
    assert judge_text(asked, [62, 62, 62], AT) == Silence()


def test_what_ends_last_is_what_is_told() -> None:
    """Who writes on in the same hour until the day is used up hears of the day: the hour's end would be untrue then."""
    rules = replace(RULES, texts=(Limit(60, HOUR), Limit(150, DAY)))
    midnight = AT.replace(hour=0, minute=0) + DAY
    asked = text_windows(rules, ANN)
    assert judge_text(asked, [151, 151], AT) == NotAdmitted("often", midnight, agents_may=True)
    assert judge_text(asked, [152, 152], AT) == Silence()
    assert explained(asked[1:], AT) == NotAdmitted("often", midnight, agents_may=True)


def test_windows_of_one_length_begin_together_and_end_after_it() -> None:
    """What is said to end then does end then, and not later."""
    (asked,) = text_windows(RULES, ANN)
    assert asked.ends(AT) == TEN_O_CLOCK
    assert asked.ends(TEN_O_CLOCK) == TEN_O_CLOCK + HOUR
