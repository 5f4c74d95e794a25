"""The commands of a bad day, as a shell gives them: what they do, who did it, and one line for what is wrong."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Row

from booking_core.core import Core
from tests.command import run
from tests.house import SECRET

SAY = ("--say", "en", "A storm.", "--say", "es", "Hay tormenta.")


class Shell:
    """A terminal on the machine of the line."""

    def __init__(self, patch: pytest.MonkeyPatch, printed: pytest.CaptureFixture[str], core: Core) -> None:
        self.patch, self.printed, self.core = patch, printed, core

    def __call__(self, *words: str, code: int = 0) -> str:
        """Give a command; what it prints."""
        assert run(self.patch, *words) == code, self.printed.readouterr()
        found = self.printed.readouterr()
        if code:
            assert found.err.count("\n") == 1, found.err
        return found.err if code else found.out

    def rows(self, statement: str) -> list[Row[tuple[object, ...]]]:
        """What the database holds."""
        return list(self.core.database.transact(lambda db: db.execute(sa.text(statement)).all()))


@pytest.fixture
def shell(core: Core, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A terminal with the settings of this test's line."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    return Shell(monkeypatch, capsys, core)


def test_a_suspension_is_made_in_two_steps_and_ended(shell: Shell) -> None:
    """Without --yes it says what would stop; then it stops, is listed with its id, and ends by it."""
    words = ("suspend", "--office", "houston", "--channel", "voice", "--why", "storm", *SAY)
    assert "nothing is stopped yet" in shell(*words)
    assert shell.rows("SELECT 1 FROM suspensions") == []
    entry = shell(*words, "--yes").split()[-1]
    listed = shell("resume")
    assert listed.startswith(entry)
    assert "all services, Houston, voice" in listed
    assert "operator:" in listed
    assert shell("resume", entry[1:], code=64) == "there is no such suspension\n"
    assert shell("resume", entry).startswith(f"resumed: {entry}")
    assert shell("resume") == ""
    assert [row.action for row in shell.rows("SELECT action FROM audit WHERE action <> 'release' ORDER BY at")] == [
        "suspend",
        "resume",
    ]


def test_times_are_those_of_the_office(shell: Shell) -> None:
    """By its own clock, on both sides of the night on which clocks change; an hour that is skipped is refused."""
    at = ("suspend", "--why", "works", *SAY, "--yes", "--office")
    shell(*at, "New York", "--from", "2027-03-13 09:00", "--until", "2027-03-15 09:00")
    shell(*at, "San Francisco", "--from", "2027-10-31 09:00", "--until", "2027-11-07 01:30")
    skipped = shell(*at, "New York", "--from", "2027-03-14 02:30", code=64)
    assert skipped == "2027-03-14 02:30 is skipped there, as clocks go forward that night\n"
    rows = shell.rows("SELECT s.from_at, s.until_at, o.zone FROM suspensions s JOIN offices o ON o.id = s.office "
                      "ORDER BY s.from_at")  # fmt: skip
    walls = [
        [f"{at.astimezone(ZoneInfo(row.zone)):%m-%d %H:%M %z}" for at in (row.from_at, row.until_at)] for row in rows
    ]
    assert walls == [["03-13 09:00 -0500", "03-15 09:00 -0400"], ["10-31 09:00 -0700", "11-07 01:30 -0700"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("suspend", "--why", "x", "--yes"), "the text is wanted in every language of the lines: en, es"),
        (("suspend", "--why", "x", *SAY, "--yes", "--office", "Oz"), "there is no such office; there are: San Fra"),
        (("suspend", "--why", "x", *SAY, "--yes", "--until", "2020-01-01 00:00"), "it would be over before it begins"),
        (("resume", "1234567890ab"), "there is no such suspension"),
        (("bulletin", "publish", "--say", "en", "x"), "the text is wanted in every language of the lines: es"),
        (("bulletin", "publish", "--say", "en", "x" * 121, "--say", "es", "x"), "longer than 120 characters: en"),
        (("bulletin", "end", "1234567890ab"), "there is no such bulletin"),
        (("bulletin", "take-off", "1234567890ab"), "there is no such answer"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(shell: Shell, words: tuple[str, ...], said: str) -> None:
    """Exit code 64, and nothing is done."""
    assert shell(*words, code=64).startswith(said)
    done = "SELECT 1 FROM audit WHERE action <> 'release'"
    assert shell.rows(f"SELECT 1 FROM suspensions UNION ALL SELECT 1 FROM bulletins UNION ALL {done}") == []


def test_bulletins_are_previewed_published_replaced_and_ended(shell: Shell) -> None:
    """The preview says how long it takes and what is missing; the list shows every version and who wrote it."""
    preview = shell("bulletin", "preview", "--say", "en", "A storm has closed us.")
    assert "said, 1 s: A storm has closed us." in preview
    assert "text, 1 segments" in preview
    assert "es:\n  said: nothing yet" in preview
    entry = shell("bulletin", "publish", *SAY).split()[2].rstrip(",")
    newer = shell("bulletin", "publish", *SAY, "--text", "en", "Longer.", "--replaces", entry)
    assert newer.endswith("version 2\n")
    first, second = shell("bulletin").splitlines()
    assert ("v2" in first, entry in second, "ended by operator:" in second) == (True, True, True)
    shell("bulletin", "end", newer.split()[2].rstrip(","))
    assert all(row.ended_at for row in shell.rows("SELECT ended_at FROM bulletins"))
    day = ("bulletin", "answer", "2026-11-22", "--question", "en", "Is mine safe?", "--question", "es", "¿Y la mía?")
    answer = shell(*day, "--answer", "en", "Yes.", "--answer", "es", "Sí.").split()[-1]
    shell("bulletin", "take-off", answer)
    assert all(row.ended_at for row in shell.rows("SELECT ended_at FROM daily_answers"))


def test_places_are_kept_in_reserve(shell: Shell) -> None:
    """As many as there are free that day, by name of office and service."""
    (day,) = shell.rows("SELECT min(wall)::date AS day FROM slots WHERE starts > now() + interval '1 day'")
    said = shell("reserve", "Houston", "urgent travel", f"{day.day}", "3")
    assert said == f"3 in reserve on {day.day}\n"
    assert len(shell.rows("SELECT 1 FROM places WHERE pool = 'reserve'")) == 3
