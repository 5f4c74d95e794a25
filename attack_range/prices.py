"""What an attack costs its attacker, and the institution, by the price table of the parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from attack_range.figures import Run


class Price(BaseModel):
    """One price, in US dollars."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usd: float = Field(ge=0)
    per: Literal["number", "minute", "text", "hour", "place"]
    assumed: bool
    """Nobody published it, or nobody has read it again: the report marks it."""
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

    def of_attack(self, run: Run, kind: str, *, listens: bool) -> float:
        """What the attacker paid for numbers of that kind (a name of this table), calls, texts and people.

        `listens`: a recogniser hears the calls. Raises AttributeError for a kind that has no price.
        """
        number: Price = getattr(self, kind)
        spent = run.spent
        return (
            number.usd * run.numbers_owned
            + self.minute.usd * spent.minutes_billed
            + self.recogniser.usd * (spent.call_seconds / 60 if listens else 0)
            + self.text_out.usd * spent.texts_sent
            + self.text_in.usd * spent.texts_got
            + self.human.usd * spent.human_seconds / 3600
        )

    def of_line(self, run: Run) -> float:
        """What the attack made the institution pay its provider."""
        return self.line_text.usd * run.line_texts + self.line_minute.usd * run.line_minutes
