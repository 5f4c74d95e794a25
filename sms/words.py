"""What a text asks for: a command or query of the core, or a question that needs nothing of it.

Bare digits, codes and nonces mean the same at any moment; letters, names and days answer the open question.
"""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking_core.commands import (
    AnswerQuestion,
    AskToChange,
    AskToWait,
    CheckReference,
    HoldPlace,
    NextFree,
    ReportSeller,
    SendCheckIn,
    SendCode,
    TellBookings,
    TextCallback,
    TextCode,
    TextLeave,
    TextVisitor,
    Wanted,
    Wish,
)
from sms.choosing import LATER, forward, seeking, with_answer
from sms.scene import Fixed, Heard, Scene, Told
from sms.state import Ask, State, begun
from wording import answers, typed
from wording.languages import choices

_OPENS: dict[str, Wish] = {"change": "move", "give_up": "give_up"}


def hear(state: State, heard: Heard, scene: Scene) -> tuple[State, Told]:
    """What this text wants, and the thread with what it chose.

    Words the provider acts on change nothing here. It answers those that silence us or ask for help, and they never
    come this far; those that would end a silence it leaves unanswered where there was none, so they get our line.
    """
    words = scene.words(state)
    to_check = typed.to_check(heard.body, words)
    if to_check is not None:
        return state, _check(state, *to_check, heard, scene)
    wish = typed.wish(heard.body, words)
    nonce = answers.nonce(heard.body, words)
    six = typed.code(heard.body)
    if wish == "code" and six is not None:
        goes_on = seeking(state, heard, scene) if state.ask is Ask.PROVE and not state.times else None
        return state, TextCode(scene.who, six, goes_on)
    if nonce is not None:
        return state, AnswerQuestion(scene.who, nonce)
    answered = _answer(state, heard, scene, wish) if _may_answer(state, heard, scene, wish) else None
    return answered or _wish(state, wish, heard, scene)


def _may_answer(state: State, heard: Heard, scene: Scene, wish: str | None) -> bool:
    """Whether a text that has this wish may be meant for the open question: "B: 1 person" asks for nobody."""
    if wish in (None, "book", "date", "provider", "change"):
        return True
    return state.ask is Ask.PARTY or answers.letter(heard.body, scene.words(state)) is not None


def _wish(state: State, wish: str | None, heard: Heard, scene: Scene) -> tuple[State, Told]:
    """What opens something, whatever was asked."""
    match wish:
        case "book":
            return forward(begun(state), heard, scene)
        case "change" | "give_up":
            fresh = dataclasses.replace(begun(state), wish=_OPENS[wish])
            return fresh, AskToChange(scene.who, _OPENS[wish], None)
        case "wait":
            return _wait(state, scene)
        case "leave":
            return state, TextLeave(scene.who)
        case "hear":
            return state, TellBookings(scene.who)
        case "bring":
            return state, TellBookings(scene.who, "bring")
        case "check_in":
            return state, SendCheckIn(scene.who, None)
        case "person":
            return state, TextCallback(scene.who, "text", state.language)
        case "check":
            return state, Fixed("check.how")
        case "report":
            return state, ReportSeller(scene.who)
        case "help":
            return state, Fixed("help")
        case "date":
            return state, _born(state, heard, scene)
        case _:
            return state, Fixed("unclear")


def _check(state: State, reference: str, rest: str, heard: Heard, scene: Scene) -> Told:
    """Reference and birth date in one text: what comes in two could be two people's."""
    born = typed.birth_date(rest, scene.words(state))
    return Fixed("check.how") if born is None else CheckReference(scene.who, *born, reference)


def _wait(state: State, scene: Scene) -> tuple[State, Told]:
    """To be told: of any time where nothing was free just now, else of one before what is booked."""
    if state.full is not None and state.service is not None:
        wanted = Wanted(state.service, state.full, state.party or 1, state.travel)
        return state, AskToWait(scene.who, state.language, wanted=wanted)
    return dataclasses.replace(begun(state), wish="earlier"), AskToWait(scene.who, state.language)


def _born(state: State, heard: Heard, scene: Scene) -> Told:
    born = typed.birth_date(heard.body, scene.words(state))
    if born is None or date(born[2], born[0] or 1, born[1] or 1) > scene.today(heard):
        return Fixed("born.unclear")
    return TextVisitor(scene.who, *born)


def _answer(state: State, heard: Heard, scene: Scene, wish: str | None) -> tuple[State, Told] | None:
    """The answer to the open question, if the text is one. Names of choices count where no other wish is read."""
    worded = wish in (None, "book")
    match state.ask:
        case Ask.SERVICE | Ask.PARTY | Ask.TRAVEL | Ask.OFFICE:
            return with_answer(state, heard, scene, worded=worded)
        case Ask.TIME:
            return _time(state, heard, scene, worded=worded)
        case Ask.PROVE if _sends_code(state, heard, scene):
            return state, SendCode(scene.who, "presence", None, state.language)
        case Ask.WHICH:
            return _which(state, heard, scene)
        case Ask.ANSWER if state.wish == "move":
            after = _after(state, heard, scene)
            return None if after is None else (state, AskToChange(scene.who, "move", state.booking, after))
        case _:
            return None


def _time(state: State, heard: Heard, scene: Scene, *, worded: bool) -> tuple[State, Told] | None:
    """One of the times that were offered, or others."""
    after = _after(state, heard, scene)
    if after is not None and state.office is not None and state.service is not None:
        free = NextFree(state.office, state.service, state.party or 1, after, travel=state.travel)
        return state, free
    writings = [scene.writings(state, each.wall) for each in state.times]
    nth = scene.picked(state, heard, writings, worded=worded)
    if nth is None:
        return None
    slot = state.times[nth].slot
    return state, HoldPlace(scene.who, slot, state.party or 1, "text", state.language, travel=state.travel)


def _after(state: State, heard: Heard, scene: Scene) -> datetime | None:
    """The instant after which other times are wanted: the last that was told, or the start of a day that is named."""
    words = scene.words(state)
    last = state.times[-1].starts if state.times and state.ask is Ask.TIME else state.after
    if answers.letter(heard.body, words) == LATER or answers.says(
        heard.body, choices(state.language, "by_text")["later"], words
    ):
        return last
    day = answers.day(heard.body, words, scene.today(heard))
    if day is None or day < scene.today(heard):
        return None
    zone = scene.line.offices[0].zone if state.office is None else scene.line.office(state.office).zone
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    return max(heard.at, midnight.astimezone(heard.at.tzinfo) - timedelta(seconds=1))


def _which(state: State, heard: Heard, scene: Scene) -> tuple[State, Told] | None:
    """One of several bookings, by its letter."""
    nth = scene.picked(state, heard, [()] * len(state.among), worded=False)
    if nth is None or state.wish is None:
        return None
    booking = state.among[nth]
    if state.wish == "earlier":
        return state, AskToWait(scene.who, state.language, booking)
    return dataclasses.replace(state, booking=booking), AskToChange(scene.who, state.wish, booking)


def _sends_code(state: State, heard: Heard, scene: Scene) -> bool:
    words = scene.words(state)
    yes = choices(state.language, "by_text")["code"]
    return answers.letter(heard.body, words) == "A" or answers.says(heard.body, yes, words)
