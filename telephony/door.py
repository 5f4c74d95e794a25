"""The door: only what the provider signed, whole and for this account, comes in, before any look-up or write."""

import re
from dataclasses import dataclass

from telephony.form import Form, read_form
from telephony.signature import Signatures

MAX_BODY = 64 * 1024
"""Bytes of the largest body that is read."""

_TARGET = re.compile(r"/[!-~]*")
_SHAPES = {
    "AccountSid": re.compile(r"AC[0-9a-f]{32}"),
    "CallSid": re.compile(r"CA[0-9a-f]{32}"),
    "MessageSid": re.compile(r"(?:SM|MM)[0-9a-f]{32}"),
}
_ADDED_LATE = ("StirVerstat", "CallToken")
_SENDER = re.compile(r"From\+?[0-9]")


SIGNATURE_HEADER = "X-Twilio-Signature"


@dataclass(frozen=True, slots=True)
class Turned:
    """Turned away with this HTTP status: 413 for a body too large, 403 for all else."""

    status: int


class Door:
    """Admits webhooks of the account `account_sid`, signed over `public_url` with one of `tokens`.

    Nothing is logged here: a signature kept anywhere could be used again (it has neither date nor nonce).
    """

    def __init__(self, public_url: str, tokens: tuple[str, ...], account_sid: str) -> None:
        self._signatures = Signatures(public_url, tokens)
        self._account_sid = account_sid

    def admit(self, raw_target: str, body: bytes, signature: str | None) -> Form | Turned:
        """The form in `body`, or how to turn it away.

        `raw_target` is path and query as they came, still percent-encoded; `signature` is the header
        X-Twilio-Signature. The form's values hold no U+0000, which PostgreSQL cannot store.
        """
        if len(body) > MAX_BODY:
            return Turned(413)
        form = read_form(body)
        if form is None or not signature or not _TARGET.fullmatch(raw_target):
            return Turned(403)
        signed = self._signed(raw_target, form, signature)
        if signed is None or not self._is_ours(signed) or _hides_sender(signed):
            return Turned(403)
        return Form({name: value.replace("\0", "") for name, value in signed.values.items()})

    def _signed(self, raw_target: str, form: Form, signature: str) -> Form | None:
        """What of `form` is signed.

        Two fields are reported to be added after signing at times; then they are dropped, because anybody may have
        added them.
        """
        if self._signatures.cover(raw_target, form.values, signature):
            return form
        rest = form.without(_ADDED_LATE)
        if len(rest.values) < len(form.values) and self._signatures.cover(raw_target, rest.values, signature):
            return rest
        return None

    def _is_ours(self, form: Form) -> bool:
        """Whether the account is ours, and every identifier has its exact shape."""
        shapely = all(shape.fullmatch(form.values[name]) for name, shape in _SHAPES.items() if name in form.values)
        return shapely and form.get("AccountSid") == self._account_sid


def _hides_sender(form: Form) -> bool:
    """Whether a second `From` with a number lies inside another field.

    Names and values are signed as one string without separators, so a captured signature of a text with the body
    `hiFrom+12025550123FromX` also covers a form with that very `From`, and the true one hidden in a field `FromX`.
    Names before `From` in the order of signing cannot hide it: the text body is the one field people write freely,
    and it comes before. `ForwardedFrom` is such a name, and holds a number honestly.
    """
    later = ((name, value) for name, value in form.values.items() if name >= "From")
    return _SENDER.search("\n".join(value if name == "From" else name + value for name, value in later)) is not None
