"""`fairline range`: the line against honest callers and attackers, and a report of who got the places."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from attack_range.figures import Run
    from attack_range.gates import Gate
    from attack_range.parameters import Parameters, SizeTable
    from attack_range.record import About

PARAMETERS = Path(__file__).with_name("attack_range") / "parameters.toml"
EXIT_CONFIGURATION = 78
EXIT_UNAVAILABLE = 69


@click.command("range")
@click.option("--quick", is_flag=True, help="A small line for one day: in a minute, whether the gates hold.")
@click.option("--seeds", type=click.IntRange(1, 100), help="Runs of each attack.")
@click.option("--days", type=click.IntRange(1, 30), help="Days of each run.")
@click.option("--only", multiple=True, help="This attack; may be given again.")
@click.option(
    "--parameters", type=click.Path(path_type=Path), default=PARAMETERS, help="Others than those that come along."
)
@click.option("--again", type=click.Path(path_type=Path), help="The figures.json of an earlier run, in place of one.")
@click.option("--report", type=click.Path(path_type=Path), help="Write report.html and figures.json into this folder.")
def range_command(
    quick: bool,
    seeds: int | None,
    days: int | None,
    only: tuple[str, ...],
    parameters: Path,
    again: Path | None,
    report: Path | None,
) -> None:
    """Run the attack range. Exit code 1: a gate does not hold."""
    from attack_range.attackers import ATTACKS

    unknown = [attack for attack in only if attack not in ATTACKS]
    if unknown:
        raise click.UsageError(f"no attack {unknown[0]}; there are {', '.join(ATTACKS)}")
    about, runs = _ran(quick, seeds, days, only, parameters, report) if again is None else _read(again)
    found = _gates(runs)
    _show(runs, found)
    if report is not None:
        _write(report, about, runs)
    sys.exit(0 if all(gate.holds for gate in found) else 1)


def _ran(
    quick: bool, seeds: int | None, days: int | None, only: Sequence[str], parameters: Path, report: Path | None
) -> tuple[About, list[Run]]:
    """A run, and what it was run with. Figures are in the report's folder as soon as there are any."""
    from attack_range import record
    from attack_range.field import Days

    loaded = _loaded(parameters)
    size = loaded.quick if quick else loaded.full
    given = {name: value for name, value in (("seeds", seeds), ("days", days)) if value is not None}
    size = size.model_copy(update=given)
    began, day = time.monotonic(), Days(loaded.line, size.share, size.days)
    so_far: list[Run] = []

    def about() -> About:
        return record.About(
            f"{date.today():%B %-d, %Y}", size.days, day.places, round(day.places * loaded.people.demand),
            time.monotonic() - began, loaded.prices, parameters.read_text(),
        )  # fmt: skip

    def keep(run: Run) -> None:
        so_far.append(run)
        if report is not None:
            _keep(report, about(), so_far)

    runs = _made(loaded, size, only, keep)
    return about(), runs


def _read(file: Path) -> tuple[About, list[Run]]:
    """An earlier run."""
    from attack_range import record

    try:
        return record.read(file)
    except (OSError, ValueError) as fault:
        raise click.UsageError(f"{file} cannot be read as figures: {type(fault).__name__}") from None


def _loaded(file: Path) -> Parameters:
    from attack_range import parameters

    try:
        return parameters.load(file)
    except parameters.ParametersWrong as wrong:
        click.echo(wrong, err=True)
        sys.exit(EXIT_CONFIGURATION)


def _made(parameters: Parameters, size: SizeTable, only: Sequence[str], keep: Callable[[Run], None]) -> list[Run]:
    from attack_range import runs
    from postgres import PostgresFailed

    wanted = runs.cells(parameters, size, only)
    try:
        with click.progressbar(length=len(wanted), label="Runs", file=sys.stderr) as bar:

            def done(run: Run) -> None:
                keep(run)
                bar.update(1)

            return runs.make(parameters, wanted, done)
    except PostgresFailed as fault:
        click.echo(fault, err=True)
        sys.exit(EXIT_UNAVAILABLE)


def _gates(runs: Sequence[Run]) -> list[Gate]:
    from attack_range.attackers import ATTACKS
    from attack_range.gates import gates

    return gates(runs, [name for name, attack in ATTACKS.items() if attack.gated])


def _show(runs: Sequence[Run], found: Sequence[Gate]) -> None:
    """A line for each whole run, then the gates."""
    click.echo(f"{'attack':<20} {'seed':>4} {'owned':>6} {'stolen':>6} {'sold':>5} {'share':>6} {'served':>7} "
               f"{'in hand':>7} {'refused':>7}")  # fmt: skip
    for run in runs:
        if run.is_whole:
            click.echo(_line(run))
    for gate in found:
        click.echo(f"{'holds' if gate.holds else 'BROKEN':<7} {gate.name}: {gate.found} ({gate.limit})")


def _line(run: Run) -> str:
    groups = run.groups.values()
    served, in_hand, refused = (
        sum(getattr(each, name) for each in groups) for name in ("served", "in_hand", "refused")
    )
    return (
        f"{run.attack or 'nobody attacks':<20} {run.seed:>4} {run.numbers_owned:>6} {run.stock.stolen:>6} "
        f"{run.stock.sold:>5} {run.stock.share:>6.1%} {served:>7} {in_hand:>7} {refused:>7}"
    )


def _keep(folder: Path, about: About, runs: Sequence[Run]) -> None:
    from attack_range import record

    folder.mkdir(parents=True, exist_ok=True)
    record.write(folder / "figures.json", about, runs)


def _write(folder: Path, about: About, runs: Sequence[Run]) -> None:
    from attack_range.report.page import page

    _keep(folder, about, runs)
    (folder / "report.html").write_text(page(about, runs))
    click.echo(f"the report is {folder / 'report.html'}")
