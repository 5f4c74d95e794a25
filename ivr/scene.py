"""What every step can see besides the call: the line it is on, the regions it serves, and the words callers use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from booking_core.lines import Line
from booking_core.notices import Bulletin
from booking_core.numbers import Number, Refused
from booking_core.outcomes import Suspended
from ivr.call import Call
from ivr.choices import Misheard
from ivr.vocabulary import Heard


def _open(service: UUID | None, office: UUID | None) -> Suspended | None:
    """Nothing is suspended."""
    return None


Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Scene:
    """The surroundings of a turn."""

    sid: str
    line: Line
    ending: str
    """Last two digits of the caller's number: how a caller is told which phone is meant."""
    check: Callable[[str], Number | Refused]
    """The number check, for the regions served."""
    words: Callable[[str, str], Words]
    """(language, menu) → key → what callers say for it."""
    understood: Callable[[str, str, Words, float | None], str | None]
    """(language, utterance, choices, confidence) → the key that was meant, or None."""
    stopped: Callable[[UUID | None, UUID | None], Suspended | None] = _open
    """(service, office) → why calls book nothing new of it now. None is every one of them."""
    bulletin: Bulletin | None = None
    """What everybody is told before the choices."""

    def chosen(self, call: Call, heard: Heard, choices: Words) -> str | Misheard:
        """The key of a menu that was pressed or said."""
        if heard.keys:
            return heard.keys if heard.keys in choices else Misheard()
        if heard.speech:
            meant = self.understood(call.language, heard.speech, choices, heard.confidence)
            return Misheard(spoken=True) if meant is None else meant
        return Misheard(silent=True)
