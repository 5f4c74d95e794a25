"""Signing in by the institution's own sign-in: there, and back with a code.

The browser comes back from another site, so our cookie, which is for this site alone, does not come along. What the
answer is held against is therefore in a cookie of its own, and the page that the browser comes back to only holds a
form: nothing changes before that form is sent, from our own page and with our token.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from booking_core.desk_commands import SignInElsewhere
from booking_core.desk_outcomes import SignedIn
from desk.elsewhere import Begun, Elsewhere, ElsewhereAway, ElsewhereRefused
from desk.entrance import enter, refused
from desk.pages import desk, open_page, perform, render

COOKIE: Final = "desk_elsewhere"
LASTS_S: Final = 600
"""So long a person may take to sign in there."""


def add(pages: Blueprint) -> None:
    """The routes."""

    @open_page(pages, "/sign-in/elsewhere")
    def sign_in_elsewhere() -> ResponseReturnValue:
        try:
            address, begun = _configured().begin()
        except ElsewhereAway:
            return refused("sign_in.elsewhere_away")
        response = redirect(address)
        response.set_cookie(
            COOKIE, _signer().dumps(begun.as_fields()), max_age=LASTS_S, path=url_for("desk.sign_in"), httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"], samesite="Lax",
        )  # fmt: skip
        return response

    @open_page(pages, "/sign-in/returned")
    def returned() -> ResponseReturnValue:
        _configured()
        if "code" not in request.args:
            return refused("sign_in.elsewhere_refused")
        _kept(request.args.get("state", ""))
        return render("sign_in/returned.html", given=request.args)

    @open_page(pages, "/sign-in/finish", methods=("POST",))
    def finish_elsewhere() -> ResponseReturnValue:
        begun, form = _kept(request.form.get("state", "")), request.form
        try:
            subject = _configured().finish(begun, form.get("code", ""), form.get("iss") or None)
        except ElsewhereAway:
            return refused("sign_in.elsewhere_away")
        except ElsewhereRefused:
            return refused("sign_in.elsewhere_refused")
        found = perform(SignInElsewhere(subject))
        response = make_response(
            enter(found.token) if isinstance(found, SignedIn) else refused("sign_in.elsewhere_refused")
        )
        response.delete_cookie(COOKIE, path=url_for("desk.sign_in"))
        return response


def _configured() -> Elsewhere:
    elsewhere = desk().elsewhere
    if elsewhere is None:
        abort(404)
    return elsewhere


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key or ""), salt="elsewhere")


def _kept(state: str) -> Begun:
    """What this browser began, if the answer is to that; whoever brings another's answer gets no further."""
    try:
        begun = Begun(**_signer().loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S))
    except BadSignature:
        abort(400)
    if begun.state != state:
        abort(400)
    return begun
