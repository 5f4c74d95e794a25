"""Appointments booked wholly in the browser, on the whole line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.person import Person
from tests.house import House

pytestmark = pytest.mark.browser


def _booked(house: House) -> int:
    return len(house.rows("SELECT 1 FROM bookings WHERE status = 'booked'"))


def _with_mouse(page: Page, name: str = "mobile-1") -> Person:
    def click(keys: str) -> None:
        for key in keys:
            page.locator(f"#{name} .key[value='{key}']").click()

    return Person(page, name, click, click)


def test_by_mouse(page: Page, house: House) -> None:
    """From the Call button to the reference by nothing but clicks; the text of the booking comes in by itself."""
    page.goto(house.exchange_url)
    page.get_by_role("button", name="Call").click()
    person = _with_mouse(page)
    person.book()
    expect(person.part("texts")).to_contain_text("Booked:")
    page.get_by_role("button", name="Hang up").click()
    expect(person.part("status")).to_contain_text("Call ended")
    assert _booked(house) == 1


def test_by_keyboard_alone(page: Page, house: House) -> None:
    """Tab to the Call button, Enter, digits: keys of the keyboard are the telephone's, and the focus is never lost."""
    page.goto(house.exchange_url)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "mobile-1-call":
            break
    page.keyboard.press("Enter")
    person = Person(page, "mobile-1", page.keyboard.press, page.keyboard.type)
    person.book()
    assert page.evaluate("document.activeElement.closest('.phone')?.id") == "mobile-1"
    assert _booked(house) == 1


def test_without_script(browser: Browser, house: House) -> None:
    """Plain forms do all of it, one page after another."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.exchange_url)
    expect(page.locator(".switches")).to_be_hidden()

    def click(button: Locator) -> None:
        with page.expect_navigation():  # a page that is looked at again while it goes on to the next one is torn down
            button.click()

    def enter(keys: str) -> None:
        page.get_by_label("Several keys at once").fill(keys)
        click(page.get_by_role("button", name="Press"))

    def look() -> None:
        house.settle()
        page.reload()

    click(page.get_by_role("button", name="Call"))
    person = Person(page, "mobile-1", lambda key: click(page.locator(f".key[value='{key}']")), enter, look)
    person.book()
    assert _booked(house) == 1
    context.close()


def test_on_two_telephones_at_once(page: Page, house: House) -> None:
    """Two calls go on side by side, each with its own keys, transcript and texts."""
    page.goto(f"{house.exchange_url}/?on=mobile-1&on=mobile-2")
    people = [_with_mouse(page, name) for name in ("mobile-1", "mobile-2")]
    for person in people:
        person.part("call").click()
    for person in people:
        person.book()
    codes = [person.code() for person in people]
    assert codes[0] != codes[1]
    assert _booked(house) == 2
