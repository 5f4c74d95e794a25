import pytest

from tests.exchange.stage import ALICE, BOB, Answer, Running, Service

CAROL = "+12025550103"
ENQUEUE = '<Enqueue waitUrl="/wait" action="/after">desk</Enqueue><Say>Behind the queue.</Say>'
WITHOUT_ACTION = '<Enqueue waitUrl="/wait">desk</Enqueue><Say>Behind the queue.</Say>'


def _result(service: Service) -> tuple[str, bool]:
    """What the action was told, and whether of a call that was really in a queue."""
    (asked,) = service.at("/after")
    assert ("QueueSid" in asked.form) == ("QueueTime" in asked.form)
    return asked.form["QueueResult"], "QueueSid" in asked.form


def test_who_waits_is_told_the_place(running: Running, service: Service) -> None:
    """The wait document is asked with the place in the queue, the times, the size and its bound."""
    service.says("/voice", ENQUEUE)
    service.says("/wait", '<Say>Please wait.</Say><Pause length="60"/>')
    running.call(ALICE).wait()
    assert running.call(BOB).heard == ["Please wait."]
    first, second, third = (each.form for each in service.at("/wait"))
    sid = first["QueueSid"]
    assert (sid[:2], len(sid)) == ("QU", 34)
    names = ("QueueSid", "QueuePosition", "QueueTime", "AvgQueueTime", "CurrentQueueSize", "MaxQueueSize")
    assert [first[name] for name in names] == [sid, "1", "0", "0", "1", "1000"]
    assert [second[name] for name in names] == [sid, "1", "60", "60", "1", "1000"]
    assert [third[name] for name in names] == [sid, "2", "0", "60", "2", "1000"]
    assert third["CallStatus"] == "in-progress"


def test_a_wait_document_is_asked_anew_only_as_the_person_waits_on(running: Running, service: Service) -> None:
    """Once on entering, and once for every silence after it has run out: no loop without a person."""
    service.says("/voice", ENQUEUE)
    service.says("/wait", "<Say>One.</Say>", "<Redirect>/more</Redirect>", "<Say>Three.</Say>")
    service.says("/more", "<Say>Two.</Say>")
    call = running.call()
    assert call.heard == ["One."]
    assert call.wait().heard == ["Two."]
    assert call.wait().heard == ["Three."]
    assert call.press("1").say("hello").heard == []
    assert (len(service.at("/wait")), len(service.at("/more"))) == (3, 1)


def test_a_gather_in_a_queue_is_a_gather(running: Running, service: Service) -> None:
    """Keys go to its action, which stays in the queue; without keys the wait document comes anew."""
    service.says("/voice", ENQUEUE)
    service.says("/wait", '<Gather numDigits="1" action="/key" timeout="8"><Say>Press 1.</Say></Gather>')
    service.says("/key", "<Say>No.</Say>", "<Leave/>")
    service.says("/after", "<Gather><Say>Call you back?</Say></Gather>")
    call = running.call()
    assert call.wait().heard == ["Press 1."]
    assert service.at("/wait")[1].form["QueueTime"] == "8"
    assert call.press("9").heard == ["No.", "Press 1."]
    assert call.press("1").heard == ["Call you back?"]
    assert _result(service) == ("leave", True)
    assert service.at("/after")[0].form["QueueTime"] == "11"


def test_without_an_action_the_next_verb_follows(running: Running, service: Service) -> None:
    """Leave goes on in the document of the Enqueue."""
    service.says("/voice", WITHOUT_ACTION)
    service.says("/wait", "<Say>Wait.</Say><Leave/><Say>Never.</Say>")
    assert running.call().heard == ["Wait.", "Behind the queue."]


def test_addresses_are_relative_to_the_document_of_the_enqueue(running: Running, service: Service) -> None:
    """A wait document at another place does not change where the queue's addresses lead."""
    service.says("/voice", "<Redirect>/deep/menu</Redirect>")
    service.says("/deep/menu", '<Enqueue waitUrl="wait" action="after">desk</Enqueue>')
    service.says("/deep/wait", "<Redirect>/elsewhere/wait</Redirect>")
    service.says("/elsewhere/wait", "<Say>Wait.</Say>", "<Leave/>")
    service.says("/deep/after", "<Say>Here.</Say>")
    assert running.call().wait().heard == ["Here."]


def test_silence_and_music_take_time(running: Running, service: Service) -> None:
    """An empty waitUrl is silent, a missing one is the provider's music; both pass as the person waits."""
    service.says("/voice", '<Enqueue waitUrl="">desk</Enqueue>', "<Enqueue>desk</Enqueue>")
    silent, music = running.call(ALICE), running.call(BOB)
    assert (silent.heard, music.heard) == ([], ["[plays music]"])
    before = silent.seconds
    assert silent.wait().seconds > before


def test_a_hang_up_is_told_to_the_action(running: Running, service: Service) -> None:
    """The call is over by then, and the others move up."""
    service.says("/voice", ENQUEUE)
    service.says("/wait", "<Say>Wait.</Say>")
    service.says("/after", "<Say>Nobody hears this.</Say>")
    first, second = running.call(ALICE), running.call(BOB)
    first.hang_up()
    running.settle()
    assert _result(service) == ("hangup", True)
    assert service.at("/after")[0].form["CallStatus"] == "completed"
    second.wait()
    assert service.at("/wait")[-1].form["QueuePosition"] == "1"
    assert first.heard == []


def test_the_wait_document_may_hang_up(running: Running, service: Service) -> None:
    """Hangup ends the call, and its queue's action is told."""
    service.says("/voice", ENQUEUE)
    service.says("/wait", "<Say>We are closed.</Say><Hangup/>")
    service.says("/after", "")
    assert running.call().ended
    running.settle()
    assert _result(service) == ("hangup", True)


@pytest.mark.parametrize(
    "answer",
    [
        "<Dial>+12025550101</Dial>",
        "<Enqueue>other</Enqueue>",
        "<Record/>",
        "<Reject/>",
        "<Say/>",
        Answer("", 500),
        Answer("<Response>"),
    ],
)
def test_a_wrong_wait_document_is_an_error_of_the_queue(
    running: Running, service: Service, answer: str | Answer
) -> None:
    """What may not stand in a wait document, or is none, leads out of the queue, and is noted."""
    service.says("/voice", ENQUEUE)
    service.says("/wait", answer)
    service.says("/after", "<Gather><Say>Sorry.</Say></Gather>")
    call = running.call()
    assert call.error
    assert call.heard == ["Sorry."]
    assert _result(service) == ("error", True)


def test_a_full_queue_takes_nobody(running: Running, service: Service) -> None:
    """The action is told at once, without a queue's SID; without an action the next verb follows."""
    service.says("/voice", ENQUEUE, ENQUEUE, WITHOUT_ACTION)
    service.says("/wait", "<Say>Wait.</Say>")
    service.says("/after", "<Say>Too many are waiting.</Say>")
    running.exchange.switch.rooms.queues.named("desk").max_size = 1
    running.call(ALICE)
    assert running.call(BOB).heard == ["Too many are waiting."]
    assert _result(service) == ("queue-full", False)
    assert running.call(CAROL).heard == ["Behind the queue."]


def test_a_queue_may_fail_on_purpose(running: Running, service: Service) -> None:
    """A fault of the provider is `system-error`; the next call waits as ever."""
    service.says("/voice", ENQUEUE)
    service.says("/wait", "<Say>Wait.</Say>")
    service.says("/after", "<Say>Sorry.</Say>")
    running.fault("no-queue")
    assert running.call().heard == ["Sorry."]
    assert _result(service) == ("system-error", False)
    assert running.call().heard == ["Wait."]
