import dataclasses
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange import twiml as twin
from exchange import verbs
from ivr.vocabulary import Ask, Entry, Hangup, Leave, Menu, Reject, Said, Spoken, Talk, Wait
from telephony.twiml import RETRIES, fallback_document, pause_document, text_document, voice_document, with_retries

ACTION = "https://line.example/voice?s=a&t=1"
any_text = st.text(st.characters(), max_size=80)  # lone surrogates included
asks = st.one_of(
    st.just(Hangup()),
    st.builds(Menu, st.integers(1, 60), st.lists(any_text, max_size=4).map(tuple)),
    st.builds(Entry, st.integers(1, 15), st.integers(1, 60)),
)
UNSAYABLE = [
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xD800,
    0xDBFF,
    0xDC00,
    0xDFFF,
    *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
]


def spoken(*sentences: str, ask: Ask | None = None) -> Spoken:
    """A reply of these sentences."""
    return Spoken("en-US", tuple(Said(one, "en-US") for one in sentences), ask or Menu(8), ACTION)


def parsed(document: bytes) -> ElementTree.Element:
    """The document, which must be well-formed and of a size the provider takes."""
    assert len(document) < 64_000
    return ElementTree.fromstring(document)


def printable(text: str) -> str:
    """What of `text` a reader would see, white space aside."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


def test_a_wait_for_a_person() -> None:
    """A queue with its wait document and its action, both with the wish to be tried again."""
    waits = dataclasses.replace(spoken("Stay.", ask=Wait("desk")), waits_at="https://line.example/voice/queue?s=a")
    retries = RETRIES.replace("&", "&amp;")
    assert voice_document(waits).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US">Stay.</Say>'
        f'<Enqueue action="https://line.example/voice?s=a&amp;t=1{retries}" method="POST"'
        f' waitUrl="https://line.example/voice/queue?s=a{retries}" waitUrlMethod="POST">desk</Enqueue></Response>'
    )


@pytest.mark.parametrize(("ends", "said"), [(True, b"true"), (False, b"false")])
def test_a_talk(ends: bool, said: bytes) -> None:
    """A conference without beeps and music; who ends it for all is said of each leg."""
    document = voice_document(spoken(ask=Talk("room", ends)))
    assert (
        b'method="POST"><Conference beep="false" startConferenceOnEnter="true" endConferenceOnExit="' + said in document
    )
    assert b'waitUrl="">room</Conference></Dial></Response>' in document


def test_leaving_a_queue_and_silence_in_it() -> None:
    """What a call in a queue may hear besides a question."""
    assert voice_document(spoken(ask=Leave())).endswith(b"<Response><Leave/></Response>")


def test_a_rejected_call_hears_nothing_before_it() -> None:
    """Whatever stood first would answer the call, which is billed."""
    assert voice_document(spoken("Hello.", ask=Reject())).endswith(b'<Response><Reject reason="busy"/></Response>')
    assert pause_document(20).endswith(b'<Response><Pause length="20"/></Response>')


def test_menu() -> None:
    """A menu takes one key while it is being said, `#` too, and comes back even when nothing is pressed."""
    assert voice_document(spoken("To book, press 1.", "Tom & Ana's <3", ask=Menu(8))) == (
        b'<?xml version="1.0" encoding="UTF-8"?><Response>'
        b'<Gather action="https://line.example/voice?s=a&amp;t=1#rc=2&amp;rp=all&amp;rt=4000&amp;tt=15000"'
        b' method="POST" actionOnEmptyResult="true" input="dtmf" numDigits="1" finishOnKey="" timeout="8">'
        b'<Say language="en-US">To book, press 1.</Say><Say language="en-US">Tom &amp; Ana\'s &lt;3</Say>'
        b"</Gather></Response>"
    )


def test_speech_menu() -> None:
    """A menu with hints listens to speech and keys in the language it is said in."""
    gather = parsed(voice_document(spoken("Book?", ask=Menu(8, ("book", "yes, please", " ", "\0"))))).find("Gather")
    assert gather is not None
    assert gather.get("input") == "dtmf speech"
    assert gather.get("hints") == "book,yes please"
    assert gather.get("speechTimeout") == "auto"
    assert gather.get("language") == "en-US"


def test_entry() -> None:
    """An entry of several digits ends by their number or by waiting, and by `#` only where that is said."""
    for entry, finish in ((Entry(8, 10), ""), (Entry(8, 10, pound=True), "#")):
        gather = parsed(voice_document(spoken("Key in the date.", ask=entry))).find("Gather")
        assert gather is not None
        assert (gather.get("numDigits"), gather.get("finishOnKey"), gather.get("timeout")) == ("8", finish, "10")
        assert (gather.get("input"), gather.get("actionOnEmptyResult")) == ("dtmf", "true")


def test_entry_by_word() -> None:
    """An entry may be spoken instead, where there is a word for it."""
    gather = parsed(voice_document(spoken("Where?", ask=Entry(3, 10, hints=("Houston",))))).find("Gather")
    assert gather is not None
    assert (gather.get("input"), gather.get("hints")) == ("dtmf speech", "Houston")


def test_hangup() -> None:
    """A last word is said and then the line hangs up; nothing is asked."""
    response = parsed(voice_document(spoken("Goodbye.", ask=Hangup())))
    assert [child.tag for child in response] == ["Say", "Hangup"]


@pytest.mark.parametrize("silence", ["", " ", "\n", "\0", "\u202e", "\ud800", "\ufffe", "\x85"])
def test_nothing_to_say(silence: str) -> None:
    """A sentence of nothing that can be said is left out, never an empty Say."""
    response = parsed(voice_document(spoken(silence, "Hello.", silence)))
    assert [say.text for say in response.iter("Say")] == ["Hello."]


@pytest.mark.parametrize("sign", UNSAYABLE, ids=hex)
def test_unsayable(sign: int) -> None:
    """Controls, surrogates, noncharacters and turners of direction never reach a document, in any place of it."""
    text = f"be{chr(sign)}fore"
    whole = {"be fore"} if chr(sign) in "\t\n\r" else {"before"}
    said = parsed(
        voice_document(Spoken("en" + chr(sign), (Said(text, "en" + chr(sign)),), Menu(8, (text,)), ACTION + chr(sign)))
    )
    gather, say = said.find("Gather"), said.find("Gather/Say")
    assert gather is not None
    assert say is not None
    assert {say.text, gather.get("hints")} == whole
    assert parsed(text_document(text)).findtext("Message", "").split() == whole.pop().split()
    assert parsed(fallback_document(ACTION, [Said(text, "en" + chr(sign))])).findtext("Redirect") == ACTION + RETRIES


@given(st.lists(any_text, max_size=5), asks)
def test_any_sentence(sentences: list[str], ask: Ask) -> None:
    """Whatever the sentences hold, the document is well-formed and says all of them that can be printed."""
    document = voice_document(spoken(*sentences, ask=ask))
    assert printable("".join(parsed(document).itertext())) == printable("".join(sentences))
    twin.voice_document("text/xml", document)


@given(any_text)
def test_any_text(body: str) -> None:
    """Whatever a text holds, the document is well-formed and sends all of it that can be printed."""
    document = text_document(body)
    assert printable("".join(parsed(document).itertext())) == printable(body)
    twin.message_document("text/xml", document)


@given(any_text, any_text)
def test_any_address(address: str, language: str) -> None:
    """Whatever stands in an address or a language, it cannot leave its attribute."""
    response = parsed(voice_document(Spoken(language, (Said("Hello.", language),), Menu(8), address)))
    assert [child.tag for child in response.iter()] == ["Response", "Gather", "Say"]


@pytest.mark.parametrize("sign", ["x", "&", "\U0001f600", '"', "\"'"])
def test_size(sign: str) -> None:
    """However long the sentences and hints, the document stays under 64 kB and the question is still asked."""
    document = voice_document(spoken(*[sign * 5000] * 100, ask=Menu(8, (sign * 120,) * 600)))
    response = parsed(document)
    assert response.find("Gather/Say") is not None
    assert response[0].get("hints")
    twin.voice_document("text/xml", document)


def test_many_hints() -> None:
    """At most 500 hints of at most 100 characters are given."""
    gather = parsed(voice_document(spoken("Which?", ask=Menu(8, ("ab",) * 600)))).find("Gather")
    assert gather is not None
    assert len(str(gather.get("hints")).split(",")) == 500


def test_text() -> None:
    """A text keeps its lines, is cut at 1,600 characters, and an empty one is no answer."""
    assert parsed(text_document("Booked.\nBring <ID> & form.")).findtext("Message") == "Booked.\nBring <ID> & form."
    assert len(parsed(text_document("x" * 2000)).findtext("Message", "")) == 1600
    for nothing in (None, "", "\0 \n"):
        assert text_document(nothing) == b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


def test_fallback() -> None:
    """The fallback apologises where it can be heard, before it goes back to the line, with retries."""
    response = parsed(fallback_document("https://line.example/voice", [Said("We are sorry. One more try.", "en-US")]))
    assert [(child.tag, child.text) for child in response] == [
        ("Say", "We are sorry. One more try."),
        ("Redirect", "https://line.example/voice" + RETRIES),
    ]


@pytest.mark.parametrize("url", [ACTION, ACTION + RETRIES, ACTION + "#e=dublin", ACTION + "#"])
def test_with_retries(url: str) -> None:
    """The wish to be tried again stands once in an address, whatever fragment it had."""
    assert with_retries(url) == ACTION + "#rc=2&rp=all&rt=4000&tt=15000"


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (lambda: voice_document(spoken("Hello.", ask=Menu(8, ("book",)))), verbs.Gather),
        (lambda: voice_document(spoken("Hello.", ask=Entry(6, 10))), verbs.Gather),
        (lambda: voice_document(spoken("Goodbye.", ask=Hangup())), verbs.Say),
        (lambda: fallback_document(ACTION, [Said("Sorry.", "en-US")]), verbs.Say),
    ],
)
def test_twin_understands(document: Callable[[], bytes], kind: type) -> None:
    """The exchange, which refuses what the provider would only warn of, takes every kind of document."""
    assert isinstance(twin.voice_document("text/xml", document())[0], kind)
