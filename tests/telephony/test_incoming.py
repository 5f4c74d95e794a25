import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.form import Form
from telephony.incoming import (
    Attestation,
    CallReport,
    CallTurn,
    OptOut,
    Text,
    TextReport,
    TextStatus,
    call_report,
    call_turn,
    came_out,
    text,
    text_report,
)
from tests.telephony.signing import CALL, MESSAGE, TEXT, TURN

READERS = [call_turn, call_report, text, text_report]
REPORT = {"MessageSid": MESSAGE, "MessageStatus": "sent"}


def turn(**fields: str) -> CallTurn:
    """The turn of a call with these fields."""
    heard = call_turn(Form(TURN | fields))
    assert heard is not None
    return heard


def test_turn() -> None:
    """A turn says which call, which line, who claims to call, what was pressed and who vouches."""
    assert call_turn(Form(TURN)) == CallTurn(
        sid=CALL,
        line="+18005550199",
        caller="+12025550123",
        keys="1",
        speech=None,
        confidence=None,
        stir=Attestation.A,
        ended=False,
        outbound=False,
        ringing=False,
    )


def test_a_call_of_ours() -> None:
    """In a call that the line made, the line is who calls, and the person is who was called, known without a claim."""
    heard = turn(Direction="outbound-api", From="+18005550199", To="+12025550123")
    assert (heard.line, heard.caller, heard.outbound) == ("+18005550199", "+12025550123", True)


def test_a_call_that_is_not_answered_yet() -> None:
    """Only the first webhook of somebody's call says that it rings: it can still be rejected. A call of ours cannot."""
    assert turn(CallStatus="ringing").ringing
    assert not turn(CallStatus="in-progress").ringing
    assert not turn(CallStatus="ringing", Direction="outbound-api").ringing


def test_spoken_turn() -> None:
    """Speech comes trimmed, with a confidence where the provider gives one."""
    heard = turn(Digits="", SpeechResult=" Next Tuesday. ", Confidence="0.9432")
    assert (heard.keys, heard.speech, heard.confidence) == (None, "Next Tuesday.", 0.9432)


@pytest.mark.parametrize("keys", ["0", "*", "#", "ABCD", "12052027", "0123456789*#ABCD"])
def test_keys(keys: str) -> None:
    """All sixteen keys of ITU-T Q.23 are heard as they were pressed."""
    assert turn(Digits=keys).keys == keys


@pytest.mark.parametrize("keys", ["", " ", "1 2", "²", "٣", "１", "1_0", "+1", "E", "a", "1\n", "w", "1" * 33])
def test_no_keys(keys: str) -> None:
    """What no telephone can send as keys is no key, above all digits of other scripts."""
    assert turn(Digits=keys).keys is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0", 0.0),
        ("1.0", 1.0),
        ("5.0E-4", 0.0005),
        ("", None),
        ("-0.1", None),
        ("1.1", None),
        ("nan", None),
        ("x", None),
    ],
)
def test_confidence(given: str, expected: float | None) -> None:
    """A confidence is a share of one, or nothing."""
    assert turn(Confidence=given).confidence == expected


@pytest.mark.parametrize(
    ("verstat", "expected"),
    [
        ("TN-Validation-Passed-A", Attestation.A),
        ("TN-Validation-Passed-B", Attestation.B),
        ("TN-Validation-Passed-C", Attestation.C),
        ("TN-Validation-Passed-A-Diverted", None),
        ("TN-Validation-Passed-D", None),
        ("TN-Validation-Failed", Attestation.FAILED),
        ("TN-Validation-Failed-A-Diverted", Attestation.FAILED),
        ("No-TN-Validation", None),
        ("", None),
    ],
)
def test_attestation(verstat: str, expected: Attestation | None) -> None:
    """Only an undiverted pass vouches for a caller; a failed one is told apart from none."""
    assert turn(StirVerstat=verstat).stir == expected


@pytest.mark.parametrize("caller", ["", "anonymous", "+266696687", "sip:a@example.com", "client:x"])
def test_raw_caller(caller: str) -> None:
    """Who claims to call is handed on untouched, withheld forms too: the number check knows them."""
    assert turn(From=caller).caller == caller


@pytest.mark.parametrize(
    ("status", "ended"),
    [
        ("ringing", False),
        ("in-progress", False),
        ("completed", True),
        ("busy", True),
        ("failed", True),
        ("no-answer", True),
        ("canceled", True),
        ("a new word", False),
    ],
)
def test_ended(status: str, ended: bool) -> None:
    """A call has ended with the five final words of the provider, and no other."""
    assert turn(CallStatus=status).ended is ended
    assert call_report(Form({"CallSid": CALL, "CallStatus": status})) == CallReport(
        CALL, ended, None, status == "completed"
    )


def test_call_report() -> None:
    """A call's length is CallDuration in seconds, never Duration, which is in minutes."""
    fields = {"CallSid": CALL, "CallStatus": "completed", "CallDuration": "95", "Duration": "2"}
    assert call_report(Form(fields)) == CallReport(CALL, True, 95, answered=True)


@pytest.mark.parametrize("seconds", ["", "-1", "1.5", "²", "1" * 10])
def test_odd_length(seconds: str) -> None:
    """A length that is no number of seconds is none."""
    assert call_report(Form({"CallSid": CALL, "CallStatus": "busy", "CallDuration": seconds})) == CallReport(
        CALL, True, None, answered=False
    )


def test_text() -> None:
    """A text says which message, to which line, from whom, and what."""
    assert text(Form(TEXT)) == Text(MESSAGE, "+18005550199", "+12025550123", "123456", 0, None)


def test_picture() -> None:
    """A picture without words is a text with an empty body."""
    assert text(Form(TEXT | {"Body": "", "NumMedia": "2"})) == Text(
        MESSAGE, "+18005550199", "+12025550123", "", 2, None
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [(word, OptOut.STOP) for word in ("STOP", "stopall", "Unsubscribe", " cancel\n", "END", "quit", "revoke", "OptOut")]
    + [(word, OptOut.START) for word in ("START", "yes", "Unstop")]
    + [(word, OptOut.HELP) for word in ("HELP", "info")]
    + [(word, None) for word in ("stop it", "I cancel", "cancel 1234", "", "9", "stop!")],
)
def test_opt_out(body: str, expected: OptOut | None) -> None:
    """A word the provider acts on is told, in any case, but only where it stands alone."""
    heard = text(Form(TEXT | {"Body": body}))
    assert heard is not None
    assert heard.opt_out == expected


@pytest.mark.parametrize(("kind", "expected"), [("STOP", OptOut.STOP), ("HELP", OptOut.HELP), ("OTHER", None)])
def test_advanced_opt_out(kind: str, expected: OptOut | None) -> None:
    """Where the provider itself says what it did, its word counts and not the text's."""
    heard = text(Form(TEXT | {"Body": "START", "OptOutType": kind}))
    assert heard is not None
    assert heard.opt_out == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("accepted", TextStatus.QUEUED),
        ("queued", TextStatus.QUEUED),
        ("sending", TextStatus.QUEUED),
        ("sent", TextStatus.SENT),
        ("delivered", TextStatus.DELIVERED),
        ("read", TextStatus.DELIVERED),
        ("undelivered", TextStatus.UNDELIVERED),
        ("failed", TextStatus.FAILED),
        ("canceled", TextStatus.CANCELED),
        ("partially_delivered", TextStatus.UNKNOWN),
    ],
)
def test_text_status(word: str, expected: TextStatus) -> None:
    """Each word of the provider for the state of a text is one of ours; a new word is known to be unknown."""
    assert text_report(Form(REPORT | {"MessageStatus": word})) == TextReport(MESSAGE, expected, None)


@pytest.mark.parametrize(("code", "expected"), [("30003", "30003"), ("", None), ("3000", None), ("<b>", None)])
def test_text_error(code: str, expected: str | None) -> None:
    """An error is the provider's five digits or none."""
    report = text_report(Form(REPORT | {"MessageStatus": "failed", "ErrorCode": code}))
    assert report == TextReport(MESSAGE, TextStatus.FAILED, expected)


@pytest.mark.parametrize(
    ("reader", "whole", "name"),
    [(call_turn, TURN, name) for name in ("CallSid", "To", "From", "CallStatus")]
    + [(call_report, TURN, name) for name in ("CallSid", "CallStatus")]
    + [(text, TEXT, name) for name in ("MessageSid", "To", "From", "Body")]
    + [(text_report, REPORT, name) for name in ("MessageSid", "MessageStatus")],
)
def test_required(reader: object, whole: dict[str, str], name: str) -> None:
    """A webhook without one of its required fields is no webhook of this kind."""
    assert callable(reader)
    assert reader(Form(whole)) is not None
    assert reader(Form(whole).without([name])) is None


def test_nothing_personal_shown() -> None:
    """Number, keys, speech and body do not show when what was heard is printed."""
    shown = repr([turn(SpeechResult="May 5 1980"), text(Form(TEXT))])
    assert not any(word in shown for word in ("12025550123", "1980", "123456'", "keys"))


@given(
    st.dictionaries(st.sampled_from(sorted(TURN | TEXT | REPORT)), st.text(st.characters(exclude_categories=["Cs"])))
)
def test_any_values(fields: dict[str, str]) -> None:
    """No value whatever makes a reader raise."""
    for reader in READERS:
        reader(Form(TURN | TEXT | REPORT | fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"QueueResult": "leave"}, "left"),
        ({"QueueResult": "redirected"}, "moved"),
        ({"QueueResult": "redirected-from-bridged"}, "moved"),
        ({"QueueResult": "bridged"}, "moved"),
        ({"QueueResult": "hangup"}, "hung_up"),
        ({"QueueResult": "queue-full"}, "failed"),
        ({"QueueResult": "system-error"}, "failed"),
        ({"QueueResult": "a word of tomorrow"}, "failed"),
        ({}, "failed"),
        ({"DialCallStatus": "answered"}, "over"),
        ({"DialCallStatus": "answered", "CallStatus": "completed"}, "hung_up"),
        ({"QueueResult": "leave", "CallStatus": "completed"}, "hung_up"),
    ],
)
def test_how_a_call_comes_out(fields: dict[str, str], expected: str) -> None:
    """Of a queue and of a conference; whoever has hung up hears nothing more, whatever the reason says."""
    assert came_out(Form(TURN | fields)) == expected
