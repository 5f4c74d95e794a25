"""What the desk asks of the institution's own sign-in, whichever library carries it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Protocol


class ElsewhereAway(Exception):
    """It does not answer, or not as it should."""


class ElsewhereRefused(Exception):
    """It did not let this person in, or its answer was not for this try."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A try to sign in there: what its answer will be held against. The browser keeps it, signed by us."""

    state: str
    nonce: str
    verifier: str

    def as_fields(self) -> dict[str, str]:
        """For the cookie."""
        return asdict(self)


class Elsewhere(Protocol):
    """The institution's own sign-in."""

    def begin(self) -> tuple[str, Begun]:
        """Where to send the browser, and what to keep meanwhile. Raises ElsewhereAway."""

    def finish(self, begun: Begun, code: str, issuer: str | None) -> str:
        """The subject that came back with this code. Raises ElsewhereAway or ElsewhereRefused."""
