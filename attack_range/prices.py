"""What an attack costs its attacker, and the institution, by the price table of the parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from attack_range.results import Run, Spent


class Price(BaseModel):
    """One price, in US dollars."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usd: float = Field(ge=0)
    per: Literal["number", "minute", "text", "hour", "place"]
    assumed: bool
    """Nobody published it: the report marks it."""
    source: str = Field(min_length=1)


class Prices(BaseModel):
    """The price table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sim_in_row: Price
    sim: Price
    rented: Price
    voip: Price
    accomplice: Price
    client: Price
    minute: Price
    recogniser: Price
    text_out: Price
    text_in: Price
    human: Price
    line_text: Price
    line_minute: Price
    pump_gain: Price
    resale_low: Price
    resale_high: Price

    def of_attack(self, spent: Spent) -> float:
        """What the attacker paid. Raises AttributeError for a kind of number that has no price."""
        numbers: float = sum(getattr(self, kind).usd * many for kind, many in spent.numbers.items())
        return (
            numbers
            + self.minute.usd * spent.minutes
            + self.recogniser.usd * spent.listened
            + self.text_out.usd * spent.texts_sent
            + self.text_in.usd * spent.texts_got
            + self.human.usd * spent.human_hours
        )

    def of_line(self, run: Run) -> float:
        """What the attack made the institution pay its provider."""
        return self.line_text.usd * run.line_texts + self.line_minute.usd * run.line_minutes
