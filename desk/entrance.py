"""The first page, and signing out."""

from __future__ import annotations

from flask import Blueprint, redirect, session, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import SignOut
from desk.pages import EVERYBODY, open_page, page, perform, render


def add(pages: Blueprint) -> None:
    """The routes."""

    @page(pages, "/", *EVERYBODY)
    def home() -> ResponseReturnValue:
        return render("home.html")

    @open_page(pages, "/sign-in")
    def sign_in() -> ResponseReturnValue:
        return render("sign_in.html")

    @page(pages, "/sign-out", *EVERYBODY, methods=("POST",))
    def sign_out() -> ResponseReturnValue:
        perform(SignOut(session.pop("token")))
        session.clear()
        return redirect(url_for("desk.sign_in"))
