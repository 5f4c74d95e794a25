"""A REST client leads a live call elsewhere, or ends it, wherever the call is."""

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from exchange.client import LiveCall
from tests.exchange.stage import ALICE, BOB, LINE, Running, Service

AGENT = "+12025550120"
WHERE = {
    "gathering": "<Gather><Say>Key in.</Say></Gather>",
    "half keyed": '<Gather numDigits="4" action="/keyed"/>',
    "queue": '<Enqueue waitUrl="/wait" action="/after">desk</Enqueue>',
    "gathering in a queue": '<Enqueue waitUrl="/ask" action="/after">desk</Enqueue>',
    "conference": '<Dial action="/after"><Conference>desk</Conference></Dial>',
}
IN_QUEUE = ("queue", "gathering in a queue")


@pytest.fixture
def waiting(running: Running, service: Service, request: pytest.FixtureRequest) -> LiveCall:
    """A call somewhere."""
    service.says("/voice", WHERE[request.param])
    service.says("/wait", "<Say>Wait.</Say>")
    service.says("/ask", '<Gather action="/keyed"><Say>Press 1.</Say></Gather>')
    service.says("/after", "<Say>Nobody hears this.</Say>")
    call = running.call()
    return call.press("1") if request.param == "half keyed" else call


@pytest.mark.parametrize(("waiting", "where"), [(name, name) for name in WHERE], indirect=["waiting"])
@pytest.mark.parametrize("by", ["url", "twiml"])
def test_a_call_is_moved_wherever_it_is(
    running: Running, service: Service, client: Client, waiting: LiveCall, where: str, by: str
) -> None:
    """The new document leads it; only a queue's action is told so, and what it answers is heard by nobody."""
    service.says("/moved", "<Gather><Say>Moved.</Say></Gather>")
    twiml = "<Response><Gather><Say>Moved.</Say></Gather></Response>"
    target = {"url": f"{service.base_url}/moved"} if by == "url" else {"twiml": twiml}
    client.calls(waiting.sid).update(**target)
    assert waiting.listen().heard == ["Moved."]
    told = [each.form for each in service.at("/after")]
    assert [form["QueueResult"] for form in told] == ["redirected"] * (where in IN_QUEUE)
    assert all(form["QueueSid"] and form["CallStatus"] == "in-progress" for form in told)
    assert not waiting.ended
    if by == "url":
        assert "Digits" not in service.at("/moved")[0].form


@pytest.mark.parametrize(("waiting", "where"), [(name, name) for name in WHERE], indirect=["waiting"])
@pytest.mark.parametrize("by", ["person", "client"])
def test_a_call_ends_wherever_it_is(
    running: Running, service: Service, client: Client, waiting: LiveCall, where: str, by: str
) -> None:
    """By its person or by the client: the end is reported once, and the action of a stay is told."""
    if by == "person":
        waiting.hang_up()
    else:
        assert client.calls(waiting.sid).update(status="completed").status == "completed"
    running.settle()
    assert [each.form["CallStatus"] for each in service.at("/status")] == ["completed"]
    told = [each.form for each in service.at("/after")]
    assert [form.get("QueueResult", form.get("DialCallStatus")) for form in told] == (
        ["hangup"] if where in IN_QUEUE else ["answered"] if where == "conference" else []
    )
    with pytest.raises(TwilioRestException) as refusal:
        client.calls(waiting.sid).update(url=f"{service.base_url}/voice")
    assert refusal.value.code == 21220


def test_a_caller_who_waits_is_fetched_by_an_agent(running: Running, service: Service, client: Client) -> None:
    """The agent's telephone rings, whispers and takes a key; the caller is moved out of the queue to the agent, to a
    prompt, and back to the same agent, who has stayed.
    """
    service.says("/voice", WHERE["queue"])
    service.says("/wait", "<Say>You are next.</Say>")
    service.says("/after", "")
    service.says("/whisper", '<Gather numDigits="1" action="/take"><Say>English. Press 1.</Say></Gather>')
    service.says("/take", '<Dial><Conference endConferenceOnExit="true" beep="false" waitUrl="">7</Conference></Dial>')
    service.says("/join", '<Dial action="/end"><Conference beep="false">7</Conference></Dial>')
    service.says("/prove", '<Gather numDigits="6" action="/join"><Say>Key in the code.</Say></Gather>')
    service.says("/end", "<Say>Goodbye.</Say>")
    caller, second = running.call(ALICE), running.call(BOB)
    client.calls.create(to=AGENT, from_=LINE, url=f"{service.base_url}/whisper")
    assert running.telephone(AGENT).rings()
    agent = running.telephone(AGENT).answer()
    assert agent.heard == ["English. Press 1."]
    agent.press("1")
    client.calls(caller.sid).update(url=f"{service.base_url}/join")
    agent.say("Good morning.")
    assert caller.listen().heard == ["Good morning."]
    client.calls(caller.sid).update(url=f"{service.base_url}/prove")
    assert caller.listen().heard == ["Key in the code."]
    agent.say("Nobody hears this.")
    caller.press("482913").say("Done.")
    assert agent.listen().heard == ["Done."]
    agent.hang_up()
    assert caller.listen().heard == ["Goodbye."]
    assert caller.ended
    second.wait()
    assert service.at("/wait")[-1].form["QueuePosition"] == "1"


def test_a_declined_ring_leaves_the_caller_waiting(running: Running, service: Service, client: Client) -> None:
    """Declined is busy and ignored is no-answer; both telephones may be rung again."""
    base = service.base_url
    service.says("/report", "")
    for status in ("busy", "no-answer"):
        client.calls.create(to=AGENT, from_=LINE, url=f"{base}/whisper", status_callback=f"{base}/report")
        telephone = running.telephone(AGENT)
        telephone.decline() if status == "busy" else telephone.ignore()
        running.settle()
        assert service.at("/report")[-1].form["CallStatus"] == status
        assert not telephone.rings()


def test_a_queue_is_made_bounded_and_shown(running: Running, service: Service, client: Client) -> None:
    """A queue can be made before anybody waits, its bound changed, and its length read."""
    queue = client.queues.create(friendly_name="desk", max_size=2)
    service.says("/voice", WHERE["queue"])
    service.says("/wait", "<Pause length='30'/>")
    service.says("/after", "<Say>Full.</Say>")
    running.call(ALICE)
    assert client.queues(queue.sid).update(max_size=1).max_size == 1
    assert running.call(BOB).heard == ["Full."]
    (shown,) = client.queues.list()
    assert (shown.friendly_name, shown.current_size, shown.average_wait_time) == ("desk", 1, 30)
    for wrong in ({"friendly_name": "desk"}, {"friendly_name": "a" * 65}, {"friendly_name": "b", "max_size": 5001}):
        with pytest.raises(TwilioRestException):
            client.queues.create(**wrong)
    with pytest.raises(TwilioRestException):
        client.queues("QU0").fetch()
