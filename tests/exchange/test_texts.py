import pytest

from tests.exchange.stage import ACCOUNT, ALICE, BOB, LANDLINE, LINE, NO_TEXTS, WITHHELD, Answer, Running, Service


def test_the_webhook_of_a_text_is_the_providers(running: Running, service: Service) -> None:
    """Names and empty values of an inbound text, its three SIDs the same."""
    service.says("/sms", "")
    sid = running.control.post("texts", body={"from": ALICE, "to": LINE, "body": "Hello", "media": ["http://a/b"]})[
        "sid"
    ]
    form = service.at("/sms")[0].form
    places = {f"{who}{what}": "" for who in ("From", "To") for what in ("City", "State", "Zip")}
    assert form == {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "SmsStatus": "received",
        "From": ALICE,
        "To": LINE,
        "Body": "Hello",
        "NumMedia": "1",
        "MediaUrl0": "http://a/b",
        "MediaContentType0": "image/jpeg",
        "NumSegments": "1",
        "FromCountry": "US",
        "ToCountry": "US",
        **places,
    }
    assert len(sid) == 34
    assert sid.startswith("SM")


def test_answers_arrive_at_the_sender_in_their_order(running: Running, service: Service) -> None:
    """Each Message becomes a text, across a Redirect too; an empty answer and a 204 become none."""
    service.says("/sms", "<Message>One</Message><Redirect>/more</Redirect>", "", Answer("", 204))
    service.says("/more", "<Message><Body>Two</Body></Message>")
    telephone = running.telephone()
    assert [telephone.text(LINE, "Hi") for _ in range(3)] == [["One", "Two"], [], []]
    assert [(text.from_, text.body) for text in telephone.inbox()] == [(LINE, "One"), (LINE, "Two")]
    assert [each["error"] for each in running.webhooks()] == [None] * 4


def test_a_message_to_another_number_goes_there(running: Running, service: Service) -> None:
    """A Message with a `to` arrives at that telephone, not at the sender."""
    service.says("/sms", f'<Message to="{BOB}">For Bob</Message>')
    assert running.telephone(ALICE).text(LINE, "Hi") == []
    assert [text.body for text in running.telephone(BOB).inbox()] == ["For Bob"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("<Response><Say>a</Say></Response>"), "14110"),
        (Answer("{}", content_type="application/json"), "12300"),
        (Answer("", 500), "11200"),
        (Answer('<Response><Message to="nobody">a</Message></Response>'), "21211"),
        (Answer("<Response><Redirect>/sms</Redirect></Response>"), "14106"),
    ],
)
def test_a_wrong_answer_to_a_text_is_reported(running: Running, service: Service, answer: Answer, code: str) -> None:
    """Whoever sent the text gets nothing, and the error is told to the test."""
    service.says("/sms", answer)
    told = running.control.post("texts", body={"from": ALICE, "to": LINE, "body": "Hi"})
    assert told["error"].startswith(code)
    assert told["replies"] == []


def test_the_fallback_of_texts_is_asked_after_an_error(running: Running, service: Service) -> None:
    """The fallback gets the same text with ErrorCode and ErrorUrl, and answers in the line's stead."""
    running.line(sms_url="/sms", sms_fallback_url="/sms-fallback")
    service.says("/sms", Answer("", 500))
    service.says("/sms-fallback", "<Message>Later, please.</Message>")
    assert running.telephone().text(LINE, "Hi") == ["Later, please."]
    form = service.at("/sms-fallback")[0].form
    assert (form["ErrorCode"], form["ErrorUrl"], form["Body"]) == ("11200", f"{service.base_url}/sms", "Hi")


@pytest.mark.parametrize(
    "word", ["STOP", "stop ", "Cancel", "END", "quit", "UNSUBSCRIBE", "STOPALL", "REVOKE", "OPTOUT"]
)
def test_opt_out_words_silence_the_line_for_that_telephone(running: Running, service: Service, word: str) -> None:
    """The provider answers the word, the line still hears of it, and nothing of the line's arrives any more."""
    service.says("/sms", "<Message>From the line</Message>")
    telephone = running.telephone()
    (answer,) = telephone.text(LINE, word)
    assert "opted out" in answer
    assert service.at("/sms")[0].form["Body"] == word
    assert telephone.text(LINE, "hello?") == []
    assert running.telephone(BOB).text(LINE, "hello?") == ["From the line"]


@pytest.mark.parametrize("word", ["START", "yes", "UNSTOP"])
def test_start_words_end_the_silence_and_mean_nothing_else(running: Running, service: Service, word: str) -> None:
    """After an opt-out the word brings the texts back; without one it is an ordinary text."""
    service.says("/sms", "<Message>From the line</Message>")
    telephone = running.telephone()
    assert telephone.text(LINE, word) == ["From the line"]
    telephone.text(LINE, "STOP")
    assert telephone.text(LINE, word)[-1] == "From the line"


def test_help_is_answered_by_the_provider(running: Running, service: Service) -> None:
    """HELP and INFO have an answer of the provider's own; a word within a sentence has none."""
    service.says("/sms", "")
    telephone = running.telephone()
    assert [len(telephone.text(LINE, body)) for body in ("HELP", "info", "I need help", "stop it")] == [1, 1, 0, 0]


@pytest.mark.parametrize(("number", "arrives"), [(ALICE, 1), (WITHHELD, 1), (LANDLINE, 0), (NO_TEXTS, 0)])
def test_texts_arrive_only_where_texts_can(running: Running, service: Service, number: str, arrives: int) -> None:
    """A landline and a telephone without texts get none; a withheld number does not keep texts away."""
    service.says("/sms", "<Message>Hello</Message>")
    running.telephone(number).text(LINE, "Hi")
    assert len(running.telephone(number).inbox()) == arrives


def test_a_duplicate_is_byte_for_byte_the_webhook(running: Running, service: Service) -> None:
    """A kept webhook can be sent once more, signature, SID and idempotency token the same."""
    service.says("/sms", "<Message>Hello</Message>")
    running.telephone().text(LINE, "Hi")
    answer = running.control.post("webhooks", str(running.webhooks()[-1]["index"]), "repeat", body={})
    first, second = service.at("/sms")
    assert (first.url, first.form, first.headers) == (second.url, second.form, second.headers)
    assert (answer["status"], "Hello" in answer["body"]) == (200, True)
    assert len(running.telephone().inbox()) == 1
