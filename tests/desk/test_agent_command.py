"""`fairline agent`: the first supervisor, by the command line."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from booking_core.core import Core
from booking_core.desk_commands import ListAgents, OpenInvitation
from booking_core.desk_outcomes import Invited
from tests.command import run
from tests.house import SECRET


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The command works on the test's database."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", SECRET)


def test_the_first_supervisor_is_invited(
    core: Core, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The invitation is shown as a code and as a link whose code no browser sends; the audit names the account."""
    assert run(monkeypatch, "agent", "add", "ana", "--name", "Ana Ruiz", "--role", "supervisor") == 0
    said = capsys.readouterr().out
    code = re.search(r"([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\n(\S+)#\1", said)
    assert code
    assert code[2] == "http://127.0.0.1:8000/desk/invitation"
    assert isinstance(core.perform(OpenInvitation(code[1]), ""), Invited)
    who = core.transact(lambda t: t.connection.scalar(sa.text("SELECT actor FROM audit WHERE action = 'add_agent'")))
    assert str(who).startswith("operator:")


def test_the_demo_has_nobody(core: Core) -> None:
    """A new line has no agent, and so no password that anybody could know."""
    assert core.ask(ListAgents()).agents == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("disable", "nobody"), "there is no agent nobody"),
        (("reset", "nobody"), "there is no agent nobody"),
        (("add", "Ana", "--name", "Ana", "--role", "clerk"), "a login is"),
        (("add", "ana", "--name", "Ana", "--role", "clerk", "--languages", "xx"), "languages are of"),
        (("number", "ana"), "name a number"),
        (("number", "ana", "12"), "cannot be rung"),
        (("bind", "ana"), "name a subject"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 64, and a line that says why."""
    assert run(monkeypatch, "agent", *words) == 64
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_an_agents_life(core: Core, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Listed, numbered, bound, ended, switched off and on, invited again until a sign-in is set up, then only reset."""
    for words in (
        ("add", "ana", "--name", "Ana", "--role", "clerk"), ("invite", "ana"), ("number", "ana", "+12025550142"),
        ("end", "ana"), ("disable", "ana"), ("enable", "ana"), ("bind", "ana", "u-17"), ("reset", "ana"), ("list",),
    ):  # fmt: skip
        assert run(monkeypatch, "agent", *words) == 0, words
    assert re.search(r"^ana +clerk +off +Ana$", capsys.readouterr().out, re.MULTILINE)
    assert run(monkeypatch, "agent", "invite", "ana") == 64
    found = core.ask(ListAgents()).agents[0]
    assert (found.rung, found.subject, found.disabled) == (True, "u-17", False)
    assert run(monkeypatch, "agent", "bind", "ana", "--none") == 0
    assert run(monkeypatch, "agent", "number", "ana", "--none") == 0
