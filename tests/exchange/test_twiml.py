import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.refusals import NOT_PLAYED, Refusal
from exchange.twiml import MAX_DOCUMENT, message_document, voice_document
from exchange.verbs import Gather, Hangup, Join, Message, Pause, Play, Redirect, Reject, Say

VOICE_REFUSALS = [
    (11770, ""),
    (11770, " \n"),
    (11750, f"<Response><Say>{'a' * MAX_DOCUMENT}</Say></Response>"),
    (12100, "<Response><Say>a</Response>"),
    (12100, "<Response><Say>fish & chips</Say></Response>"),
    (12100, ' <?xml version="1.0"?><Response/>'),
    (12100, '<!DOCTYPE Response [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>'),
    (12100, '<?xml version="1.0" encoding="no-such"?><Response/>'),
    (12102, "<response/>"),
    (12102, '<Response xmlns="urn:x"/>'),
    (12102, "<html/>"),
    (12200, "<Response>hello</Response>"),
    (12200, '<Response version="1"/>'),
    (12200, "<Response><say>a</say></Response>"),
    (12200, "<Response><Whistle/></Response>"),
    (12200, "<Response><Message>a</Message></Response>"),
    (12200, '<Response><Say Voice="man">a</Say></Response>'),
    (12200, '<Response><Gather numdigits="1"/></Response>'),
    (12200, "<Response><Say><Pause/></Say></Response>"),
    (12200, "<Response><Hangup>now</Hangup></Response>"),
    (12200, "<Response><Redirect><Say>a</Say></Redirect></Response>"),
    (12200, "<Response><Gather>Press 1</Gather></Response>"),
    (13310, '<Response><Gather finishOnKey="##"/></Response>'),
    (13310, '<Response><Gather finishOnKey="A"/></Response>'),
    (13312, '<Response><Gather method="post"/></Response>'),
    (13313, '<Response><Gather timeout="0"/></Response>'),
    (13313, '<Response><Gather timeout="1.5"/></Response>'),
    (13314, '<Response><Gather numDigits="0"/></Response>'),
    (13314, '<Response><Gather numDigits="-1"/></Response>'),
    (13314, '<Response><Gather numDigits="²"/></Response>'),
    (13320, "<Response><Gather><Gather/></Gather></Response>"),
    (13320, "<Response><Gather><Redirect>/a</Redirect></Gather></Response>"),
    (13320, '<Response><Gather><Play digits="1"/></Gather></Response>'),
    (13326, '<Response><Gather input="keys"/></Response>'),
    (13326, '<Response><Gather input="dtmf dtmf"/></Response>'),
    (13327, '<Response><Gather input="speech" speechTimeout="soon"/></Response>'),
    (13328, '<Response><Gather input="speech" maxSpeechTime="x"/></Response>'),
    (13329, '<Response><Gather partialResultCallbackMethod="PUT"/></Response>'),
    (13330, f'<Response><Gather hints="{"a" * 101}"/></Response>'),
    (13330, f'<Response><Gather hints="{",".join(["a"] * 501)}"/></Response>'),
    (13331, '<Response><Gather language="English, please"/></Response>'),
    (13332, '<Response><Gather bargeIn="yes"/></Response>'),
    (13333, '<Response><Gather profanityFilter="no"/></Response>'),
    (13338, '<Response><Gather actionOnEmptyResult="True"/></Response>'),
    (13410, '<Response><Play loop="-1">http://a/b</Play></Response>'),
    (13420, "<Response><Play/></Response>"),
    (13430, '<Response><Play digits="x"/></Response>'),
    (13510, '<Response><Say loop="often">a</Say></Response>'),
    (13511, '<Response><Say voice="nobody">a</Say></Response>'),
    (13512, '<Response><Say language="EN">a</Say></Response>'),
    (13520, "<Response><Say/></Response>"),
    (13520, "<Response><Say> \n </Say></Response>"),
    (13521, f"<Response><Say>{'a' * 4097}</Say></Response>"),
    (13710, '<Response><Redirect method="PUT">/a</Redirect></Response>'),
    (13810, '<Response><Reject reason="tired"/></Response>'),
    (13910, '<Response><Pause length="0"/></Response>'),
    (NOT_PLAYED, "<Response><Dial>+12025550101</Dial></Response>"),
    (NOT_PLAYED, '<Response><Enqueue workflowSid="WW1"><Task>{}</Task></Enqueue></Response>'),
    (12200, "<Response><Leave/></Response>"),
    (12200, "<Response><Queue>desk</Queue></Response>"),
    (12200, '<Response><Enqueue waitMethod="GET">desk</Enqueue></Response>'),
    (12200, "<Response><Enqueue><Say>desk</Say></Enqueue></Response>"),
    (13210, '<Response><Dial method="PUT"><Conference>a</Conference></Dial></Response>'),
    (13212, '<Response><Dial timeout="0"><Conference>a</Conference></Dial></Response>'),
    (13213, '<Response><Dial hangupOnStar="yes"><Conference>a</Conference></Dial></Response>'),
    (13214, '<Response><Dial callerId="me"><Conference>a</Conference></Dial></Response>'),
    (13215, "<Response><Dial><Say>a</Say></Dial></Response>"),
    (13215, "<Response><Dial><Conference>a</Conference><Conference>b</Conference></Dial></Response>"),
    (13216, '<Response><Dial timeLimit="0"><Conference>a</Conference></Dial></Response>'),
    (13219, '<Response><Dial answerOnBridge="1"><Conference>a</Conference></Dial></Response>'),
    (13223, "<Response><Dial/></Response>"),
    (13230, '<Response><Dial><Conference muted="yes">a</Conference></Dial></Response>'),
    (13231, '<Response><Dial><Conference endConferenceOnExit="1">a</Conference></Dial></Response>'),
    (13232, '<Response><Dial><Conference startConferenceOnEnter="1">a</Conference></Dial></Response>'),
    (13234, '<Response><Dial><Conference waitMethod="get">a</Conference></Dial></Response>'),
    (13235, '<Response><Dial><Conference beep="loud">a</Conference></Dial></Response>'),
    (13237, "<Response><Dial><Conference/></Dial></Response>"),
    (12200, "<Response><Conference>a</Conference></Response>"),
    (12200, '<Response><Dial conference="a"/></Response>'),
    (12200, "<Response><Dial>now <Conference>a</Conference></Dial></Response>"),
    (12200, "<Response><Dial><Conference><Say>a</Say></Conference></Dial></Response>"),
    (12200, '<Response><Dial><Conference endConferenceonExit="true">a</Conference></Dial></Response>'),
    (12200, '<Response><Dial><Conference maxParticipants="251">a</Conference></Dial></Response>'),
    (12200, '<Response><Dial><Conference statusCallbackEvent="begin">a</Conference></Dial></Response>'),
    (NOT_PLAYED, "<Response><Dial><Queue>desk</Queue></Dial></Response>"),
    (NOT_PLAYED, "<Response><Dial><Number>+12025550101</Number></Dial></Response>"),
    (NOT_PLAYED, '<Response><Dial record="true"><Conference>a</Conference></Dial></Response>'),
    (NOT_PLAYED, '<Response><Dial><Conference coach="CA1">a</Conference></Dial></Response>'),
    (14201, '<Response><Enqueue method="PUT">desk</Enqueue></Response>'),
    (14204, "<Response><Enqueue> </Enqueue></Response>"),
    (14205, f"<Response><Enqueue>{'a' * 65}</Enqueue></Response>"),
    (14206, '<Response><Enqueue waitUrlMethod="get">desk</Enqueue></Response>'),
    (NOT_PLAYED, '<Response><Gather partialResultCallback="/partial"/></Response>'),
]
MESSAGE_REFUSALS = [
    (12200, "<Response><Message><Body>a</Body><Body>b</Body></Message></Response>"),
    (12200, "<Response><Message>a<Body>b</Body></Message></Response>"),
    (12200, "<Response><Message><Text>a</Text></Message></Response>"),
    (12200, '<Response><Message colour="red">a</Message></Response>'),
    (14103, "<Response><Message/></Response>"),
    (14103, f"<Response><Message>{'a' * 1601}</Message></Response>"),
    (14104, '<Response><Message method="PUT">a</Message></Response>'),
    (14110, "<Response><Say>a</Say></Response>"),
    (14110, "<Response><message>a</message></Response>"),
    (NOT_PLAYED, '<Response><Message action="/sent">a</Message></Response>'),
]


def _refused(code: int, document: str, *, is_voice: bool = True) -> None:
    with pytest.raises(Refusal) as refusal:
        (voice_document if is_voice else message_document)("text/xml", document.encode())
    assert refusal.value.code == code


@pytest.mark.parametrize(("code", "document"), VOICE_REFUSALS)
def test_an_illegal_document_of_a_call_is_refused_with_the_providers_number(code: int, document: str) -> None:
    """What the provider refuses or warns of is refused, each with its own number."""
    _refused(code, document)


@pytest.mark.parametrize(("code", "document"), MESSAGE_REFUSALS)
def test_an_illegal_answer_to_a_text_is_refused_with_the_providers_number(code: int, document: str) -> None:
    """Answers to texts have verbs and numbers of their own."""
    _refused(code, document, is_voice=False)


@pytest.mark.parametrize("content_type", [None, "", "application/json", "image/png", "text/css"])
def test_another_content_type_is_refused(content_type: str | None) -> None:
    """An answer that is not XML, HTML, plain text or audio is refused with 12300."""
    with pytest.raises(Refusal, match="12300"):
        voice_document(content_type, b"<Response/>")


@pytest.mark.parametrize("content_type", ["text/xml", "application/xml; charset=utf-8", "TEXT/HTML", "text/plain"])
def test_the_types_of_twiml_are_read(content_type: str) -> None:
    """XML, HTML and plain text that parses are TwiML."""
    assert voice_document(content_type, b"<Response><Hangup/></Response>") == (Hangup(),)


def test_plain_text_is_read_aloud_and_audio_is_played() -> None:
    """An answer without TwiML is heard as it is; in answer to a text, it is texted."""
    assert voice_document("text/plain", b"Good day") == (Say("Good day"),)
    assert voice_document("audio/wav", b"RIFF") == (Play(url=None, digits=None),)
    assert message_document("text/plain", b"Good day") == (Message("Good day", (), None, None, None),)


def test_every_verb_is_read_with_its_defaults() -> None:
    """The defaults are those of the provider's pages."""
    document = b"""<?xml version="1.0"?><Response><!-- a remark --><Say> One   <emphasis>two</emphasis> </Say><Pause/>
        <Play>http://a/b.wav</Play><Gather/><Redirect>/next</Redirect><Reject/><Hangup/></Response>"""
    gather = Gather((), True, False, 5, 5, "#", None, None, "POST", False)
    assert voice_document("text/xml", document) == (
        Say("One two"),
        Pause(1),
        Play("http://a/b.wav", None),
        gather,
        Redirect("/next", "POST"),
        Reject("rejected"),
        Hangup(),
    )


def test_a_gather_is_read_with_all_it_holds() -> None:
    """Prompts, both inputs and every attribute that changes what is heard."""
    document = b"""<Response><Gather input="speech dtmf" timeout="8" numDigits="1" finishOnKey="" action="/a"
        method="GET" speechTimeout="auto" actionOnEmptyResult="true" hints="book, cancel" language="en-US"
        bargeIn="true"><Say language="es-MX" voice="Polly.Mia">Hola</Say><Pause length="2"/></Gather></Response>"""
    prompts = (Say("Hola", "es-MX", "Polly.Mia"), Pause(2))
    assert voice_document("text/xml", document) == (Gather(prompts, True, True, 8, None, "", 1, "/a", "GET", True),)


def test_a_conference_is_read_with_its_defaults() -> None:
    """A Conference beeps, starts when somebody else comes, ends with the last, and is bounded."""
    document = b"<Response><Dial><Conference> desk 1 </Conference></Dial></Response>"
    (join,) = voice_document("text/xml", document)
    assert isinstance(join, Join)
    assert (join.name, join.action, join.method, join.time_limit, join.hangs_up_on_star) == (
        ("desk 1", None, "POST", 14400, False)
    )
    assert (join.starts, join.ends, join.beep, join.muted, join.max_participants) == (True, False, "true", False, 250)
    assert (join.wait_url, join.wait_method, join.status_callback, join.events) == (None, "POST", None, frozenset())


def test_messages_are_read_in_both_forms() -> None:
    """A Message holds its text itself, or a Body and Media."""
    document = b"""<Response><Message>One</Message><Message to="+12025550102" statusCallback="/s"><Body>Two</Body>
        <Media>http://a/b.png</Media></Message><Redirect method="GET">/c</Redirect></Response>"""
    assert message_document("text/xml", document) == (
        Message("One", (), None, None, None),
        Message("Two", ("http://a/b.png",), "+12025550102", None, "/s"),
        Redirect("/c", "GET"),
    )


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<Response>{text}</Response>".encode()))
def test_any_bytes_are_verbs_or_a_refusal(body: bytes) -> None:
    """No answer, however broken, is anything but verbs or a refusal."""
    for read in (voice_document, message_document):
        for content_type in ("text/xml", "text/plain"):
            with contextlib.suppress(Refusal):
                assert isinstance(read(content_type, body), tuple)
