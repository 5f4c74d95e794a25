"""The doorstep as telephones hear it: through the exchange, with the whole line behind it."""

from __future__ import annotations

import demo
from booking_core import desk_commands as d
from booking_core.actors import Staff
from booking_core.admission import Policy
from booking_core.core import Core
from tests.doorstep.bell import RULES
from tests.house import open_house


def test_a_rejected_call_is_busy_and_one_that_ends_makes_room(core: Core, url: str) -> None:
    """The telephone hears that the line is busy; nothing of it is answered, billed or written."""
    core.policy = Policy(doorstep=RULES)
    core.perform(d.DeclareFlood(Staff("kim"), None, "bots", 60), "flood")
    with open_house(core, url) as house:
        call = house.phone("+19995550100").call(demo.LINE)
        assert (call.status, call.heard) == ("busy", [])
        first = [house.phone(f"+1202555012{nth}").call(demo.LINE) for nth in range(2)]
        assert house.phone("+12025560123").call(demo.LINE).status == "busy"
        assert house.phone("anonymous").call(demo.LINE).status == "in-progress"
        first[0].hang_up()
        house.exchange.settle()
        assert house.phone("+12025560123").call(demo.LINE).status == "in-progress"
        assert len(house.rows("SELECT 1 FROM calls")) == 4
