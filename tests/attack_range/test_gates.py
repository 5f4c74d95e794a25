from __future__ import annotations

import pytest

from attack_range.attackers import ATTACKS
from attack_range.figures import Run, Stock
from attack_range.gates import gates
from tests.attack_range.sample import groups, run, small, whole

STOPPED = {name for name, attack in ATTACKS.items() if attack.gated}


def broken(*runs: Run) -> set[str]:
    """The gates that do not hold."""
    return {gate.name for gate in gates(runs, STOPPED) if not gate.holds}


def test_what_is_as_it_should_be_passes() -> None:
    """Every gate holds over every attack; and with no run at all none of them can be said to hold."""
    assert broken(*whole()) == set()
    assert "Honest people refused" in broken()


@pytest.mark.parametrize(
    ("wrong", "gate"),
    [
        (run("dispersed_sims", numbers_owned=3, stock=Stock(400, 400, 4)), "Places beyond the numbers owned"),
        (run("consecutive_bank", stock=Stock(400, 400, 40)), "Share stolen of a whole line: consecutive bank"),
        (run("", groups=groups(refused=1)), "Honest people refused"),
        (run("", groups=groups({"voip": 25})), "Step-ups of a group"),
        (run("code_bomber", victim_hour=4), "Texts to one victim in an hour"),
        (run("code_bomber", victim_day=6), "Texts to one victim in a day"),
        (run("pumper", pump_budget=90, pumped_unused=91, alarm_seconds=20), "Unused texts to ranges that pay"),
        (run("pumper", pump_budget=90, pumped_unused=90, alarm_seconds=61), "Alarm after the budget was passed"),
    ],
)
def test_each_gate_can_fall(wrong: Run, gate: str) -> None:
    """One figure that is wrong breaks its own gate and no other, however many runs are right."""
    assert broken(*whole(), wrong) == {gate}


def test_what_cannot_be_stopped_is_reported_and_fails_nothing() -> None:
    """Real cards of real people may take more than a fiftieth; a layer that is off may let anybody through."""
    assert broken(run("dispersed_sims", stock=Stock(400, 400, 60))) == set()
    assert (
        broken(run("consecutive_bank"), run("consecutive_bank", layer_off="block", stock=Stock(400, 400, 60))) == set()
    )


def test_what_layers_are_compared_with_is_no_run_of_the_line() -> None:
    """On a tenth of the line an attack may have half of it, and somebody be refused: neither is the line's figure."""
    wrong = small("consecutive_bank", groups=groups(refused=1), victim_day=9)
    assert broken(run("consecutive_bank"), *wrong) == set()
    assert "Honest people refused" in broken(*wrong), "nothing whole was run"


def test_a_gate_names_the_blocks_of_numbers_and_the_rule_of_chance() -> None:
    """What a box of cards gets hangs on how many boxes it is; three times the average is judged beside chance."""
    told = gates([run("consecutive_bank", numbers_owned=200, blocks=2), run("hoarder", blocks=58)], STOPPED)
    found = {gate.name: gate for gate in told}
    assert "(200 numbers of 2 blocks of 10,000)" in found["Share stolen of a whole line: consecutive bank"].found
    assert "block" not in found["Share stolen of a whole line: hoarder"].found
    assert "p > 0.001" in found["Step-ups of a group"].limit


def test_a_small_line_is_judged_by_the_whole_one() -> None:
    """Two cards of each box get through before it is seen, on a line of twenty places as on one of two hundred."""
    assert broken(run("consecutive_bank", line_share=0.1, stock=Stock(20, 20, 4))) == set()
    assert broken(run("consecutive_bank", line_share=0.1, stock=Stock(20, 20, 5))) != set()


def test_chance_is_no_fault() -> None:
    """One of two people who was stepped up is no group that is stepped up three times as often as all."""
    few = {**groups(), "withheld": groups()["withheld"].__class__(people=2, served=2, stepped_up=1)}
    assert broken(run("", groups=few)) == set()
