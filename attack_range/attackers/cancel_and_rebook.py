"""Resale: a seller has bookings in stock, gives one up, and tries to catch the place for a client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from attack_range.acting import Actor, Life, wait, wait_until
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import BOOKS, BOOKS_NOW, GIVES_UP, End, Robot
from attack_range.attackers.texting import answers_texts
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts

_STAGGER_S = 45
_LOOK_S = 15 * 60


class SellerBudget(Budget):
    """A stock of places, and clients who want one each."""

    sales: int = Field(ge=1)
    """Places in stock, and so many clients."""
    hands_over_after_hours: float = Field(ge=0)
    """After the release, when places are sold out."""
    redials: int = Field(ge=0)
    """Calls for a client after the place was given up."""
    redial_minutes: float = Field(gt=0)


class CancelAndRebook(Attack[SellerBudget]):
    """A place for each client, out of one that is given up."""

    name = "cancel_and_rebook"
    about = (
        "A seller who books places with scattered SIM cards to sell them. For each client, whose number goes on the "
        "waiting list first, a machine gives a place up and calls again and again to catch it for the client's number. "
        "What is counted as stolen is what the clients have at the end."
    )
    gated = True
    number_price = "sim"
    budget_type = SellerBudget

    def __init__(self, budget: SellerBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        many = setting.scaled(budget.sales)
        both = scattered(setting.chance, 2 * many, setting.people)
        self.stock, self.clients = both[:many], both[many:]

    def actors(self) -> list[Actor]:
        """A machine a sale."""
        return [
            Actor(self.name, pair, self.setting.releases[0] + timedelta(seconds=_STAGGER_S * nth), self._sells,
                  is_attacker=True)
            for nth, pair in enumerate(zip(self.stock, self.clients, strict=True))
        ]  # fmt: skip

    def _sells(self, me: Actor) -> Life:
        """On the last day: by then the place has been kept as long as it takes to find a client."""
        own, client = me.owns
        robot = Robot(self.setting.own_chance(), "A")
        has = yield from robot.does(BOOKS_NOW, own)
        yield from wait_until(self.setting.releases[-1] + timedelta(hours=self.budget.hands_over_after_hours))
        yield from answers_texts((own,))
        end = yield from robot.does(BOOKS, client)
        if has is End.BOOKED:
            yield from robot.does(GIVES_UP, own)
        for _ in range(self.budget.redials):
            if end in (End.BOOKED, End.HAS_ONE):
                break
            yield from wait(60 * self.budget.redial_minutes)
            yield from answers_texts(me.owns)
            end = yield from robot.does(BOOKS, client)
        for _ in range(8):
            yield from wait(_LOOK_S)
            yield from answers_texts(me.owns)

    def facts(self) -> Mapping[str, Facts]:
        """As of anybody."""
        return {number: facts("mobile", "Verizon Wireless") for number in (*self.stock, *self.clients)}
