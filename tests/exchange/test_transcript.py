from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.replay import replay
from exchange.texts import Text, new_sid
from exchange.transcript import Event, Kind, Transcript, masked, parse, read, save, write
from tests.exchange.stage import ALICE, LINE, Answer, Running, Service

TEXT = """call +12025550101 -> +18005550199

< To book, press 1.
> 1
> say to book
> (silence)
> code
> (inbox)
~ Good morning.
@ Your code is 482913.\\nTell nobody.
> text hello \\\\ there
! 12200 <Shout> may not stand here
. (the line hangs up)
> (hang up)
"""
EVENTS = (
    Event(Kind.HEARD, "To book, press 1."),
    Event(Kind.KEYS, "1"),
    Event(Kind.SAID, "to book"),
    Event(Kind.SILENCE),
    Event(Kind.CODE),
    Event(Kind.LOOKED),
    Event(Kind.VOICE, "Good morning."),
    Event(Kind.TEXT, "Your code is 482913.\nTell nobody."),
    Event(Kind.TEXTED, "hello \\ there"),
    Event(Kind.ERROR, "12200 <Shout> may not stand here"),
    Event(Kind.ENDED),
    Event(Kind.HUNG_UP),
)


def test_a_transcript_is_written_and_read_as_it_looks(tmp_path: Path) -> None:
    """Every kind of event has its line, and comes back from it."""
    transcript = Transcript("call", ALICE, LINE, EVENTS)
    assert write(transcript) == TEXT
    save(transcript, tmp_path / "call.txt")
    assert read(tmp_path / "call.txt") == transcript


def test_times_and_remarks_are_read(tmp_path: Path) -> None:
    """Times stand before a line where wanted; remarks and empty lines say nothing."""
    transcript = Transcript("text", ALICE, LINE, (Event(Kind.TEXTED, "?", 65.0),))
    assert write(transcript, with_times=True).endswith("\n[01:05] > text ?\n")
    assert parse("# a remark\n\n" + write(transcript, with_times=True)) == transcript


@given(st.text().map(lambda text: " ".join(text.split())))
def test_what_is_heard_survives_its_line(text: str) -> None:
    """Any text comes back from a transcript as it was."""
    transcript = Transcript("call", ALICE, LINE, (Event(Kind.HEARD, text), Event(Kind.TEXT, f"{text}\n{text}")))
    assert parse(write(transcript)) == transcript


@pytest.mark.parametrize("text", ["", "hello", "call +1 +2\n< a", "call +1 -> +2\nwhat?"])
def test_what_is_no_transcript_is_refused(text: str) -> None:
    """A wrong header or line is an error that says where."""
    with pytest.raises(ValueError, match="transcript"):
        parse(text)


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("your code is 482913 for Tue Nov 24, 9:20am.", "your code is <code> for <date>, <time>"),
        ("Tuesday, November 24, 2026, at 9:20 a.m. in San Francisco.", "<date>, at <time> in San Francisco."),
        ("Tuesday the 24th of November at 14:40", "<date> at <time>"),
        ("Your reference is 4 8 2 1, 7 7 3 0.", "Your reference is <reference>."),
        ("Ref 4821 7730. Bring ID.", "Ref <reference>. Bring ID."),
        ("by Fri 6pm, 2026-11-24", "by <day> <time>, <date>"),
        ("the code 4 8 2 9 1 3", "the code <code>"),
        ("a number ending 3 4, call 415-555-0100", "a number ending 3 4, call 415-555-0100"),
        ("To book, press 1. 03041985", "To book, press 1. 03041985"),
    ],
)
def test_what_changes_from_run_to_run_is_masked(heard: str, expected: str) -> None:
    """Codes, references, dates and times are replaced; words, menus and telephone numbers stay."""
    assert masked([Event(Kind.HEARD, heard)]) == [f"< {expected}"]


CODES = iter(range(100_000, 1_000_000, 7))


def _line_with_codes(running: Running, service: Service) -> None:
    def send_code() -> None:
        running.exchange.switch.texts.send(_text(f"Your code is {next(CODES)}."))

    menu = '<Gather numDigits="1" action="/hold"><Say>To book, press 1.</Say></Gather>'
    code = '<Gather numDigits="6" action="/confirm"><Say>Key in the code.</Say></Gather>'
    service.says("/voice", menu)
    service.says("/hold", code)
    service.answers["/hold"][0].before = send_code
    service.says("/confirm", "<Say>You are booked.</Say>")
    service.says("/sms", "<Message>You are booked.</Message>")


def test_a_replay_does_the_same_and_hears_the_same(running: Running, service: Service) -> None:
    """A recorded call plays again on a live line, with another code and the same words."""
    _line_with_codes(running, service)
    call = running.call().press("1").press_code()
    call.look()
    again = replay(call.transcript, running.telephone())
    assert masked(again.events) == masked(call.transcript.events)
    assert again.events != call.transcript.events
    assert len({each.form["Digits"] for each in service.at("/confirm")}) == 2


def test_a_code_can_be_texted_after_the_call(running: Running, service: Service) -> None:
    """A replay texts the code of its own call, not the one of the recording."""
    _line_with_codes(running, service)
    call = running.call().press("1").hang_up()
    assert call.text("code")[-1] == "You are booked."
    again = replay(call.transcript, running.telephone())
    assert masked(again.events) == masked(call.transcript.events)
    assert len({each.form["Body"] for each in service.at("/sms")}) == 2


def test_a_replay_shows_a_text_too_many(running: Running, service: Service) -> None:
    """Where no text was noted, one that comes is seen."""
    _line_with_codes(running, service)
    silent = Transcript("call", ALICE, LINE, (Event(Kind.KEYS, "1"), Event(Kind.LOOKED)))
    assert masked(replay(silent, running.telephone()).events)[-1] == "@ Your code is <code>."


def test_a_replay_shows_where_a_line_has_changed(running: Running, service: Service) -> None:
    """A line that speaks otherwise, or hangs up early, gives another transcript and no exception."""
    _line_with_codes(running, service)
    call = running.call().press("1")
    call.hang_up()
    service.says("/voice", "<Say>We are closed.</Say>")
    again = replay(call.transcript, running.telephone())
    assert [event.text for event in again.events][:1] == ["We are closed."]
    assert again.events[-1].kind is Kind.ERROR


def test_a_replay_of_texts_waits_for_late_ones(running: Running, service: Service, tmp_path: Path) -> None:
    """Where the transcript has a text after a look, the replay waits for it."""
    service.says("/sms", "")
    (tmp_path / "thread.txt").write_text(f"text {ALICE} -> {LINE}\n> text ?\n> (inbox)\n@ Late.\n")

    def later() -> None:
        running.exchange.switch.texts.send(_text("Late."))

    service.says("/sms", Answer("<Response/>", before=lambda: running.exchange.switch.afterwards.put(later)))
    again = replay(tmp_path / "thread.txt", running.telephone())
    assert masked(again.events) == ["> text ?", "> (inbox)", "@ Late."]


def _text(body: str) -> Text:
    return Text(new_sid(), LINE, ALICE, body, "outbound-api", "queued")
