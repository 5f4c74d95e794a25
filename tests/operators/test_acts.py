"""Every command that changes something, or shows somebody's number, leaves a row of the account that gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest

from booking_core import records
from booking_core.actors import Operator
from booking_core.alerts import alert
from cli import fairline
from tests.core.stage import Stage
from tests.operators.conftest import Given

READS = {
    "slots", "bookings export", "hours show", "recordings", "retention kept", "outbox", "costs", "fallback",
    "audit head", "audit list", "agent list", "bulletin", "vouchers", "bulletin preview", "bulletin export",
    "flood show",
    "shield report", "shield controls",
}  # fmt: skip
"""Commands that change nothing and show nobody's number."""

ELSEWHERE = {
    "up": "runs the line, whose acts are its own",
    "call": "a telephone of the exchange: what it does is done by the line",
    "text": "the same",
    "bench": "measures on databases of its own",
    "range": "the same",
    "db downgrade": "takes the audit away, too",
    "catch-up": "needs the provider's log: tests/test_catch_up.py looks for its row",
    "retention release": "ends what `keep` began: below",
    "consent": "asks for a number: below",
    "shield check": "reads a file and no database",
}
"""Commands for which this cannot be asked here, and why."""

Words = Callable[[Stage, Path], list[str]]


def reference(stage: Stage, path: Path) -> list[str]:
    """A booking that can be held for records."""
    stage.book(stage.proven())
    return [stage.one("SELECT reference FROM bookings"), "--why", "complaint 17"]


def hours(stage: Stage, path: Path) -> list[str]:
    """A file of hours."""
    (path / "hours.csv").write_text("weekday,opens,closes\nmonday,09:00,12:00\n")
    return [str(path / "hours.csv"), "--office", "Houston", "--replace"]


def an_alert(stage: Stage, path: Path) -> list[str]:
    """Something to clear."""
    stage.core.transact(lambda t: alert(t, "cap", "30410"))
    return ["cap"]


def entry(stage: Stage, path: Path) -> list[str]:
    """Somebody to call."""
    stage.put(
        "INSERT INTO callbacks(id, number, reason, language, asked_at)"
        " SELECT gen_random_uuid(), id, 'asked', 'en', now() FROM numbers LIMIT 1"
    )
    return [str(stage.one("SELECT id FROM callbacks"))[-8:], "--reached"]


def both(option: str, text: str) -> list[str]:
    """The same in the languages of the demo."""
    return [option, "en", text, option, "es", text]


def last(stage: Stage, table: str) -> str:
    """The end of an id, as commands name a row."""
    return str(stage.one(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1"))[-8:]


def a_weekday(stage: Stage) -> str:
    """A day on which the offices are open."""
    return str(stage.one("SELECT max(wall::date) FROM slots"))


def less(stage: Stage, path: Path) -> list[str]:
    """The demo without one of its slots."""
    stage.only(*(row.id for row in stage.rows("SELECT id FROM slots OFFSET 1")))
    stage.put("DELETE FROM slots WHERE id NOT IN (SELECT slot FROM places)")
    return ["demo"]


CHANGES: dict[str, Words] = {
    "seed": less,
    "slots release": lambda stage, path: [
        "Houston",
        "urgent travel",
        "--from",
        f"{stage.now + timedelta(days=7):%Y-%m-%d}",
        "--to",
        f"{stage.now + timedelta(days=10):%Y-%m-%d}",
        "--places",
        "2",
    ],
    "db upgrade": lambda stage, path: [],
    "db restored": lambda stage, path: [],
    "db rules": lambda stage, path: ["hold_s", "900"],
    "db rekey": lambda stage, path: [],
    "hours import": hours,
    "offices areas": lambda stage, path: ["Houston", "770"],
    "outbox retry": lambda stage, path: ["--all-failed"],
    "outbox clear": an_alert,
    "callbacks": lambda stage, path: [],
    "callbacks done": entry,
    "retention": lambda stage, path: [],
    "retention keep": reference,
    "audit verify": lambda stage, path: [],
    "vouchers make": lambda stage, path: [
        "--partner",
        "Shelter",
        "--from",
        a_weekday(stage),
        "--until",
        a_weekday(stage),
        "2",
    ],
    "vouchers revoke": lambda stage, path: [str(stage.one("SELECT id FROM voucher_batches"))],
    "agent add": lambda stage, path: ["kim", "--name", "Kim", "--role", "agent"],
    "agent number": lambda stage, path: ["kim", "+12025550142"],
    "agent invite": lambda stage, path: ["kim"],
    "agent reset": lambda stage, path: ["kim"],
    "agent bind": lambda stage, path: ["kim", "subject-1"],
    "agent end": lambda stage, path: ["kim"],
    "agent disable": lambda stage, path: ["kim"],
    "agent enable": lambda stage, path: ["kim"],
    "suspend": lambda stage, path: ["--why", "storm", *both("--say", "The storm."), "--yes"],
    "resume": lambda stage, path: ["--all"],
    "flood declare": lambda stage, path: ["--why", "bots"],
    "flood end": lambda stage, path: ["--all"],
    "reserve": lambda stage, path: ["Houston", "passport renewal", a_weekday(stage), "3"],
    "bulletin publish": lambda stage, path: both("--say", "We are open."),
    "bulletin end": lambda stage, path: [last(stage, "bulletins")],
    "bulletin answer": lambda stage, path: [a_weekday(stage), *both("--question", "When?"), *both("--answer", "Now.")],
    "bulletin take-off": lambda stage, path: [last(stage, "daily_answers")],
}
"""Every other command → the words that follow it, and what there must be before."""


def leaves(group: click.Group, above: str = "") -> Iterator[str]:
    """Every command of the tree that does something by itself."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            if command.invoke_without_command:
                yield above + name
            yield from leaves(command, f"{above}{name} ")
        else:
            yield above + name


def test_every_command_is_said_to_read_or_to_change() -> None:
    """A new command cannot be forgotten, and one that is gone is no longer named."""
    named = [*READS, *ELSEWHERE, *CHANGES]
    assert sorted(leaves(fairline)) == sorted(named)


def acts(stage: Stage) -> list[str]:
    """What accounts of the system did, as the audit has it."""
    return [row.action for row in stage.rows("SELECT action FROM audit WHERE actor LIKE 'operator:%' ORDER BY id")]


def failed(told: str) -> bool:
    """Did a command end with an exit code, and not do what this is about?"""
    return told[:2].isdigit() and told[2] == ":"


def test_what_changes_is_in_the_audit(stage: Stage, given: Given, tmp_path: Path) -> None:
    """Each of these commands leaves a row, with the account."""
    silent = []
    stage.call()
    for command, words in CHANGES.items():
        said = words(stage, tmp_path)
        before = len(acts(stage))
        told = given(*command.split(), *said)
        assert not failed(told), (command, told)
        if len(acts(stage)) == before:
            silent.append(command)
    assert silent == []


def test_the_other_end_of_a_hold_for_records_is_in_the_audit(stage: Stage, given: Given, tmp_path: Path) -> None:
    """Who released it is known as who held it is."""
    booked = reference(stage, tmp_path)[0]
    stage.core.transact(lambda t: records.keep(t, Operator("clerk"), booked, "complaint 17", None))
    given("retention", "release", booked)
    assert acts(stage)[-1] == "records_release"


@pytest.mark.parametrize("command", sorted(READS - {"audit head", "recordings", "bookings export"}))
def test_what_only_reads_leaves_nothing(stage: Stage, given: Given, tmp_path: Path, command: str) -> None:
    """The audit is of changes and of looks at numbers."""
    before = stage.one("SELECT count(*) FROM audit")
    told = given(*command.split(), *([str(tmp_path)] if command == "bulletin export" else []))
    assert not failed(told), told
    assert stage.one("SELECT count(*) FROM audit") == before


def test_a_look_at_a_number_is_in_the_audit(stage: Stage, given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    """`consent` shows what is known of one number: by its id, the audit says who looked."""
    stage.call()
    monkeypatch.setattr("consent_commands._asked", lambda: "+12025550101")
    given("consent")
    rows = stage.rows("SELECT action, subject FROM audit WHERE actor LIKE 'operator:%'")
    assert rows == [("consent_view", stage.one("SELECT id FROM numbers"))]
