"""Whatever is done to a sealed audit behind the database's back, a check names the batch."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from booking_core import seals
from booking_core.seals import Head
from booking_core.transaction import Transaction
from tests.audit.conftest import KEY, Trail

OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))

TAMPERED = {
    "a flipped bit": "UPDATE audit SET at = at + interval '1 microsecond' WHERE id = (SELECT min(id) + 3 FROM audit)",
    "another actor": "UPDATE audit SET actor = 'agent:eve' WHERE id = (SELECT min(id) + 3 FROM audit)",
    "a missing row": "DELETE FROM audit WHERE id = (SELECT min(id) + 3 FROM audit)",
    "a row too many": "UPDATE audit_batches SET upto = upto + 1 WHERE number = 2",
    "two rows reordered": "UPDATE audit a SET action = b.action FROM audit b, (SELECT min(id) + 3 AS id FROM audit) f"
    " WHERE (a.id, b.id) IN ((f.id, f.id + 1), (f.id + 1, f.id))",
    "another root": "UPDATE audit_batches SET root = sha256(root) WHERE number = 2",
    "another signature": "UPDATE audit_batches SET signature = sha512(signature) WHERE number = 2",
}


@pytest.fixture
def sealed(trail: Trail) -> Trail:
    """Three batches of three rows, no two of which are alike."""

    def nine_acts(t: Transaction) -> None:
        for nth in range(9):
            t.trail(None, f"act {nth}", None, t.now())

    trail.stage.core.at(trail.stage.now).transact(nine_acts)
    assert [trail.seal(most=3) for _ in range(4)] == [0, 3, 3, 3]
    assert trail.wrong(trail.head()) == []
    return trail


@pytest.mark.parametrize("what", TAMPERED)
def test_tampering_is_found_and_its_batch_named(sealed: Trail, what: str) -> None:
    """In rows and in seals; the batch is the first that is named."""
    sealed.tamper(TAMPERED[what])
    assert sealed.wrong()[0].startswith("batch 2: ")


def test_a_missing_batch_is_found(sealed: Trail) -> None:
    """In the middle by its number; at the end by a published head, or by rows that somebody had looked at."""
    head = sealed.head()
    sealed.tamper("DELETE FROM audit_batches WHERE number = 2")
    assert sealed.wrong()[0] == "batch 3: batches 2 to 2 before it are missing"
    sealed.tamper("DELETE FROM audit_batches WHERE number = 3")
    sealed.tamper("DELETE FROM audit WHERE id > (SELECT max(upto) FROM audit_batches)")
    assert [found.partition(",")[0] for found in sealed.wrong()] == [
        "batch 1: rows up to 9 had been looked at for the next seal"
    ]
    sealed.tamper("DELETE FROM audit_look")
    assert sealed.wrong() == []  # nothing but a head can tell
    assert "ends at batch 1" in sealed.wrong(head)[0]


def test_a_first_batch_that_is_missing_is_found(sealed: Trail) -> None:
    """Unless retention took it, which it does in its time only."""
    sealed.tamper("DELETE FROM audit_batches WHERE number = 1")
    sealed.tamper("DELETE FROM audit WHERE id <= 3")
    assert sealed.wrong()[0] == "batch 2: batches 1 to 1 before it are missing"


def reseal(trail: Trail, key: Ed25519PrivateKey) -> None:
    """The last batch anew, from the rows as they are now."""
    trail.tamper("DELETE FROM audit_batches WHERE number = 3")
    assert trail.seal(most=3, key=key) == 3


def test_a_replaced_batch_is_found_by_a_head(sealed: Trail) -> None:
    """Whoever has the key can write history anew, but not the history that was published."""
    head = sealed.head()
    sealed.tamper("UPDATE audit SET actor = 'agent:eve' WHERE id = 8")
    reseal(sealed, KEY)
    assert sealed.wrong() == []
    assert sealed.wrong(head) == ["batch 3: it is another one than the published head names"]


def test_another_key_shows(sealed: Trail) -> None:
    """Who has no key of the line can only seal with another one, and each key is named with its first batch."""
    reseal(sealed, OTHER)
    check = sealed.check()
    assert check.wrong == []
    assert [number for number, _ in check.keys] == [1, 3]


def test_a_forged_head_convinces_nobody(sealed: Trail) -> None:
    """A head whose signature is not its key's is a finding by itself."""
    head = sealed.head()
    forged = Head(9, head.count, head.root, head.sealed_at, head.key, head.signature)
    assert sealed.wrong(forged)[0] == "batch 9: the head that was given is not signed by its key"


def test_an_older_copy_is_found_by_a_head(sealed: Trail) -> None:
    """A restored backup verifies by itself; a head that was published later says that it is not all."""
    sealed.sealed(2)
    head = sealed.head()
    sealed.tamper("DELETE FROM audit_batches WHERE number = 4")
    sealed.tamper("DELETE FROM audit WHERE id > 9")
    sealed.tamper("UPDATE audit_look SET upto = 9")
    assert sealed.wrong() == []
    assert "an older copy was restored" in sealed.wrong(head)[0]


def test_a_row_can_be_shown_to_be_in_a_batch_without_the_others(sealed: Trail) -> None:
    """The tree is that of RFC 9162: three leaves are a pair and one."""
    rows = sealed.stage.rows("SELECT * FROM audit WHERE id <= 3 ORDER BY id")
    one, two, three = (seals.leaf(row) for row in rows)
    assert seals.tree([one, two, three]) == seals.tree([seals.tree([one, two]), three])
