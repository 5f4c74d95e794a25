"""Admission: who is offered places at once, and who has to show more first. One pure function of named signals.

The rules are data (`Policy`, written down in `policy.toml`): each control names the signals it looks at, what follows,
why in a class that people are told, and for how long. What is decided is a step of one ladder, and whoever has shown
as much as that step asks goes on: nobody is refused without a reason, an end and a person (laws.md, invariant 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Final, Literal

from booking_core.doorstep import Doorstep
from booking_core.limits import NO_LOOK_UPS, Budgets, LookUps
from booking_core.surprise import EXPECTED


class Decision(IntEnum):
    """What a caller has to show before any time is offered, in rising order."""

    ADMIT = 0
    """Nothing."""
    PROVE = 1
    """The number is proven in this call or thread, by a code."""
    CALL_BACK = 2
    """The line calls the number after a random time, and a key is pressed there."""
    QUEUE = 3
    """A person talks with them: at the desk, in the queue's order."""
    REFUSE = 4
    """Not by this line, until the decision ends or a person lifts it."""


class LineType(StrEnum):
    """What a number is, as far as anybody knows: by a look-up, else by the numbering plan."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    FIXED_VOIP = "fixed_voip"
    """Internet telephony bound to an address, as cable companies sell it."""
    NON_FIXED_VOIP = "non_fixed_voip"
    """Internet telephony bound to nothing: anybody rents such numbers, and honest people have them too."""
    TOLL_FREE = "toll_free"
    """Paid for by who is called."""
    PREMIUM = "premium"
    """Pays its holder for being called or texted."""
    SHARED_COST = "shared_cost"
    """The same in part."""
    PERSONAL = "personal"
    """Follows its holder from telephone to telephone."""
    UNIVERSAL = "universal"
    """A company's, whatever its place."""
    VOICEMAIL = "voicemail"
    PAGER = "pager"
    UNKNOWN = "unknown"
    """Nobody has looked, and the numbering plan does not tell mobiles from others there."""


Why = Literal["alike", "often", "unused", "line", "changed", "flood"]
"""Reason classes, each a sentence in every language: many numbers like this one; this phone very often; places held and
not used; this kind of number; it changed hands or card; the line is flooded."""

Mode = Literal["enforce", "record", "off"]
"""`record`: what the control would have done is written down, and nothing follows."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about who asks, at this instant. None: not known, and then no control looks at it."""

    channel: str
    """`voice` or `sms`; agents act for whom they talk with, and nobody judges those."""
    region: str | None = None
    """ISO 3166-1 alpha-2."""
    line_type: LineType | None = None
    """By a look-up, else by the numbering plan."""
    stir: str | None = None
    """Attestation of this call: `A`, `B`, `C` or `failed`."""
    attested: bool = False
    """The attestation is `A`: the caller's own carrier vouches for the number."""
    own: bool = False
    """The call is certainly this number's: attested A with no number keyed in, or proven in this call or thread."""
    kept: bool = False
    """The number has kept an appointment here; nobody who does is a newcomer of a block, carrier or region."""
    known_days: int | None = None
    """Since the number first kept an appointment or proved itself here (as far back as proofs are kept); 0: never."""
    calls_hour: int = 0
    """Calls of this number in the last hour, this one included; none of ours to it."""
    calls_day: int = 0
    """The same in 24 hours."""
    own_calls_day: int = 0
    """Of those the ones that are certainly its own: attested (A), and no number keyed in."""
    calls_now: int = 0
    """Calls of this number that are up at once, this one included."""
    texts_hour: int = 0
    """Texts of this number in the last hour."""
    holds_day: int = 0
    """Holds this number took in 24 hours, proven or not."""
    own_holds_day: int = 0
    """Of those the ones that are certainly its own: proven, or of attested calls."""
    unfinished: float | None = None
    """Share of the holds that were proven, or of attested calls, that came to nothing, 30 days; None under three."""
    hang_ups: float | None = None
    """Share of proven or attested calls that ended within 10 seconds, 30 days; None under three of them."""
    block_tail: float | None = None
    """Chance (Poisson) that as many newcomers of this number's block of 10,000 ask as do: in a day, a week or four
    weeks, the least of the three. None, as for the other two: this number is no newcomer."""
    carrier_tail: float | None = None
    """The same in a day, for the carrier and line type that a look-up named; None while their load is not known."""
    region_tail: float | None = None
    """The same for the region."""
    sim_swap_hours: float | None = None
    """Since the SIM card was last changed, as a look-up says."""
    reassigned: bool | None = None
    """The number has another holder than when it was last proven here."""
    in_service: bool | None = None
    """Whether anybody has the number now, as a look-up says."""
    pumping_risk: int | None = None
    """0 to 100, as a look-up says."""
    looked_up: bool = True
    """False: look-ups are away or out of budget, so this is judged offline."""
    flood: bool = False
    """A flood is declared."""


Value = float | bool | str

SIGNALS: Final = frozenset(each.name for each in fields(Signals))


@dataclass(frozen=True, slots=True)
class Condition:
    """One signal and its bounds; what is not known meets no bound."""

    signal: str
    at_least: float | None = None
    at_most: float | None = None
    among: frozenset[Value] | None = None
    not_among: frozenset[Value] | None = None

    def holds(self, signals: Signals) -> bool:
        """Whether the signal is known and within every bound."""
        value = getattr(signals, self.signal)
        if value is None:
            return False
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.among is None or value in self.among)
            and (self.not_among is None or value not in self.not_among)
        )


@dataclass(frozen=True, slots=True)
class Control:
    """One control: when all its conditions hold, `then` follows for so long."""

    name: str
    mode: Mode
    then: Decision
    why: Why
    lasts: timedelta
    when: tuple[Condition, ...]
    unvouched: tuple[Decision, timedelta] | None = None
    """What follows, and for how long, while `own` is false; None: the same."""

    def fires(self, signals: Signals) -> bool:
        """Whether every condition holds."""
        return all(each.holds(signals) for each in self.when)

    def asked_of(self, signals: Signals) -> Control:
        """The same control with what follows for this caller."""
        other = None if signals.own else self.unvouched
        return self if other is None else replace(self, then=other[0], lasts=other[1])


ANY_SERVICE: Final = "*"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of admission. Without any, everybody is admitted."""

    controls: tuple[Control, ...] = ()
    line_types: Mapping[str, Mapping[LineType, Decision]] = field(default_factory=dict)
    """Service (its English name, or `*` for those not named) → line type → what such a number has to show."""
    line_type_mode: Mode = "enforce"
    line_type_lasts: timedelta = timedelta(days=1)
    call_back: tuple[timedelta, timedelta] = (timedelta(minutes=5), timedelta(minutes=30))
    """The line calls back after a random time between these."""
    block_a_day: float = EXPECTED
    """Newcomers a day that are nothing special in any block of 10,000 numbers, whatever the line has learned."""
    doorstep: Doorstep | None = None
    """What is asked before anything is answered; None: nothing."""
    look_ups: LookUps = NO_LOOK_UPS
    budgets: Budgets | None = None
    """None: a number's own budgets are the only ones."""

    def of_line_type(self, service: str, line_type: LineType | None) -> Decision:
        """What a number of this type has to show for a service."""
        table = self.line_types.get(service) or self.line_types.get(ANY_SERVICE) or {}
        return Decision.ADMIT if line_type is None else table.get(line_type, Decision.ADMIT)


OPEN: Final = Policy()
"""Admits everybody."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided, by which control, and what every control that fired would do."""

    decision: Decision
    control: str | None = None
    why: Why | None = None
    lasts: timedelta | None = None
    unvouched: bool = False
    """It is asked because the call may be anybody's, and binds nobody of whom that is not so."""
    fired: tuple[tuple[str, Mode, Decision], ...] = ()
    """Name, mode and step of each control that fired, recorded ones included."""


LINE_TYPE: Final = "line_type"
"""The name under which the table of line types counts as a control."""


def decide(signals: Signals, policy: Policy, service: str, lifted: frozenset[str] = frozenset()) -> Ruling:
    """The strictest of the enforced controls that fire; of equals the first in the file.

    `lifted`: controls that a person has set aside for this number.
    """
    controls = (*policy.controls, *_by_line_type(signals, policy, service))
    fired = [control.asked_of(signals) for control in controls if control.mode != "off" and control.fires(signals)]
    told = tuple((control.name, control.mode, control.then) for control in fired)
    enforced = [control for control in fired if control.mode == "enforce" and control.name not in lifted]
    if not enforced:
        return Ruling(Decision.ADMIT, fired=told)
    first = max(enforced, key=lambda control: control.then)
    unvouched = first.unvouched is not None and not signals.own
    return Ruling(first.then, first.name, first.why, first.lasts, unvouched, told)


def _by_line_type(signals: Signals, policy: Policy, service: str) -> tuple[Control, ...]:
    """The row of the table for this number, as a control like the others."""
    then = policy.of_line_type(service, signals.line_type)
    asks = Control(LINE_TYPE, policy.line_type_mode, then, "line", policy.line_type_lasts, ())
    return () if then is Decision.ADMIT else (asks,)
