"""How a person uses the pages: their language, and keyboard shortcuts.

Shortcuts of one key can be turned off (WCAG 2.2, 2.1.4); both choices are kept in the browser's own cookie.
"""

from __future__ import annotations

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from desk.pages import EVERYBODY, language, open_page, page, render
from desk.words import LANGUAGES


def add(pages: Blueprint) -> None:
    """The routes."""

    @open_page(pages, "/language", methods=("POST",))
    def switch_language() -> ResponseReturnValue:
        session["language"] = next(each for each in LANGUAGES if each != language())
        return redirect(_back())

    @page(pages, "/shortcuts", *EVERYBODY)
    def shortcuts() -> ResponseReturnValue:
        return render("shortcuts.html")

    @page(pages, "/shortcuts/switch", *EVERYBODY, methods=("POST",))
    def switch_shortcuts() -> ResponseReturnValue:
        session["keys"] = "on" if session.get("keys") == "off" else "off"
        return redirect(url_for("desk.shortcuts"))


def _back() -> str:
    """The page that the form stood on; nowhere outside the desk."""
    back, home = request.form.get("back", ""), url_for("desk.home")
    return back if back.startswith(home) and "//" not in back and "\\" not in back else home
