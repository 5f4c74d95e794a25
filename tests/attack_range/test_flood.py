from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from attack_range.acting import Actor, Life, dial, hang_up, listen, wait_until
from attack_range.agents import supervisor
from attack_range.field import Days, found
from attack_range.layers import policy_without
from attack_range.living import Stage
from attack_range.parameters import load
from attack_range.performing import perform
from attack_range.world import World
from postgres import EmbeddedServer

UNVOUCHED = "+13105671235"
NO_PLAN = "+10551234561"


def test_what_only_a_declared_flood_brings_is_met(server: EmbeddedServer, tmp_path: Path) -> None:
    """Ten minutes after the release staff declare it, by the range's own time, and for an hour: only then is the line
    busy for a number that cannot be, and for one that nobody vouches for while a hundredth of the line has a call up.
    """
    parameters = load()
    days = Days(parameters.line, 0.01, 1)
    url = server.create_database("attack_range_flood")
    found(url, days, parameters.desk, parameters.people)
    world = World(url, tmp_path, days.begins, {}, policy_without("", days.share))
    stage, (release,) = Stage(world, days.ends, perform), days.releases
    met: dict[tuple[str, int], str] = {}

    def calls(who: str, number: str, *minutes: int) -> Actor:
        def live(me: Actor) -> Life:
            for after in minutes:
                yield from wait_until(release + timedelta(minutes=after))
                met[who, after] = (yield from dial(number)).status
                yield from listen()
                yield from hang_up()

        return Actor("flooder", (), days.begins, live)

    stage.enter([supervisor(parameters.desk, days.releases), calls("fills", "+14155670001", 29),
                 calls("nobody", NO_PLAN, 5, 15, 80), calls("unknown", UNVOUCHED, 5, 20, 29, 85)])  # fmt: skip
    stage.run()
    world.close()
    assert {who: status for who, status in met.items() if status == "busy"} == {
        ("nobody", 15): "busy", ("unknown", 29): "busy"
    }  # fmt: skip
