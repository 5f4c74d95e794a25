"""The public notices: page, questions and answers, Atom and JSON, of one reading; served, or written as static files.

No script, nothing personal, and the same bytes for the same notices, so that anything in between may keep them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from booking_core.desk_outcomes import AnswerTold, Published
from public.words import words_in
from wording import digits, moments
from wording.languages import CATALOGUES

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold, wherever it comes from."""
_HERE = Path(__file__).parent
_PAGES = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages are: the address of their folder, and how their names end there."""

    url: str
    suffix: str = ""
    """`.html` for files, nothing where they are served."""


@dataclass(frozen=True, slots=True)
class Item:
    """A notice in one language."""

    id: UUID
    language: str
    text: str
    about: tuple[str, ...]
    """What it is about: line, office, service, channel; nothing: all of them."""
    published: datetime
    until: datetime | None
    stops: bool
    """It tells of a suspension."""


def documents(published: Published, place: Place, audit_head: str | None) -> dict[str, tuple[str, bytes]]:
    """File name → content type and content. `audit_head`: what the records were sealed to, in one line."""
    items = {language: list(items_in(published, language)) for language in published.languages}
    given = {
        "published": published, "number": digits.telephone_written(published.number), "suffix": place.suffix,
        "audit_head": audit_head, "words_in": words_in, "when": _when(published),
    }  # fmt: skip
    page = _PAGES.get_template("notices.html").render(given, items=items)
    questions = _PAGES.get_template("questions.html").render(given, days=_days(published), day=_day)
    return {
        f"notices{place.suffix}": ("text/html; charset=utf-8", page.encode()),
        f"notices-questions{place.suffix}": ("text/html; charset=utf-8", questions.encode()),
        "notices.atom": ("application/atom+xml", _atom(published, items, place, audit_head)),
        "notices.json": ("application/feed+json", _json(published, items, place, audit_head)),
        "notices.css": ("text/css; charset=utf-8", (_HERE / "notices.css").read_bytes()),
    }


def items_in(published: Published, language: str) -> Iterator[Item]:
    """What is stopped, and then what is announced."""
    say = words_in(language)
    for stop in published.suspensions:
        until = None if stop.until is None else _written(stop.until, language, stop.zone or published.zone)
        told = say("stopped") if until is None else say("stopped.until", until=until)
        why = stop.words.get(language)
        about = (stop.office, _named(stop.service, language), None if stop.channel is None else say(stop.channel))
        text = " ".join(filter(None, (f"{told}.", why, say("safe"))))
        yield Item(stop.id, language, text, tuple(filter(None, about)), stop.from_at, stop.until, stops=True)
    for each in published.bulletins:
        text = each.written.get(language) or next(iter(each.written.values()))
        about = (each.line, each.office, _named(each.service, language))
        yield Item(each.id, language, text, tuple(filter(None, about)), each.published_at, each.until, stops=False)


def _named(service: Mapping[str, str] | None, language: str) -> str | None:
    """None: it is about every service."""
    return None if service is None else service.get(language) or next(iter(service.values()))


def _when(published: Published) -> Callable[[datetime, str], str]:
    """(instant, language) → how it is written, by the first office's clock."""

    return lambda at, language: _written(at, language, published.zone)


def _written(at: datetime, language: str, zone: str) -> str:
    """An instant by a clock that is named, as readers may be anywhere."""
    catalogue = CATALOGUES.get(language) or next(iter(CATALOGUES.values()))
    wall = moments.in_zone(at, zone)
    return f"{moments.moment(catalogue.by_text, wall)} {wall:%Z}"


def _day(day: date, language: str) -> str:
    catalogue = CATALOGUES.get(language) or next(iter(CATALOGUES.values()))
    return moments.day(catalogue.by_text, day)


def _days(published: Published) -> list[tuple[date, list[AnswerTold]]]:
    return [(day, list(told)) for day, told in groupby(published.answers, key=lambda answer: answer.day)]


def _atom(published: Published, items: Mapping[str, list[Item]], place: Place, audit_head: str | None) -> bytes:
    """RFC 4287."""
    feed = Element("feed", xmlns=ATOM)
    page, own = f"{place.url}/notices{place.suffix}", f"{place.url}/notices.atom"
    every = [item for one in items.values() for item in one]
    title = f"{published.name}: {words_in(published.languages[0])('title')}"
    _texts(feed, id=own, title=title, updated=published.changed.isoformat())
    SubElement(SubElement(feed, "author"), "name").text = published.name
    SubElement(feed, "link", rel="self", href=own)
    SubElement(feed, "link", rel="alternate", href=page)
    if audit_head is not None:
        SubElement(feed, "category", scheme=f"{place.url}/audit", term=audit_head)
    for item in every:
        entry = SubElement(feed, "entry", {"xml:lang": item.language})
        _texts(entry, id=f"{page}#{item.id}-{item.language}", title=_title(item), updated=item.published.isoformat())
        SubElement(entry, "link", rel="alternate", href=page)
        SubElement(entry, "content", type="text").text = item.text
    for element in feed.iter():
        element.text = element.text and _BARRED.sub("", element.text)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


def _title(item: Item) -> str:
    return ", ".join(item.about) or f"{item.text.partition('. ')[0].rstrip('.')}."


def _json(published: Published, items: Mapping[str, list[Item]], place: Place, audit_head: str | None) -> bytes:
    """JSON Feed 1.1."""
    page = f"{place.url}/notices{place.suffix}"
    feed: dict[str, object] = {
        "version": JSON_FEED,
        "title": f"{published.name}: {words_in(published.languages[0])('title')}",
        "home_page_url": page,
        "feed_url": f"{place.url}/notices.json",
        "items": [
            {"id": f"{item.id}-{item.language}", "url": page, "language": item.language, "content_text": item.text,
             "date_published": item.published.isoformat(), "tags": list(item.about)}
            for one in items.values() for item in one
        ],
    }  # fmt: skip
    if audit_head is not None:
        feed["_audit"] = {"head": audit_head}
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()
