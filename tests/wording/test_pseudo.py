from datetime import datetime

from tests.wording.pseudo import PSEUDO, unwrapped
from wording.catalogue import faults
from wording.en import ENGLISH

WHEN = datetime(2026, 11, 24, 9, 20)


def test_it_is_a_whole_language() -> None:
    """The pseudo-language is a catalogue as any other, with the fields and figures of English."""
    assert faults(PSEUDO, ENGLISH) == []


def test_its_words_are_longer() -> None:
    """Each phrase is at least 40 % longer, as German or Finnish may be."""
    for key, english in ENGLISH.phrases.items():
        assert "{" in english or len(PSEUDO.phrases[key]) >= 1.4 * len(english)


def test_words_that_escaped_are_seen() -> None:
    """A word outside brackets is found, an English date too; names, figures and the locale's dates are not."""
    said = PSEUDO.spoken("held", {"when": WHEN, "office": "San Francisco"})
    assert said.startswith("tiistaina 24 marraskuuta 9:20[, íñ ")
    assert unwrapped(said, "San Francisco") == []
    assert unwrapped(said) == ["San", "Francisco"]
    assert unwrapped("[Tó bóók~~~], press 1.") == ["press"]
    assert unwrapped(ENGLISH.spoken("offers.other", {})) == ["For", "other", "times", "press"]
    assert unwrapped("tiistaina Tuesday 24 November 9:20am [ñóñé~]") == ["Tuesday", "November", "am"]
    assert unwrapped(PSEUDO.spoken("code.wrong", {"left": 1})) == []
