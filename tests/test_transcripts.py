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
    ["births_by_text_1", "births_by_text_2"], ["sold_out"], ["limit_1", "limit_2"], ["withheld_1", "withheld_2"],
    ["premium"],
    ["silence"], ["wrong_keys"], ["five_wrong_codes"], ["party_of_three"], ["cut_off_1", "cut_off_2"],
    ["two_calls_1", "two_calls_2"], ["other_times"], ["hears_nothing"], ["person"], ["suspended"],
    ["resend"], ["texts_only"], ["texts_give_up"], ["texts_move"], ["texts_several_1", "texts_several_2"],
    ["texts_late"], ["texts_in_spanish"], ["texts_prove_1", "texts_prove_2"],
    ["in_spanish"], ["in_spanish_by_voice"], ["in_spanish_by_text"], ["in_spanish_mine"],
    ["in_spanish_by_landline_1", "in_spanish_by_landline_2"], ["landline_1", "landline_2"], ["shared_phone"], ["mine"],
    ["nobody_asked_1", "nobody_asked_2"], ["text_fails_1", "text_fails_2"], ["relay"], ["discreet"],
    ["another_language"], ["closed"], ["postal_code"], ["waits"], ["texts_wait"],
    ["sold"], ["texts_sold"],
    ["proves_first"], ["called_back_1", "called_back_2"], ["in_spanish_called_back_1", "in_spanish_called_back_2"],
    ["in_spanish_not_admitted"], ["look_up_is_late"], ["texts_look_up_is_late"],
]  # fmt: skip

_ADMISSIONS = (
    "INSERT INTO admissions(id, at, number, channel, service, office, why, until, decision, step, shown) "
    "SELECT gen_random_uuid(), now(), n.id, 'voice', n.id, n.id, 'alike', now() + interval '1 hour',"
)
_NEWEST = "0 FROM numbers n ORDER BY n.id DESC LIMIT 1"

STAGES: dict[str, str] = {
    # Whoever takes a booking back at once is faster than any worker; a test's is not always slower.
    "news of giving up leave late": """
        DO $$ BEGIN
          CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN NEW.not_before = NEW.not_before + interval '10 seconds'; RETURN NEW; END $f$;
          CREATE TRIGGER late BEFORE INSERT ON outbox FOR EACH ROW WHEN (NEW.kind = 'given_up')
            EXECUTE FUNCTION late();
        END $$""",
    "the first time is taken": "UPDATE places p SET free_at = 'infinity' "
    "FROM (SELECT office, service, min(starts) AS s FROM places "
    "WHERE free_at < 'infinity' AND starts > now() + interval '1 hour' GROUP BY 1, 2) f "
    "WHERE p.office = f.office AND p.service = f.service AND p.starts = f.s",
    "everything is taken": "UPDATE places SET free_at = 'infinity'",
    "two appointments are allowed": "UPDATE limit_groups SET allowed = 2",
    "half an hour goes by": "UPDATE codes SET expires_at = now()",
    "new appointments are suspended": "INSERT INTO suspensions(id, from_at, reason, by) "
    "VALUES (gen_random_uuid(), now(), 'outage', 'test')",
    "people answer again the day after tomorrow": "INSERT INTO people_hours(line, weekday, opens, closes) "
    "SELECT id, extract(isodow FROM now() AT TIME ZONE 'America/Los_Angeles' + interval '2 days'), '09:00', '17:00' "
    "FROM lines",
    "the text has failed": "UPDATE outbox SET lane = lane WHERE kind = 'code' AND state = 'undelivered'",
    "this phone proves itself first": f"{_ADMISSIONS} 'prove', 1, {_NEWEST}",
    "this phone is called back first": f"{_ADMISSIONS} 'call_back', 2, {_NEWEST}",
    "a person books for this phone": f"{_ADMISSIONS} 'queue', 3, {_NEWEST}",
    "it is time to call back": "UPDATE outbox SET not_before = now() WHERE kind = 'admission' AND state = 'waiting'",
    "there are five offices": "WITH new AS (INSERT INTO offices(id, name, zone, areas) SELECT gen_random_uuid(), name, "
    "'America/Chicago', areas FROM (VALUES ('Chicago', '{606}'::text[]), ('Aurora', '{606,605}')) v(name, areas) "
    "RETURNING id, name) INSERT INTO line_offices(line, office, nth) "
    "SELECT l.id, new.id, CASE new.name WHEN 'Chicago' THEN 3 ELSE 4 END FROM new, lines l",
}

BEFORE = -1
"""A stage that is set before the conversation begins."""

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
    for stage in stages.get(BEFORE, []):
        _set(house, stage)
    conversation = _begun(expected, house)
    actions = [event for event in expected.events if event.kind in ACTIONS]
    try:
        for nth, event in enumerate(actions):
            for stage in stages.get(nth, []):
                _set(house, stage)
            if RECORD and event.kind is Kind.LOOKED:
                time.sleep(1)  # the worker's turn; a replay waits for as many texts as were recorded
            conversation.do(event, _texts(expected, nth))
    except NotPossible as reason:
        played = conversation.transcript
        ended = Event(Kind.ERROR, f"the conversation ended here: {reason}")
        return text, expected, Transcript(played.medium, played.from_, played.to, (*played.events, ended))
    return text, expected, conversation.transcript


def _set(house: House, stage: str) -> None:
    """Change the world, or wait until the worker has."""
    until = time.monotonic() + 20
    while not house.do(STAGES[stage]):
        assert time.monotonic() < until, stage
        time.sleep(0.1)


def _begun(expected: Transcript, house: House) -> Conversation:
    """A thread, a call to the line, or a call of the line's that is picked up."""
    if expected.from_ == demo.LINE:
        return house.phone(expected.to).answer(20)
    phone = house.phone(expected.from_)
    return phone.thread(expected.to) if expected.medium == "text" else phone.call(expected.to)


def _stages(text: str) -> dict[int, list[str]]:
    """Index of the action before which the stage is set, or BEFORE the first word → stages."""
    found: dict[int, list[str]] = {}
    done = BEFORE
    for line in text.splitlines():
        if line.startswith("# stage: "):
            found.setdefault(done, []).append(line.removeprefix("# stage: "))
        elif not line.startswith("#") and done == BEFORE:
            done = 0
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
    return "\n".join([*lead, *(f"# stage: {stage}" for stage in stages.get(BEFORE, [])), *out]) + "\n"


@pytest.mark.parametrize("names", SCENES, ids=lambda names: names[0])
def test_it_sounds_as_recorded(names: list[str], house: House) -> None:
    """Whoever does what this caller did hears what this caller heard."""
    for name in names:
        house.settle()  # what the conversation before left to be sent is not this one's
        text, expected, played = _play(name, house)
        if RECORD:
            (HERE / f"{name}.txt").write_text(_recorded(text, played), encoding="utf-8")
        else:
            assert _sounds(played) == _sounds(expected)


def test_every_transcript_is_played() -> None:
    """No file of the folder lies there unread."""
    assert {path.stem for path in HERE.glob("*.txt")} == {name for names in SCENES for name in names}
