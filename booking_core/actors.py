"""Who asks. A caller and an agent are known by the call they are in, a texter by the number it texts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from booking_core.numbers import Number


@dataclass(frozen=True, slots=True)
class Caller:
    """A person on the line. Which number it is stands in the call's row: caller ID, or keyed in when withheld."""

    sid: str
    channel: ClassVar[str] = "voice"

    @property
    def name(self) -> str:
        """How the audit names this actor."""
        return "caller"


@dataclass(frozen=True, slots=True)
class Texter:
    """A person who texts. The number is a claim until a code from it is sent back in this thread."""

    number: Number
    channel: ClassVar[str] = "sms"

    @property
    def name(self) -> str:
        """How the audit names this actor."""
        return "texter"


@dataclass(frozen=True, slots=True)
class Agent:
    """A clerk who books for the person on the call `sid`, under that person's limit and by that person's proof."""

    login: str
    sid: str
    channel: ClassVar[str] = "desk"

    @property
    def name(self) -> str:
        """How the audit names this actor."""
        return f"agent:{self.login}"


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody signed in at the desk who acts for no caller: at the counter, as a supervisor, about themselves."""

    login: str

    @property
    def name(self) -> str:
        """How the audit names this person: as when they act for a caller."""
        return f"agent:{self.login}"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who gives a command of `fairline`, by the name of the account on that machine; no actor of any dialogue."""

    account: str

    @property
    def name(self) -> str:
        """How the audit names this person."""
        return f"operator:{self.account}"


Actor = Caller | Texter | Agent
