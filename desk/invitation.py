"""Setting up one's sign-in with an invitation: a password, and the second factor by QR code.

The code of the invitation comes in a form or behind the `#` of a link, which browsers keep to themselves: it is in no
address that is sent, and so in no log.
"""

from __future__ import annotations

import segno
from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import OpenInvitation, TakeInvitation
from booking_core.desk_outcomes import Invited, NoInvitation, PasswordRefused, SecondFactorWrong, SignedIn, SignInBusy
from desk.entrance import enter
from desk.pages import open_page, perform, render


def add(pages: Blueprint) -> None:
    """The routes."""

    @open_page(pages, "/invitation")
    def invitation() -> ResponseReturnValue:
        return render("sign_in/invitation.html", errors={})

    @open_page(pages, "/invitation/open", methods=("POST",))
    def open_invitation() -> ResponseReturnValue:
        return _set_up({})

    @open_page(pages, "/invitation/take", methods=("POST",))
    def take_invitation() -> ResponseReturnValue:
        form = request.form
        taken = perform(TakeInvitation(form.get("code", ""), form.get("password", ""), form.get("digits", "")))
        match taken:
            case SignedIn(token=token):
                return enter(token)
            case PasswordRefused(why=why):
                return _set_up({"password": f"invitation.{why}"})
            case SecondFactorWrong():
                return _set_up({"digits": "invitation.wrong"})
            case NoInvitation():
                return _none()
            case SignInBusy():
                abort(429)


def _set_up(errors: dict[str, str]) -> ResponseReturnValue:
    code = request.form.get("code", "")
    opened = perform(OpenInvitation(code))
    if not isinstance(opened, Invited):
        return _none()
    picture = segno.make(opened.address, micro=False).svg_data_uri(scale=4, border=4, light="#fff")
    secret = " ".join(opened.secret[at : at + 4] for at in range(0, len(opened.secret), 4))
    page = render("sign_in/set_up.html", errors=errors, code=code, invited=opened, picture=picture, secret=secret)
    return page, 422 if errors else 200


def _none() -> ResponseReturnValue:
    return render("sign_in/invitation.html", errors={"code": "invitation.none"}), 422
