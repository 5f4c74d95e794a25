from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ivr.call import Call, seal, unseal
from ivr.delivery import LIVES_S, seal_delivery, unseal_delivery
from ivr.script import Step
from tests.laws.surroundings import LINE

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
DELIVERY, KEY, NEXT = UUID(int=7), b"k" * 32, b"n" * 32
SID = "CA" + "1" * 32


def test_a_delivery_opens_as_it_was_sealed() -> None:
    """Under any key in use, to its last second."""
    sealed = seal_delivery(DELIVERY, NOW, KEY)
    assert unseal_delivery(sealed, NOW + timedelta(seconds=LIVES_S), (NEXT, KEY)) == DELIVERY


@pytest.mark.parametrize(
    ("later", "keys"),
    [(LIVES_S + 1, (KEY,)), (-61, (KEY,)), (0, (NEXT,)), (0, ())],
    ids=["old", "early", "other", "no"],
)
def test_a_delivery_that_does_not_open(later: int, keys: tuple[bytes, ...]) -> None:
    """Four hours old, from the future, or sealed with a key that is not in use."""
    assert unseal_delivery(seal_delivery(DELIVERY, NOW, KEY), NOW + timedelta(seconds=later), keys) is None


@pytest.mark.parametrize("sealed", ["", "é", "AAAA", "A" * 54, "A" * 53, "%", "=" * 8])
def test_what_is_no_seal(sealed: str) -> None:
    """Never an error."""
    assert unseal_delivery(sealed, NOW, (KEY,)) is None


def test_every_bit_is_sealed() -> None:
    """Changed anywhere, it opens as nothing."""
    sealed = seal_delivery(DELIVERY, NOW, KEY)
    for at in range(len(sealed) - 1):
        changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        assert unseal_delivery(changed, NOW, (KEY,)) is None


def test_neither_seal_opens_as_the_other() -> None:
    """The state of a call is no delivery, and a delivery is no state."""
    assert unseal_delivery(seal(Call(Step.WELCOME, NOW), SID, NOW, KEY), NOW, (KEY,)) is None
    assert unseal(seal_delivery(DELIVERY, NOW, KEY), SID, NOW, (KEY,), LINE) is None
