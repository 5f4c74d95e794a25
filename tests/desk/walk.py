"""Walking the desk as a person does: every page that a role can open or be led to, and every form on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

TEXTS = ("text", "search", "email", "url", "tel", "password", "")
OURS = ("csrf_token", "nonce")
EACH = 3
"""So many addresses of one page are opened: /desk/agents/ana, /desk/agents/ben, …"""


@dataclass
class Form:
    """A form as a browser would send it."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    """Name → what stands in it."""
    texts: list[str] = field(default_factory=list)
    """Those of its fields that take any text."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.parts: list[str] = []
        """Addresses of styles and scripts."""
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Forms, their fields, and where links lead."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag in ("link", "script"):
            self.parts += filter(None, [given.get("href") or given.get("src")])
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(given.get("method", "get").lower(), given.get("action", "")))
        elif self.forms and name and tag in ("input", "textarea", "select", "button"):
            self._field(tag, name, given)
        elif tag == "option" and self.forms and self._select:
            chosen = given.get("value", "")
            self.forms[-1].values |= {self._select: chosen} if "selected" in given else {}
            self.forms[-1].values.setdefault(self._select, chosen)

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        form, kind = self.forms[-1], given.get("type", "")
        if tag == "select":
            self._select = name
        elif tag == "textarea" or (tag == "input" and kind in TEXTS):
            form.texts.append(name)
            form.values[name] = given.get("value", "")
        elif name not in form.values:
            form.values[name] = given.get("value") or {"date": "2031-01-06", "time": "09:00", "number": "1",
                "datetime-local": "2031-01-06T09:00", "checkbox": "on"}.get(kind, "")  # fmt: skip


def read(html: str) -> _Reader:
    """The forms and links of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader


@dataclass
class Walk:
    """One person's way through the desk."""

    web: Flask
    client: FlaskClient
    see: Callable[[str, TestResponse], None]
    """Told every answer, with what was asked."""
    fill: Iterator[str] | None = None
    """What is written into fields; None: forms are left alone."""
    spares_choices: bool = True
    """Dates, choices and what is hidden stay as the page has them; else they are written over, too."""
    opened: dict[str, set[str]] = field(default_factory=dict)
    sent: set[tuple[str, ...]] = field(default_factory=set)

    def all(self) -> None:
        """Every page without arguments, and from there."""
        for rule in self.web.url_map.iter_rules():
            if rule.rule.startswith("/desk") and not rule.arguments and "GET" in (rule.methods or ()):
                self.open(rule.rule)

    def open(self, address: str) -> None:
        """A page and what it leads to; only pages of the desk, each a few times."""
        endpoint = self._endpoint(address, "GET")
        known = self.opened.setdefault(endpoint or "", set())
        if endpoint is None or endpoint.endswith((".style", ".sign_out")) or address in known or len(known) >= EACH:
            return
        known.add(address)
        self._seen(f"GET {address}", self.client.get(address))

    def _seen(self, what: str, answer: TestResponse) -> None:
        self.see(what, answer)
        if not (answer.content_type or "").startswith("text/html"):
            return
        found = read(answer.text)
        for link in found.links:
            self.open(link.partition("#")[0])
        for form in found.forms if self.fill is not None else ():
            self._send(form)

    def _send(self, form: Form) -> None:
        endpoint = self._endpoint(form.action, form.method.upper())
        kind = (endpoint or "", *sorted(form.values))
        if endpoint is None or endpoint.endswith(".sign_out") or kind in self.sent or form.method != "post":
            return
        self.sent.add(kind)
        assert self.fill is not None
        names = form.texts if self.spares_choices else [name for name in form.values if name not in OURS]
        values = form.values | dict(zip(names, self.fill, strict=False))
        self._seen(f"POST {form.action}", self.client.post(form.action, data=values, follow_redirects=True))

    def _endpoint(self, address: str, method: str) -> str | None:
        if not address.startswith("/desk"):
            return None
        try:
            found = self.web.url_map.bind("localhost").match(address.partition("?")[0], method=method)
        except HTTPException:
            return None
        return str(found[0])
