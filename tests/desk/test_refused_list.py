"""Refusals that admission did not make, as an agent sees them on the caller's screen, and on the list of a day."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from datetime import timedelta

import pytest

from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import figures, refused_list
from booking_core import outcomes as o
from booking_core.actors import Caller
from booking_core.admission import Policy
from booking_core.limits import Budget, Budgets
from booking_core.numbers import Reason, Refused
from desk.words.admissions import WORDS
from tests.core.post import lease
from tests.core.seekers import proves
from tests.core.stage import ANN, BEN, Stage, number, other
from tests.core.test_scans import scans
from tests.desk.callers import Screen
from tests.desk.conftest import SignedIn

Happens = Callable[[Stage], None]

NOTHING = Policy(budgets=Budgets(region=Budget(0, 0), block=Budget(9, 9)))
"""Not one code may lie unused."""


def stop(stage: Stage) -> None:
    """No code goes to the United States for an hour."""
    stage.put("INSERT INTO stops VALUES ('region', 'US', :until)", until=stage.now + timedelta(hours=1))


def codes(stage: Stage) -> None:
    """The number was sent three of them in this hour."""
    stage.put("UPDATE numbers SET told = array_fill(cast(:now AS timestamptz), ARRAY[3])", now=stage.now)


def tries(stage: Stage) -> None:
    """Somebody tried fifteen wrong ones."""
    stage.put("INSERT INTO codes (number, id, purpose, mac, sealed, made_at, expires_at, sent_at, wrong) "
              "SELECT id, gen_random_uuid(), 'presence', '', '', :now, :now, '{}', 15 FROM numbers",
              now=stage.now)  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "told"),
    [(stop, "That is not this caller’s fault"), (codes, "Somebody else may have asked for them"),
     (tries, "too many wrong codes were tried")],
)  # fmt: skip
def test_an_agent_sees_why_no_code_goes_to_the_phone(
    signed: SignedIn, stage: Stage, happens: Happens, told: str
) -> None:
    """Why, until when and what to do instead; nothing of it once the phone is proven."""
    browser, who = signed("agent:kim"), stage.call(ANN)
    stage.agent(who)
    screen = Screen(browser, stage, who)
    assert "No code" not in screen.look()
    happens(stage)
    assert told in screen.look()
    assert "Have the phone called back" in screen.page
    proves(stage, who)
    assert told not in screen.look()


def test_the_list_has_the_codes_that_a_budget_ended(signed: SignedIn, stage: Stage) -> None:
    """Each with its number's last two digits, by the channel on which it was asked for, and what became of it."""
    stage.core.policy = NOTHING
    stage.held(stage.call(ANN))
    stage.held(stage.text(BEN))
    lease(stage)
    stage.wait(seconds=1)
    sue = signed("supervisor:sue")
    head, *rows = csv.reader(io.StringIO(sue.get("/desk/stepped-up.csv").text))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(row["decision"], row["why"], row["channel"], row["number_ends_in"]) for row in found} == {
        ("no_code", "stopped", "voice", ANN[-2:]), ("no_code", "stopped", "sms", BEN[-2:]),
    }  # fmt: skip
    page = html.unescape(sue.get("/desk/stepped-up").text)
    assert "codes to its country or block of numbers were not used" in page
    assert ANN[2:] not in page.replace(" ", "")


def holds_again(stage: Stage, who: Caller) -> o.Outcome:
    """A second call of the number, which holds nothing while the first call does."""
    stage.held(who)
    return stage.hold(stage.call(), stage.slot(1))


def holds_without_codes(stage: Stage, who: Caller) -> o.Outcome:
    """A call that could get no code, for the number was sent all it may get."""
    codes(stage)
    return stage.hold(who)


def holds_after_tries(stage: Stage, who: Caller) -> o.Outcome:
    """A call that could try no code."""
    tries(stage)
    return stage.hold(who)


def keys_wrong_codes(stage: Stage, who: Caller) -> o.Outcome:
    """Five wrong ones."""
    held = stage.ready(who)
    *_, last = [stage.do(c.Confirm(who, held.booking, other(stage.code()))) for _ in range(5)]
    return last


def proves_with_wrong_codes(stage: Stage, who: Caller) -> o.Outcome:
    """The same of a code that proves the number, without a hold."""
    stage.do(c.SendCode(who, "presence", None, "en"))
    wrong = other(stage.code(ANN, "presence"))
    *_, last = [stage.do(c.Prove(who, wrong)) for _ in range(5)]
    return last


def proves_for_a_wish(stage: Stage, who: Caller) -> o.Outcome:
    """The same where the code is asked for before any times are told."""
    stage.do(c.SendCode(who, "presence", None, "en"))
    wrong = other(stage.code(ANN, "presence"))
    office, service = stage.line.offices[0].id, stage.line.services[0].id
    wish = c.SeekPlace(who, c.NextFree(office, service, 1, stage.now), "en")
    *_, last = [stage.do(c.ProveAndSeek(wish, wrong)) for _ in range(5)]
    return last


def books_twice(stage: Stage, _: Caller) -> o.Outcome:
    """A second booking of a proven number."""
    stage.book(stage.proven())
    return stage.hold(stage.proven(), stage.slot(1))


@pytest.mark.parametrize(
    ("happens", "met", "told"),
    [
        (holds_again, o.ProveFirst, ("prove", "holds")),
        (holds_without_codes, o.TooManyCodes, ("no_code", "codes")),
        (holds_after_tries, o.TooManyTries, ("refuse", "tries")),
        (keys_wrong_codes, o.CodeBlocked, ("refuse", "tries")),
        (proves_with_wrong_codes, o.CodeBlocked, ("refuse", "tries")),
        (proves_for_a_wish, o.CodeBlocked, ("refuse", "tries")),
        (books_twice, o.LimitReached, ("refuse", "limit")),
    ],
)
def test_the_list_has_whoever_the_claim_or_the_codes_said_no_to(
    signed: SignedIn, stage: Stage, happens: Callable[[Stage, Caller], o.Outcome], met: type[o.Outcome],
    told: tuple[str, str],
) -> None:  # fmt: skip
    """Admission has let them pass, so that their answer is all there is: once for each call, with the number."""
    assert isinstance(happens(stage, stage.call()), met)
    found = stage.ask(d.SeeAdmissions())
    assert [(row.decision, row.why, row.channel, row.ending) for row in found.rows] == [(*told, "voice", ANN[-2:])]
    assert found.decisions == ((*told, 1),)
    page = html.unescape(signed("supervisor:sue").get("/desk/stepped-up").text)
    assert WORDS[f"why.{told[1]}"][0] in page
    assert ANN[2:] not in page.replace(" ", "")


def test_by_text_too_and_a_retry_is_the_same_no(stage: Stage) -> None:
    """A thread is one number's; the same text again adds nothing."""
    stage.call()
    codes(stage)
    for key in ("sms:1", "sms:1", "sms:2"):
        assert isinstance(stage.do(c.HoldPlace(stage.text(), stage.slot(0), 1, "text", "en"), key), o.TooManyCodes)
    (row,) = stage.ask(d.SeeAdmissions()).rows
    assert (row.decision, row.why, row.channel) == ("no_code", "codes", "sms")


def test_an_agent_is_told_no_at_the_desk(stage: Stage) -> None:
    """For the caller they talk with; and what a call has keyed in too often is nobody's number."""
    who = stage.call()
    codes(stage)
    assert isinstance(stage.hold(stage.agent(who)), o.TooManyCodes)
    for nth in range(3):
        stage.do(c.NoteNumber(who, number(f"+1202555014{nth}")))
    assert stage.do(c.NoteNumber(who, number("+12025550149"))) == o.NumberRefused("keyed_often")
    (row,) = stage.ask(d.SeeAdmissions()).rows
    assert (row.why, row.channel, row.ending) == ("codes", "desk", ANN[-2:])


def test_of_days_long_ago_the_page_says_that_it_is_a_part(signed: SignedIn, stage: Stage) -> None:
    """Answers are erased after a week; what admission wrote stays longer."""
    words = WORDS["admissions.partly"][0]
    sue = signed("supervisor:sue")
    day = stage.now.date()
    assert [words in sue.get(f"/desk/stepped-up?day={day - timedelta(days=ago)}").text for ago in (1, 9)] == [
        False,
        True,
    ]


def test_what_two_rows_say_alike_is_one_figure(stage: Stage) -> None:
    """A number that may not book is told so before its number is known, or after."""
    stage.do(c.StartCall(f"CA{next(stage.turns):032x}", stage.line.number, Refused(Reason.PREMIUM), "en"))
    who = stage.call()
    stage.put("UPDATE numbers SET refused = 'premium'")
    assert isinstance(stage.hold(who), o.NumberRefused)
    assert stage.ask(d.SeeAdmissions()).decisions == (("refuse", "number", 2),)


def test_every_no_that_is_told_has_its_number_kept_and_its_words(stage: Stage) -> None:
    """The database keeps the number with the very answers that the list tells, and with no others."""
    whose = stage.call()
    number = stage.one("SELECT number FROM calls WHERE sid = :sid", sid=whose.sid)
    for name in (*figures.REFUSALS, "Booked", "CodeWrong"):
        stage.one("SELECT answer_v1(gen_random_uuid(), :now, json_build_object('is', cast(:name AS text)), :number)",
                  now=stage.now, name=name, number=number)  # fmt: skip
    kept = stage.rows("SELECT outcome::json->>'is' AS met FROM answers WHERE number IS NOT NULL")
    assert {row.met for row in kept} == set(refused_list.TOLD)
    assert set(figures.REFUSALS) - set(refused_list.TOLD) == {
        "CallingBack", "NotAdmitted", "PlaceGone", "NoneFree", "Suspended",  # rows of their own, or nobody's fault
    }  # fmt: skip
    assert {f"why.{why}" for _, why in refused_list.TOLD.values()} <= set(WORDS)
    assert {f"decision.{decision}" for decision, _ in refused_list.TOLD.values()} <= set(WORDS)


def test_the_list_has_calls_whose_number_may_not_book(stage: Stage) -> None:
    """Such a number is not kept; whoever withholds theirs keys one in, and is on no list."""
    for caller in (Refused(Reason.PREMIUM), Refused(Reason.WITHHELD)):
        stage.do(c.StartCall(f"CA{next(stage.turns):032x}", stage.line.number, caller, "en"))
    (row,) = stage.ask(d.SeeAdmissions()).rows
    assert (row.decision, row.why, row.channel, row.ending) == ("refuse", "number", "voice", "")


def test_what_the_doorstep_did_is_counted(signed: SignedIn, stage: Stage) -> None:
    """Of the day alone."""
    for at in (stage.now, stage.now - timedelta(days=2)):
        stage.put("INSERT INTO turned_away VALUES (:at, 'explained', 'often', 4)", at=at)
    assert stage.ask(d.SeeAdmissions()).turned == (("explained.often", 4),)
    page = html.unescape(signed("supervisor:sue").get("/desk/stepped-up").text)
    assert "At the door of the line" in page
    assert "Told why: called too often" in page


def test_the_list_reads_no_table_whole(stage: Stage) -> None:
    """Of a line of many years it reads a day."""
    stage.book(stage.proven())
    with scans(stage) as found:
        stage.ask(d.SeeAdmissions())
    assert not found, found[0]
