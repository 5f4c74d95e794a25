"""What is ordinary for a block, a carrier, a region: counted by the clock, learned from who keeps appointments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Row

from booking_core import loads
from booking_core import outcomes as o
from booking_core.surprise import EXPECTED
from tests.core.seekers import asks, call, kept, proves, seek, under
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.core.test_retention import purge


def count(stage: Stage) -> None:
    """The clock's minute."""
    stage.core.at(stage.now).transact(lambda t: loads.count(t, 200))


def learn(stage: Stage) -> None:
    """The clock's hour, and its minute."""
    stage.core.at(stage.now).transact(lambda t: loads.learn(t, 200))
    count(stage)


def load(stage: Stage, kind: str, key: str) -> Row[tuple[float, float | None, float | None]] | None:
    """A group's row: today, learned, expected."""
    found = stage.rows("SELECT today, learned, expected FROM loads WHERE kind = :kind AND key = :key",
                       kind=kind, key=key)  # fmt: skip
    return found[0] if found else None


def carried(stage: Stage, carrier: str, line_type: str = "mobile") -> None:
    """Whoever has no carrier yet has this one."""
    stage.put("UPDATE numbers SET carrier = :carrier, line_type = :line_type WHERE carrier IS NULL",
              carrier=carrier, line_type=line_type)  # fmt: skip


def numbers(first: str, many: int) -> list[str]:
    """Numbers of as many blocks."""
    return [f"{first}{nth + 20:02d}2000" for nth in range(many)]


def test_a_new_line_knows_nothing_of_carriers(stage: Stage) -> None:
    """And expects of blocks what is written."""
    here = under(stage)
    call(here)
    carried(here, "Acme")
    asks(here)
    count(here)
    assert load(here, "carrier", "Acme|mobile") == (1, None, None)
    assert load(here, "region", "US") == (1, None, None)
    typical = load(here, "block", "")
    assert typical is not None
    assert typical.expected == pytest.approx(EXPECTED)


def test_newcomers_are_counted_once_and_for_a_day(stage: Stage) -> None:
    """However often one asks; who only shows a number, for a quarter of an hour; who kept an appointment, never."""
    here = under(stage)
    for e164 in (ANN, BEN, CAT):
        call(here, e164)
    carried(here, "Acme")
    kept(here, CAT)
    asks(here)
    asks(here)
    asks(here, BEN, "B")
    asks(here, CAT)
    count(here)
    assert load(here, "carrier", "Acme|mobile") == (2, None, None)
    here.wait(minutes=16)
    count(here)
    assert load(here, "carrier", "Acme|mobile") == (1, None, None)
    here.wait(days=1)
    count(here)
    assert load(here, "carrier", "Acme|mobile") == (0, None, None)


def test_a_load_is_learned_from_who_was_known_and_came(stage: Stage) -> None:
    """Known for two weeks, and the visit in the last four."""
    here = under(stage)
    for e164 in (ANN, BEN, CAT):
        call(here, e164)
        kept(here, e164)
    carried(here, "Acme")
    stage.put("UPDATE numbers SET made_at = :made", made=here.now - timedelta(days=15))
    learn(here)
    block = here.core.keys.present.block_hash(ANN).hex()
    found = load(here, "block", block)
    assert found is not None
    assert found.learned == pytest.approx(3 / 28)
    assert found.expected == pytest.approx(loads.MOST * EXPECTED)  # three people of one block are not believed whole
    assert load(here, "carrier", "Acme|mobile") == (0, pytest.approx(3 / 28), None)
    stage.put("UPDATE numbers SET made_at = :made WHERE id IN (SELECT id FROM numbers LIMIT 1)", made=here.now)
    learn(here)
    found = load(here, "block", block)
    assert found is not None
    assert found.learned == pytest.approx(2 / 28)
    here.wait(days=29)
    learn(here)
    assert load(here, "block", block) is None


def test_no_bank_teaches_its_block_more_than_eight_typical_ones(stage: Stage) -> None:
    """However many it sends to appointments."""
    here = under(stage)
    stage.put("INSERT INTO loads(kind, key, learned, since, counted_at) VALUES ('block', 'ff', 40, :now, :now)",
              now=here.now)  # fmt: skip
    count(here)
    found = load(here, "block", "ff")
    assert found is not None
    assert found.expected == pytest.approx(8 * EXPECTED)


def test_a_farm_at_one_carrier_is_found_soon_and_who_is_vouched_for_goes_on(stage: Stage) -> None:
    """A month of one newcomer a day; then forty in an hour, each of a block of its own."""
    here = under(stage)
    stage.put("INSERT INTO loads(kind, key, learned, since, counted_at) VALUES ('carrier', 'Acme|mobile', 2, :then, "
              ":then), ('carrier', 'Other|mobile', 2, :then, :then)", then=here.now - timedelta(days=30))  # fmt: skip
    told = []
    for e164 in numbers("+12127", 40):
        who = call(here, e164, "B")
        carried(here, "Acme")
        told.append(isinstance(seek(here, who), o.Offers))
        proves(here, who)
        here.wait(minutes=1)
        count(here)
    admitted = told.index(False)
    assert 10 <= admitted <= 25
    assert not any(told[admitted:])
    who = call(here, "+12128882000", "A")
    carried(here, "Acme")
    assert isinstance(seek(here, who), o.Offers)
    who = call(here, "+12128892000", "B")
    carried(here, "Other")
    assert isinstance(seek(here, who), o.Offers)


def test_a_farm_that_its_block_tells_makes_its_carriers_people_no_trouble(stage: Stage) -> None:
    """Forty numbers of one block: two are admitted, and of the carrier only these count beside honest callers."""
    here = under(stage)
    stage.put("INSERT INTO loads(kind, key, learned, since, counted_at) VALUES ('carrier', 'Acme|mobile', 2, :then, "
              ":then), ('carrier', 'Other|mobile', 2, :then, :then)", then=here.now - timedelta(days=30))  # fmt: skip
    for nth in range(40):
        who = call(here, f"+1212720{nth + 2000}")
        carried(here, "Acme")
        seek(here, who)
        here.wait(minutes=1)
    count(here)
    found = load(here, "carrier", "Acme|mobile")
    assert found is not None
    assert found.today == 2
    who = call(here, "+12128892000", "B")
    carried(here, "Acme")
    assert isinstance(seek(here, who), o.Offers)


def test_the_mean_moves_over_the_days_that_are_known(stage: Stage) -> None:
    """As an average of all days at first; a release day makes everything ordinary that many times."""
    here = under(stage)
    count(here)
    for e164 in numbers("+12126", 10):
        asks(here, e164)
    here.wait(hours=12)
    count(here)
    means = [row.mean for row in stage.rows("SELECT mean FROM loads WHERE kind = 'block' AND key = 'seen'")]
    assert means == [pytest.approx(5.0)]


def test_what_was_decided_goes_with_the_calls_and_the_block_with_the_digits(stage: Stage) -> None:
    """A month; what still stands, or was lifted for longer, stays until it is over."""
    here = under(stage)
    for e164 in (ANN, BEN, CAT):
        asks(here, e164)
    here.wait(days=31)
    stage.put("UPDATE admissions SET until = :until WHERE step = 3", until=here.now + timedelta(days=1))
    first = purge(here)
    assert (first["admissions"], first["numbers"]) == (2, 2)
    here.wait(days=2)
    last = purge(here)
    assert (last["admissions"], last["numbers"]) == (1, 1)
    assert stage.rows("SELECT 1 FROM numbers WHERE block IS NOT NULL OR digits IS NOT NULL") == []
