"""What an honest person makes of the phrases of the line: what asks more of them, what helps them, what they answer."""

from __future__ import annotations

from typing import Final

BORN: Final = "03041985"
STEP_UPS: Final = {
    "prove.first": "prove", "prove.seek": "prove", "calling_back": "call", "calling_back.keyed": "call",
    "not_admitted.person": "person", "not_admitted.until": "person",
    "refused.region": "person", "often.until": "person",
}  # fmt: skip
"""Phrases by which the line asks more of somebody than the ordinary road, and what."""
IN_HAND: Final = (
    "queue.entered", "queue.placed", "callback.noted", "callback.opens", "on_list.any", "on_list.earlier", "talk.now",
)  # fmt: skip
HANG_UP: Final = "hang up"
LISTEN: Final = ""
PLAIN: Final = {
    "resume.menu": "1", "service.menu": "1", "other_times.menu": "1", "right.menu": "1", "code.by_call": "2",
    "prove.text": "1", "prove.call": "1", "own_phone.menu": "1", "outbound.menu": "1", "queue_back.menu": "1",
    "queue_back.keyed": "1", "queue_back.withheld": "2", "queue_full.menu": "1", "queue_full.keyed": "1",
    "queue_full.withheld": "2", "refused.menu": "0", "lapsed.menu": "1", "often.menu": "0",
    "stuck.menu": "0", "at_limit.menu": "0",
    "visitor.entry": BORN, "move.sure": "1", "give_up.sure": "1", "offered.menu": "1", "mine.keep": "1",
    "calling_back": HANG_UP, "calling_back.keyed": HANG_UP,
    "call_coming": HANG_UP, "call_coming.keyed": HANG_UP, "callback.menu": HANG_UP, "talked.menu": HANG_UP,
    "on_list.menu": HANG_UP, "booked.menu": HANG_UP, "given_up.menu": HANG_UP, "goodbye": HANG_UP,
}  # fmt: skip
"""Question → what everybody answers who wants an appointment."""
