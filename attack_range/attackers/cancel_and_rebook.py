"""Resale: a seller has bookings in stock, gives one up, and tries to catch the place for a client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from attack_range.acting import Actor, Doing, Life, wait, wait_until
from attack_range.attackers.numbering import scattered
from attack_range.attackers.robot import BOOKS, BOOKS_NOW, GIVES_UP, LISTS, End, Robot
from attack_range.attackers.texting import answers_texts
from attack_range.attacks import Attack, Budget, Facts, Setting
from attack_range.numbers import facts

_STAGGER_S = 45
_LOOK_S = 30 * 60
_LOOKS = 12
_FEWEST = 5
"""Sales on the smallest line, so that one of them tells nothing of all."""


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
        "A seller who books places with scattered SIM cards to sell them. When nothing is free any more, a client's "
        "number goes on the waiting list, a machine gives a place up, and calls again and again to catch it for the "
        "client. What is counted as stolen is what the clients have at the end of times that somebody had given up."
    )
    gated = True
    resells = True
    number_price = "sim"
    budget_type = SellerBudget

    def __init__(self, budget: SellerBudget, setting: Setting) -> None:
        super().__init__(budget, setting)
        many = max(min(_FEWEST, budget.sales), setting.scaled(budget.sales))
        both = scattered(setting.chance, 2 * many, setting.people)
        self.stock, self.clients = both[:many], both[many:]

    def actors(self) -> list[Actor]:
        """A machine a sale."""
        return [
            Actor(self.name, pair, self.setting.releases[0] + timedelta(seconds=_STAGGER_S * nth), self._sells)
            for nth, pair in enumerate(zip(self.stock, self.clients, strict=True))
        ]

    def counts(self, owned: set[str]) -> set[str]:
        """The clients' alone: what a card has in stock is another attack's question."""
        return set(self.clients)

    def _sells(self, me: Actor) -> Life:
        """On the last day, once nothing is free any more: before that nobody pays."""
        own, client = me.owns
        robot = Robot(self.setting.own_chance(), "A")
        has = yield from robot.does(BOOKS_NOW, own)
        yield from wait_until(self.setting.releases[-1] + timedelta(hours=self.budget.hands_over_after_hours))
        for _ in range(_LOOKS):
            yield from answers_texts((own,))
            if (yield from robot.does(LISTS, client)) is not End.FREE:
                break
            yield from wait(_LOOK_S)
        else:
            return
        if has is End.BOOKED:
            yield from robot.does(GIVES_UP, own)
            yield from self._catches(robot, me)

    def _catches(self, robot: Robot, me: Actor) -> Doing[None]:
        """By calls for the client, and by whatever the waiting list offers."""
        end = End.LISTED
        for _ in range(self.budget.redials):
            yield from wait(60 * self.budget.redial_minutes)
            yield from answers_texts(me.owns)
            if end not in (End.BOOKED, End.HAS_ONE):
                end = yield from robot.does(BOOKS, me.owns[1])
        for _ in range(_LOOKS):
            yield from wait(_LOOK_S)
            yield from answers_texts(me.owns)

    def facts(self) -> Mapping[str, Facts]:
        """As of anybody."""
        return {number: facts("mobile", "Verizon Wireless") for number in (*self.stock, *self.clients)}
