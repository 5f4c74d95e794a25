"""The desk's door: who comes in, what a browser may do with our pages, and what is said when something is wrong."""

from __future__ import annotations

import hmac
import logging
from string import ascii_lowercase

from flask import Blueprint, Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from booking_core.db import Unavailable, Unknown
from booking_core.desk_commands import SeeSession
from booking_core.desk_outcomes import NotSignedIn
from desk import styles
from desk.pages import Desk, Role, desk, may, may_see, render
from desk.topics import NAVIGATION, TOPICS

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
"""Content-Security-Policy: nothing inline, nothing from elsewhere (reliability page, row 25)."""

ASLEEP = frozenset(
    f"desk.{each}" for each in ("live_figures", "live", "queue", "queue_now", "caller_live", "exceptions_live")
)
"""What pages ask for by themselves: it keeps nobody signed in who has left. Browsers say what they fetch for."""

_LOG = logging.getLogger("fairline.desk")
_csrf = CSRFProtect()


def add(app: Flask, given: Desk, *, secure: bool) -> None:
    """The desk's routes below /desk. `secure`: the public address is https, so cookies go over nothing else."""
    app.extensions["desk"], app.extensions["desk_roles"] = given, {}
    signs = [hmac.digest(seal, b"cookies of the desk", "sha256") for seal in given.core.keys.seals]
    app.config.update(
        SECRET_KEY=signs[0], SECRET_KEY_FALLBACKS=signs[1:],
        SESSION_COOKIE_NAME="desk", SESSION_COOKIE_PATH="/desk", SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=secure, SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None,
    )  # fmt: skip
    _csrf.init_app(app)
    pages = Blueprint("desk", "desk", url_prefix="/desk", template_folder="templates")
    pages.before_request(_let_in)
    pages.context_processor(lambda: {"menu": _menu()})
    pages.after_request(_guarded)
    for topic in (styles.add, *TOPICS):
        topic(pages)
    pages.register_error_handler(Unavailable, _trouble)
    pages.register_error_handler(Unknown, _trouble)
    pages.register_error_handler(CSRFError, _old_form)
    for status in (400, 403, 404, 413, 429):
        pages.register_error_handler(
            status, lambda fault: (render("fault.html", key=f"fault.{fault.code}"), fault.code)
        )
    pages.register_error_handler(Exception, _fault)
    app.register_blueprint(pages)


def _menu() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The groups of pages that whoever is signed in may see; for each page endpoint, phrase and letter."""
    letters = iter(ascii_lowercase)
    groups = [
        (title, [(endpoint, key, next(letters)) for endpoint, key in entries if may_see(endpoint)])
        for title, entries in NAVIGATION
    ]
    return [(title, entries) for title, entries in groups if entries]


def _let_in() -> ResponseReturnValue | None:
    """Whoever asks is signed in, and in a role that may; a form is one of ours."""
    roles = may(request.endpoint or "")
    if roles is None:
        abort(404)
    if any("\0" in each for given in (request.args, request.form) for each in given.values()):
        abort(400)  # no field of ours means one, and the database takes none
    if request.method not in ("GET", "HEAD") and current_app.config["WTF_CSRF_ENABLED"]:
        _csrf.protect()
    found = _session()
    if not isinstance(found, NotSignedIn):
        g.staff = found
    if roles and "staff" not in g:
        return redirect(url_for("desk.sign_in")) if request.method == "GET" else abort(403)
    if roles and Role(g.staff.role) not in roles:
        abort(403)
    return None


def _session() -> object:
    if "token" not in session or (request.endpoint or "").startswith("desk.style"):
        return NotSignedIn()
    asleep = request.endpoint in ASLEEP and request.headers.get("Sec-Fetch-Dest") == "empty"
    return desk().core.perform(SeeSession(session["token"], asleep), "")


def _guarded(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers.setdefault("Cache-Control", "no-store")
    return response


def _old_form(fault: Exception) -> ResponseReturnValue:
    return render("fault.html", key="fault.form"), 400


def _trouble(fault: Exception) -> ResponseReturnValue:
    """The database is away, or its answer is: nothing is promised."""
    key = "fault.unknown" if isinstance(fault, Unknown) else "fault.unavailable"
    return render("fault.html", key=key), 503


def _fault(fault: Exception) -> ResponseReturnValue:
    if isinstance(fault, HTTPException):
        return fault
    _LOG.error("fault in %s: %s", request.endpoint, type(fault).__name__)
    return render("fault.html", key="fault.500"), 500
