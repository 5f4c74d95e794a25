"""The public notices: whole without a script, the same bytes for the same notices, and text is text everywhere."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import build_web
from audit_commands import jobs
from booking_core import desk_commands as d
from booking_core import sealing
from booking_core.actors import Staff
from booking_core.core import Core
from booking_core.desk_outcomes import AnswerTold, BulletinTold, Published, SuspensionTold
from clock import Clock
from public.notices import ATOM, Place, documents
from public.words import LANGUAGES, WORDS, words_in
from tests.command import run
from tests.house import SECRET, settings_for

AT = datetime(2026, 11, 22, 18, tzinfo=UTC)
PAYLOADS = (
    "<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "&amp; & &lt;",
    "]]>", "{{ 7 * 7 }}{% raw %}", "' OR 1=1 --", "=HYPERLINK(1)", "שלום, עולם", "javascript:alert(1)", "<!--", "</p>",
)  # fmt: skip


def published(text: str = "Down until Monday.", head: str = "Our system is down.") -> Published:
    """One of each, in two languages."""
    both = {"en": text, "es": f"{text} (es)"}
    why = {"en": head, "es": head}
    service = {"en": "passport renewal", "es": "renovación"}
    stop = SuspensionTold(UUID(int=1), service, "Houston", "America/Chicago", "voice", AT, None, "outage",
                          why, "agent:kim", AT, None, None)  # fmt: skip
    told = BulletinTold(UUID(int=2), UUID(int=3), 1, None, "Houston", {"en": text}, both, both, AT, AT, "agent:kim", AT,
                        None, None)  # fmt: skip
    answer = AnswerTold(UUID(int=4), date(2026, 11, 22), both, both, "agent:kim", AT, None)
    return Published("Demo Passport Agency", "+14155550100", ("en", "es"), "America/Los_Angeles", AT, (stop,), (told,),
                     (answer,))  # fmt: skip


class Seen(HTMLParser):
    """What a browser would make of a page: its elements and attributes, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Text between elements."""
        self.text += data


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_text(payload: str) -> None:
    """Whatever a supervisor types stands in page, questions, Atom and JSON as it was typed, and makes no element."""
    plain = documents(published(), Place("https://line.example"), "seal")
    files = documents(published(payload, payload), Place("https://line.example"), payload)
    for name in ("notices", "notices-questions"):
        seen, usual = Seen(files[name][1]), Seen(plain[name][1])
        assert payload in seen.text
        assert (seen.elements, seen.attributes) == (usual.elements, usual.attributes)
    feed = ElementTree.fromstring(files["notices.atom"][1])
    contents = [entry.findtext(f"{{{ATOM}}}content") for entry in feed.iter(f"{{{ATOM}}}entry")]
    assert payload in contents
    assert {element.tag.split("}")[1] for element in feed.iter()} == {
        "feed", "id", "title", "updated", "author", "name", "link", "category", "entry", "content"
    }  # fmt: skip
    items = json.loads(files["notices.json"][1])
    assert payload in [item["content_text"] for item in items["items"]]
    assert items["_audit"] == {"head": payload}


def test_a_page_has_every_language_and_no_script() -> None:
    """Each notice in each language under its own `lang`, with what it is about and until when."""
    page = documents(published(), Place("https://line.example"), None)["notices"][1].decode()
    seen = Seen(page.encode())
    assert not seen.elements & {"script", "iframe", "form", "style"}
    for words in ("New appointments are stopped. Our system is down. All appointments made before stay good.",
                  "Por ahora no damos citas nuevas. Our system is down.", "Houston, passport renewal, By phone",
                  "Down until Monday. (es)", "until Sun Nov 22, 10am PST", "hasta el dom 22 nov",
                  "Call or text 415-555-0100.", "Press 8 when you call, or text CHECK, its reference"):  # fmt: skip
        assert words in seen.text, words
    assert page.count('<section lang="') == 2
    assert "footer" not in seen.elements


def test_a_day_without_notices_says_so() -> None:
    """Nobody has to guess whether the page is broken."""
    empty = Published("Agency", "+14155550100", ("en", "es"), "UTC", AT, (), (), ())
    files = documents(empty, Place("https://line.example"), None)
    assert "There are no notices today." in files["notices"][1].decode()
    assert "Todavía no hay preguntas." in files["notices-questions"][1].decode()
    feed = ElementTree.fromstring(files["notices.atom"][1])
    assert feed.findtext(f"{{{ATOM}}}updated") == AT.isoformat()


def test_every_word_is_in_both_languages() -> None:
    """No phrase is empty, and an unknown language falls back."""
    assert all(len(phrases) == len(LANGUAGES) and all(phrases) for phrases in WORDS.values())
    assert words_in("de")("title") == "Notices"


@pytest.fixture
def web(core: Core, url: str) -> Flask:
    """The web application."""
    return build_web(settings_for(8000, url), core)


def test_the_pages_are_served_to_anybody_and_kept_between(web: Flask, core: Core) -> None:
    """Without signing in, with an ETag that holds while nothing has changed and a policy that lets nothing run."""
    core.perform(d.Suspend(Staff("kim"), None, None, None, {"en": "A storm.", "es": "Hay tormenta."}, "x"), "1")
    browser: FlaskClient = web.test_client()
    for name in ("notices", "notices-questions", "notices.atom", "notices.json", "notices.css"):
        answer = browser.get(f"/{name}")
        assert answer.status_code == 200, name
        assert "max-age=30" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        again = browser.get(f"/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert "Set-Cookie" not in answer.headers
    assert "A storm." in browser.get("/notices").text
    assert browser.get("/notices.json").json["items"][0]["content_text"].startswith("New appointments are stopped.")  # type: ignore[index]


def test_the_feeds_name_what_the_audit_was_sealed_to(core: Core, url: str) -> None:
    """Every reader keeps a copy of the newest seal, by which a tail that is cut off later is found."""
    core.perform(d.Suspend(Staff("kim"), None, None, None, {"en": "A storm.", "es": "Hay tormenta."}, "x"), "1")
    settings = settings_for(8000, url)
    ticking = Clock(core, jobs(settings))
    for _ in range(2):
        assert ticking.tick()
        core.transact(lambda t: t.connection.exec_driver_sql("UPDATE clock_jobs SET ran_at = ran_at - interval '1 h'"))
    head, feeds = core.transact(sealing.head_word), build_web(settings, core).test_client()
    assert head
    assert feeds.get("/notices.json").json["_audit"] == {"head": head}  # type: ignore[index]
    assert head in feeds.get("/notices.atom").text


def test_the_same_pages_are_written_as_files(
    core: Core, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """For any server to give out while the line is down: every link leads to a file that is there."""
    core.perform(d.Suspend(Staff("kim"), None, None, None, {"en": "A storm.", "es": "Hay tormenta."}, "x"), "1")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    assert run(monkeypatch, "bulletin", "export", str(tmp_path / "out")) == 0
    there = {file.name for file in (tmp_path / "out").iterdir()}
    assert there == {"notices.html", "notices-questions.html", "notices.atom", "notices.json", "notices.css"}
    for page in ("notices.html", "notices-questions.html"):
        words = (tmp_path / "out" / page).read_text()
        links = {part.split('"')[0].split("#")[0] for part in words.split('href="')[1:]}
        assert links - {""} <= there
    assert "A storm." in (tmp_path / "out" / "notices.html").read_text()
