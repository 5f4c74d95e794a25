import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wording import utterances, utterances_spanish
from tests.wording.utterances import Menu
from wording.languages import CATALOGUES, understood
from wording.speech import LEAST_CONFIDENCE

Row = tuple[Menu, str, str | None]

TABLES: dict[str, list[Row]] = {"en": utterances.TABLE, "es": utterances_spanish.TABLE}
ROWS = [(language, *row) for language, table in TABLES.items() for row in table]
REFUSALS = {"en": ["don't", "not", "never"], "es": ["no", "nunca", "tampoco"]}


@pytest.mark.parametrize(
    ("language", "menu", "utterance", "key"), ROWS, ids=[f"{row[0]} {ascii(row[2])[:50]}" for row in ROWS]
)
def test_table(language: str, menu: Menu, utterance: str, key: str | None) -> None:
    """Every utterance of the table means the key, or nothing, as stands beside it."""
    assert understood(language, utterance, menu, 0.9) == key


@pytest.mark.parametrize("language", CATALOGUES)
def test_tables_are_complete(language: str) -> None:
    """Each language has a table of at least 80 utterances, a quarter of them refused, none twice."""
    table = TABLES[language]
    assert len({(id(menu), said) for menu, said, _ in table}) == len(table) >= 80
    assert sum(key is None for *_, key in table) >= len(table) / 4


@pytest.mark.parametrize(("confidence", "key"), [(0.0, None), (0.39, None), (0.4, "1"), (1.0, "1"), (None, "1")])
def test_low_confidence_is_misheard(confidence: float | None, key: str | None) -> None:
    """What the recogniser is not sure of means nothing; where it gives no confidence, its words count."""
    assert LEAST_CONFIDENCE == 0.4
    assert understood("en", "one", utterances.OFFERS, confidence) == key
    assert understood("es", "uno", utterances_spanish.OFFERS, confidence) == key


def words_of_menus(table: list[Row]) -> st.SearchStrategy[str]:
    """Words of the table, jumbled."""
    return st.lists(st.sampled_from(sorted({word for _, said, _ in table for word in said.split()})), max_size=12).map(
        " ".join
    )


ANYTHING = st.one_of(
    st.tuples(st.sampled_from(sorted(TABLES)), st.text(st.characters(), max_size=200)),
    *(st.tuples(st.just(language), words_of_menus(table)) for language, table in TABLES.items()),
)


@given(ANYTHING)
def test_only_offered_keys(said: tuple[str, str]) -> None:
    """Whatever is said, the answer is a key that the menu offers, one that always works, or none."""
    language, utterance = said
    menu = TABLES[language][-1][0]
    assert understood(language, utterance, menu, None) in {*menu, "0", "*", None}


@given(st.sampled_from(ROWS), st.integers(0, 2))
def test_a_refusal_is_never_its_opposite(row: tuple[str, Menu, str, str | None], nth: int) -> None:
    """With a refusal before it, an utterance chooses nothing of the menu but what has the refusal in its own name."""
    language, menu, said, _ = row
    key = understood(language, f"{REFUSALS[language][nth]}, {said}", menu, None)
    assert key in {None, "*"} or any({"no", "not"} & set(name.split()) for name in menu[str(key)])
