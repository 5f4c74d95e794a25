"""What people type in a text: a code, a birth date, a wish, or a word that the provider acts on.

Nothing here raises, whatever the text; what is not plainly meant is not guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from wording.words import Phrase, folded, take, words_of

Wish = Literal[
    "book", "change", "hear", "give_up", "person", "help", "wait", "leave", "code", "date", "provider", "bring",
    "check_in", "check", "report",
]  # fmt: skip

KEYS: Final[Mapping[str, Wish]] = {"1": "book", "2": "change", "3": "hear", "9": "give_up", "0": "person"}
"""The bare digits of the line, the same in every language. They only open something."""

PROVIDER_WORDS: Final = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"}
    | {"START", "YES", "UNSTOP"}
    | {"HELP", "INFO"}
)
"""What the provider acts on when it is the whole text, in any case; not ours as commands.

Twilio's page on opt-out words: "STOP PLEASE" is none. So neither is "Stop.": it must not meet silence on both sides.
"""

_SIX: Final = re.compile(r"[0-9]{6}|[0-9]{3}([ .-]| - )[0-9]{3}|([0-9]{2}[ .-]){2}[0-9]{2}|([0-9][ .-]){5}[0-9]")
_NUMBER: Final = re.compile(r"[0-9]+(?:(?:[ .-]| - )[0-9]+)*")
_EIGHT: Final = re.compile(r"\W*[^\W\d_]+[^0-9]*(?P<digits>[0-9]{4}[ .-]?[0-9]{4})(?![0-9])")
_SPACES: Final = re.compile(r"\s+")
_DASHES: Final = re.compile("[‐‑‒–—−]")

_START: Final = r"(?<![\w/.-])"
_YEAR: Final = r"(?P<year>[0-9]{4})(?![0-9/-])"
_DAY: Final = "(?P<day>[0-9]{1,2})"
_NAME: Final = r"(?P<month>[^\W\d_]+)"
_IN_FIGURES: Final = tuple(
    re.compile(_START + pattern)
    for pattern in (
        "(?P<month>[0-9]{2})(?P<day>[0-9]{2})" + _YEAR,
        "(?P<month>[0-9]{1,2})(?P<mark> ?[/.-] ?| )(?P<day>[0-9]{1,2})(?P=mark)" + _YEAR,
        "(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9/-])",
    )
)
_BY_NAME: Final = tuple(
    re.compile(_START + pattern) for pattern in (f"{_NAME}[. ]+{_DAY}[, ]+{_YEAR}", f"{_DAY}[. ]+{_NAME}[., ]+{_YEAR}")
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What people type in one language; phrases and words folded as `words.table` and `words.words_of` fold them."""

    wishes: Mapping[Phrase, Wish]
    """Phrases that mean a wish anywhere in a text."""
    alone: Mapping[Phrase, Wish]
    """Phrases that mean it only as the whole text: "my appointment"."""
    asides: frozenset[str]
    """Words that may stand beside a bare digit: "ok", "option"."""
    refusals: Mapping[Phrase, str]
    """Words that turn the rest into its opposite: "not"."""
    months: Mapping[str, int]
    """Names of months, long and short."""
    checks: frozenset[str]
    """Words that begin a text which asks whether a reference is valid: "check"."""
    in_dates: Mapping[str, str]
    """What else stands in a date with the month's name, and what it is there: "th" and "of" nothing, "primero" a 1."""


def wish(body: str, words: TypedWords) -> Wish | None:
    """Return what the text asks for; `code` and `date` if it brings one; None if that is unclear or several things.

    `provider`: a word that the provider acts on itself, and that changes nothing here. Whoever writes "I did not ask
    for this code 482913" confirms nothing, nor does whoever wants to cancel and names the code.
    """
    if body.strip().upper() in PROVIDER_WORDS:
        return "provider"
    said = words_of(body)
    if not said:
        return "help" if "?" in folded(body) else None
    bare = [word for word in said if word not in words.asides]
    if len(bare) == 1 and bare[0] in KEYS:
        return KEYS[bare[0]]
    if tuple(bare) in words.alone:
        return words.alone[tuple(bare)]
    return _within(body, said, words)


def code(body: str) -> str | None:
    """Return the one six-digit code in the text, however its digits are spaced; None if there is none, or two.

    Six digits inside a longer number are none, nor do codes begin with 0: a miss would cost one of five tries.
    """
    numbers = [found[0] for found in _NUMBER.finditer(_line(body))]
    sixes = {re.sub("[ .-]", "", number) for number in numbers if _SIX.fullmatch(number)}
    if len(sixes) != 1:
        return None
    (six,) = sixes
    return None if six.startswith("0") else six


def to_check(body: str, words: TypedWords) -> tuple[str, str] | None:
    """Return the eight digits of a reference and the text after them, where a text asks whether that is valid.

    "CHECK 4821 7730 03 04 1985"; None for any other text.
    """
    line = _line(body).strip()
    first = words_of(line)[:1]
    found = _EIGHT.match(line)
    if found is None or not first or first[0] not in words.checks:
        return None
    return re.sub("[ .-]", "", found["digits"]), line[found.end() :]


def birth_date(body: str, words: TypedWords) -> tuple[int, int, int] | None:
    """Return month, day and year of the one date in the text, unknown parts 0, or None.

    Read are month, day and year as asked for (`03041985`, `3/4/1985`, `3 4 1985`), ISO 8601 (`1985-03-04`) and months
    by name (`March 4, 1985`, `4 de marzo de 1985`). A year of two digits is not guessed.
    """
    line = _line(body)
    # Only beside a month's name: "3 de 4 de 1985" is the fourth month, and "3 4 1985" the third.
    named = _SPACES.sub(" ", _LETTERS.sub(lambda word: words.in_dates.get(word[0], word[0]), line))
    found = [date for patterns, text in ((_IN_FIGURES, line), (_BY_NAME, named)) for pattern in patterns
             for date in pattern.finditer(text)]  # fmt: skip
    dates = {_date(one, words) for one in found}
    possibles = [born for born in dates if possible(*born)]
    return possibles[0] if len(possibles) == 1 else None


def possible(month: int, day: int, year: int) -> bool:
    """Whether the calendar has that day. Unknown parts are 0: the day, or month and day, never the year."""
    if month == 0 and day != 0:
        return False
    try:
        date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return False
    return 1900 <= year <= 2099


def _within(body: str, said: list[str], words: TypedWords) -> Wish | None:
    """The one wish in a longer text."""
    phrases, rest = take(said, words.wishes)
    refused, _ = take(rest, words.refusals)
    wishes = set(phrases)
    if code(body) is not None:  # before a date in the same text: the code proves, and the date is asked for again
        return "code" if not refused and wishes <= {"book"} else None
    if birth_date(body, words) is not None:
        return None if wishes else "date"  # "I don't know the day, 03/00/1985" brings a date all the same
    return wishes.pop() if len(wishes) == 1 and not refused else None


def _date(found: re.Match[str], words: TypedWords) -> tuple[int, int, int]:
    """Month, day and year as they were found; a word that is no month makes an impossible one."""
    month = found["month"]
    return int(month) if month.isdecimal() else words.months.get(month, 13), int(found["day"]), int(found["year"])


def _line(body: str) -> str:
    """The text on one line, its digits, dashes and spaces plain."""
    return _SPACES.sub(" ", _DASHES.sub("-", folded(body)))
