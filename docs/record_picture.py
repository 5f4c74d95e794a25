"""Records the pictures of the browser's telephone: `python -m docs.record_picture` in the checkout, with chromium.

It starts the whole line on a database of its own, books an appointment on the page by what it hears there, and writes
docs/pictures/booking.webp and two still pictures. No test writes them.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

import demo
from booking_core import schema
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from postgres import EmbeddedServer
from tests.browser.person import Person
from tests.house import SECRET, House, open_house

FOLDER: Final = Path(__file__).parent / "pictures"
CHROMIUM: Final = Path("/usr/bin/chromium")
EXIT_UNAVAILABLE: Final = 69

MARGIN: Final = 20
HEIGHT: Final = 630
WIDTH: Final = 1080
"""Pixels: around the telephone, of a frame, and of a page on which keypad, call and texts stand side by side."""

MOST_BYTES: Final = 1_500_000
READING: Final = 0.2
"""Seconds a reader gets for a new word: five a second are read with ease."""


@dataclass
class Film:
    """Frames of one telephone, each with the milliseconds that it stands."""

    page: Page
    frames: list[Image.Image] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def shoot(self, words: str) -> None:
        """Add a frame, which stands as long as it takes to read the words that are new on it."""
        box = self.page.locator(".parts").bounding_box()
        assert box is not None
        x, y = box["x"] - MARGIN, box["y"] - MARGIN
        png = self.page.screenshot(clip={"x": x, "y": y, "width": box["width"] + 2 * MARGIN, "height": HEIGHT})
        self.frames.append(Image.open(io.BytesIO(png)).convert("RGB"))
        self.lengths.append(int(1000 * min(5.0, 1.2 + READING * len(words.split()))))

    def save(self, path: Path) -> None:
        """Write the frames as one animated picture, for ever anew."""
        first, *others = self.frames
        first.save(
            path,
            save_all=True,
            append_images=others,
            duration=self.lengths,
            loop=0,
            lossless=True,
            quality=90,
            method=6,
        )


@contextmanager
def _house() -> Iterator[House]:
    """The whole line with the demo institution, on a database of its own."""
    with EmbeddedServer.scratch({"fsync": "off"}) as server:
        url = server.create_database("picture")
        schema.migrate(url)
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            demo.seed(connection, datetime.now(UTC).date())
        engine.dispose()
        schema.set_waits(url)
        core = Core(Database(url), Keys(SECRET.encode()))
        with open_house(core, url) as house:
            yield house
        core.database.engine.dispose()


def _film(browser: Browser, house: House) -> Film:
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
    page.goto(house.exchange_url)
    film = Film(page)
    film.shoot("Ready.")

    def listened(person: Person, heard: str) -> None:
        person.waits_for_code(heard)
        film.shoot(heard)

    person = _book(page, "mobile-1", listened)
    expect(person.part("texts")).to_contain_text("Booked:")
    film.shoot("")
    film.lengths[-1] = 6000
    page.get_by_role("button", name="Hang up").click()
    return film


def _still(browser: Browser, house: House, scheme: Literal["light", "dark"], name: str) -> None:
    """A call in which the code has come and is about to be keyed in."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto(f"{house.exchange_url}/?on={name}")

    def listened(person: Person, heard: str) -> None:
        if person.waits_for_code(heard):
            page.screenshot(path=FOLDER / f"telephone-{scheme}.png")

    _book(page, name, listened)
    page.get_by_role("button", name="Hang up").click()


def _book(page: Page, name: str, listened: Callable[[Person, str], object]) -> Person:
    """Call the line from a telephone and book."""

    def press(keys: str) -> None:
        for key in keys:
            page.locator(f".key[value='{key}']").click()
        page.mouse.move(0, 0)

    person = Person(page, name, press, press)
    person.listened = lambda heard: listened(person, heard)
    page.get_by_role("button", name="Call").click()
    page.mouse.move(0, 0)
    person.book()
    return person


def main() -> int:
    """Write the pictures; returns an exit code."""
    if not CHROMIUM.exists():
        print("chromium is not installed (apt-get install chromium)", file=sys.stderr)
        return EXIT_UNAVAILABLE
    FOLDER.mkdir(exist_ok=True)
    with _house() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print("a booking is recorded")
        film = _film(browser, house)
        film.save(FOLDER / "booking.webp")
        _still(browser, house, "light", "mobile-2")
        _still(browser, house, "dark", "mobile-3")
        browser.close()
    size = (FOLDER / "booking.webp").stat().st_size
    print(f"{len(film.frames)} frames, {sum(film.lengths) / 1000:.0f} s, {size / 1000:.0f} kB")
    return 0 if size <= MOST_BYTES else EXIT_UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main())
