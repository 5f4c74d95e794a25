"""The page of the dialogue, drawn from its law: `python -m docs.dialogue` writes docs/reference/dialogue.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ivr.script import NEXT, Meeting, Step

PAGE = Path(__file__).parent / "reference" / "dialogue.md"

Law = Mapping[tuple[Step, Meeting], Step]

_HEAD = """\
# The dialogue

Where a call goes from each step, on each thing that can be met there. Drawn from `NEXT` in `ivr/script.py` by
`python -m docs.dialogue`; a test keeps the two the same.

At every step that asks something these can be met too, and are left out of the picture:

"""


def page(law: Law) -> str:
    """The whole page in Markdown."""
    always = _always(law)
    lines = [f"- {_words(met)}: {_where(law, met)}" for met in sorted(always, key=_words)]
    return _HEAD + "\n".join(lines) + "\n\n```mermaid\n" + diagram(law) + "\n```\n"


def diagram(law: Law) -> str:
    """The picture in Mermaid: an arrow from step to step names all that leads along it."""
    always = _always(law)
    arrows: dict[tuple[Step, Step], list[str]] = {}
    for (step, met), there in law.items():
        if met not in always:
            arrows.setdefault((step, there), []).append(_words(met))
    drawn = [f"    {step} --> {there}: {', '.join(met)}" for (step, there), met in arrows.items()]
    ends = [f"    {step} --> [*]" for step in Step if not any(step is origin for origin, _ in law)]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Step.WELCOME}", *drawn, *ends])


def _always(law: Law) -> set[Meeting]:
    """What can be met at every step that has any rows."""
    rows: dict[Step, set[Meeting]] = {}
    for step, met in law:
        rows.setdefault(step, set()).add(met)
    return set.intersection(*rows.values())


def _where(law: Law, met: Meeting) -> str:
    """Where something that can be met everywhere leads: one step, or the one it was met at."""
    there = {to for (_, other), to in law.items() if other is met}
    return f"`{there.pop()}`" if len(there) == 1 else "the same step"


def _words(met: Meeting) -> str:
    """`WantsBooking` as "wants booking"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", met.__name__).lower()


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(NEXT), encoding="utf-8")
