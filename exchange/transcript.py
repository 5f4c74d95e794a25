"""Transcripts: what was keyed, said and heard on a telephone, as plain text that a stranger can read.

    call +12025550101 -> +18005550199

    < To book, press 1.
    > 1
    > say to book
    > (silence)
    > code
    > (inbox)
    ~ Good morning, how can I help?
    @ Your code is 482913.
    > text hello
    > (hang up)

`code` keys in the newest six-digit code among the telephone's texts, and `text code` texts it; `text nonce 2` texts
the second of the numbers of four digits in the newest text that has any. `~` is another person in a conference. `@` is
a text, noted when the telephone is looked at: by `(inbox)` and after every text sent.

A line may begin with its time in the call, such as `[01:05] `. `#` begins a remark.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What an event is: heard from the line or from another person, done by the caller, or neither."""

    HEARD = "heard"
    VOICE = "voice"
    KEYS = "keys"
    SAID = "said"
    SILENCE = "silence"
    HUNG_UP = "hung-up"
    CODE = "code"
    TEXTED = "texted"
    LOOKED = "looked"
    TEXT = "text"
    ENDED = "ended"
    ERROR = "error"


ACTIONS = frozenset({Kind.KEYS, Kind.SAID, Kind.SILENCE, Kind.HUNG_UP, Kind.CODE, Kind.TEXTED, Kind.LOOKED})
"""The events that the caller does; the others happen to the caller."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `second` is counted from the answer of the call, in its own time.

    `language` is what a document named for what is heard, if anything; a transcript does not keep it.
    """

    kind: Kind
    text: str = ""
    second: float = 0.0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The events of one call, or of one thread of texts (`medium` is `call` or `text`)."""

    medium: str
    from_: str
    to: str
    events: tuple[Event, ...]


_FIXED = {
    Kind.SILENCE: "> (silence)",
    Kind.HUNG_UP: "> (hang up)",
    Kind.CODE: "> code",
    Kind.LOOKED: "> (inbox)",
    Kind.ENDED: ". (the line hangs up)",
}
# In this order, because keys have no word of their own.
_PREFIXED = {
    Kind.HEARD: "< ",
    Kind.VOICE: "~ ",
    Kind.SAID: "> say ",
    Kind.TEXTED: "> text ",
    Kind.KEYS: "> ",
    Kind.TEXT: "@ ",
    Kind.ERROR: "! ",
}
_HEADER = re.compile(r"(call|text) (\S+) -> (\S+)")
_TIME = re.compile(r"\[(\d+):(\d\d)\] ")


def write(transcript: Transcript, *, with_times: bool = False) -> str:
    """Return a transcript as text; `parse` reads it back."""
    lines = [f"{transcript.medium} {transcript.from_} -> {transcript.to}", ""]
    lines += [_time(event) * with_times + _line(event) for event in transcript.events]
    return "\n".join(lines) + "\n"


def parse(text: str) -> Transcript:
    """Read a transcript; raises `ValueError` with the number of a line that is none."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    header = _HEADER.fullmatch(lines[0][1]) if lines else None
    if header is None:
        raise ValueError("a transcript begins with 'call NUMBER -> NUMBER'")
    medium, from_, to = header.groups()
    return Transcript(medium, from_, to, tuple(_event(number, line) for number, line in lines[1:]))


def read(path: Path) -> Transcript:
    """Read the transcript in a file; raises `OSError` and `ValueError`."""
    return parse(path.read_text(encoding="utf-8"))


def save(transcript: Transcript, path: Path) -> None:
    """Write a transcript to a file; raises `OSError`."""
    path.write_text(write(transcript), encoding="utf-8")


def _line(event: Event) -> str:
    if event.kind in _FIXED:
        return _FIXED[event.kind]
    # A text may have several lines, a line of a transcript has one.
    return _PREFIXED[event.kind] + event.text.replace("\\", "\\\\").replace("\n", "\\n")


def _time(event: Event) -> str:
    minutes, seconds = divmod(int(event.second), 60)
    return f"[{minutes:02}:{seconds:02}] "


def _event(number: int, line: str) -> Event:
    time = _TIME.match(line)
    second = 60.0 * int(time[1]) + int(time[2]) if time else 0.0
    bare = line[time.end() :] if time else line
    for kind, fixed in _FIXED.items():
        if bare == fixed:
            return Event(kind, second=second)
    for kind, prefix in _PREFIXED.items():
        if bare.startswith(prefix):
            return Event(kind, _unescape(bare.removeprefix(prefix)), second)
    raise ValueError(f"line {number} of the transcript is none")


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text)


_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_FOUR = r"\d ?\d ?\d ?\d"
_VOLATILE = (
    (
        re.compile(rf"\b{_DAY},? (?:the )?(?:{_MONTH} {_ORDINAL}|{_ORDINAL} (?:of )?{_MONTH})(?:,? \d{{4}})?\b"),
        "<date>",
    ),
    (re.compile(rf"\b{_DAY}\b"), "<day>"),
    (re.compile(r"\b\d{4}-\d{2}-\d{2}\b"), "<date>"),
    (re.compile(r"\b\d{1,2}(?:[: ]\d{2})? ?[ap]\.?m\b\.?|\b\d{1,2}:\d{2}\b", re.IGNORECASE), "<time>"),
    (re.compile(rf"(?<!\d)(?<!\d ){_FOUR}[,.;:]? {_FOUR}(?! ?\d)"), "<reference>"),
    (re.compile(r"(?<!\d)(?<!\d )\d ?\d ?\d ?\d ?\d ?\d(?! ?\d)"), "<code>"),
)
# Four digits that a text asks for; in a call they are keys.
_NONCE = re.compile(r"(?<![\d-])(?<!\d )\d{4}(?![\d-])(?! \d)")


def masked(events: Iterable[Event]) -> list[str]:
    """Return the lines of events with whatever changes from run to run replaced, so that two runs can be compared.

    Replaced are dates with their weekday, weekdays, clock times, references in two groups of four digits, six-digit
    codes, and in texts numbers of four digits.
    """
    return [_mask(_line(event)) for event in events]


def _mask(line: str) -> str:
    for pattern, placeholder in _VOLATILE:
        line = pattern.sub(placeholder, line)
    return _NONCE.sub("<nonce>", line) if line.startswith(_PREFIXED[Kind.TEXT]) else line
