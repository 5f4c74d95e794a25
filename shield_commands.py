"""`fairline shield`: what admission did and would have done, and its policy before it is used."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

import policy_file
from booking_core import shield_report
from booking_core.admission import Condition, Control, Decision, Policy
from booking_core.shield_report import Report
from database_commands import looking
from settings import EXIT_CONFIGURATION, environment, load_or_exit


@click.group()
def shield() -> None:
    """Who is offered places at once, and who has to show more first."""


class PolicyFaults(click.ClickException):
    """A policy that cannot be used, all its faults in one line."""

    exit_code = EXIT_CONFIGURATION


@shield.command()
@click.option("--days", type=click.IntRange(1, 30), default=1, show_default=True, help="How far back.")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
def report(days: int, as_json: bool) -> None:
    """Tell what was decided, and what each control did or would have done. No number."""
    found = looking(lambda t: shield_report.read(t, days))
    click.echo(json.dumps(dataclasses.asdict(found)) if as_json else "\n".join(told(found)))


def told(found: Report) -> Iterator[str]:
    """The report for a person."""
    if found.decided:
        yield from _judged(found)
    else:
        yield f"nobody has asked for places in {_days(found.days)}"
    if found.over_budget:
        yield ""
        yield "codes that would not have left, had [budgets] not only recorded"
        yield f"{'region':<8} {'codes':>7} {'used':>7}"
    for each in found.over_budget:
        yield f"{each.region:<8} {each.codes:>7} {each.used:>7}"


def _judged(found: Report) -> Iterator[str]:
    yield f"{'channel':<8} {'decision':<10} {'times':>7} {'people':>7} {'shown':>7} {'lifted':>7}"
    for each in found.decided:
        yield (
            f"{each.channel:<8} {each.decision:<10} {each.times:>7} {each.people:>7} {each.shown:>7} {each.lifted:>7}"
        )
    if found.fired:
        yield ""
        yield f"{'control':<14} {'mode':<8} {'asks for':<10} {'channel':<8} {'times':>7} {'people':>7} {'alone':>7}"
    for one in found.fired:
        yield (
            f"{one.control:<14} {one.mode:<8} {one.decision:<10} {one.channel:<8} {one.times:>7} {one.people:>7} "
            f"{one.alone:>7}"
        )


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


@shield.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Read a policy without using it: all that is wrong in it, or what it asks."""
    try:
        policy = policy_file.load(file)
    except policy_file.PolicyWrong as wrong:
        raise PolicyFaults(f"{file}: {'; '.join(str(wrong).splitlines())}") from None
    click.echo("\n".join(asked(policy)))


@shield.command()
def controls() -> None:
    """Show the policy in use: each control, what it looks at and what follows."""
    click.echo("\n".join(asked(policy_file.load(load_or_exit(environment()).policy))))


def asked(policy: Policy) -> Iterator[str]:
    """A policy, a line for each rule."""
    for service, table in policy.line_types.items():
        which = "any service" if service == "*" else service
        for line_type, then in table.items():
            if then:
                yield f"line_type {policy.line_type_mode}: {line_type} for {which}: {then.name.lower()}"
    for each in policy.controls:
        yield _control(each)


def _control(control: Control) -> str:
    when = " and ".join(_condition(each) for each in control.when)
    return f"{control.name} {control.mode}: {when}: {_then(control)} ({control.why})"


def _then(control: Control) -> str:
    told = _lasting(control.then, control.lasts)
    return told if control.unvouched is None else f"{told}, {_lasting(*control.unvouched)} while own is false"


def _lasting(then: Decision, lasts: timedelta) -> str:
    return f"{then.name.lower()} for {lasts / timedelta(hours=1):g} h"


def _condition(condition: Condition) -> str:
    words = {"at_least": "≥", "at_most": "≤", "among": "is", "not_among": "is not"}
    bounds = ((words[name], getattr(condition, name)) for name in words)
    return " ".join([condition.signal, *(f"{word} {_bound(bound)}" for word, bound in bounds if bound is not None)])


def _bound(bound: object) -> str:
    if isinstance(bound, frozenset):
        return " or ".join(sorted(str(each).lower() for each in bound))
    return f"{bound:g}"
