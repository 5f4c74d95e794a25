"""The law of the dialogue by text: everything that can be met has a row and an answer, and any text is answered."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.actors import Texter
from booking_core.admission import Why
from docs import texts_page
from sms.replies import SHOWN, follow, say
from sms.scene import Fixed, Heard, Opened, Scene
from sms.script import NEXT, STAYS
from sms.state import Ask, State, Time, dump, load
from sms.words import hear
from tests.laws.surroundings import BOOKED, BOOKING, LINE, NOW, NUMBER, OFFERS, OFFICES, SERVICES, SOON
from wording.en import TEXTS
from wording.languages import CATALOGUES
from wording.segments import segments

SCENE = Scene(Texter(NUMBER), LINE)
TIMES = tuple(Time(offer.slot, offer.wall, offer.starts) for offer in OFFERS)
STATE = State("en", Ask.NOTHING, SERVICES[1].id, 1, date(2026, 12, 1), OFFICES[0].id, (BOOKING,), TIMES, "move",
              BOOKING, NOW, OFFICES[0].id)  # fmt: skip
QUESTIONS = tuple(o.Question(f"553{nth}", offer, SOON) for nth, offer in enumerate(OFFERS))
SEEKS = c.SeekPlace(SCENE.who, c.NextFree(OFFICES[0].id, SERVICES[1].id, 1, NOW), "en")
WISHES: tuple[c.Command[Any] | c.Query[Any], ...] = (
    SEEKS, c.NextFree(OFFICES[0].id, SERVICES[1].id, 1, NOW), c.HoldPlace(SCENE.who, TIMES[0].slot, 1, "text", "en"),
    c.SendCode(SCENE.who, "presence", None, "en"), c.TextCode(SCENE.who, "482913"),
    c.TextCode(SCENE.who, "482913", SEEKS),
    c.TextVisitor(SCENE.who, 3, 4, 1985), c.TellBookings(SCENE.who), c.TellBookings(SCENE.who, "bring"),
    c.SendCheckIn(SCENE.who, None), c.TextCallback(SCENE.who, "text", "en"),
    c.AskToChange(SCENE.who, "move", None), c.AskToChange(SCENE.who, "give_up", None),
    c.AnswerQuestion(SCENE.who, "5530"), c.AskUndo(SCENE.who, BOOKING), c.AskToWait(SCENE.who, "en"),
    c.TextLeave(SCENE.who), c.CheckReference(SCENE.who, 3, 4, 1985, "48217730"), c.ReportSeller(SCENE.who),
)  # fmt: skip
EXAMPLES: dict[type[o.Outcome], tuple[o.Outcome, ...]] = {
    o.Offers: tuple(o.Offers(OFFERS[:n]) for n in (1, 2, 3)),
    o.PlaceGone: (o.PlaceGone(OFFERS),),
    o.NoneFree: (o.NoneFree(OFFICES[0].id),),
    o.Held: tuple(o.Held(BOOKING, SOON, n, proven, not proven, OFFERS[0]) for n in (1, 4) for proven in (True, False)),
    o.LimitReached: (o.LimitReached("live", None), o.LimitReached("case", None), o.LimitReached("made", SOON)),
    o.NotAdmitted: tuple(o.NotAdmitted(why, SOON, may) for why in get_args(Why) for may in (True, False)),
    o.Suspended: (o.Suspended(None), o.Suspended(SOON), o.Suspended(SOON, (("en", "A" * 119 + "."),))),
    o.NumberRefused: (o.NumberRefused("premium"),),
    o.PartyTooLarge: (o.PartyTooLarge(1), o.PartyTooLarge(4)),
    o.TooManyCodes: (o.TooManyCodes(SOON),),
    o.TooManyTries: (o.TooManyTries(SOON),),
    o.CodeSent: (o.CodeSent(SOON, False), o.CodeSent(SOON, True)),
    o.CallComing: (o.CallComing(SOON),),
    o.TooSoon: (o.TooSoon(SOON),),
    o.CodeWrong: (o.CodeWrong(1), o.CodeWrong(4)),
    o.Booked: (BOOKED,),
    o.VisitorsMissing: (o.VisitorsMissing(BOOKING, (1,), 1), o.VisitorsMissing(BOOKING, (3, 4), 4)),
    o.Bookings: tuple(o.Bookings((BOOKED,) * n) for n in range(SHOWN + 2)),
    o.Asked: (o.Asked(BOOKED, QUESTIONS), o.Asked(BOOKED, QUESTIONS[:1])),
    o.Moved: (o.Moved(BOOKING, "48217730", 1, OFFERS[0]),),
    o.Cancelled: (o.Cancelled(BOOKING, SOON),),
    o.Kept: (o.Kept(BOOKING, "48217730", 1, OFFERS[0]),),
    o.CallbackNoted: (o.CallbackNoted(), o.CallbackNoted(NOW, "UTC", "alike")),
    o.CallingBack: tuple(o.CallingBack(why, SOON) for why in get_args(Why)),
    o.ProveFirst: (o.ProveFirst(), o.ProveFirst(OFFICES[0].id)),
    o.AskedToWait: tuple(o.AskedToWait(BOOKING, "5530", "7712", SOON, OFFICES[0].id, has) for has in (None, BOOKED)),
    o.OnList: (o.OnList(earlier=True, short_notice=False),),
    o.Checked: (o.Checked(valid=True), o.Checked(valid=False)),
    o.ChecksUsed: (o.ChecksUsed(SOON),),
    o.Passed: (o.Passed(stays=True), o.Passed(stays=False)),
}


def examples(met: type[o.Outcome]) -> tuple[o.Outcome, ...]:
    """Outcomes of a kind; those without fields are their own example."""
    return EXAMPLES.get(met) or (met(),)


def outcomes(wish: type[Any]) -> set[type[o.Outcome]]:
    """What a command or query names in its type."""
    (answered,) = get_args(wish.__orig_bases__[0])
    return set(get_args(answered)) or {answered}


def written(texts: list[Any]) -> str:
    """A reply as it is sent."""
    return "\n".join(CATALOGUES["en"].texted(key, arguments) for key, arguments in texts)


def test_everything_that_can_be_met_has_a_row() -> None:
    """Each outcome of each command that a text can put to the core, and no other."""
    assert {(type(wish), met) for wish in WISHES for met in outcomes(type(wish))} == set(NEXT)


@pytest.mark.parametrize(("wish", "met"), NEXT, ids=lambda part: getattr(part, "__name__", str(part)))
def test_every_row_is_answered(wish: type[Any], met: type[o.Outcome]) -> None:
    """In at most two segments, whole, whatever was open; only what has a text of its own gets no reply."""
    for asked, example, ask in itertools.product((w for w in WISHES if type(w) is wish), examples(met), Ask):
        after = follow(replace(STATE, ask=ask), asked, example)
        said = written(say(after, asked, example, SCENE))
        own_text = isinstance(example, o.Booked) and wish in (c.TextCode, c.TextVisitor)
        assert bool(said) != own_text
        assert segments(said) <= 2, said
        assert "{" not in said
        assert load(dump(after), LINE, "en") == after
        law = NEXT[wish, met]
        assert after.ask in ({ask, Ask.NOTHING} if law is STAYS else {law, Ask.NOTHING})


@pytest.mark.parametrize("ask", Ask)
def test_a_text_that_means_nothing_is_told_the_question_again(ask: Ask) -> None:
    """In two segments, with help and a number to call."""
    wish = Fixed("unclear")
    said = written(say(replace(STATE, ask=ask), wish, wish, SCENE))
    assert said.startswith("Sorry, I did not understand.")
    assert "415-555-0100" in said
    assert segments(said) <= 2


def test_no_answer_offers_what_nobody_reads() -> None:
    """Each letter that a question lists opens the next one."""
    for ask in (Ask.SERVICE, Ask.PARTY, Ask.OFFICE, Ask.TIME, Ask.PROVE, Ask.WHICH):
        among = (BOOKING,) if ask is Ask.WHICH else ()
        _, wish = hear(replace(STATE, ask=ask, among=among), Heard("A", NOW), SCENE)
        assert wish != Fixed("unclear"), ask


PIECES = [
    *"0123456789ABCDabcd?.,:;!/-\n ", "5530", "482913", "03 04 1985", "Dec 3", "12/3", "2/30", "February 30", "houston",
    "san francisco", "renewal", "urgent travel", "two people", "one", "later", "book", "change", "cancel", "give up",
    "wait", "leave",
    "person", "help", "STOP", "yes", "sí", "no", "not", "code", "\x00", "\u202e", "\u200f", "５５３０", "4️⃣", "🙂",
    "٤٨٢", "\ud800", "9" * 40, "99999999999/1", "Dec 99", "a" * 1600, "94103", "941", "0000", "00/00/0000",
    "31/12/9999",
]  # fmt: skip


def bodies(count: int) -> Iterator[str]:
    """Texts out of pieces that mean something, and of any characters; the same in every run."""
    dice = random.Random(3)
    for _ in range(count):
        if dice.random() < 0.8:
            yield dice.choice(["", " "]).join(dice.choices(PIECES, k=dice.randint(0, 5)))
        else:
            yield "".join(chr(dice.randrange(0x11000)) for _ in range(dice.randint(0, 30)))


def states(count: int) -> Iterator[State]:
    """Threads wherever they can be, and further."""
    dice = random.Random(4)
    for _ in range(count):
        yield replace(
            STATE, ask=dice.choice(list(Ask)), service=dice.choice([None, *(s.id for s in SERVICES)]),
            party=dice.choice([None, 1, 4]), travel=dice.choice([None, date(2026, 12, 1)]),
            office=dice.choice([None, OFFICES[1].id]), among=dice.choice([(), (BOOKING,), (OFFICES[0].id,)]),
            times=dice.choice([(), TIMES]), wish=dice.choice([None, "move", "give_up", "earlier"]),
            booking=dice.choice([None, BOOKING]), after=dice.choice([None, NOW]),
            full=dice.choice([None, OFFICES[0].id]),
        )  # fmt: skip


def test_ten_thousand_texts_make_no_fault() -> None:
    """Whatever is typed wherever the thread is: a wish, and for each thing it can meet, a reply of two segments."""
    dice = random.Random(5)
    for body, state in zip(bodies(10_000), states(10_000), strict=True):
        state, wish = hear(state, Heard(body, NOW), SCENE)
        asked = not isinstance(wish, Fixed | Opened)
        met: Any = dice.choice(examples(dice.choice(list(outcomes(type(wish)))))) if asked else wish
        after = follow(state, wish, met)
        said = written(say(after, wish, met, SCENE))
        assert said or isinstance(met, o.Booked), body
        assert segments(said) <= 2, said
        assert load(dump(after), LINE, "en") == after


@pytest.mark.parametrize(
    "stored",
    [
        {}, {"ask": "dance"}, {"ask": "time", "times": [["x"]]}, {"ask": "time", "times": 7}, {"language": 7},
        {"ask": "office", "office": str(UUID(int=9))}, {"ask": "party", "service": str(UUID(int=9))},
        {"ask": "which", "among": ["x"]}, {"ask": "travel", "travel": "tomorrow"},
    ],
)  # fmt: skip
def test_a_state_of_another_version_begins_anew(stored: dict[str, Any]) -> None:
    """What cannot be read, or belongs to an office or service that the line has not, is no fault."""
    assert load(stored, LINE, "en") == State("en")


def test_a_state_holds_nothing_personal() -> None:
    """Every field of it is navigation; the travel date is the one fact about a person, as in a call's row."""
    assert set(dump(STATE)) <= {
        "language", "ask", "service", "party", "travel", "office", "among", "times", "wish", "booking", "after",
        "full",
    }  # fmt: skip


def test_a_day_begins_where_the_office_is() -> None:
    """A day that is named begins at the office's own midnight, on the nights when clocks change too."""
    midnights = {
        "Mar 8": datetime(2027, 3, 8, 8, tzinfo=UTC),  # UTC-8; clocks went on at 2 in the morning of the 14th
        "Mar 15": datetime(2027, 3, 15, 7, tzinfo=UTC),  # UTC-7
    }
    for body, midnight in midnights.items():
        _, wish = hear(replace(STATE, ask=Ask.TIME), Heard(body, NOW), SCENE)
        assert isinstance(wish, c.NextFree)
        assert wish.after == midnight - timedelta(seconds=1)


def test_the_page_is_drawn_from_the_law() -> None:
    """`python -m docs.texts_page` would change nothing."""
    assert texts_page.PAGE.read_text(encoding="utf-8") == texts_page.page(NEXT)


def test_every_reply_is_one_of_the_catalogue() -> None:
    """What the fixed answers are called is in the catalogue."""
    assert {"unclear", "not_understood", "help", "party.too_large", "travel.far", "travel.unclear"} <= set(TEXTS)
