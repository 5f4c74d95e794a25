"""What one run of the range comes to: the figures that gates and report read, and `figures.json` holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from attack_range.acting import Tally


@dataclass(frozen=True, slots=True)
class Group:
    """Honest people of one kind, such as `landline`. Served, in hand, refused and gave up add up to `people`."""

    people: int = 0
    served: int = 0
    """Booked, by the line or by an agent."""
    in_hand: int = 0
    """Not booked, but with a person, a call-back or a place on the waiting list."""
    refused: int = 0
    """Turned away by the line with neither: none may be."""
    gave_up: int = 0
    """Left by themselves, such as where no free time suited them."""
    stepped_up: int = 0
    """Asked for more than their group's ordinary road."""
    minutes: float = 0.0
    """On the telephone, of all together."""
    turned_away: int = 0
    """Calls that were not answered because the line was full, or that heard at the door that there were too many."""

    def __add__(self, other: Group) -> Group:
        """Both together."""
        return Group(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


@dataclass(frozen=True, slots=True)
class Stock:
    """How the places went."""

    on_sale: int
    sold: int
    stolen: int
    """Of the sold: to numbers of the attacker."""

    @property
    def share(self) -> float:
        """Stolen of the places on sale, 0 to 1: what nobody took anybody else may have."""
        return self.stolen / self.on_sale if self.on_sale else 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One attack in one run of days: a cell of the range."""

    attack: str
    """Empty: nobody attacks."""
    seed: int
    layer_off: str
    """Empty: every layer is on."""
    numbers_owned: int
    stock: Stock
    spent: Tally
    """What all its actors have used together."""
    groups: Mapping[str, Group]
    unprotected: Stock
    """The same callers before a line that gives to whoever comes first."""
    unprotected_groups: Mapping[str, Group] = field(default_factory=dict)
    line_share: float = 1.0
    """The size of the line, as a share of the whole one."""
    baseline: bool = False
    """Every layer is on, on the small line of the runs with a layer off: what those are compared with, and no more."""
    blocks: int = 0
    """Of 10,000 numbers, in which the attacker's own lie."""
    victim_hour: int = 0
    """The most texts that the line sent by itself to one victim within an hour: codes and what follows."""
    victim_day: int = 0
    victim_answers: int = 0
    """The most answers to texts in a victim's name that came to it within a day."""
    pumped: int = 0
    """Texts that the line sent to numbers which earn the attacker money."""
    pumped_unused: int = 0
    """Of these the ones to numbers that had proven nothing, but for the codes that were keyed in."""
    pump_budget: int = 0
    """How many may lie unused by the policy in the days of the run; 0: nobody pumps."""
    line_texts: int = 0
    """Texts that the line sent because of the attacker."""
    line_minutes: int = 0
    """Whole minutes of calls with the attacker that the institution pays."""
    learned: int = 0
    """Secrets the attacker got at: codes guessed, bookings of others read, changed or found out."""
    alarm_seconds: float | None = None
    """From the first text over the budget until staff were alarmed; None: no budget was passed."""
    admissions: Mapping[str, int] = field(default_factory=dict)
    """Decision → how often the line took it of anybody, for the report."""
    turns: int = 0
    seconds: float = 0.0
    """How long the run took on this machine."""

    @property
    def is_whole(self) -> bool:
        """Whether gates and figures of the line are of it: every layer is on, and it is no layer's run."""
        return not (self.layer_off or self.baseline)

    @property
    def whole_share(self) -> float:
        """Stolen of what the whole line has on sale in these days, 0 to 1.

        What is told by a number's block or by somebody's own telephone is as many places on a small line as on the
        whole one; on the whole line this is `stock.share`.
        """
        return self.stock.share * self.line_share
