import pytest

from exchange.documents import MAX_DOCUMENTS
from exchange.link import NotPossible
from tests.exchange.stage import ACCOUNT, ALICE, LINE, WITHHELD, Answer, Running, Service


def test_the_first_webhook_is_the_providers(running: Running, service: Service) -> None:
    """Names, empty values and headers are those of a captured call."""
    service.says("/voice", "")
    call = running.telephone().call(LINE, stir="TN-Validation-Passed-A")
    heard = service.at("/voice")[0]
    whose = ("From", "Caller", "To", "Called")
    places = {f"{who}{what}": "" for who in whose for what in ("City", "State", "Zip")}
    assert heard.form == {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": call.sid,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "From": ALICE,
        "Caller": ALICE,
        "To": LINE,
        "Called": LINE,
        "StirVerstat": "TN-Validation-Passed-A",
        **{f"{who}Country": "US" for who in whose},
        **places,
    }
    assert len(call.sid) == 34
    assert call.sid.startswith("CA")
    assert heard.headers["User-Agent"] == "TwilioProxy/1.1"
    assert heard.headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"


@pytest.mark.parametrize(
    ("number", "caller_id"),
    [
        (WITHHELD, "anonymous"),
        ("Restricted", "Restricted"),
        ("+266696687", "+266696687"),
        ("+19005550123", "+19005550123"),
    ],
)
def test_the_caller_id_is_what_the_line_sees(running: Running, service: Service, number: str, caller_id: str) -> None:
    """A withheld telephone is `anonymous`; any other word or number is passed on as it is."""
    service.says("/voice", "")
    running.call(number)
    assert service.at("/voice")[0].form["From"] == caller_id
    assert "StirVerstat" not in service.at("/voice")[0].form


def test_later_webhooks_say_in_progress(running: Running, service: Service) -> None:
    """Once something has been played the call is answered."""
    service.says("/voice", "<Say>Hello.</Say><Redirect>/next</Redirect><Say>Never.</Say>")
    service.says("/next", "<Say>Bye.</Say>")
    call = running.call()
    assert service.at("/next")[0].form["CallStatus"] == "in-progress"
    assert call.heard == ["Hello.", "Bye."]


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ("<Say>a</Say>", "completed"),
        ("", "completed"),
        ("<Reject/>", "no-answer"),
        ('<Reject reason="busy"/>', "busy"),
        ("<Say>a</Say><Reject/>", "completed"),
    ],
)
def test_a_call_ends_with_its_status(running: Running, service: Service, document: str, status: str) -> None:
    """The end of a document hangs up; only a Reject before anything else leaves the call unanswered."""
    service.says("/voice", document)
    assert running.call().status == status
    running.settle()
    assert service.at("/status")[0].form["CallStatus"] == status


def test_a_hang_up_is_reported_once_with_its_length(running: Running, service: Service) -> None:
    """The status callback counts seconds up and gives minutes beside them."""
    service.says("/voice", '<Pause length="61"/><Gather timeout="5"/>')
    running.call().hang_up()
    running.settle()
    (form,) = [each.form for each in service.at("/status")]
    assert (form["CallStatus"], form["CallDuration"], form["Duration"]) == ("completed", "61", "2")
    assert (form["SequenceNumber"], form["CallbackSource"]) == ("0", "call-progress-events")


def test_cookies_live_as_long_as_the_call(running: Running, service: Service) -> None:
    """A cookie set for one call comes back in that call and in no other."""
    asks = '<?xml version="1.0"?><Response><Gather numDigits="1"/></Response>'
    service.says("/voice", Answer(asks, headers={"Set-Cookie": "seen=1; Path=/"}))
    running.call().press("1")
    running.call()
    assert [each.headers.get("Cookie") for each in service.at("/voice")] == [None, "seen=1", None]


def test_http_redirects_are_followed_and_signed_anew(running: Running, service: Service) -> None:
    """A 302 becomes a GET, a 307 keeps the form; a loop ends with 11215."""
    service.says("/voice", Answer("", 302, headers={"Location": "/a"}))
    service.says("/a", Answer("", 307, headers={"Location": "/b"}))
    service.says("/b", "<Say>Here.</Say>")
    assert running.call().heard == ["Here."]
    assert service.at("/b")[0].method == "GET"
    service.says("/a", Answer("", 307, headers={"Location": "/a"}))
    assert "11215" in str(running.call().error)


def test_a_loop_of_documents_ends(running: Running, service: Service) -> None:
    """Documents that follow one another without the caller are bounded; a caller who acts is not."""
    service.says("/voice", "<Redirect>/voice</Redirect>")
    assert running.call().ended
    assert len(service.at("/voice")) == MAX_DOCUMENTS
    service.says("/voice", '<Gather numDigits="1"/>')
    call = running.call()
    for _ in range(MAX_DOCUMENTS + 5):
        call.press("1")
    assert not call.ended


def test_a_recording_is_fetched_and_its_type_checked(running: Running, service: Service) -> None:
    """A Play asks for its recording without parameters; what is no audio is 13420."""
    service.says("/voice", "<Play>/audio/hello.wav</Play><Say>Bye.</Say>")
    service.says("/audio/hello.wav", Answer(b"RIFF", content_type="audio/wav"))
    call = running.call()
    assert call.heard == ["[plays /audio/hello.wav]", "Bye."]
    assert (service.at("/audio/hello.wav")[0].method, service.at("/audio/hello.wav")[0].form) == ("GET", {})
    service.says("/audio/hello.wav", Answer("<p/>", content_type="text/html"))
    assert str(running.call().error).startswith("13420")


def test_a_number_that_is_no_line_cannot_be_called(running: Running) -> None:
    """Only connected lines can be called."""
    with pytest.raises(NotPossible, match="not in service"):
        running.telephone().call("+18005550100")
