"""What every page of the desk has: who is signed in, who may, its words, and the one way to the core."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import ParamSpec, TypeVar

from flask import Blueprint, current_app, g, render_template, request, session
from flask.typing import ResponseReturnValue

from booking_core.actors import Staff
from booking_core.commands import Command, Query
from booking_core.core import Core
from booking_core.desk_outcomes import SignedAs
from booking_core.lines import named
from booking_core.numbers import Number, Refused
from booking_core.outcomes import Outcome
from desk.elsewhere import Elsewhere
from desk.words import LANGUAGES, PHRASES, words_in

P = ParamSpec("P")
O = TypeVar("O", bound=Outcome)  # noqa: E741  # one letter, as in the commands' own type
View = Callable[P, ResponseReturnValue]

NONCE = "nonce"
"""Field of every form: the same form sent twice is one command."""


class Role(StrEnum):
    """What somebody may do at the desk."""

    CLERK = "clerk"
    """The counter."""
    AGENT = "agent"
    """Takes calls and books for callers."""
    SUPERVISOR = "supervisor"
    """All that an agent may, and the switches."""
    AUDITOR = "auditor"
    """Reads the audit and the reports, and changes nothing."""
    SURGE = "surge"
    """Takes calls for a time, and books nothing."""


EVERYBODY = tuple(Role)

NOBODY: frozenset[Role] = frozenset()
"""The roles of an open page, such as the one to sign in at: nobody has to be signed in."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages need of the rest, handed over by the composition root."""

    core: Core
    check: Callable[[str], Number | Refused]
    """The number check, for the regions served."""
    address: str = ""
    """Of the line, as people and the provider reach it."""
    elsewhere: Elsewhere | None = None
    """The institution's own sign-in."""


def desk() -> Desk:
    """The desk this request came to."""
    found: Desk = current_app.extensions["desk"]
    return found


def may(endpoint: str) -> frozenset[Role] | None:
    """Who may see an endpoint; None: it was not said, and so nobody may."""
    known: dict[str, frozenset[Role]] = current_app.extensions["desk_roles"]
    return known.get(endpoint)


def page(pages: Blueprint, rule: str, *roles: Role, methods: Sequence[str] = ("GET",)) -> Callable[[View[P]], View[P]]:
    """A route of the desk, for these roles alone. The one way to make one; a view's name is its endpoint."""
    return _route(pages, rule, frozenset(roles), methods)


def open_page(pages: Blueprint, rule: str, *, methods: Sequence[str] = ("GET",)) -> Callable[[View[P]], View[P]]:
    """A route for which nobody has to be signed in."""
    return _route(pages, rule, NOBODY, methods)


def _route(pages: Blueprint, rule: str, roles: frozenset[Role], methods: Sequence[str]) -> Callable[[View[P]], View[P]]:
    def add(view: View[P]) -> View[P]:
        name = view.__name__
        pages.add_url_rule(rule, name, view, methods=list(methods))
        pages.record(lambda state: state.app.extensions["desk_roles"].update({f"{pages.name}.{name}": roles}))
        return view

    return add


def staff() -> SignedAs:
    """Who is signed in; only a page with roles may ask."""
    found: SignedAs = g.staff
    return found


def actor() -> Staff:
    """The same, as the core knows who acts."""
    return Staff(staff().login)


def language() -> str:
    """Of this page: the one chosen in this browser, else the person's own, else what the browser asks for."""
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    signed: SignedAs | None = g.get("staff")
    if signed is not None:
        return signed.language
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def perform(command: Command[O], part: str = "") -> O:
    """Do what the form asks, once however often it is sent. Raises db.Unavailable or db.Unknown: the 503 page.

    A form that was changed before it was sent again, from the page one went back to, is another one. `part`: which of
    the commands that one form stands for.
    """
    nonce = request.form.get(NONCE, "") or secrets.token_urlsafe(16)
    sent = hashlib.sha256(repr((request.endpoint, sorted(request.form.items(multi=True)), part)).encode()).hexdigest()
    return desk().core.perform(command, f"form:{session.get('token', '')}:{nonce}:{sent}")


def ask(query: Query[O]) -> O:
    """Answer a question of a page. Raises db.Unavailable: the 503 page."""
    return desk().core.ask(query)


def render(template: str, **values: object) -> str:
    """A page in the words of whoever looks at it."""
    spoken = language()
    given = {
        "say": words_in(spoken), "language": spoken, "staff": g.get("staff"), NONCE: secrets.token_urlsafe(16),
        "Role": Role, "may_see": may_see, "spoken_in": spoken_in,
        "in_words": partial(named, language=spoken), "keys": session.get("keys") != "off",
    }  # fmt: skip
    return render_template(f"desk/{template}", **given, **values)


def spoken_in(code: str) -> str:
    """The name of a language that callers or agents speak; its code where the desk has no word for it."""
    key = f"planning.language.{code}"
    return words_in(language())(key) if key in PHRASES else code


def may_see(endpoint: str) -> bool:
    """Is this page one for whoever is signed in?"""
    roles, signed = may(f"desk.{endpoint}"), g.get("staff")
    return roles is not None and signed is not None and signed.role in roles
