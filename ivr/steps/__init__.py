"""The steps of the script, one topic a file, each with what it hears and what it asks."""

from __future__ import annotations

from ivr.script import Step
from ivr.steps import callbacks, holding, mine, proving, refusals, times, waiting, welcome, wishes
from ivr.steps.step import StepView

STEPS: dict[Step, StepView] = {
    Step.WELCOME: welcome.WELCOME,
    Step.PHONE: welcome.PHONE,
    Step.RESUME: welcome.RESUME,
    Step.SERVICE: wishes.SERVICE,
    Step.PARTY: wishes.PARTY,
    Step.TRAVEL: wishes.TRAVEL,
    Step.OFFICE: wishes.OFFICE,
    Step.OFFERS: times.OFFERS,
    Step.OTHER_TIMES: times.OTHER_TIMES,
    Step.DAY: times.DAY,
    Step.PART: times.PART,
    Step.PROVE: proving.PROVE,
    Step.PRESENCE: proving.PRESENCE,
    Step.VISITOR: holding.VISITOR,
    Step.VISITOR_BACK: holding.VISITOR_BACK,
    Step.CODE: holding.CODE,
    Step.BOOKED: holding.BOOKED,
    Step.LAPSED: holding.LAPSED,
    Step.LIMIT: refusals.LIMIT,
    Step.SUSPENDED: refusals.STUCK,
    Step.TOO_MANY: refusals.STUCK,
    Step.TEXTS_OFF: refusals.TEXTS_OFF,
    Step.CALL_COMING: proving.CALL_COMING,
    Step.MINE_CODE: proving.MINE_CODE,
    Step.MINE: mine.MINE,
    Step.MOVE_SURE: mine.MOVE_SURE,
    Step.MOVES_USED: refusals.STUCK,
    Step.GIVE_UP: mine.GIVE_UP,
    Step.GIVEN_UP: mine.GIVEN_UP,
    Step.ON_LIST: waiting.ON_LIST,
    Step.OFF_LIST: waiting.OFF_LIST,
    Step.OFFERED: waiting.OFFERED,
    Step.REFUSED: refusals.REFUSED,
    Step.KEY_NUMBER: callbacks.KEY_NUMBER,
    Step.NUMBER_BACK: callbacks.NUMBER_BACK,
    Step.OWN_PHONE: callbacks.OWN_PHONE,
    Step.OUTBOUND: proving.OUTBOUND,
    Step.MESSAGE: callbacks.MESSAGE,
    Step.CALLBACK: callbacks.CALLBACK,
    Step.GOODBYE: callbacks.GOODBYE,
}
