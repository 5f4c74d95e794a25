"""Questions by text on the stage, and their answers."""

from __future__ import annotations

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, Stage


def asked(stage: Stage, wish: c.Wish = "give_up", e164: str = ANN) -> o.Asked:
    """A question about the one booking of a number."""
    found = stage.do(c.AskToChange(stage.text(e164), wish, None))
    assert isinstance(found, o.Asked), found
    return found


def reply(stage: Stage, digits: str, e164: str = ANN) -> o.Outcome:
    """A nonce, texted."""
    return stage.do(c.AnswerQuestion(stage.text(e164), digits))


def wrong(question: o.Asked) -> str:
    """Four digits that are none of the question's."""
    told = {each.digits for each in question.questions}
    return next(str(digits) for digits in range(1000, 9999) if str(digits) not in told)
