"""One request of the provider about a call, and the key under which its answer is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from booking_core.desk_commands import CameOut


@dataclass(frozen=True, slots=True)
class Turn:
    """What one request of the provider says about a call."""

    sid: str
    dialled: str
    """E.164."""
    caller: str
    """Caller ID as it came: a number, or a word for withheld."""
    keys: str | None
    speech: str | None
    confidence: float | None
    seal: str | None
    troubles: int = 0
    """How often this very turn has met trouble."""
    unknown: bool = False
    """In that trouble an outcome was left unknown: until an answer comes, nobody may say that nothing was changed."""
    outbound: bool = False
    """The line called: `caller` is whom."""
    came_out: CameOut | None = None
    """No input: the call has come out of the queue, or out of a talk."""
    stir: str | None = None
    """Attestation of the caller ID: `A`, `B`, `C`, `failed`, or None where nobody vouches."""
    ringing: bool = False
    """The call is not answered yet."""


def turn_key(turn: Turn) -> str:
    """The key of a turn: its call, and the hash of the incoming seal and input. A retry has the same; nothing else."""
    said = "\x00".join((turn.seal or "", turn.keys or "", turn.speech or "", turn.came_out or ""))
    return f"voice:{turn.sid}:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
