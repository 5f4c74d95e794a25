"""A line, calls at every step, and an example of everything that can be met: what the laws of the dialogue try."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import product
from uuid import UUID

from booking_core import desk_outcomes as d
from booking_core import notices
from booking_core import outcomes as o
from booking_core.lines import Line, Office, Service
from booking_core.numbers import LineKind, Number, Reason, check
from ivr import choices as c
from ivr.call import Call, Known
from ivr.scene import Scene
from ivr.script import Meeting, Step
from ivr.steps.step import Met
from ivr.vocabulary import Heard
from wording.languages import choices, understood

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
OFFICES = tuple(
    Office(UUID(int=n), name, zone)
    for n, (name, zone) in enumerate(
        (("San Francisco", "America/Los_Angeles"), ("New York", "America/New_York"), ("Houston", "America/Chicago")), 1
    )
)
SERVICES = tuple(
    Service(UUID(int=100 + n), {"en": name}, party_max, travel_days, 30)
    for n, (name, party_max, travel_days) in enumerate(
        (("urgent travel", 1, 14), ("passport renewal", 4, None), ("photographs", 1, None), ("family travel", 4, 14))
    )
)
CITIES = ("San Francisco", "New York", "Houston", "Chicago", "Aurora")
AREAS = (("94",), ("100", "112"), ("77",), ("606",), ("606", "600"))
LINE = Line("Demo Passport Agency", "+18005550199", "+14155550100", ("en", "es"), OFFICES, SERVICES)
SCENE = Scene("CA" + "1" * 32, LINE, "01", partial(check, regions=frozenset({"US"})), choices, understood)
MANY = tuple(
    Office(UUID(int=1 + n), name, "America/Chicago", areas)
    for n, (name, areas) in enumerate(
        zip(("San Francisco", "New York", "Houston", "Chicago", "Aurora"), AREAS, strict=True)
    )
)
WIDE = dataclasses.replace(SCENE, line=dataclasses.replace(LINE, offices=MANY))
"""A line with more offices than a menu has choices."""


def offer(nth: int) -> o.Offer:
    """A free time of the first office."""
    wall = datetime(2026, 11, 24, 9, 20 * nth)
    return o.Offer(UUID(int=200 + nth), OFFICES[0].id, SERVICES[1].id, wall, OFFICES[0].zone,
                   wall.replace(tzinfo=UTC) + timedelta(hours=8))  # fmt: skip


ERRANDS: tuple[c.Errand, ...] = ("book", "seek", "mine", "person", "wait", "callback")
OFFERS = tuple(offer(nth) for nth in range(3))
BOOKING = UUID(int=300)
BOOKED = o.Booked(BOOKING, "48217730", 1, OFFERS[0])
NUMBER = Number("+12025550101", "US", LineKind.FIXED_OR_MOBILE)
SOON = NOW + timedelta(minutes=10)

TOLD = notices.Bulletin(
    UUID(int=400), None, None, None, {"en": "Our system is down.", "es": "No hay sistema."}, NOW, None
)
STOPPED = dataclasses.replace(
    SCENE, bulletin=TOLD, stopped=lambda service, office: o.Suspended(SOON) if office or not service else None
)
"""Nothing new is booked at any office, and everybody is told something first."""
CLOSED = dataclasses.replace(SCENE, stopped=lambda service, office: o.Suspended(None) if service else None)
"""No service is booked."""

_EXAMPLES: tuple[Met, ...] = (
    # What the core answers
    o.CallStarted(withheld=False), o.NumberNoted(NUMBER), o.TravelDateNoted(), o.CallbackNoted(), o.NumberNeeded(),
    o.CallbackNoted(NOW, "UTC"), o.CallbackNoted(why="often"),
    *(o.NumberRefused(reason) for reason in Reason),
    *(o.Offers(OFFERS[:n]) for n in (1, 2, 3)), o.NoneFree(OFFICES[0].id), o.PlaceGone(OFFERS), o.PlaceGone(OFFERS[:1]),
    *(o.Held(BOOKING, SOON, party, proven, texted, OFFERS[0])
      for party, proven, texted in product((1, 2), (False, True), (False, True))),
    o.PartyTooLarge(1), o.PartyTooLarge(4), o.Suspended(None), o.Suspended(SOON), o.ProveFirst(),
    o.ProveFirst(OFFICES[0].id), o.CallingBack("often", SOON),
    o.NotAdmitted("alike", SOON, agents_may=True), o.NotAdmitted("line", SOON, agents_may=False),
    o.LimitReached("live", None), o.LimitReached("case", None), o.LimitReached("made", SOON),
    o.HoldLapsed(), o.LetGo(), o.NothingHeld(), o.CodeSent(SOON, again=False), o.CodeSent(SOON, again=True),
    o.TextsOff(), o.TooSoon(SOON), o.TooManyCodes(SOON), o.TooManyTries(SOON),
    *(o.CodeWrong(left) for left in (4, 3, 2, 1)),
    o.CodeBlocked(), o.CodeExpired(), o.Proven(), o.ProofNeeded(),
    o.VisitorNoted(1, 1, 3, 4, 1985, 0), o.VisitorNoted(1, 2, 0, 0, 1931, 1), o.VisitorNoted(2, 2, 3, 0, 1931, 0),
    o.VisitorsMissing(BOOKING, (1,), 1), o.VisitorsMissing(BOOKING, (2, 3), 3), BOOKED,
    o.Bookings(()), o.Bookings((BOOKED,)), o.Bookings((BOOKED, BOOKED)), o.CallComing(SOON), o.TextOnItsWay(),
    o.TextFailed(), o.ProofCallOver(), o.Moved(BOOKING, "48217730", 1, OFFERS[1]), o.NextHeld(BOOKING, SOON, OFFERS[1]),
    o.OnList(earlier=False, short_notice=False), o.OnList(earlier=True, short_notice=True), o.OffList(),
    o.Offered(BOOKING, SOON, 1, OFFERS[1], earlier=False), o.Offered(BOOKING, SOON, 1, OFFERS[1], earlier=True),
    o.Passed(stays=True), o.Passed(stays=False),
    *(o.Bookings((dataclasses.replace(BOOKED, open=each),)) for each in ("keep", "back", "code")),
    o.Bookings((BOOKED, dataclasses.replace(BOOKED, open="back"))), o.Kept(BOOKING, "48217730", 1, OFFERS[0]),
    o.Suspended(None, (("en", "Our system is down."),)), o.BulletinComing(), o.AskedTooOften(),
    o.CheckInLater(), o.MovesUsed(), o.NoSuchBooking(), o.Cancelled(BOOKING, SOON), o.TooLate(),
    d.Queued(1, 1), d.Queued(12, 34), d.QueueFull(), d.OutOfQueue(), d.Joined(BOOKING, "en"), d.TalkOver("en"),
    d.KeysWanted(BOOKING, "en"),
    d.Joined(BOOKING, "en", withheld=True), d.TalkOver("en", withheld=True, proven=True), d.CallbackPlaced(2, 1),
    # What a caller can want that asks nothing of the core
    c.Misheard(), c.Misheard(silent=True), c.Misheard(spoken=True), c.Repeat(), c.Pause(), c.LanguageChosen("es"),
    c.CallerUnknown("book"), c.CallerUnknown("mine"), c.CallerUnknown("person"),
    c.CallerUnknown("callback"), c.PhoneChosen("text"), c.NumberRight(),
    c.PhoneIsMine(), c.OfficesNear((0, 1)), c.AreaUnknown(), c.BookingChosen(0), c.WantsMove(), c.WantsGiveUp(),
    c.NobodyThere(), c.WantsToWait(),
    c.KeyAgain(), c.SomethingElse(), c.ServiceChosen(SERVICES[2].id), c.ServiceForParty(SERVICES[1].id),
    c.ServiceForTravel(SERVICES[0].id), c.PartyChosen(2), c.PartyForTravel(2), c.DateImpossible(), c.TravelTooFar(14),
    c.OtherTimes(), c.AnotherDay(), c.DayChosen(date(2026, 11, 24)), c.AnotherOffice(), c.NextVisitor(),
    c.DatesComplete(), c.StartOver(), c.GoodBye(), c.NumberNotHad(), c.WantsCheck(),
    o.ReferenceNoted(), o.Checked(valid=True), o.Checked(valid=False), o.ChecksUsed(SOON), o.NothingToCheck(),
    o.Reported(),
)  # fmt: skip


def examples(kind: Meeting) -> list[Met]:
    """Everything of this kind that sounds different."""
    return [met for met in _EXAMPLES if type(met) is kind]


def at(step: Step) -> Call:
    """A call that has come as far as a step, with all that it has gathered on the way."""
    offers = OFFERS[:1] if step in (Step.RESUME, Step.MINE, Step.MOVE_SURE, Step.GIVE_UP) else OFFERS
    return Call(step, NOW - timedelta(minutes=2), service=SERVICES[1].id, party=2, office=OFFICES[0].id, offers=offers,
                day=date(2026, 11, 24), booking=BOOKING, nth=1, more=1, mine=(BOOKING,) * len(offers))  # fmt: skip


def calls_at(step: Step) -> Iterator[Call]:
    """Calls at a step that differ in what they know: proof, caller ID, visitors to come, service, offers, misses."""
    base = at(step)
    callers: tuple[Known, ...] = ("known", "withheld", "refused")
    for proven, more, caller in product((False, True), (0, 1), callers):
        yield dataclasses.replace(base, proven=proven, more=more, caller=caller)
    for service in SERVICES:
        yield dataclasses.replace(base, service=service.id)
    for misses in (1, 2):
        yield dataclasses.replace(base, misses=misses)
    if len(base.offers) > 1 and step is not Step.OFFERS:
        yield dataclasses.replace(base, offers=(), mine=())
        yield dataclasses.replace(base, offers=(), mine=(), proven=True)
    if step is Step.MINE:
        yield dataclasses.replace(base, booking=None, offers=OFFERS, mine=(BOOKING,) * 3)
        yield dataclasses.replace(base, booking=None, offers=(), mine=())
        for each in ("keep", "back", "code"):
            yield dataclasses.replace(base, open=(each,))
    for errand in ERRANDS:
        yield dataclasses.replace(base, errand=errand, caller="withheld")
    yield dataclasses.replace(base, moving=True)
    yield dataclasses.replace(base, send="none", more=0)
    yield dataclasses.replace(base, keyed=True)
    yield dataclasses.replace(base, turns=60)
    yield dataclasses.replace(base, started=NOW - timedelta(minutes=26))


_ENTRIES = (
    "123456",
    "03041985",
    "00001931",
    "11242026",
    "01152027",
    "11192026",
    "1124",
    "9999",
    "2025550142",
    "123",
    "606",
    "00",
)
_UTTERANCES = ("book", "hear my appointment", "my phone", "landline", "another phone", "yes", "no", "two", "start over",
               "other times", "later", "another day", "another office", "morning", "New York", "urgent travel",
               "get a code", "banana")  # fmt: skip


def inputs() -> Iterator[Heard]:
    """What callers do: every key, entries of all lengths asked for, words of menus, and nothing."""
    started = NOW - timedelta(minutes=2)
    for keys in (*"0123456789*#", *_ENTRIES):
        yield Heard(keys, None, None, NOW, started)
    for words in _UTTERANCES:
        yield Heard(None, words, 0.9, NOW, started)
    yield Heard(None, None, None, NOW, started)
