"""Every page of the desk that can be opened by its address, as the URL map has them, by axe and by eye."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, Page

from desk.pages import Role
from tests.browser.desk import routes, signed_in
from tests.house import House

pytestmark = pytest.mark.browser

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEEN = ["color-contrast", "target-size"]
VIEWS = ((1280, "light", ALL), (1280, "dark", SEEN), (320, "dark", ALL), (320, "light", SEEN))
"""Each width and each scheme by all rules, and once more by those that both of them bear on."""

RUN = """rules => axe.run({runOnly: rules, resultTypes: ["violations"]}).then(found => found.violations.map(
    each => each.id + ": " + each.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")))"""


TWINS = """() => {
  const text = node => node ? node.textContent.trim().replace(/\\s+/g, " ") : "", seen = {}
  for (const each of document.querySelectorAll("main button, main a.btn")) {
    if (!each.checkVisibility()) continue
    const about = (each.getAttribute("aria-describedby") || "").split(" ").map(id => text(document.getElementById(id)))
    const named = [each.getAttribute("aria-label") || text(each), ...about].join(" / ");
    (seen[named] ??= []).push(each.outerHTML.slice(0, 160))
  }
  return Object.entries(seen).filter(([, all]) => all.length > 1).map(([named, all]) => named + ": " + all.join(" | "))
}"""
"""Buttons that do different things and are read out as the same."""

FULL = (
    "INSERT INTO admissions (id, at, channel, service, office, decision, step, shown, control, why, until, fired) "
    "SELECT gen_random_uuid(), now(), 'voice', s.id, o.id, 'queue', 3, 0, 'block', 'alike', now() + interval '1 day', "
    '\'[["block", "enforce", "queue"]]\' FROM services s, offices o LIMIT 1',
    "INSERT INTO bulletins (id, notice, version, office, spoken, written, from_at, by, published_at) "
    "SELECT gen_random_uuid(), gen_random_uuid(), 1, id, said, said, now() - days * interval '1 day', 'sue', now() "
    'FROM offices, generate_series(1, 2) days, (SELECT \'{"en": "Closed.", "es": "Cerrado."}\'::jsonb AS said) x',
    "INSERT INTO daily_answers (id, day, question, answer, by, at) SELECT gen_random_uuid(), current_date, "
    "json_build_object('en', 'Question ' || nth), '{\"en\": \"Yes.\"}', 'sue', now() FROM generate_series(1, 2) nth",
    "INSERT INTO suspensions (id, office, from_at, until_at, reason, words, by) SELECT gen_random_uuid(), id, "
    "now() + days * interval '1 day', now() + interval '3 days', 'Snow', '{\"en\": \"Snow.\"}', 'sue' "
    "FROM offices, generate_series(1, 2) days",
    "INSERT INTO floods (id, line, declared_at, until_at, why, by) SELECT gen_random_uuid(), id, now(), "
    "now() + interval '1 hour', 'Thousands of calls', 'sue' FROM (SELECT id FROM lines UNION ALL SELECT NULL) x",
    "INSERT INTO turned_away (at, met, why, many) VALUES (date_trunc('hour', now()), 'explained', 'often', 4)",
)
"""So that every list has more than one row to show, two of them of one office, and every table of the list of a day."""


def pages(web: Flask, role: Role | None) -> list[str]:
    """The addresses that whoever sees most there looks at; None: those that are open to everybody."""
    found = []
    for rule in web.url_map.iter_rules():
        roles = web.extensions["desk_roles"].get(rule.endpoint)
        if roles is None or "GET" not in (rule.methods or ()) or rule.arguments:
            continue
        if rule.rule.endswith((".csv", ".ics")):  # files: a browser shows no page of theirs
            continue
        if role == (Role.SUPERVISOR if Role.SUPERVISOR in roles else min(roles, default=None)):
            found.append(rule.rule)
    return sorted(found)


def faults(page: Page, address: str) -> list[str]:
    """What axe finds, at both widths, in light and in dark; what is wider than a small screen, or read out alike."""
    found = [f"{address}: {each}" for each in page.evaluate(TWINS)]
    page.evaluate(AXE_SCRIPT)
    for width, scheme, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # of the two literals
        found += [f"{address} {width} {scheme}: {each}" for each in page.evaluate(RUN, rules)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{address} is {wide} wide on {width}"] if wide > width else []
    return found


def test_every_page_can_be_used_by_everybody(house: House, browser: Browser) -> None:
    """No fault by axe (WCAG 2.2 AA), in light and dark, and nothing to scroll sideways at 320 pixels (1.4.10)."""
    web, found = routes(house), []
    for statement in FULL:
        assert house.do(statement) > 0, statement
    for role in (None, *Role):
        page = signed_in(browser, house, web, role or Role.CLERK)
        if role is None:
            page.context.clear_cookies()
        for address in pages(web, role):
            where = f"{house.settings.public_url}{address}"
            if page.request.get(where).text().lstrip().startswith("<!doctype html>"):  # and no part of a page, no file
                page.goto(where)
                found += faults(page, address)
        page.context.close()
    assert not found, "\n".join(found)
