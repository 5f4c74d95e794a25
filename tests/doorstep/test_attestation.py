"""What a carrier vouches for reaches the call's row, whichever way its first turn comes in; and nobody can add it."""

from __future__ import annotations

import pytest

import demo
from exchange.signature import signature as sign
from tests.house import House, post, voice_form


def stir(house: House) -> list[str | None]:
    """What the rows of calls say."""
    return [row.stir for row in house.rows("SELECT stir FROM calls ORDER BY started_at")]


@pytest.mark.parametrize(
    ("verstat", "kept"),
    [("TN-Validation-Passed-A", "A"), ("TN-Validation-Passed-C", "C"), ("TN-Validation-Failed", "failed"),
     ("TN-Validation-Passed-A-Diverted", None), (None, None)],
)  # fmt: skip
def test_the_first_turn_of_a_call_says_who_vouches(house: House, verstat: str | None, kept: str | None) -> None:
    """Admission sees `A`, `B`, `C`, `failed`, or nothing, as is normal for most of the world."""
    house.phone().call(demo.LINE, stir=verstat).hang_up()
    assert stir(house) == [kept]


def test_a_call_that_comes_in_by_the_fallback_is_vouched_for_too(house: House) -> None:
    """The provider sends the same fields to whichever address begins the call."""
    form = voice_form("CA" + "7" * 32, StirVerstat="TN-Validation-Passed-B", CallStatus="ringing")
    assert post(house, "/voice?fallback=1", form)[0] == 200
    assert stir(house) == ["B"]


def test_an_attestation_that_is_not_signed_is_none(house: House) -> None:
    """The provider may add the field after signing: the call goes on, and what anybody may have added says nothing."""
    form = voice_form("CA" + "8" * 32, CallStatus="ringing")
    signed = _signature(house, form)
    status, heard = post(house, "/voice", form | {"StirVerstat": "TN-Validation-Passed-A"}, signature=signed)
    assert (status, "<Gather" in heard) == (200, True)
    assert stir(house) == [None]


def _signature(house: House, form: dict[str, str]) -> str:
    """The provider's, over the form as it is."""
    return sign(house.settings.twilio_auth_token.get_secret_value(), f"{house.settings.public_url}/voice", form)
