import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import digits


def test_by_ear() -> None:
    """Digits are said one by one, references in fours, with a rest between."""
    assert digits.spaced("34") == "3 4"
    assert digits.fours_spoken("48217730") == "4 8 2 1, 7 7 3 0"


def test_in_a_text() -> None:
    """References are written in fours."""
    assert digits.fours_written("48217730") == "4821 7730"


@pytest.mark.parametrize(
    ("number", "spoken", "written"),
    [
        ("+14155550100", "4 1 5, 5 5 5, 0 1 0 0", "415-555-0100"),  # North America: in national form
        ("4155550100", "4 1 5, 5 5 5, 0 1 0 0", "415-555-0100"),  # already so
        ("415-555-0100", "4 1 5, 5 5 5, 0 1 0 0", "415-555-0100"),  # already grouped
        ("+442079460018", "plus 4 4 2, 0 7 9, 4 6 0, 0 1 8", "+442079460018"),  # abroad: as it is dialled
        ("03012345", "0 3 0, 1 2 3, 4 5", "03012345"),  # another country's national form
        ("911", "9 1 1", "911"),  # a short number
        ("5550100", "5 5 5, 0 1 0 0", "5550100"),  # seven digits
    ],
)
def test_telephone_numbers(number: str, spoken: str, written: str) -> None:
    """Telephone numbers are said in groups, and written as people dial them."""
    assert digits.telephone_spoken(number, "plus") == spoken
    assert digits.telephone_written(number) == written


@given(st.text("0123456789", min_size=1, max_size=20))
def test_no_digit_is_lost(number: str) -> None:
    """By ear and in a text all digits come, in order, and none is the only one of a group of several."""
    for said in (digits.spaced(number), digits.fours_spoken(number), digits.telephone_spoken(number, "plus")):
        assert said.replace(",", "").replace(" ", "") == number
    groups = digits.telephone_spoken(number, "plus").split(", ")
    assert len(groups) == 1 or all(len(group) >= 3 for group in groups)


def test_nothing_to_say_is_a_fault() -> None:
    """A number without digits is a fault, not a silence."""
    with pytest.raises(ValueError):
        digits.spaced("none")
