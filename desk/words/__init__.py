"""The words of the desk, a file a topic: each phrase in English and Spanish side by side, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desk.words import (
    admissions,
    anomalies,
    audit,
    caller,
    counter,
    early,
    floods,
    frame,
    live,
    look_up,
    notices,
    people,
    permits,
    queue,
    refusals,
    releases,
    sign_in,
    sold,
)

LANGUAGES: Final = ("en", "es")

PHRASES: Final[dict[str, tuple[str, str]]] = {
    **frame.WORDS,
    **queue.WORDS,
    **refusals.WORDS,
    **caller.WORDS,
    **permits.WORDS,
    **notices.WORDS,
    **sign_in.WORDS,
    **counter.WORDS,
    **look_up.WORDS,
    **early.WORDS,
    **sold.WORDS,
    **admissions.WORDS,
    **anomalies.WORDS,
    **audit.WORDS,
    **releases.WORDS,
    **people.WORDS,
    **live.WORDS,
    **floods.WORDS,
}


def words_in(language: str) -> Callable[..., str]:
    """`say(key, **arguments)` in one language. Raises KeyError for a phrase or an argument that is not there."""
    nth = LANGUAGES.index(language)

    def say(key: str, /, **arguments: object) -> str:
        return PHRASES[key][nth].format(**arguments)

    return say
