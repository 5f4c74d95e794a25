"""`fairline callbacks`, as staff use it at a terminal."""

from __future__ import annotations

import pytest

from booking_core.desk_commands import AskForPerson
from tests.command import run
from tests.core.stage import ANN, Stage
from tests.house import SECRET


@pytest.fixture(autouse=True)
def environment(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a node on the test's database."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", SECRET)


@pytest.fixture
def entry(stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Somebody waits for a call; the word by which the list names the entry."""
    stage.do(AskForPerson(stage.call(), "asked", "en"))
    assert run(monkeypatch, "callbacks") == 0
    (line,) = capsys.readouterr().out.splitlines()
    word, _, _, number, language, reason = line.split()
    assert (number, language, reason) == (ANN, "en", "asked")
    return word


def test_what_came_of_a_call(entry: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In vain it stays, and says how often; reached, it is gone."""
    for _ in range(2):
        assert run(monkeypatch, "callbacks", "done", entry, "--no-answer") == 0
    run(monkeypatch, "callbacks")
    assert capsys.readouterr().out.rstrip().endswith("asked; called 2 times in vain")
    assert run(monkeypatch, "callbacks", "done", entry, "--reached") == 0
    assert run(monkeypatch, "callbacks") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words", [("done", "{entry}"), ("done", "ffffffff", "--reached"), ("done", "{short}", "--reached")]
)
def test_what_is_no_result(words: tuple[str, ...], entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a result, for an entry that is not there, or named by too little: 64, and nothing is recorded."""
    said = [word.format(entry=entry, short=entry[-3:]) for word in words]
    assert run(monkeypatch, "callbacks", *said) == 64
