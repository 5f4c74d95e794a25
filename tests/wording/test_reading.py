import pytest

from wording import english_reading, spanish_reading


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["The cat sat on the mat."], 0.39 * 6 + 11.8 * 6 / 6 - 15.59),
        (["Press 1. Then wait!"], 0.39 * 2 + 11.8 * 4 / 4 - 15.59),
        (["Press 1", "Then wait"], 0.39 * 2 + 11.8 * 4 / 4 - 15.59),
        (["Your place is {when:moment}."], 0.39 * 4 + 11.8 * 4 / 4 - 15.59),
        (["Appointments are free."], 0.39 * 3 + 11.8 * 5 / 3 - 15.59),
        (["Tue Nov 24, 9:20am"], 0.39 * 4 + 11.8 * 4 / 4 - 15.59),
        ([], 0.0),
        (["..."], 0.0),
    ],
)
def test_english_grade(texts: list[str], expected: float) -> None:
    """The grade is the formula's, over all sentences together; a figure or a field is a word of one syllable."""
    assert english_reading.grade(texts) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["El sol sale hoy."], -0.205 * 100 / 4 + 0.049 * 500 / 4 - 3.407),
        (["¿Qué día? Marque {n:count}."], -0.205 * 200 / 4 + 0.049 * 600 / 4 - 3.407),
        ([], 0.0),
        (["¿...?"], 0.0),
    ],
)
def test_spanish_grade(texts: list[str], expected: float) -> None:
    """The grade is Crawford's, counted the same way."""
    assert spanish_reading.grade(texts) == pytest.approx(expected)


def test_hard_texts_have_high_grades() -> None:
    """Plain words for everybody stay below grade 6; an office's own prose does not."""
    plain = ["To book, press 1. To hear, change or give up your appointment, press 3."]
    assert english_reading.grade(plain) < 6
    assert english_reading.grade(
        ["Notwithstanding the aforementioned provisions, applicants unable to substantiate their eligibility "
         "are ineligible for reconsideration by the adjudicating authority."]
    ) > 16  # fmt: skip
    assert spanish_reading.grade(["Para reservar, oprima 1. Para escuchar, cambiar o dejar su cita, oprima 3."]) < 6
    assert spanish_reading.grade(
        ["Sin perjuicio de las disposiciones anteriormente mencionadas, los solicitantes imposibilitados de acreditar "
         "documentalmente su elegibilidad quedarán inhabilitados para la reconsideración administrativa."]
    ) > 8  # fmt: skip


ENGLISH = {
    1: "the press you your please year here line place times closed changed friends change hear free",
    2: "number person people passport office places business minute again digit seven booking being given language "
    "given goodbye needed buses student client quiet careful",
    3: "appointment agency telephone offices another library holiday idea area anyone interview saying-it",
    4: "interpreter available identity information territory",
}
SPANISH = {
    1: "hoy muy quien y 1985 9:20",
    2: "cita día suyo guarde quiero león ciudad ahí país oír guía hielo adiós después",
    3: "oprima número siguiente vergüenza ahora prohíbe veintiuno mensaje cuidado",
    4: "oficina teléfono asterisco reservada todavía aéreo continúa",
    6: "identificación",
}


def _rows(words: dict[int, str]) -> list[tuple[str, int]]:
    return [(word, count) for count, line in words.items() for word in line.split()]


@pytest.mark.parametrize(("word", "count"), _rows(ENGLISH))
def test_english_syllables(word: str, count: int) -> None:
    """The words the line lives on are counted as they are said."""
    assert english_reading.syllables(word) == count


@pytest.mark.parametrize(("word", "count"), _rows(SPANISH))
def test_spanish_syllables(word: str, count: int) -> None:
    """Diphthongs are one syllable, a hiatus two; silent letters do not join or part them."""
    assert spanish_reading.syllables(word) == count
