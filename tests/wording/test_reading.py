import pytest

from wording.reading import grade, syllables


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
def test_grade(texts: list[str], expected: float) -> None:
    """The grade is the formula's, over all sentences together; a figure or a field is a word of one syllable."""
    assert grade(texts) == pytest.approx(expected)


def test_hard_texts_have_high_grades() -> None:
    """Plain words for everybody stay below grade 6; an office's own prose does not."""
    assert grade(["To book, press 1. To hear, change or give up your appointment, press 3."]) < 6
    assert grade(["Notwithstanding the aforementioned provisions, applicants unable to substantiate their eligibility "
                  "are ineligible for reconsideration by the adjudicating authority."]) > 16  # fmt: skip


WORDS = {
    1: "the press you your please year here line place times closed changed friends change hear free",
    2: "number person people passport office places business minute again digit seven booking being given language "
    "given goodbye needed buses student client quiet careful",
    3: "appointment agency telephone offices another library holiday idea area anyone interview saying-it",
    4: "interpreter available identity information territory",
}


@pytest.mark.parametrize(("count", "word"), [(count, word) for count, words in WORDS.items() for word in words.split()])
def test_syllables(count: int, word: str) -> None:
    """The words the line lives on are counted as they are said."""
    assert syllables(word) == count
