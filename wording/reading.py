"""What every formula of readability counts: sentences, words and syllables of templates."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

_FIELD: Final = re.compile(r"\{[^{}]*\}")
_SENTENCE_END: Final = re.compile(r"[.!?]+(?:\s+|$)")
_WORD: Final = re.compile(r"[^\W_]+(?:['’:.,-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Sample:
    """How much there is of each in some texts."""

    sentences: int
    words: int
    syllables: int


def sample(texts: Iterable[str], syllables: Callable[[str], int]) -> Sample:
    """Return the counts over all texts together.

    A text ends a sentence. A field of a template counts as a figure, and `syllables` should give a figure one, as
    Flesch counted them.
    """
    sentences = [_WORD.findall(part) for text in texts for part in _SENTENCE_END.split(_FIELD.sub("1", text))]
    said = [words for words in sentences if words]
    return Sample(len(said), sum(map(len, said)), sum(syllables(word) for words in said for word in words))
