"""The first page, signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import EndSessions, SignIn, SignOut
from booking_core.desk_outcomes import SignedIn
from desk.pages import EVERYBODY, actor, open_page, page, perform, render, staff


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/", *EVERYBODY)
    def home() -> ResponseReturnValue:
        return render("home.html")

    @open_page(pages, "/sign-in", methods=("GET", "POST"))
    def sign_in() -> ResponseReturnValue:
        if request.method == "GET":
            return render("sign_in/sign_in.html", errors={})
        login = request.form.get("login", "").strip().lower()
        found = perform(SignIn(login, request.form.get("password", ""), request.form.get("digits", "")))
        if isinstance(found, SignedIn):
            return enter(found.token)
        return render("sign_in/sign_in.html", errors={"login": "sign_in.refused"}, login=login), 422

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


def _leave() -> ResponseReturnValue:
    session.clear()
    return redirect(url_for("desk.sign_in"))
