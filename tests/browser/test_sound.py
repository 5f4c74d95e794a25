"""What is to be heard. The browser of the tests has neither voices nor ears, so stand-ins note what they are given."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.exchange.stage import Running, Service

pytestmark = pytest.mark.browser

LISTENING = """
window.spoken = []; window.sounded = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "de-DE" }, { lang: "en-GB" }, { lang: "es-US" }],
  speak: ({ text, lang }) => window.spoken.push(`${lang}: ${text}`),
  cancel: () => window.spoken.push("silence"),
  addEventListener() {},
} });
window.OscillatorNode = class extends OscillatorNode {
  constructor(audio, options) { super(audio, options); window.sounded.push(options.frequency); }
};
"""


@pytest.fixture
def listening(page: Page, running: Running, service: Service) -> Page:
    """A telephone whose line speaks three languages, for one of which there is no voice."""
    said = '<Say language="en-US">Hello.</Say><Say language="es-US">Hola.</Say><Say language="fi-FI">Hei.</Say>'
    service.says("/voice", f'<Gather numDigits="1" action="/voice">{said}</Gather>')
    page.add_init_script(LISTENING)
    page.goto(running.url)
    return page


def _noted(page: Page, name: str) -> list[object]:
    return list(page.evaluate(name))


def test_each_sentence_is_read_in_its_language(listening: Page) -> None:
    """Only when it is asked for; by a voice of the language, and not at all where there is none; a key stops it."""
    listening.locator("#mobile-1-call").click()
    expect(listening.locator("#mobile-1-heard li.heard")).to_have_count(3)
    assert "en-GB: Hello." not in _noted(listening, "spoken")
    listening.get_by_label("Read aloud").check()
    listening.evaluate("spoken.length = 0")
    listening.locator("#mobile-1 .key[value='5']").click()
    expect(listening.locator("#mobile-1-heard li.heard")).to_have_count(6)
    assert _noted(listening, "spoken") == ["silence", "en-GB: Hello.", "es-US: Hola."]
    listening.keyboard.press("Escape")
    assert _noted(listening, "spoken")[-1] == "silence"


def test_a_key_has_its_two_tones(listening: Page) -> None:
    """As ITU-T Q.23 has them, unless they are switched off; the switch is remembered."""
    listening.locator("#mobile-1 .key[value='5']").click()
    assert _noted(listening, "sounded") == [770, 1336]
    listening.get_by_label("Key tones").uncheck()
    listening.reload()
    expect(listening.get_by_label("Key tones")).not_to_be_checked()
    listening.locator("#mobile-1 .key[value='#']").click()
    assert _noted(listening, "sounded") == []
