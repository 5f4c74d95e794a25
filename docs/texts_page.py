"""The page of the dialogue by text, drawn from its law: `python -m docs.texts_page` writes docs/reference/texts.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from booking_core.outcomes import Outcome
from sms.script import NEXT
from sms.state import Ask

PAGE = Path(__file__).parent / "reference" / "texts.md"

Law = Mapping[tuple[type[Any], type[Outcome]], Ask | None]

_HEAD = """\
# What people can text

To the number of the line, at any time of day.

| text | what it does |
|---|---|
| `1`, "book" | opens a booking: what for, how many, when you travel (where asked), which office, which time |
| `2`, "change" | tells three new times for a visit, each with four digits of its own |
| `3`, "when is my appointment?" | tells what is booked, three times a day |
| `9`, "give up", "cancel my appointment" | asks whether to give a visit up, with four digits |
| `0`, "person" | a person calls back |
| `?`, "how does this work?" | says all this |
| a letter, or words of a choice ("Houston", "renewal", "two people") | answers the question that is open |
| `D`, "later", a day ("Dec 3", "12/3") | other times |
| six digits | the code that we texted: confirms, or shows that the phone is yours |
| four digits | does what stood beside them: moves, gives up, or takes back |
| a date of birth ("03 04 1985", "March 4, 1985") | the next visitor's, once the code has shown whose place is held |

A bare digit only opens something, and means the same at any moment; what keeps or changes a visit needs its four or six
digits. The words that the carriers act on (`STOP`, `CANCEL`, `YES`, `HELP` …) change no visit. `STOP` and its like end
our texts and calls until `START`; meanwhile only `0` does something. An opt-out never gives a visit up.

Capitals, marks, spaces, "ok" and "please", full-width digits, keycaps and emoji do not matter. "Not 5530" does nothing.
Whatever is not understood is answered with the question that is open, or with what can be texted.

The answer is in the language of the text where that is plain ("necesito una cita"), else in that of the thread so far,
of the phone's last call or booking, or the line's first. Where a line has too many offices to list, a city or the first
digits of a postal code stand for one.

- Four digits live for 30 minutes ([rule](rules.md) `question_s`), those that take a visit back for 10 (`undo_s`). They
  are for the number they were told to, for one visit and one thing. Five wrong tries end the question, fifteen a day
  end all trying.
- A question is forgotten after a day.
- The same text delivered twice is answered alike and does nothing more. If a free time was taken between the two, the
  second answer may list other times, and a letter still means the first list; what is held is always said by its time.
- Whoever has not shown that the phone is theirs is told what is booked three times a day, by text to that number only.
- A number that may not book (another region, premium, a short code) gets no answer, for somebody may earn by each; that
  it texted is [counted](webhooks.md#the-doorstep). A toll-free number is told once a day whom to call.

## What is asked next

By what a text asks of the core and what the core answers; drawn from `NEXT` in `sms/script.py` by
`python -m docs.texts_page`, and a test keeps the two the same. "Stays": the question that was open is open still.

| asked | answered | next question |
|---|---|---|
"""


def page(law: Law) -> str:
    """The whole page in Markdown."""
    rows = [f"| {_words(asked)} | {_words(met)} | {ask or 'stays'} |" for (asked, met), ask in law.items()]
    return _HEAD + "\n".join(rows) + "\n"


def _words(name: type[Any]) -> str:
    """`HoldPlace` as "hold place"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name.__name__).lower()


if __name__ == "__main__":
    PAGE.write_text(page(NEXT), encoding="utf-8")
