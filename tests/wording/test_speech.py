import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wording.utterances import MENU, OFFERS, TABLE, Menu
from wording.english import HEARD
from wording.speech import LEAST_CONFIDENCE, understood


@pytest.mark.parametrize(("menu", "utterance", "key"), TABLE, ids=[ascii(said)[:50] for _, said, _ in TABLE])
def test_table(menu: Menu, utterance: str, key: str | None) -> None:
    """Every utterance of the table means the key, or nothing, as stands beside it."""
    assert understood(utterance, menu, 0.9, HEARD) == key


def test_table_is_complete() -> None:
    """The table holds at least 80 utterances, a quarter of them refused, none twice."""
    assert len({(id(menu), said) for menu, said, _ in TABLE}) == len(TABLE) >= 80
    assert sum(key is None for *_, key in TABLE) >= len(TABLE) / 4


@pytest.mark.parametrize(("confidence", "key"), [(0.0, None), (0.39, None), (0.4, "1"), (1.0, "1"), (None, "1")])
def test_low_confidence_is_misheard(confidence: float | None, key: str | None) -> None:
    """What the recogniser is not sure of means nothing; where it gives no confidence, its words count."""
    assert LEAST_CONFIDENCE == 0.4
    assert understood("one", OFFERS, confidence, HEARD) == key


words_of_a_menu = st.lists(
    st.sampled_from(sorted({word for _, said, _ in TABLE for word in said.split()})), max_size=12
)


@given(st.one_of(st.text(st.characters(), max_size=200), words_of_a_menu.map(" ".join)))
def test_only_offered_keys(utterance: str) -> None:
    """Whatever is said, the answer is a key that the menu offers, one that always works, or none."""
    assert understood(utterance, MENU, None, HEARD) in {*MENU, "0", "*", None}


@given(st.sampled_from(TABLE), st.sampled_from(["don't", "not", "never"]))
def test_a_refusal_is_never_its_opposite(row: tuple[Menu, str, str | None], refusal: str) -> None:
    """With a refusal before it, an utterance chooses nothing of the menu but what has the refusal in its own name."""
    menu, said, _ = row
    key = understood(f"{refusal}, {said}", menu, None, HEARD)
    assert key in {None, "*"} or any("no" in name.split() or "not" in name.split() for name in menu[str(key)])
