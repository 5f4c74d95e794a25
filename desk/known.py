"""Browsers that have signed somebody in before: whoever locks an agent out by wrong tries locks only others out.

The cookie says who signed in here, signed by us; it lets nobody in (OWASP, "device cookies").
"""

from __future__ import annotations

from typing import Final

from flask import Response, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE: Final = "desk_known"
LASTS_S: Final = 90 * 24 * 60 * 60


def is_known(login: str) -> bool:
    """Was this agent signed in by this browser in the last months?"""
    try:
        return bool(_signer().loads(request.cookies.get(COOKIE, ""), max_age=LASTS_S) == login)
    except BadSignature:
        return False


def remember(response: Response, login: str) -> Response:
    """The same answer, and from now on this browser is one that this agent is known in."""
    response.set_cookie(
        COOKIE, _signer().dumps(login), max_age=LASTS_S, path=url_for("desk.sign_in"), httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"], samesite="Strict",
    )  # fmt: skip
    return response


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key or ""), salt="known")
