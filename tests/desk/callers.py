"""A caller on the line with an agent, and the forms of the caller's screen as a browser would send them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from flask.testing import FlaskClient

from booking_core.actors import Caller
from tests.core.stage import Stage

FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
INPUT = re.compile(r'<input(?=[^>]*name="([^"]+)")(?=[^>]*value="([^"]*)")[^>]*>')
DESCRIBED = re.compile(r'<button[^>]*aria-describedby="([^"]*)"[^>]*>([^<]*)<')
LINK = re.compile(r'href="([^"]*)"[^>]*>([^<]*)<')


def descriptions(page: str, button: str) -> list[str]:
    """What a screen reader says after the name of each button of this name."""
    whole = [names for names, words in DESCRIBED.findall(page) if words == button]
    parts = {name: re.search(rf' id="{name}">(.*?)</(p|span)>', page) for names in whole for name in names.split()}
    words = {name: re.sub("<[^>]*>", "", found[1]) for name, found in parts.items() if found}
    return [" ".join(words[name] for name in names.split() if name in words) for names in whole]


@dataclass
class Screen:
    """The agent's browser, and the caller."""

    browser: FlaskClient
    stage: Stage
    who: Caller
    page: str = ""

    def look(self, address: str = "/desk/caller") -> str:
        """Open a page."""
        answer = self.browser.get(html.unescape(address))
        assert answer.status_code == 200, answer.status
        self.page = html.unescape(answer.text)
        return self.page

    def form(self, deed: str, nth: int = 0) -> dict[str, str]:
        """The nth form of a deed on the page, as it stands."""
        found = [body for action, body in FORM.findall(self.page) if action.split("/")[-1] == deed]
        return dict(INPUT.findall(found[nth]))

    def send(self, deed: str, filled: dict[str, str]) -> str:
        """Send a form, and see where it leads."""
        answer = self.browser.post(f"/desk/caller/{deed}", data=filled)
        assert answer.status_code == 303, answer.status
        return self.look(answer.location)

    def do(self, deed: str, **filled: str) -> str:
        """Fill in the form of a deed on the page and send it."""
        return self.send(deed, self.form(deed) | filled)

    def find(self, service: int = 1, party: int = 1, office: int = 0) -> list[str]:
        """Look for a time; returns the addresses of the previews."""
        line = self.stage.line
        wish = {"service": line.services[service].id, "party": party, "office": line.offices[office].id,
                "day": "", "part": "any"}  # fmt: skip
        self.look(f"/desk/caller?{urlencode(wish)}")
        return [link for link, _ in LINK.findall(self.page) if "slot=" in link]
