from __future__ import annotations

from exchange.addresses import Overrides
from exchange.call import Call
from exchange.lines import line_at
from exchange.sending import Answer, Request
from exchange.switch import Switch
from exchange.telephones import Telephone, TelephoneKind, connect
from exchange.texts import Text, new_sid

_ASKS = b'<Response><Gather timeout="5" action="/voice" actionOnEmptyResult="true"><Say>Yes?</Say></Gather></Response>'


def _call(asked: list[str], *, withheld: bool = False) -> Call:
    switch = Switch("AC" + "0" * 32, "1" * 32)

    def answer(request: Request, overrides: Overrides, deadline: float) -> Answer:
        asked.append(request.body.decode())
        return Answer(200, "text/xml", _ASKS, None, ())

    switch.webhooks.transport = answer
    return switch.calls.place("+12125671234", line_at("+18005550199", "http://line"), None, withheld=withheld)


def test_webhooks_take_the_way_they_are_given() -> None:
    """A line in the same process is asked without a network, in the provider's own words."""
    asked: list[str] = []
    call = _call(asked)
    assert [event.text for event in call.events] == ["Yes?"]
    assert "From=%2B12125671234" in asked[0]


def test_a_telephone_may_hide_its_number() -> None:
    """Whoever withholds the number in one call is the provider's word to the line, and the same telephone here."""
    asked: list[str] = []
    call = _call(asked, withheld=True)
    assert "From=anonymous" in asked[0]
    assert call.telephone.number == "+12125671234"


def test_a_line_goes_on_while_its_caller_pauses() -> None:
    """Twelve seconds of silence are two of its five-second waits."""
    asked: list[str] = []
    _call(asked).pause(12)
    assert len(asked) == 3


def test_a_landline_that_is_connected_gets_no_texts() -> None:
    """What stands at a number says what becomes of a text to it."""
    connect(Telephone("+12125679999", "landline of a test", TelephoneKind.LANDLINE))
    switch = Switch("AC" + "0" * 32, "1" * 32)
    assert not switch.texts.send(Text(new_sid(), "+18005550199", "+12125679999", "Hello", "outbound-api", "queued"))
