from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from attack_range import layers, record
from attack_range.attackers import ATTACKS
from attack_range.cells import Cell
from attack_range.field import Days
from attack_range.figures import Run
from attack_range.parameters import load
from attack_range.runs import cells, tell
from range_commands import _keep
from tests.attack_range.sample import about, run

PARAMETERS = load()
DAYS = Days(PARAMETERS.line, 1.0, 1)


def test_a_run_that_fails_calls_off_the_others() -> None:
    """It is told at once and by its cell, the runs before it were told too, and hardly another one is begun."""
    begun: list[int] = []
    told: list[int] = []
    may = threading.Event()

    def fails() -> Run:
        may.wait(10)  # until the run before it was told
        raise ZeroDivisionError

    def goes_on(nth: int) -> Run:
        begun.append(nth)
        return run("hoarder", nth)

    def hears(each: Run) -> None:
        told.append(each.seed)
        may.set()

    with ThreadPoolExecutor(1) as processes:
        first = {processes.submit(goes_on, 0): Cell("hoarder", 0, "", DAYS)}
        bad = {processes.submit(fails): Cell("pumper", 7, "budgets", DAYS)}
        rest = {processes.submit(goes_on, nth): Cell("hoarder", nth, "", DAYS) for nth in range(1, 1000)}
        with pytest.raises(ZeroDivisionError) as failed:
            tell(processes, first | bad | rest, hears)
    assert failed.value.__notes__ == ["in the run: attack pumper, seed 7, layer off budgets"]
    assert told[0] == 0
    assert len(begun) < 900


def test_what_is_measured_is_kept_as_it_is_measured(tmp_path: Path) -> None:
    """Whatever breaks later, the runs until then make a report: the folder holds them from the first on."""
    runs: list[Run] = []
    for seed in (1, 2):
        runs.append(run("hoarder", seed))
        _keep(tmp_path / "report", about(), runs)
        assert record.read(tmp_path / "report" / "figures.json") == (about(), runs)


def test_every_attack_has_a_baseline_on_the_line_of_its_layers() -> None:
    """One run a seed with every layer on, as small as those it is compared with; on the quick range there are none."""
    wanted = cells(PARAMETERS, PARAMETERS.full)
    for attack in ATTACKS:
        baseline, *off = [cell for cell in wanted if cell.attack == attack and cell.days != DAYS]
        assert (baseline.layer_off, baseline.baseline) == ("", True)
        assert off
        assert all(cell.layer_off and not cell.baseline and cell.days == baseline.days for cell in off)
    assert not any(cell.baseline for cell in cells(PARAMETERS, PARAMETERS.quick))


def test_a_layer_is_taken_off_where_it_is_met() -> None:
    """The control of a declared flood is off in turn for the flooder alone: nobody else's days have one declared."""
    wanted = [cell for cell in cells(PARAMETERS, PARAMETERS.full) if cell.layer_off == layers.FLOOD]
    assert {cell.attack for cell in wanted} == {"flooder"}
    (control,) = [each for each in layers.policy_without(layers.FLOOD, 1.0).controls if each.name == layers.FLOOD]
    assert control.mode == "off"


def test_a_small_line_is_full_of_fewer_calls() -> None:
    """What the policy's door takes at once is of a whole line."""
    whole, small = (layers.policy_without("", share).doorstep for share in (1.0, 0.1))
    assert whole is not None
    assert small is not None
    assert (whole.calls_now, small.calls_now) == (100, 10)
