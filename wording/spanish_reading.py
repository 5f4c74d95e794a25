"""How hard a Spanish text is to read: Crawford's grade."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from wording.reading import sample

# A syllable has one vowel that is open (a, e, o) or accented; closed ones (i, u, a final y) lean on it, or stand alone
# together. An h between vowels is not heard; the u of que, qui, gue and gui neither. Real Academia Española,
# Ortografía de la lengua española (2010), on diptongos and hiatos.
_SILENT: Final = re.compile("h|(?<=q)u|(?<=g)u(?=[eiéí])")
_NUCLEUS: Final = re.compile("[iuü]*[aeoáéó][iuü]*|[íú]|[iuü]+|(?<![aeiouáéíóú])y$")
_FIGURE: Final = re.compile("[0-9:.,-]+")


def grade(texts: Iterable[str]) -> float:
    """Return Crawford's grade of all texts together: the school year, 1 to 6, whose pupils can follow them.

    −0.205 sentences in a hundred words + 0.049 syllables in a hundred words − 3.407 (A. N. Crawford, "A Spanish
    Language Fry-Type Readability Procedure", 1984); no words are grade 0. It was fitted to school books of the first
    six years, whose pupils are 6 to 12: above 6 it only says "harder".
    """
    counted = sample(texts, syllables)
    if not counted.words:
        return 0.0
    return (-20.5 * counted.sentences + 4.9 * counted.syllables) / counted.words - 3.407


def syllables(word: str) -> int:
    """Return how many syllables a Spanish word has; at least 1."""
    lower = _SILENT.sub("", unicodedata.normalize("NFC", word.lower()))
    return 1 if _FIGURE.fullmatch(lower) else max(1, len(_NUCLEUS.findall(lower)))
