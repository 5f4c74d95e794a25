"""Whatever somebody writes is text wherever it comes out: in pages, spreadsheets, feeds and telephone documents."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from booking_core.core import Core
from booking_core.tables import metadata
from desk.pages import Role
from exchange.signature import signature
from tests.core.stage import Stage
from tests.desk import effects
from tests.desk.conftest import SignedIn
from tests.desk.payloads import FORMULAS, MARK, PAYLOADS
from tests.desk.walk import Walk
from tests.house import TOKEN, text_form, voice_form

OUT_OF_REACH = {"alembic_version", "answers", "audit_look", "clock_jobs", "clock_lease", "home", "rules"}
"""Tables of the line itself: nobody writes words into them."""

CODED = (
    "status", "state", "kind", "step", "channel", "language", "zone", "role", "region", "line_kind", "texts", "pool",
    "password", "mode", "by", "purpose", "sid", "number", "twin", "lane", "login", "server", "outcome", "how",
)  # fmt: skip
"""Columns that hold words of ours, which pages rely on."""


class Judge:
    """Looks at every answer, and remembers what was wrong with it."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.pages = 0

    def __call__(self, what: str, answer: TestResponse) -> None:
        """No fault of ours, and no effect."""
        self.pages += 1
        kind = (answer.content_type or "").partition(";")[0]
        if answer.status_code >= 500:
            self.wrong.append(f"{what}: {answer.status_code}")
        self.wrong += [f"{what}: {effect[:120]}" for effect in self._effects(kind, answer)]

    def _effects(self, kind: str, answer: TestResponse) -> list[str]:
        match kind:
            case "text/html":
                return effects.of_page(answer.text)
            case "text/csv":
                return effects.of_sheet(answer.get_data(as_text=True))
            case "application/json":
                json.loads(answer.text)
            case "application/xml" | "text/xml" | "application/atom+xml" | "image/svg+xml":
                ElementTree.fromstring(answer.text)
            case _:
                pass
        return []


def test_the_corpus_is_large_and_each_shows() -> None:
    """A hundred and more, no two alike, each with the mark by which it is found."""
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 100
    assert [payload for payload in PAYLOADS if MARK not in payload] == []


@pytest.mark.parametrize(
    "page",
    ["<p>{}</p>", '<p title="{}">x</p>', "<a href='{}'>x</a>", "<script>let x = '{}'</script>", "<!-- {} -->"],
)
def test_an_effect_would_be_seen(page: str) -> None:
    """The judge sees what a page does that writes texts as they are."""
    assert any(effects.of_page(page.format(payload)) for payload in PAYLOADS)
    assert effects.of_sheet("=1+1 pwn,x\r\n") == ["=1+1 pwn"]
    assert effects.of_document("<Response><Say>x</Say><Dial>pwn</Dial><Pwn/></Response>") == ["Pwn {}"]


def poison(core: Core, texts: Iterator[str]) -> int:
    """Write such a text into every column of words, of every row there is; returns how many columns took one."""
    done = 0
    with core.database.engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        for table in metadata.sorted_tables:
            for column in table.columns if table.name not in OUT_OF_REACH else ():
                done += _write(connection, column, next(texts)) if _words(column) else 0
        connection.exec_driver_sql("SET session_replication_role = DEFAULT")
        connection.commit()
    return done


def _words(column: sa.Column[object]) -> bool:
    return isinstance(column.type, sa.Text | sa.JSON) and column.name not in CODED and not column.primary_key


def _write(connection: sa.Connection, column: sa.Column[object], text: str) -> int:
    """In JSON, into each of its values that is a text."""
    name = f'"{column.name}"'
    value = ":text"
    if isinstance(column.type, sa.JSON):
        value = f"(SELECT jsonb_object_agg(key, to_jsonb(CAST(:text AS text))) FROM jsonb_each({name}))"
    try:
        with connection.begin_nested():
            set_ = sa.text(f"UPDATE {column.table.name} SET {name} = {value} WHERE {name} IS NOT NULL")
            return connection.execute(set_, {"text": text.replace("\0", "")}).rowcount > 0
    except sa.exc.DBAPIError:
        return 0


def people(stage: Stage) -> None:
    """Something to see on every page: bookings, somebody to call, a wish, records."""
    stage.book(stage.proven())
    waits = "INSERT INTO callbacks(id, number, reason, language, asked_at)"
    stage.put(f"{waits} SELECT gen_random_uuid(), id, 'x', 'en', now() FROM numbers")
    stage.put("INSERT INTO alerts(what, detail, first_at, last_at) VALUES ('cap', 'x', now(), now())")


def test_what_is_written_into_forms_is_text(web: Flask, signed: SignedIn, stage: Stage) -> None:
    """Every form of every page, in every role, until every payload had its turn; in each field, whatever its kind."""
    people(stage)
    judge, left = Judge(), [*PAYLOADS]
    texts = iter(lambda: left.pop(0) if left else PAYLOADS[0], None)
    for role in Role:
        Walk(web, signed(f"{role}:w{role}"), judge, texts).all()
    for nth in itertools.count():
        Walk(web, signed(f"supervisor:w{nth}"), judge, texts, spares_choices=nth % 2 == 1).all()
        if not left:
            break
    assert judge.wrong == []


def test_what_stands_in_the_database_is_text(web: Flask, signed: SignedIn, stage: Stage, core: Core) -> None:
    """Every column that holds words: with all payloads at once, and in turn with those for spreadsheets."""
    people(stage)
    clients = {role: signed(f"{role}:r{role}") for role in Role}
    judge = Judge()
    assert poison(core, itertools.repeat(" ".join(PAYLOADS))) > 5
    for client in clients.values():
        Walk(web, client, judge).all()
    public(web, judge)
    for first in range(0, len(FORMULAS), 5):
        poison(core, itertools.islice(itertools.cycle(FORMULAS), first, None))
        for role in (Role.SUPERVISOR, Role.AUDITOR):
            sheets(web, clients[role], judge, role)
    assert judge.wrong == []


def sheets(web: Flask, client: FlaskClient, judge: Judge, role: Role) -> None:
    """Every spreadsheet that this role may take."""
    for rule in web.url_map.iter_rules():
        if rule.rule.startswith("/desk") and rule.rule.endswith(".csv") and not rule.arguments:
            get = "GET" in (rule.methods or ())
            answer = client.get(rule.rule) if get else client.post(rule.rule, data={"since": "2000-01-01"})
            if answer.status_code == 200:
                judge(f"{role} {rule.rule}", answer)


def public(web: Flask, judge: Judge) -> None:
    """What everybody may see."""
    client = web.test_client()
    for rule in web.url_map.iter_rules():
        if not rule.rule.startswith("/desk") and not rule.arguments and "GET" in (rule.methods or ()):
            judge(f"public {rule.rule}", client.get(rule.rule))


def test_what_comes_by_text_and_call_is_text(web: Flask) -> None:
    """The body of a text, and all that a carrier says of a caller: documents are well formed and hold nothing of it."""
    client, wrong = web.test_client(), []
    for nth, payload in enumerate(PAYLOADS):
        forms = {"/sms": text_form(f"SM{nth:032x}", payload, f"+1202555{nth + 2000:04}", FromCity=payload)}
        if nth % 3 == 0:
            said = itertools.islice(itertools.cycle(PAYLOADS), nth, nth + 4)
            names = dict(zip(("CallerName", "CallerCity", "FromCity", "SpeechResult"), said, strict=True))
            forms["/voice"] = voice_form(f"CA{nth:032x}", f"+1202555{nth + 3000:04}", Confidence="0.9", **names)
        for target, form in forms.items():
            signed_by = {"X-Twilio-Signature": signature(TOKEN, f"http://127.0.0.1:8000{target}", form)}
            answer = client.post(target, data=form, headers=signed_by)
            assert answer.status_code == 200
            wrong += [f"{target} {payload}: {effect}" for effect in effects.of_document(answer.text)]
            wrong += [f"{target} repeats {payload}"] if MARK in answer.text else []
    assert wrong == []
