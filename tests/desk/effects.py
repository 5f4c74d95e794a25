"""Whether a text came out as text: looked for in a page, a spreadsheet, a telephone document."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from tests.desk.payloads import CARRIED_OUT, MARK

_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "srcdoc", "style", "poster", "srcset")
_FORMULA = re.compile(r"\s*[=+\-@\t\r\0]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_VERBS = frozenset({
    "Response", "Say", "Play", "Pause", "Gather", "Redirect", "Message", "Body", "Hangup", "Reject", "Dial", "Number",
    "Conference", "Enqueue", "Leave", "prosody", "say-as", "break", "lang", "emphasis", "p", "s", "sub", "phoneme",
})  # fmt: skip


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.effects: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing that was written is a tag, an attribute or an address."""
        if MARK in tag or any(MARK in name or name.startswith("on") for name, _ in attrs):
            self.effects.append(f"<{tag} {' '.join(name for name, _ in attrs)}>")
        if tag == "script" and "src" not in dict(attrs):
            self.effects.append("a script within the page")
        for name, value in attrs:
            if name in _ADDRESSES and (
                MARK in (value or "") or (value or "").strip().lower().startswith("javascript:")
            ):
                self.effects.append(f"{tag} {name}={value}")
        if tag in ("script", "style"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Out of a script."""
        if tag in self._within:
            self._within.remove(tag)

    def handle_data(self, data: str) -> None:
        """Text may be anything but a script, or what a template made of it."""
        if self._within and MARK in data:
            self.effects.append(f"within {self._within}: {data}")
        if CARRIED_OUT in data:
            self.effects.append(f"carried out: {data.strip()[:80]}")

    def handle_comment(self, data: str) -> None:
        """No comment holds what was written."""
        if MARK in data:
            self.effects.append(f"in a comment: {data}")


def of_page(html: str) -> list[str]:
    """What of a page was not text."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.effects


def of_sheet(text: str) -> list[str]:
    """The cells that a spreadsheet would take for a formula. Raises csv.Error for what is no CSV."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [cell for row in rows for cell in row if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell)]


def of_document(xml: str) -> list[str]:
    """What of a telephone document was not text. Raises ParseError for what is not well formed."""
    effects = []
    for element in ElementTree.fromstring(xml).iter():
        if element.tag not in _VERBS or any(MARK in value for value in element.attrib.values()):
            effects.append(f"{element.tag} {element.attrib}")
        if CARRIED_OUT in "".join(element.itertext()):
            effects.append("carried out")
    return effects
