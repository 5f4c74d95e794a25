"""What is said when the line itself is broken: in all its languages, promising nothing."""

from __future__ import annotations

from ivr.vocabulary import Phrase, Said, phrase
from wording.languages import CATALOGUES


def way_out(staffed: str) -> Phrase:
    """A number with people, where there is one; else to call again."""
    return phrase("trouble.people", number=staffed) if staffed else phrase("trouble.later")


def apology(languages: tuple[str, ...], staffed: str) -> tuple[Said, ...]:
    """The apology and the way out, each language in its own voice."""
    return tuple(
        Said(CATALOGUES[language].spoken(part.key, part.arguments), CATALOGUES[language].voice)
        for language in languages
        for part in (phrase("trouble.broken"), way_out(staffed))
    )
