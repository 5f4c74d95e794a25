from dataclasses import replace

from docs import phrases
from wording.en import ENGLISH
from wording.languages import CATALOGUES


def test_the_phrases_page_is_what_the_catalogues_say() -> None:
    """`python -m docs.phrases` would change nothing."""
    assert phrases.PAGE.read_text(encoding="utf-8") == phrases.page(CATALOGUES)


def test_the_page_tells_what_may_be_recorded() -> None:
    """Phrases with and without arguments stand apart; what a language lacks is an empty cell."""
    english = replace(
        ENGLISH,
        phrases={"bye": "Goodbye.", "left": "{left:plural one:# try|other:# tries}."},
        texts={"code": "{code}"},
    )
    page = phrases.page({"en": english, "es": replace(english, language="es", phrases={"bye": "Adiós."})})
    recorded, rest = page.split("## Phrases with arguments")
    assert "| Key | English | Spanish |" in page
    assert "| `bye` | Goodbye. | Adiós. |" in recorded
    assert "| `left` | {left:plural one:# try\\|other:# tries}. |  |" in rest
    assert "| `code` | {code} | {code} |" in rest
