"""What is said first about what was just met: good news, a refusal with its way on, or a misunderstanding.

One match over everything the dialogue can meet; the step's own question follows. Nothing here promises what is not
committed: these words are chosen after the core has answered.
"""

from __future__ import annotations

from datetime import datetime

from booking_core import desk_outcomes as d
from booking_core import outcomes as o
from ivr import choices as c
from ivr.call import Call
from ivr.scene import Scene
from ivr.script import Step
from ivr.steps.step import Met, carried
from ivr.steps.welcome import may_text_bulletin
from ivr.vocabulary import Argument, Phrase, phrase
from wording.moments import in_zone


def lead(call: Call, met: Met, scene: Scene) -> tuple[Phrase, ...]:
    """The sentences about `met`, heard at `call.step`, the step that follows it."""
    match met:
        case o.CallStarted():
            return () if call.step is Step.OUTBOUND else _welcome(call, scene)
        case c.LanguageChosen():
            return bulletin(call, scene)
        case c.Misheard() | c.DateImpossible() | c.AreaUnknown():
            return _missed(call, met)
        case o.Cancelled() | o.NextHeld() | o.Moved() | o.Kept() | o.MovesUsed() | o.TooLate() | o.NoSuchBooking():
            return _about_changes(met, scene)
        case o.OnList() | o.OffList() | o.Offered() | o.Passed() | c.WantsToWait():
            return _about_waiting(met, scene)
        case d.Queued() | d.CallbackPlaced() | d.QueueFull() | d.TalkOver():
            return _about_queue(met)
        case o.HoldLapsed() if call.moving:
            return (phrase("move.lapsed"),)
        case o.Held() | o.Offers() | o.PlaceGone() | o.NoneFree() | o.Suspended() | o.LimitReached():
            return _about_places(call, met, scene)
        case o.Checked() | o.ChecksUsed() | o.Reported():
            return _about_sold(met, scene)
        case o.Booked():
            return _booked(met, scene, "booked.done")
        case o.Bookings(bookings):
            told = tuple(part for one in bookings for part in _booked(one, scene, _standing(one)))
            return told or (phrase("mine.none"),)
        case o.VisitorNoted() | o.VisitorsMissing() | o.NumberNoted():
            return _read_back(met)
        case o.NumberRefused() | o.NotAdmitted() | o.CallingBack():
            return _turned_away(call, met, scene)
        case o.CallbackNoted():
            return _called_by_a_person(met)
        case c.TravelTooFar(days):
            return (phrase("travel.too_far", days=days),)
        case o.TooSoon() | o.TextFailed() | o.TooManyCodes() if carried(call) == "call":
            return _about_calls(met, scene)
        case o.TooManyCodes(until) | o.TooManyTries(until):
            return (phrase(f"met.{type(met).__name__}", until=_local(until, scene)),)
        case o.CodeBlocked() if call.step in (Step.TOO_MANY, Step.TALK):
            return (phrase("presence.blocked"),)
        case o.NumberNeeded():
            return (phrase("number_needed.person"),)
        case c.CallerUnknown(errand):
            return () if call.caller == "known" else (phrase(f"number_needed.{errand}"),)
        case _:
            return _about_codes(met)


def _turned_away(call: Call, met: o.NumberRefused | o.NotAdmitted | o.CallingBack, scene: Scene) -> tuple[Phrase, ...]:
    """Why, until when, and who helps; the step says how to reach them."""
    if isinstance(met, o.NumberRefused):
        return (phrase(f"refused.{met.reason}"),)
    way = "calling_back.by"
    if isinstance(met, o.NotAdmitted):
        who = "not_admitted.person" if met.agents_may else "not_admitted.until"
        way = "often.until" if call.step is Step.OFTEN else who
    held = (phrase("not_admitted.held"),) if isinstance(met, o.NotAdmitted) and met.held else ()
    return phrase(f"why.{met.why}"), *held, phrase(way, until=_local(met.until, scene))


def _called_by_a_person(met: o.CallbackNoted) -> tuple[Phrase, ...]:
    """Why, where nobody asked for it; that a person will call; and when people are there again."""
    why = () if met.why is None else (phrase(f"why.{met.why}"),)
    opens = () if met.opens is None else (phrase("callback.opens", opens=in_zone(met.opens, met.zone)),)
    return *why, phrase("callback.noted"), *opens


def _welcome(call: Call, scene: Scene) -> tuple[Phrase, ...]:
    return phrase("welcome.name", name=scene.line.name), *bulletin(call, scene)


def bulletin(call: Call, scene: Scene) -> tuple[Phrase, ...]:
    """What everybody is told before the choices, and how to get it by text; any key of the menu cuts it short."""
    if scene.bulletin is None:
        return ()
    spoken = scene.bulletin.spoken
    told = phrase("bulletin", words=spoken.get(call.language) or next(iter(spoken.values())))
    return (told, phrase("bulletin.menu")) if may_text_bulletin(call, scene) else (told,)


def _missed(call: Call, met: c.Misheard | c.DateImpossible | c.AreaUnknown) -> tuple[Phrase, ...]:
    """Help changes with each miss; after misheard speech the step turns to keys and says so."""
    if isinstance(met, c.DateImpossible):
        return (phrase("missed.day" if call.step is Step.DAY else "missed.date"),)
    if isinstance(met, c.AreaUnknown):
        return (phrase("missed.area"),)
    if met.spoken:
        return (phrase("missed.spoken"),)
    which = "silent" if met.silent else "key"
    return (phrase(f"missed.{which}.{'1' if call.misses < 2 else '2'}"),)  # the second of three


def _about_places(call: Call, met: Met, scene: Scene) -> tuple[Phrase, ...]:
    match met:
        case o.Held() if call.step is Step.RESUME:
            return (phrase("resume.cut_off"),)
        case o.Held(offer=offer, texted=texted):
            held = phrase("held", when=offer.wall, office=scene.line.office(offer.office).name)
            return (held, phrase("held.texted")) if texted else (held,)
        case o.PlaceGone():
            return (phrase("place_gone"),)
        case o.NoneFree(office):
            return (phrase("none_free", office=scene.line.office(office).name),)
        case o.Suspended(until):
            stopped = phrase("suspended.open")
            if until is not None:
                ends = in_zone(until, met.zone) if met.zone else _local(until, scene)
                stopped = phrase("suspended.until", until=ends)
            why = met.said(call.language)
            return (stopped, phrase("suspended.why", why=why)) if why else (stopped,)
        case o.LimitReached("made", datetime() as until):
            return (phrase("limit.made", until=_local(until, scene)),)
        case o.LimitReached(what):  # "made" without an end: a voucher, which books once
            return (phrase("limit.case" if what == "case" else "limit.live"),)
        case _:
            return (phrase("offers.lead", office=scene.line.office(call.offers[0].office).name),)


def _about_queue(met: d.Queued | d.CallbackPlaced | d.QueueFull | d.TalkOver) -> tuple[Phrase, ...]:
    match met:
        case d.Queued(position, minutes):
            return (phrase("queue.entered", position=position, minutes=minutes),)
        case d.CallbackPlaced(position, minutes):
            return (phrase("queue.placed", position=position, minutes=minutes),)
        case _:
            return (phrase(f"met.{type(met).__name__}"),)


def _about_sold(met: o.Checked | o.ChecksUsed | o.Reported, scene: Scene) -> tuple[Phrase, ...]:
    """Valid or not, and in any case that nobody may sell it."""
    match met:
        case o.Checked(valid):
            return phrase("check.valid" if valid else "check.not_valid"), phrase("check.free")
        case o.ChecksUsed(until):
            return phrase("check.used", until=_local(until, scene)), phrase("check.free")
        case o.Reported():
            return (phrase("check.reported"),)


def _about_changes(met: Met, scene: Scene) -> tuple[Phrase, ...]:
    match met:
        case o.Moved():
            return _booked(met, scene, "moved.done")
        case o.Kept():
            return _booked(met, scene, "kept.done")
        case o.Cancelled():
            return (phrase("given_up.done"),)
        case o.NextHeld():
            return ()
        case _:
            return (phrase(f"met.{type(met).__name__}"),)


def _about_waiting(
    met: o.OnList | o.OffList | o.Offered | o.Passed | c.WantsToWait, scene: Scene
) -> tuple[Phrase, ...]:
    match met:
        case o.Offered(_, until, _, offer, earlier):
            office = scene.line.office(offer.office).name
            held = phrase("offered.held", when=offer.wall, office=office, until=in_zone(until, offer.zone))
            return (held, phrase("offered.earlier")) if earlier else (held,)
        case o.OnList(earlier, soon):
            told = phrase("on_list.earlier" if earlier else "on_list.any")
            return (told, phrase("on_list.soon")) if soon else (told,)
        case o.Passed(stays):
            return (phrase("passed.stays" if stays else "passed.ended"),)
        case o.OffList():
            return (phrase("off_list"),)
        case c.WantsToWait():
            return (phrase("wait.prove"),)


def _standing(one: o.Booked) -> str:
    return "mine.was" if one.open == "back" else "mine.one"


def _booked(one: o.Booked | o.Moved | o.Kept, scene: Scene, key: str) -> tuple[Phrase, ...]:
    about: dict[str, Argument] = {"when": one.offer.wall, "office": scene.line.office(one.offer.office).name}
    return phrase(key, **about), phrase("booked.reference", reference=one.reference)


def _read_back(met: o.VisitorNoted | o.VisitorsMissing | o.NumberNoted) -> tuple[Phrase, ...]:
    match met:
        case o.VisitorNoted(month=month, day=day, year=year):
            return (phrase("visitor.back", born=f"{year:04}-{month:02}-{day:02}"),)
        case o.VisitorsMissing():
            return (phrase("visitors_missing"),)
        case o.NumberNoted(number):
            return (phrase("number.back", number=number.e164),)


def _about_calls(met: o.TooSoon | o.TextFailed | o.TooManyCodes, scene: Scene) -> tuple[Phrase, ...]:
    """The same as of texts, for a phone that is called."""
    match met:
        case o.TooSoon():
            return (phrase("call.too_soon"),)
        case o.TextFailed():
            return (phrase("call.over"),)
        case o.TooManyCodes(until):
            return (phrase("call.too_many", until=_local(until, scene)),)


def _about_codes(met: Met) -> tuple[Phrase, ...]:
    match met:
        case o.CodeSent(again=again):
            return (phrase("code.again" if again else "code.sent"),)
        case o.TooSoon():
            return (phrase("code.too_soon"),)
        case o.CodeWrong(left):
            return (phrase("code.wrong", left=left),)
        case o.ProveFirst(office):
            return (phrase("prove.first" if office is None else "prove.seek"),)
        case o.PartyTooLarge(most):
            return (phrase("party.too_large", most=most),)
        case o.CodeExpired() | o.CodeBlocked() | o.ProofNeeded() | o.HoldLapsed() | o.Proven():
            return (phrase(f"met.{type(met).__name__}"),)
        case o.BulletinComing() | o.AskedTooOften():
            return (phrase(f"met.{type(met).__name__}"),)
        case o.TextOnItsWay() | o.TextFailed() | o.ProofCallOver() | o.CheckInLater() | c.NumberNotHad():
            return (phrase(f"met.{type(met).__name__}"),)
        case _:
            # The rest are steps forward: the next question is all there is to say.
            return ()


def _local(until: datetime, scene: Scene) -> datetime:
    """An instant as the first office's clock shows it, and which of two it is on the night that has an hour twice."""
    return in_zone(until, scene.line.offices[0].zone)
