"""A person at the page, who knows of the line only what stands on the page, and presses what it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

BORN = "03041985"
OWN_ACTS = "keys said silence hung-up"

# What is listened for, the most urgent first; a group holds the key that was named.
_WISHES = (
    r"six-digit code",
    r"eight digits",
    r"If that is right, press (\d)",
    r"gets texts, press (\d)",
    r"renewal, press (\d)",
    r"(?s)How many people.*from (\d)",
    r"These times are free.*?press (\d)",
    r"Which office.*?press (\d)",
    r"To book, press (\d)",
)


@dataclass
class Person:
    """Somebody with the telephone `name`; `press` presses one key in their way, `enter` several.

    `acted` is called before this person listens, `listened` with what was heard, before anything is done about it.
    """

    page: Page
    name: str
    press: Callable[[str], None]
    enter: Callable[[str], None]
    acted: Callable[[], None] = field(default=lambda: None)
    listened: Callable[[str], object] = field(default=lambda heard: None)
    _known: int = 0

    def book(self) -> None:
        """Follow what the line says until it says that something is booked."""
        for _ in range(20):
            self.acted()
            heard = self.heard()
            self.listened(heard)
            if "You are booked" in heard:
                return
            self._answer(heard)
        raise AssertionError(f"not booked; last heard: {self.heard()}")

    def waits_for_code(self, heard: str) -> bool:
        """Whether the line asks for the code of a text; returns once the text has come."""
        return "six-digit code" in heard and bool(self.code())

    def heard(self) -> str:
        """What the line has said since this person last did something, once it waits."""
        items = self.part("heard").locator("li")
        # First comes what this person did, and then the line's answer to it.
        self.part("heard").locator(f"li:nth-child(n+{self._known}):last-child:is(.heard, .ended, .error)").wait_for()
        said: list[str] = []
        for item in reversed(items.all()):
            if (item.get_attribute("class") or "") in OWN_ACTS.split():
                break
            said.insert(0, item.locator("p").inner_text())
        return " ".join(said)

    def part(self, name: str) -> Locator:
        """A part of the telephone on the page."""
        return self.page.locator(f"#{self.name}-{name}")

    def code(self) -> str:
        """The code of the newest text that has one."""
        newest = self.part("texts").locator("li.got", has_text=re.compile(r"code is \d{6}")).last
        found = re.search(r"\b\d{6}\b", newest.inner_text())
        assert found is not None
        return found[0]

    def _answer(self, heard: str) -> None:
        self._known = self.part("heard").locator("li").count() + 2
        for wish in _WISHES:
            found = re.search(wish, heard)
            if found is None:
                continue
            if found.groups():
                self.press(found[1])
            else:
                self.enter(self.code() if "code" in wish else BORN)
            return
        raise AssertionError(f"what now? {heard}")
