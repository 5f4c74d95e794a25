"""The audit is only added to, and its seals stand; retention alone takes, whole batches, in their time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core import retention
from booking_core.transaction import Transaction
from tests.audit.conftest import Trail


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE audit_batches SET signature = '\\x00'",
        "UPDATE audit_batches SET erased_at = now()",
        "UPDATE audit_batches SET erased_at = sealed_at + interval '731 days' WHERE number = 2",
        "UPDATE audit_batches SET erased_at = sealed_at + interval '731 days', entries = 7 WHERE number = 1",
        "DELETE FROM audit_batches WHERE number = 1",
        "TRUNCATE audit_batches",
    ],
)
def test_the_database_refuses_to_change_what_was_written(trail: Trail, statement: str) -> None:
    """By whatever statement: rows of the audit and seals stay as they are."""
    trail.sealed(2, 2)
    assert trail.stage.breaks("append only" if "batches" not in statement else "seals of the audit stand", statement)


def erase(trail: Trail, most: int = 200) -> int:
    """What retention takes of the audit at the stage's instant."""

    def work(t: Transaction) -> int:
        return retention.erase(t, most)["audit"]

    return trail.stage.core.at(trail.stage.now).transact(work)


def test_retention_takes_whole_batches_and_the_rest_verifies(trail: Trail) -> None:
    """What has had its time goes, with its seals but the last; the audit is whole without it, then and later."""
    trail.sealed(2, 3)
    trail.stage.wait(days=100)
    trail.sealed(1)
    early = trail.head()
    trail.stage.wait(days=650)
    trail.sealed(4)
    assert erase(trail) == 5
    assert [row.number for row in trail.stage.rows("SELECT number FROM audit_batches ORDER BY 1")] == [2, 3, 4]
    check = trail.check(early, trail.head())
    assert (check.wrong, check.first, check.rows) == ([], 3, 5)
    trail.sealed(1)
    assert trail.wrong(early) == []


def test_retention_takes_a_few_batches_at_a_time(trail: Trail) -> None:
    """It stops after the batch that fills its measure, and goes on there."""
    trail.sealed(2, 2, 2)
    trail.stage.wait(days=731)
    assert [erase(trail, most=3) for _ in range(3)] == [4, 2, 0]
    assert trail.wrong() == []


def test_what_is_not_sealed_is_not_erased(trail: Trail) -> None:
    """However old it is: first it is sealed, and then it takes its time anew."""
    trail.write(3)
    trail.stage.wait(days=800)
    assert erase(trail) == 0
    trail.sealed(1)
    assert (erase(trail), trail.stage.one("SELECT count(*) FROM audit")) == (0, 4)


def test_what_is_erased_too_early_is_found(trail: Trail) -> None:
    """Somebody who calls it retention has to wait two years, for the instant of the seal is signed."""
    trail.sealed(2, 2)
    trail.tamper("UPDATE audit_batches SET erased_at = :at WHERE number = 1", at=trail.stage.now + timedelta(days=731))
    trail.tamper("DELETE FROM audit WHERE id <= (SELECT upto FROM audit_batches WHERE number = 1)")
    assert [found.partition(",")[0] for found in trail.wrong()] == ["batch 1: erased before its time"]
    trail.tamper("UPDATE audit_batches SET sealed_at = sealed_at - interval '731 days' WHERE number = 1")
    assert trail.wrong() == ["batch 1: its signature is not its key's"]
