"""`fairline agent`: who works at the desk. The first supervisor is made here; supervisors make the others on a page."""

from __future__ import annotations

import secrets
from datetime import UTC
from typing import TypeVar

import click

from booking_core import staff
from booking_core.commands import Command
from booking_core.desk_commands import (
    AddAgent,
    BindAgent,
    EndSessions,
    InviteAnew,
    ListAgents,
    SetAgentNumber,
    SwitchAgent,
)
from booking_core.desk_outcomes import AgentAdded, AgentKnown, LoginTaken, NoSuchAgent, SubjectTaken
from booking_core.numbers import Refused
from booking_core.outcomes import Done, Outcome
from database_commands import core, operator
from desk.pages import Role
from settings import environment, load_or_exit
from wording.languages import CATALOGUES

O = TypeVar("O", bound=Outcome)  # noqa: E741  # one letter, as in the commands' own type


@click.group()
def agent() -> None:
    """Who works at the desk."""


@agent.command()
@click.argument("login")
@click.option("--name", required=True, help="As colleagues know this person.")
@click.option("--role", type=click.Choice([role.value for role in Role if role is not Role.SURGE]), required=True)
@click.option("--languages", default="en", show_default=True, help="Spoken with callers; the pages' language first.")
def add(login: str, name: str, role: str, languages: str) -> None:
    """Add an agent; shows, once, the invitation to set up a password and a second factor with."""
    spoken = tuple(languages.split(","))
    if not staff.LOGIN.fullmatch(login):
        raise click.UsageError("a login is 2 to 32 small letters, digits, dots, hyphens, and begins with a letter")
    if not set(spoken) <= set(CATALOGUES):
        raise click.UsageError(f"languages are of {','.join(CATALOGUES)}, with commas")
    match _perform(AddAgent(operator(), login, name, role, spoken)):
        case AgentAdded() as added:
            _show(added)
        case LoginTaken():
            raise click.ClickException(f"{login} is taken")


@agent.command(name="list")
def list_() -> None:
    """List everybody: login, role, state, how they sign in."""
    with core() as found:
        known = found.ask(ListAgents()).agents
    for each in known:
        click.echo(f"{each.login:<20} {each.role:<10} {each.state:<9} {_signs_in(each):<12} {each.name}")


def _signs_in(each: AgentKnown) -> str:
    if each.disabled:
        return "disabled"
    if each.signed_in:
        return "signed in"
    return "" if each.set_up else "invited"


@agent.command()
@click.argument("login")
def invite(login: str) -> None:
    """A new invitation for an agent who has not set up a sign-in yet; the last one is void."""
    with core() as found:
        known = {each.login: each for each in found.ask(ListAgents()).agents}
    if login in known and known[login].set_up:
        raise click.ClickException(f"{login} has set up a sign-in; ./run agent reset makes it void and invites anew")
    _reset(login)


@agent.command()
@click.argument("login")
def reset(login: str) -> None:
    """Make an agent's password, second factor and sessions void; shows, once, a new invitation."""
    _reset(login)


@agent.command()
@click.argument("login")
def disable(login: str) -> None:
    """Switch an agent off: sessions end at once, on every node."""
    _done(_perform(SwitchAgent(operator(), login, off=True)), login)


@agent.command()
@click.argument("login")
def enable(login: str) -> None:
    """Switch an agent on again."""
    _done(_perform(SwitchAgent(operator(), login, off=False)), login)


@agent.command()
@click.argument("login")
def end(login: str) -> None:
    """End every session of an agent, who may sign in again."""
    _done(_perform(EndSessions(operator(), login)), login)


@agent.command()
@click.argument("login")
@click.argument("number", required=False)
@click.option("--none", is_flag=True, help="Take the number away.")
def number(login: str, number: str | None, none: bool) -> None:
    """Set the telephone that rings when a caller is given to an agent, as +12025550142."""
    from app import checker

    if (number is None) != none:
        raise click.UsageError("name a number or --none")
    checked = None if number is None else checker(load_or_exit(environment()))(number)
    if isinstance(checked, Refused):
        raise click.ClickException(f"that number cannot be rung ({checked.reason})")
    _done(_perform(SetAgentNumber(operator(), login, checked)), login)


@agent.command()
@click.argument("login")
@click.argument("subject", required=False)
@click.option("--none", is_flag=True, help="The agent signs in here only.")
def bind(login: str, subject: str | None, none: bool) -> None:
    """Say who an agent is at the institution's own sign-in: the `sub` that OpenID Connect names."""
    if (subject is None) != none:
        raise click.UsageError("name a subject or --none")
    bound = _perform(BindAgent(operator(), login, subject))
    if isinstance(bound, SubjectTaken):
        raise click.ClickException("another agent is bound to that subject")
    _done(bound, login)


def _reset(login: str) -> None:
    invited = _perform(InviteAnew(operator(), login))
    if isinstance(invited, NoSuchAgent):
        raise click.ClickException(f"there is no agent {login}")
    _show(invited)


def _show(added: AgentAdded) -> None:
    until = added.until.astimezone(UTC)
    click.echo(f"invitation of {added.login}, until {until:%Y-%m-%d %H:%M} UTC, shown this once: {added.code}")
    click.echo(f"{load_or_exit(environment()).public_url}/desk/invitation#{added.code}")


def _perform(command: Command[O]) -> O:
    with core() as found:
        return found.perform(command, f"agent:{secrets.token_hex(16)}")


def _done(outcome: Done | NoSuchAgent, login: str) -> None:
    if isinstance(outcome, NoSuchAgent):
        raise click.ClickException(f"there is no agent {login}")
