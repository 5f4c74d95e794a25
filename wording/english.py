"""English but for its phrases: how it says dates and times, and what its speakers say and type."""

from datetime import time
from typing import Final

from wording.moments import Clock, Form
from wording.speech import SpokenWords
from wording.typed import TypedWords, Wish
from wording.words import table, words_of

EAR: Final = Form(
    locale="en_US",
    day="EEEE, MMMM d",
    date="MMMM d, y",
    day_unknown="MMMM y', day unknown'",
    month_unknown="'day and month unknown, 'y",
    moment="{day}, at {clock}",
    clock=Clock(
        full_hours="h 'o''clock'",
        minutes="h:mm",
        parts=(
            (time(0), "{clock} in the morning"),
            (time(12), "{clock} in the afternoon"),
            (time(18), "{clock} in the evening"),
        ),
        named={time(0): "midnight", time(12): "noon"},
    ),
    about="about {duration}",
    units="long",
    plus="plus",
)

PRINT: Final = Form(
    locale="en_US",
    day="EEE MMM d",
    date="MMM d, y",
    day_unknown="MMM y', day unknown'",
    month_unknown="'day and month unknown, 'y",
    moment="{day}, {clock}",
    clock=Clock(
        full_hours="h",
        minutes="h:mm",
        parts=((time(0), "{clock}am"), (time(12), "{clock}pm")),
        named={time(0): "midnight", time(12): "noon"},
    ),
    about="about {duration}",
    units="short",
    plus="+",
    told_apart="{clock} {zone}",
)

_NUMBERS: Final = {
    "0": ("0", "zero"),
    "1": ("1", "one", "first", "1st"),
    "2": ("2", "two", "second", "2nd"),
    "3": ("3", "three", "third", "3rd"),
    "4": ("4", "four", "fourth", "4th"),
    "5": ("5", "five", "fifth", "5th"),
    "6": ("6", "six", "sixth", "6th"),
    "7": ("7", "seven", "seventh", "7th"),
    "8": ("8", "eight", "eighth", "8th"),
    "9": ("9", "nine", "ninth", "9th"),
}

_ASIDES: Final = (
    "um uh er erm hmm mm ah oh okay ok please thanks thank you hi hello hey sorry yeah yep yes well so just sir ma'am "
    "option number choice key button press pick select take choose dial digit reply"
)

HEARD: Final = SpokenWords(
    numbers=table(
        {word: key for key, words in _NUMBERS.items() for word in words}
        # "The second one" is one number, not two.
        | {f"{word} one": key for key, words in _NUMBERS.items() if key > "0" for word in words[2:]}
    ),
    homophones={"won": "1", "wan": "1", "to": "2", "too": "2", "tu": "2", "tree": "3", "free": "3", "for": "4",
                "fore": "4", "ate": "8"},
    asides=frozenset(words_of(_ASIDES)),
    fillers=frozenset(
        words_of(
            "I I'd I'll I'm I think like love want wanna would will can could we we'll we'd let's let me my a an the "
            "to do go have get give it's it is be that'd with for going gonna say said need prefer"
        )
    ),
    refusals=table(
        dict.fromkeys(
            (
                "no", "not", "nope", "none", "neither", "never", "nothing", "don't", "doesn't", "didn't", "won't",
                "can't", "cannot", "isn't", "wasn't", "wouldn't", "without", "except", "instead of", "rather than",
                "wait", "a second", "one second", "just a second", "a moment", "one moment", "a minute", "one minute",
            ),
            "",
        )
    ),
    always=table(
        dict.fromkeys(
            (
                "person", "real person", "human", "human being", "agent", "operator", "representative", "receptionist",
                "somebody", "someone", "staff", "customer service",
            ),
            "0",
        )
        | dict.fromkeys(
            (
                "star", "asterisk", "repeat", "again", "once more", "one more time", "pardon", "come again",
                "what was that", "what did you say", "didn't hear", "didn't catch", "didn't get", "don't understand",
                "didn't understand", "not understand", "can't hear", "cannot hear",
            ),
            "*",
        )
    ),
)  # fmt: skip

_WISHES: Final[dict[Wish, tuple[str, ...]]] = {
    "book": (
        "book", "make an appointment", "new appointment", "get an appointment", "need an appointment",
        "want an appointment", "like an appointment", "schedule an appointment", "make a booking", "new booking",
    ),
    "change": (
        "change", "move", "reschedule", "postpone", "another time", "another day", "different time", "different day",
        "other time", "other day", "later time", "earlier time", "new time",
    ),
    "hear": (
        "when is my", "when was my", "what time is my", "where is my", "which day is my",
        "do i have a", "do i have an", "do i have any",
        "have i got", "check my", "remind me", "what did i book", "what have i booked", "when do i", "where do i",
    ),
    "give_up": (
        "give up", "give it up", "give back", "give it back", "cancel", "can't come", "cannot come", "can't make it",
        "cannot make it", "won't come", "not coming", "can not come", "don't need", "do not need", "no longer need",
        "call off",
    ),
    "person": ("person", "human", "agent", "operator", "representative", "somebody", "someone", "call me", "talk to",
               "speak to", "speak with", "talk with"),
    "wait": ("waiting list", "wait list", "waitlist", "on the list", "notify me", "let me know when", "let me know if",
             "tell me when", "tell me if"),
    "leave": ("leave the list", "leave the waiting list", "leave the wait list", "off the list", "off the waiting list",
              "off the wait list", "stop waiting"),
    "bring": ("to bring", "do i bring", "should i bring", "must i bring", "which documents", "what documents",
              "which papers", "what papers"),
    "check_in": ("check in code", "checkin code", "code for the counter"),
    "help": ("help me", "need help", "how does this work", "what can i do", "what do i do", "instructions"),
}  # fmt: skip

_ALONE: Final[dict[Wish, tuple[str, ...]]] = {
    "book": ("appointment", "an appointment", "booking"),
    "hear": ("my appointment", "my booking", "my visit", "status", "when", "what time", "where", "hear", "check"),
    "wait": ("wait", "earlier", "sooner", "something earlier", "anything earlier"),
    "leave": ("leave",),
    "bring": ("bring", "documents", "papers"),
    "check_in": ("check in", "checkin"),
    "check": ("verify",),
    "report": ("report", "report seller", "report a seller", "report the seller"),
    "help": ("help", "info", "what", "how", "menu", "options", "commands", "more"),
}

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

TYPED: Final = TypedWords(
    wishes=table({phrase: wish for wish, phrases in _WISHES.items() for phrase in phrases}),
    alone=table({phrase: wish for wish, phrases in _ALONE.items() for phrase in phrases}),
    asides=frozenset(words_of(_ASIDES)),
    refusals=table(dict.fromkeys(("no", "not", "don't", "didn't", "doesn't", "never", "nothing", "nobody"), "")),
    months={name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9},
    checks=frozenset({"check", "verify"}),
    in_dates=dict.fromkeys(("st", "nd", "rd", "th", "of"), " "),
)
