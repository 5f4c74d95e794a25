"""Golden conversations: each file in tests/transcripts is replayed on the running line and must sound the same.

`FAIRLINE_RECORD=1 ./run test tests/test_transcripts.py` writes them anew; read the difference aloud before committing.
A remark `# stage: …` changes the world at that point of the conversation.
"""

from __future__ import annotations

import os
import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import demo
from exchange.client import Conversation
from exchange.link import NotPossible
from exchange.transcript import ACTIONS, Event, Kind, Transcript, masked, parse, write
from tests.house import House

HERE = Path(__file__).parent / "transcripts"
RECORD = os.environ.get("FAIRLINE_RECORD") == "1"

SCENES = [
    ["books"], ["books_by_voice"], ["urgent_travel"], ["code_by_text_1", "code_by_text_2"],
    ["births_by_text_1", "births_by_text_2"], ["sold_out"], ["limit_1", "limit_2"], ["withheld"], ["premium"],
    ["silence"], ["wrong_keys"], ["five_wrong_codes"], ["party_of_three"], ["cut_off_1", "cut_off_2"],
    ["two_calls_1", "two_calls_2"], ["other_times"], ["hears_nothing"], ["person"], ["no_texts"], ["suspended"],
    ["resend"], ["texts_only"], ["texts_give_up"], ["texts_move"], ["texts_several_1", "texts_several_2"],
    ["texts_late"], ["texts_in_spanish"], ["texts_prove_1", "texts_prove_2"],
    ["in_spanish"], ["in_spanish_by_voice"], ["in_spanish_by_text"],
]  # fmt: skip

STAGES: dict[str, str] = {
    "the first time is taken": "UPDATE places p SET free_at = 'infinity' "
    "FROM (SELECT office, service, min(starts) AS s FROM places "
    "WHERE free_at < 'infinity' AND starts > now() + interval '1 hour' GROUP BY 1, 2) f "
    "WHERE p.office = f.office AND p.service = f.service AND p.starts = f.s",
    "everything is taken": "UPDATE places SET free_at = 'infinity'",
    "two appointments are allowed": "UPDATE limit_groups SET allowed = 2",
    "half an hour goes by": "UPDATE codes SET expires_at = now()",
    "new appointments are suspended": "INSERT INTO suspensions(id, from_at, reason) "
    "VALUES (gen_random_uuid(), now(), 'outage')",
}

# Which times are free first depends on the hour at which the tests run.
_TIMES = re.compile(
    r"(<time>|\d{1,2} o'clock|noon|\d{1,2}[ap]m)( in the (morning|afternoon|evening))?"
    r"|las? (<time>|\d{1,2}\b)( de la (madrugada|mañana|tarde|noche)| del mediodía)?"
)
_SPANISH_DATE = re.compile(
    r"(lunes|martes|miércoles|jueves|viernes|sábado|domingo) (primero|\d{1,2}) de [a-z]+"
    r"|(lun|mar|mié|jue|vie|sab|dom) \d{1,2} [a-z]+"
)


def _travel() -> str:
    day = datetime.now(ZoneInfo("America/Los_Angeles")).date() + timedelta(days=10)
    return day.strftime("%m%d%Y")


def _day() -> str:
    """A working day some two weeks ahead, as month and day."""
    day = datetime.now(ZoneInfo("America/Los_Angeles")).date() + timedelta(days=14)
    while day.isoweekday() > 5 or day in demo.holidays(day.year) | demo.holidays(day.year + 1):
        day += timedelta(days=1)
    return day.strftime("%m%d")


def _filled(text: str) -> str:
    return text.replace("{travel}", _travel()).replace("> {day}", f"> {_day()}")


def _unfilled(text: str) -> str:
    return text.replace(_travel(), "{travel}").replace(f"> {_day()}", "> {day}")


def _sounds(transcript: Transcript) -> list[str]:
    return [_TIMES.sub("<time>", _SPANISH_DATE.sub("<date>", _unfilled(line))) for line in masked(transcript.events)]


def _play(name: str, house: House) -> tuple[str, Transcript, Transcript]:
    """The file's text, what it expects, and what was played."""
    text = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    expected = parse(_filled(text))
    stages = _stages(text)
    phone = house.phone(expected.from_)
    conversation: Conversation = phone.thread(expected.to) if expected.medium == "text" else phone.call(expected.to)
    actions = [event for event in expected.events if event.kind in ACTIONS]
    try:
        for nth, event in enumerate(actions):
            for stage in stages.get(nth, []):
                assert house.do(STAGES[stage]) > 0
            if RECORD and event.kind is Kind.LOOKED:
                time.sleep(1)  # the worker's turn; a replay waits for as many texts as were recorded
            conversation.do(event, _texts(expected, nth))
    except NotPossible as reason:
        played = conversation.transcript
        ended = Event(Kind.ERROR, f"the conversation ended here: {reason}")
        return text, expected, Transcript(played.medium, played.from_, played.to, (*played.events, ended))
    return text, expected, conversation.transcript


def _stages(text: str) -> dict[int, list[str]]:
    """Index of the action before which the stage is set → stages."""
    found: dict[int, list[str]] = {}
    done = 0
    for line in text.splitlines():
        if line.startswith("# stage: "):
            found.setdefault(done, []).append(line.removeprefix("# stage: "))
        elif line.startswith("> "):
            done += 1
    return found


def _texts(expected: Transcript, nth: int) -> int | None:
    """How many texts were noted after the nth action; None in a file that has not been recorded yet."""
    at = [index for index, event in enumerate(expected.events) if event.kind in ACTIONS]
    end = at[nth + 1] if nth + 1 < len(at) else len(expected.events)
    between = expected.events[at[nth] + 1 : end]
    return None if RECORD else sum(event.kind is Kind.TEXT for event in between)


def _recorded(text: str, played: Transcript) -> str:
    """The played conversation with the file's remarks where they were, volatile parts as they happened to be."""
    lead = [line for line in text.splitlines() if line.startswith("# ") and not line.startswith("# stage: ")]
    stages = _stages(text)
    lines, done = _unfilled(write(played)).splitlines(), 0
    out: list[str] = []
    for line in lines:
        if line.startswith("> "):
            out += [f"# stage: {stage}" for stage in stages.get(done, [])]
            done += 1
        out.append(line)
    return "\n".join([*lead, *out]) + "\n"


@pytest.mark.parametrize("names", SCENES, ids=lambda names: names[0])
def test_it_sounds_as_recorded(names: list[str], house: House) -> None:
    """Whoever does what this caller did hears what this caller heard."""
    for name in names:
        text, expected, played = _play(name, house)
        if RECORD:
            (HERE / f"{name}.txt").write_text(_recorded(text, played), encoding="utf-8")
        else:
            assert _sounds(played) == _sounds(expected)


def test_every_transcript_is_played() -> None:
    """No file of the folder lies there unread."""
    assert {path.stem for path in HERE.glob("*.txt")} == {name for names in SCENES for name in names}
