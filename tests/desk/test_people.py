"""A supervisor's pages about people: who works here, what they do now, and many agents at once."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from booking_core.core import Core
from booking_core.desk_commands import ListAgents, OpenInvitation
from booking_core.desk_outcomes import AgentKnown, Invited
from tests.desk.conftest import SignedIn

PERSON = {"login": "ben", "name": "Ben Cruz", "role": "agent", "languages": "en,es"}


def known(core: Core, login: str) -> AgentKnown:
    """An agent as the page shows one."""
    return next(each for each in core.ask(ListAgents()).agents if each.login == login)


def trail(core: Core) -> list[tuple[str, str]]:
    """Who did what, as audited."""
    rows = core.transact(lambda t: t.connection.execute(sa.text("SELECT actor, action FROM audit ORDER BY at")).all())
    return [(row.actor, row.action) for row in rows if row.actor.startswith("agent:")]


def test_a_supervisor_adds_and_invites(signed: SignedIn, core: Core) -> None:
    """The page shows an invitation once; the audit names the supervisor; a login is taken for good."""
    browser = signed("supervisor")
    page = browser.post("/desk/people/add", data=PERSON).text
    code = re.search(r"<code[^>]*>([0-9A-Z-]{19})</code>", page)
    assert code
    assert f"http://127.0.0.1:8000/desk/invitation#{code[1]}" in page
    opened = core.perform(OpenInvitation(code[1]), "")
    assert isinstance(opened, Invited)
    assert (opened.login, opened.name) == ("ben", "Ben Cruz")
    assert code[1] not in browser.get("/desk/people").text
    assert trail(core) == [("agent:supervisor", "add_agent")]
    assert browser.post("/desk/people/add", data=PERSON).status_code == 422


def test_what_cannot_be_is_said_at_its_field(signed: SignedIn) -> None:
    """A wrong sign-in name and a missing name are both told, and what was typed stays; no role beyond the list."""
    browser = signed("supervisor")
    answer = browser.post("/desk/people/add", data={**PERSON, "login": "Ben Cruz", "name": ""})
    assert answer.status_code == 422
    assert {'href="#login"', 'href="#name"', 'value="Ben Cruz"'} <= set(
        re.findall(r'(?:href|value)="[^"]*"', answer.text)
    )
    assert browser.post("/desk/people/add", data={**PERSON, "role": "surge"}).status_code == 400


def test_a_supervisor_ends_sessions_and_switches_off(signed: SignedIn, core: Core) -> None:
    """Ended, the agent signs in again; switched off, nothing opens; a stuck state is set to off."""
    supervisor, agent = signed("supervisor"), signed("agent")
    core.transact(
        lambda t: t.connection.exec_driver_sql(
            "INSERT INTO agent_states SELECT id, 'talking', now() FROM agents WHERE login = 'agent'"
        )
    )
    assert "Talking · 0 min" in supervisor.get("/desk/people").text
    supervisor.post("/desk/people/do/off", data={"chosen": "agent"})
    assert known(core, "agent").state == "off"
    supervisor.post("/desk/people/do/end", data={"chosen": "agent"})
    assert agent.get("/desk/").status_code == 302
    supervisor.post("/desk/people/do/disable", data={"chosen": "agent"})
    assert known(core, "agent").disabled
    assert "Switched off" in supervisor.get("/desk/people").text
    assert supervisor.post("/desk/people/do/end", data={}).status_code == 422
    assert supervisor.post("/desk/people/do/harm", data={"chosen": "agent"}).status_code == 404


def test_an_agents_telephone_is_a_checked_number(signed: SignedIn, core: Core) -> None:
    """It passes the number check, becomes a row of `numbers`, and is never shown."""
    browser = signed("supervisor")
    assert browser.post("/desk/people/number", data={"chosen": "supervisor", "number": "12"}).status_code == 422
    browser.post("/desk/people/number", data={"chosen": "supervisor", "number": "+12025550142"})
    assert known(core, "supervisor").rung
    assert "5550142" not in browser.get("/desk/people").text
    browser.post("/desk/people/number", data={"chosen": "supervisor", "number": ""})
    assert not known(core, "supervisor").rung


def test_a_subject_is_one_persons(signed: SignedIn, core: Core) -> None:
    """Two agents cannot be the same person at the institution's own sign-in."""
    browser = signed("supervisor")
    signed("agent")
    browser.post("/desk/people/bind", data={"chosen": "agent", "subject": "u-17"})
    assert known(core, "agent").subject == "u-17"
    assert browser.post("/desk/people/bind", data={"chosen": "supervisor", "subject": "u-17"}).status_code == 422


def test_surge_agents_are_made_and_ended_at_once(signed: SignedIn, core: Core) -> None:
    """Twenty accounts by one form, and no more when it is sent twice; all end with one click."""
    browser = signed("supervisor")
    form = {"many": "20", "days": "3", "languages": "es", "nonce": "one"}
    page = browser.post("/desk/surge/add", data=form).text
    assert len(set(re.findall(r"<code[^>]*>([0-9A-Z-]{19})</code>", page))) == 20
    rows = list(csv.DictReader(io.StringIO(browser.post("/desk/surge/add", data={**form, "as": "csv"}).text)))
    assert len(rows) == 20
    of_surge = [each for each in core.ask(ListAgents()).agents if each.role == "surge"]
    assert {each.login for each in of_surge} == {row["login"] for row in rows}
    assert all(isinstance(core.perform(OpenInvitation(row["code"]), ""), Invited) for row in rows)
    later = core.at(datetime.now(UTC) + timedelta(days=2, hours=23))
    assert isinstance(later.perform(OpenInvitation(rows[0]["code"]), ""), Invited)
    assert browser.post("/desk/surge/add", data={**form, "many": "101"}).status_code == 422
    browser.post("/desk/surge/end")
    assert all(each.disabled for each in core.ask(ListAgents()).agents if each.role == "surge")
    assert not isinstance(core.perform(OpenInvitation(rows[0]["code"]), ""), Invited)


def test_a_surge_agents_time_ends_by_itself(signed: SignedIn, core: Core) -> None:
    """The session of one whose last day is over opens nothing."""
    browser = signed("surge")
    assert browser.get("/desk/").status_code == 200
    core.transact(lambda t: t.connection.exec_driver_sql("UPDATE agents SET until = now() WHERE role = 'surge'"))
    assert browser.get("/desk/").status_code == 302
