"""The law of the dialogue: where a call goes from each step on each thing that can be met there.

The table is the whole truth: the diagram in docs/reference/dialogue.md is drawn from it, a test visits every row, and
another shows that every step answers every outcome its commands can have. The keys that always work are below it.
"""

from __future__ import annotations

from enum import StrEnum

from booking_core import desk_outcomes as d
from booking_core import outcomes as o
from booking_core.outcomes import Outcome
from ivr import choices as c
from ivr.choices import Choice

Meeting = type[Outcome] | type[Choice]


class Step(StrEnum):
    """What a caller is being asked."""

    WELCOME = "welcome"
    PHONE = "phone"
    RESUME = "resume"
    SERVICE = "service"
    PARTY = "party"
    TRAVEL = "travel"
    OFFICE = "office"
    OFFERS = "offers"
    OTHER_TIMES = "other_times"
    DAY = "day"
    PART = "part"
    PROVE = "prove"
    PRESENCE = "presence"
    VISITOR = "visitor"
    VISITOR_BACK = "visitor_back"
    CODE = "code"
    BOOKED = "booked"
    LAPSED = "lapsed"
    LIMIT = "limit"
    SUSPENDED = "suspended"
    TOO_MANY = "too_many"
    TEXTS_OFF = "texts_off"
    NOT_ADMITTED = "not_admitted"
    CALLING_BACK = "calling_back"
    OFTEN = "often"
    CALL_COMING = "call_coming"
    MINE_CODE = "mine_code"
    MINE = "mine"
    MOVE_SURE = "move_sure"
    MOVES_USED = "moves_used"
    GIVE_UP = "give_up"
    GIVEN_UP = "given_up"
    ON_LIST = "on_list"
    OFF_LIST = "off_list"
    OFFERED = "offered"
    REFUSED = "refused"
    KEY_NUMBER = "key_number"
    NUMBER_BACK = "number_back"
    OWN_PHONE = "own_phone"
    OUTBOUND = "outbound"
    MESSAGE = "message"
    CALLBACK = "callback"
    QUEUE = "queue"
    QUEUE_BACK = "queue_back"
    QUEUE_FULL = "queue_full"
    TALK = "talk"
    TALKED = "talked"
    AGENT_PRESENCE = "agent_presence"
    CHECK = "check"
    CHECK_BORN = "check_born"
    CHECKED = "checked"
    GOODBYE = "goodbye"


# What holding a place, or the next place of a move, can answer.
_HOLDING: dict[Meeting, Step] = {
    o.Held: Step.VISITOR,
    o.PlaceGone: Step.OFFERS,
    o.NoneFree: Step.OTHER_TIMES,
    o.LimitReached: Step.LIMIT,
    o.Suspended: Step.SUSPENDED,
    o.ProveFirst: Step.PROVE,
    o.NumberRefused: Step.REFUSED,
    o.PartyTooLarge: Step.SERVICE,
    o.TooManyCodes: Step.TOO_MANY,
    o.TooManyTries: Step.TOO_MANY,
    o.TextsOff: Step.TEXTS_OFF,
    o.NotAdmitted: Step.NOT_ADMITTED,
    o.CallingBack: Step.CALLING_BACK,
    o.NextHeld: Step.MOVE_SURE,
    o.MovesUsed: Step.MOVES_USED,
    o.NoSuchBooking: Step.WELCOME,
    o.ProofNeeded: Step.WELCOME,
}

# What a confirmation can answer.
_CONFIRMING: dict[Meeting, Step] = {
    o.Booked: Step.BOOKED,
    o.CodeWrong: Step.CODE,
    o.CodeExpired: Step.CODE,
    o.ProofNeeded: Step.CODE,
    o.CodeBlocked: Step.LAPSED,
    o.HoldLapsed: Step.LAPSED,
    o.TooManyTries: Step.TOO_MANY,
    o.VisitorsMissing: Step.VISITOR,
    o.LimitReached: Step.LIMIT,
    o.NotAdmitted: Step.NOT_ADMITTED,
}

_SEARCHING: dict[Meeting, Step] = {
    o.Offers: Step.OFFERS,
    o.NoneFree: Step.OTHER_TIMES,
    o.NotAdmitted: Step.NOT_ADMITTED,
    o.NoSuchBooking: Step.WELCOME,
    o.ProofNeeded: Step.WELCOME,
}

# What asking for the first times of an office can answer, beside the times.
_ADMITTING: dict[Meeting, Step] = {
    o.CallingBack: Step.CALLING_BACK,
    o.NotAdmitted: Step.NOT_ADMITTED,
}

# Sending a presence code, on the way to a hold and on the way to hearing what is booked.
_PROVING: dict[Meeting, Step] = {
    o.CallComing: Step.CALL_COMING,
    o.TooManyCodes: Step.TOO_MANY,
    o.TooManyTries: Step.TOO_MANY,
    o.NumberRefused: Step.REFUSED,
    o.TextsOff: Step.TEXTS_OFF,
    o.HoldLapsed: Step.LAPSED,
}


# What joining the waiting list can answer.
_JOINING: dict[Meeting, Step] = {
    o.OnList: Step.ON_LIST,
    o.LimitReached: Step.LIMIT,
    o.MovesUsed: Step.MOVES_USED,
    o.NoSuchBooking: Step.WELCOME,
    o.ProofNeeded: Step.WELCOME,
}


def _waiting(step: Step) -> dict[Meeting, Step]:
    """What became of the code's text, asked while the caller waits for it."""
    return {o.TextOnItsWay: step, o.TextFailed: step}


# What a call can hear that has left the queue, or the talk.
_AWAY: dict[Meeting, Step] = {
    d.OutOfQueue: Step.QUEUE_BACK,
    d.TalkOver: Step.TALKED,
    d.KeysWanted: Step.AGENT_PRESENCE,
    d.CallbackPlaced: Step.CALLBACK,
}

_ROWS: dict[Step, dict[Meeting, Step]] = {
    Step.WELCOME: {
        c.LanguageChosen: Step.WELCOME,
        c.CallerUnknown: Step.KEY_NUMBER,
        c.WantsCheck: Step.CHECK,
        o.Held: Step.RESUME,
        o.NothingHeld: Step.PHONE,
        o.NumberRefused: Step.REFUSED,
        o.CodeSent: Step.MINE_CODE,
        o.TooSoon: Step.MINE_CODE,
        o.Bookings: Step.MINE,
        o.ProofNeeded: Step.WELCOME,
        o.Suspended: Step.SUSPENDED,
        o.BulletinComing: Step.WELCOME,
        o.AskedTooOften: Step.WELCOME,
        o.NotAdmitted: Step.OFTEN,
        **_PROVING,
    },
    Step.PHONE: {c.PhoneChosen: Step.SERVICE, c.CallerUnknown: Step.KEY_NUMBER},
    Step.RESUME: {o.Held: Step.VISITOR, o.HoldLapsed: Step.PHONE, c.SomethingElse: Step.PHONE},
    Step.SERVICE: {
        c.ServiceChosen: Step.OFFICE,
        c.ServiceForParty: Step.PARTY,
        c.ServiceForTravel: Step.TRAVEL,
        o.Suspended: Step.SUSPENDED,
    },
    Step.PARTY: {c.PartyChosen: Step.OFFICE, c.PartyForTravel: Step.TRAVEL},
    Step.TRAVEL: {
        o.TravelDateNoted: Step.OFFICE,
        c.DateImpossible: Step.TRAVEL,
        c.TravelTooFar: Step.SERVICE,
    },
    Step.OFFICE: {
        **_SEARCHING,
        **_ADMITTING,
        o.ProveFirst: Step.PROVE,
        o.Suspended: Step.SUSPENDED,
        c.OfficesNear: Step.OFFICE,
        c.AreaUnknown: Step.OFFICE,
    },
    Step.OFFERS: {**_HOLDING, c.OtherTimes: Step.OTHER_TIMES},
    Step.OTHER_TIMES: {
        **_SEARCHING,
        c.AnotherDay: Step.DAY,
        c.AnotherOffice: Step.OFFICE,
        **_JOINING,
        c.WantsToWait: Step.PROVE,
    },
    Step.DAY: {c.DayChosen: Step.PART, c.DateImpossible: Step.DAY},
    Step.PART: {**_SEARCHING},
    Step.PROVE: {o.CodeSent: Step.PRESENCE, o.TooSoon: Step.PRESENCE, **_PROVING},
    Step.PRESENCE: {
        o.Proven: Step.OFFERS,
        o.Offers: Step.OFFERS,
        o.NoneFree: Step.OTHER_TIMES,
        **_ADMITTING,
        **_JOINING,
        o.CodeWrong: Step.PRESENCE,
        o.CodeExpired: Step.PROVE,
        o.CodeBlocked: Step.TOO_MANY,
        o.CodeSent: Step.PRESENCE,
        o.TooSoon: Step.PRESENCE,
        **_PROVING,
        **_waiting(Step.PRESENCE),
    },
    Step.VISITOR: {
        o.VisitorNoted: Step.VISITOR_BACK,
        o.HoldLapsed: Step.LAPSED,
        c.DateImpossible: Step.VISITOR,
    },
    Step.VISITOR_BACK: {
        **_CONFIRMING,
        o.VisitorNoted: Step.VISITOR_BACK,
        c.NextVisitor: Step.VISITOR,
        c.KeyAgain: Step.VISITOR,
        c.DatesComplete: Step.CODE,
        o.CodeSent: Step.CODE,
        o.TooSoon: Step.CODE,
        o.TooManyCodes: Step.CODE,
        o.CallComing: Step.CALL_COMING,
        o.NumberRefused: Step.REFUSED,
        o.TextsOff: Step.TEXTS_OFF,
    },
    Step.CODE: {
        **_CONFIRMING,
        o.CodeSent: Step.CODE,
        o.TooSoon: Step.CODE,
        o.TooManyCodes: Step.CODE,
        o.CallComing: Step.CALL_COMING,
        o.NumberRefused: Step.REFUSED,
        o.TextsOff: Step.TEXTS_OFF,
        **_waiting(Step.CODE),
    },
    Step.CALL_COMING: {c.GoodBye: Step.GOODBYE},
    Step.BOOKED: {**_JOINING, o.Bookings: Step.MINE, o.ProofNeeded: Step.GOODBYE, c.GoodBye: Step.GOODBYE},
    Step.LAPSED: {**_SEARCHING, c.StartOver: Step.WELCOME},
    Step.LIMIT: {o.Bookings: Step.MINE, o.ProofNeeded: Step.WELCOME, c.StartOver: Step.WELCOME},
    Step.SUSPENDED: {c.StartOver: Step.WELCOME},
    Step.TOO_MANY: {c.StartOver: Step.WELCOME},
    Step.TEXTS_OFF: {c.StartOver: Step.WELCOME},
    Step.NOT_ADMITTED: {c.StartOver: Step.WELCOME},
    Step.CALLING_BACK: {c.GoodBye: Step.GOODBYE},
    Step.OFTEN: {c.GoodBye: Step.GOODBYE},
    Step.MINE_CODE: {
        o.Bookings: Step.MINE,
        o.Offered: Step.OFFERED,
        o.CodeWrong: Step.MINE_CODE,
        o.CodeExpired: Step.WELCOME,
        o.CodeBlocked: Step.TOO_MANY,
        o.CodeSent: Step.MINE_CODE,
        o.TooSoon: Step.MINE_CODE,
        **_PROVING,
        **_waiting(Step.MINE_CODE),
    },
    Step.MINE: {
        **_JOINING,
        o.Bookings: Step.MINE,
        o.ProofNeeded: Step.WELCOME,
        o.Kept: Step.BOOKED,
        o.NoSuchBooking: Step.WELCOME,
        o.Booked: Step.BOOKED,
        o.LimitReached: Step.LIMIT,
        o.TooLate: Step.WELCOME,
        o.CodeSent: Step.MINE,
        o.CheckInLater: Step.MINE,
        o.TooManyCodes: Step.MINE,
        c.BookingChosen: Step.MINE,
        c.WantsMove: Step.OTHER_TIMES,
        c.WantsGiveUp: Step.GIVE_UP,
        c.StartOver: Step.WELCOME,
        c.GoodBye: Step.GOODBYE,
    },
    Step.MOVE_SURE: {
        o.Moved: Step.BOOKED,
        o.HoldLapsed: Step.OTHER_TIMES,
        o.MovesUsed: Step.MOVES_USED,
        o.NoSuchBooking: Step.WELCOME,
        o.ProofNeeded: Step.WELCOME,
        o.Bookings: Step.MINE,
    },
    Step.MOVES_USED: {c.StartOver: Step.WELCOME},
    Step.GIVE_UP: {
        o.Cancelled: Step.GIVEN_UP,
        o.NoSuchBooking: Step.WELCOME,
        o.ProofNeeded: Step.WELCOME,
        o.Bookings: Step.MINE,
    },
    Step.GIVEN_UP: {
        o.Booked: Step.BOOKED,
        o.LimitReached: Step.LIMIT,
        o.TooLate: Step.WELCOME,
        o.NoSuchBooking: Step.WELCOME,
        o.ProofNeeded: Step.WELCOME,
        c.StartOver: Step.WELCOME,
        c.GoodBye: Step.GOODBYE,
    },
    Step.ON_LIST: {
        **_JOINING,
        o.OffList: Step.OFF_LIST,
        c.GoodBye: Step.GOODBYE,
    },
    Step.OFF_LIST: {c.StartOver: Step.WELCOME, c.GoodBye: Step.GOODBYE},
    Step.OFFERED: {
        o.Offered: Step.OFFERED,
        o.Bookings: Step.MINE,
        o.Booked: Step.BOOKED,
        o.Moved: Step.BOOKED,
        o.VisitorsMissing: Step.VISITOR,
        o.LimitReached: Step.LIMIT,
        o.HoldLapsed: Step.OFF_LIST,
        o.MovesUsed: Step.MOVES_USED,
        o.NoSuchBooking: Step.WELCOME,
        o.ProofNeeded: Step.WELCOME,
        o.Passed: Step.OFF_LIST,
    },
    Step.REFUSED: {c.CallerUnknown: Step.KEY_NUMBER},
    Step.KEY_NUMBER: {
        o.NumberNoted: Step.NUMBER_BACK,
        o.NumberRefused: Step.KEY_NUMBER,
        c.NumberNotHad: Step.GOODBYE,
    },
    Step.NUMBER_BACK: {
        o.NumberNoted: Step.NUMBER_BACK,
        c.KeyAgain: Step.KEY_NUMBER,
        c.NumberRight: Step.OWN_PHONE,
        d.CallbackPlaced: Step.CALLBACK,
    },
    Step.OWN_PHONE: {
        c.PhoneIsMine: Step.SERVICE,
        o.CodeSent: Step.MINE_CODE,
        o.TooSoon: Step.MINE_CODE,
        **_PROVING,
    },
    Step.OUTBOUND: {
        o.Proven: Step.WELCOME,
        o.Offered: Step.OFFERED,
        o.Booked: Step.BOOKED,
        o.VisitorsMissing: Step.VISITOR,
        o.LimitReached: Step.LIMIT,
        o.HoldLapsed: Step.LAPSED,
        o.Bookings: Step.MINE,
        o.ProofCallOver: Step.WELCOME,
        o.Offers: Step.OFFERS,
        o.NoneFree: Step.OTHER_TIMES,
        o.NotAdmitted: Step.NOT_ADMITTED,
        o.Suspended: Step.SUSPENDED,
        c.NobodyThere: Step.MESSAGE,
    },
    Step.MESSAGE: {},
    Step.CALLBACK: {c.StartOver: Step.WELCOME, c.GoodBye: Step.GOODBYE},
    Step.QUEUE: {**_AWAY},
    Step.QUEUE_BACK: {d.CallbackPlaced: Step.CALLBACK, c.CallerUnknown: Step.KEY_NUMBER},
    Step.QUEUE_FULL: {d.CallbackPlaced: Step.CALLBACK, c.CallerUnknown: Step.KEY_NUMBER},
    Step.TALK: {**_AWAY},
    Step.AGENT_PRESENCE: {
        o.Proven: Step.TALK,
        d.TalkOver: Step.TALKED,
        o.CodeWrong: Step.AGENT_PRESENCE,
        o.CodeExpired: Step.TALK,
        o.CodeBlocked: Step.TALK,
        o.TooManyTries: Step.TALK,
    },
    Step.TALKED: {c.StartOver: Step.WELCOME, c.GoodBye: Step.GOODBYE},
    # Was an appointment sold? Needs no number, and says nothing of the booking but that it is valid.
    Step.CHECK: {o.ReferenceNoted: Step.CHECK_BORN, o.ChecksUsed: Step.CHECKED},
    Step.CHECK_BORN: {
        o.Checked: Step.CHECKED,
        o.ChecksUsed: Step.CHECKED,
        o.NothingToCheck: Step.CHECK,
        c.DateImpossible: Step.CHECK_BORN,
    },
    Step.CHECKED: {o.Reported: Step.CHECKED, c.WantsCheck: Step.CHECK, c.StartOver: Step.WELCOME},
    Step.GOODBYE: {},
}

# What can be met at every step that asks something: not understood, `*`, and `0` or a third miss.
_ALWAYS: dict[Meeting, Step | None] = {
    c.Misheard: None,
    c.Repeat: None,
    c.Pause: None,
    o.CallbackNoted: Step.CALLBACK,
    o.NumberNeeded: Step.KEY_NUMBER,
    d.Queued: Step.QUEUE,
    d.Joined: Step.TALK,
    d.QueueFull: Step.QUEUE_FULL,
}

AWAY = (Step.QUEUE, Step.TALK)
"""The call waits at the provider, or talks: what comes from there is that this has ended."""

_LAST = (Step.GOODBYE, Step.MESSAGE)
"""The call ends after these words."""

NEXT: dict[tuple[Step, Meeting], Step] = {
    (step, met): there or step
    for step, row in _ROWS.items()
    for met, there in (row if step in _LAST else {**_ALWAYS, **row}).items()
}
