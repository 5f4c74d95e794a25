"""The checker itself: it finds nothing where the laws are kept, and names each law where just that one is broken."""

from __future__ import annotations

import pytest

from tests.timetable.breaches import Law
from tests.timetable.check import LAWS, check, told, void
from tests.timetable.lawful import record
from tests.timetable.mutants import MUTANTS, Mutant, caught


def test_days_in_which_every_law_is_kept() -> None:
    """Nothing is found in a record that was made by the laws."""
    found = check(record())
    assert not found, told(found)


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_a_broken_law_is_named(mutant: Mutant) -> None:
    """Each rule is able to fail."""
    assert caught(mutant, record()), mutant.law


def test_every_law_has_a_mutant() -> None:
    """No rule stands without a record that breaks it."""
    assert {mutant.law for mutant in MUTANTS.values()} == set(Law) - {Law.VOID}
    assert len(set(LAWS)) == len(LAWS)


def test_empty_days_prove_nothing() -> None:
    """A run in which nothing was released is void, not lawful."""
    assert [breach.law for breach in void(record(), {"released": 3, "given back": 1})] == []
    assert [breach.law for breach in void(record(), {"released": 4})] == [Law.VOID]
