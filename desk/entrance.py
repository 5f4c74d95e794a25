"""The first page, signing in and out."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import EndSessions, SignIn, SignOut
from booking_core.desk_outcomes import SignedIn, SignInBusy, SignInRefused
from desk.known import is_known, remember
from desk.pages import EVERYBODY, actor, desk, open_page, page, perform, render, staff


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/", *EVERYBODY)
    def home() -> ResponseReturnValue:
        return render("home.html")

    @open_page(pages, "/sign-in", methods=("GET", "POST"))
    def sign_in() -> ResponseReturnValue:
        if request.method == "GET":
            return refused()
        login = request.form.get("login", "").strip().lower()
        password, digits = request.form.get("password", ""), request.form.get("digits", "")
        found = perform(SignIn(login, password, digits, is_known(login)))
        match found:
            case SignedIn(token=token):
                return remember(make_response(enter(token)), login)
            case SignInBusy():
                abort(429)
            case SignInRefused():
                return refused("sign_in.refused", login)

    @page(pages, "/sign-out", *EVERYBODY, methods=("POST",))
    def sign_out() -> ResponseReturnValue:
        perform(SignOut(session.pop("token")))
        return _leave()

    @page(pages, "/sign-out-everywhere", *EVERYBODY, methods=("POST",))
    def sign_out_everywhere() -> ResponseReturnValue:
        perform(EndSessions(actor(), staff().login))
        return _leave()


def enter(token: str) -> ResponseReturnValue:
    """Signed in from here on: nothing of what this browser held before is of any use (session fixation)."""
    if "token" in session:
        perform(SignOut(session["token"]))
    session.clear()
    session["token"] = token
    return redirect(url_for("desk.home"))


def refused(why: str | None = None, login: str = "") -> ResponseReturnValue:
    """The page to sign in at; `why`: the phrase that says what the matter was, if one has just tried."""
    errors = {} if why is None else {"login": why}
    elsewhere = desk().elsewhere is not None
    return render("sign_in/sign_in.html", errors=errors, login=login, elsewhere=elsewhere), 422 if errors else 200


def _leave() -> ResponseReturnValue:
    session.clear()
    return redirect(url_for("desk.sign_in"))
