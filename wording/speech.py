"""What an utterance means in a menu: the key it stands for, or nothing.

A wrong guess leads a caller astray, a refusal costs one key press: in doubt there is no meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wording.words import Phrase, take, words_of

LEAST_CONFIDENCE: Final = 0.4
"""Of the recogniser, 0–1. Below it an utterance counts as misheard."""
LONGEST: Final = 20
"""Words. Nobody answers a menu with more: it is a story for a person, or a television behind the caller."""


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """What people say to menus in one language; phrases as `words.table` folds them."""

    numbers: Mapping[Phrase, str]
    """Cardinals, ordinals and digits, each with its key. They count where nothing is said that is not understood."""
    homophones: Mapping[str, str]
    """Words that a recogniser writes for a number; they count only alone: "to" is a 2, "I'd like to" is not."""
    asides: frozenset[str]
    """Words that may stand beside a homophone: "um", "please", "option"."""
    fillers: frozenset[str]
    """Words that may stand beside a number: "I'd", "like", "the"."""
    refusals: Mapping[Phrase, str]
    """Words that turn the rest into its opposite, or ask for time: "not", "a second"."""
    always: Mapping[Phrase, str]
    """Phrases that mean a key in every menu: `0` a person, `*` again."""


def understood(
    utterance: str, choices: Mapping[str, tuple[str, ...]], confidence: float | None, words: SpokenWords
) -> str | None:
    """Return the key that is meant: one of `choices`, or `0` or `*`, which always work; None if misheard.

    `choices` holds, for each key, the words a caller may name it by: "book", "San Francisco", "other times".
    `confidence` is the recogniser's, None where it gives none. Two different choices in one utterance are none.
    """
    said = words_of(utterance)
    if len(said) > LONGEST or (confidence is not None and confidence < LEAST_CONFIDENCE):
        return None
    named, rest = take(said, _names(choices, words))
    refused, rest = take(rest, words.refusals)
    if refused:
        return None
    keys = frozenset().union(*named, _numbers(rest, words)) or _homophone(rest, words)
    key = next(iter(keys)) if len(keys) == 1 else None
    return key if key in choices or key in {"0", "*"} else None


def _names(choices: Mapping[str, tuple[str, ...]], words: SpokenWords) -> dict[Phrase, frozenset[str]]:
    """The keys that each phrase may mean; a menu's own words come before the words for every menu."""
    names: dict[Phrase, frozenset[str]] = {}
    for key, phrases in choices.items():
        for phrase in map(tuple, map(words_of, phrases)):
            if phrase:
                names[phrase] = names.get(phrase, frozenset()) | {key}
    return {phrase: frozenset({key}) for phrase, key in words.always.items()} | names


def _numbers(rest: list[str], words: SpokenWords) -> frozenset[str]:
    """The keys named by number in what no name has taken, if every other word is a known one."""
    numbers, others = take(rest, words.numbers)
    understood_all = all(word in words.asides or word in words.fillers for word in others if word)
    return frozenset(numbers) if understood_all else frozenset()


def _homophone(rest: list[str], words: SpokenWords) -> frozenset[str]:
    alone = [word for word in rest if word and word not in words.asides]
    return frozenset({words.homophones[alone[0]]} if len(alone) == 1 and alone[0] in words.homophones else ())
