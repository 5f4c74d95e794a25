from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary

from booking_core import commands as c
from booking_core import outcomes as o
from booking_core.core import Core
from booking_core.keys import Keys, Unreadable
from booking_core.rekey import SEALED, rekey
from booking_core.tables import metadata
from tests.core.before import Before
from tests.core.seekers import asks, under
from tests.core.stage import ANN, BEN, CAT, Stage
from tests.house import SECRET

OLD, NEXT = SECRET.encode(), b"next-root-secret-of-thirty-two-b"


def with_keys(stage: Stage, root: bytes, following: bytes | None = None) -> Stage:
    """A node with these secrets, on the same database."""
    return Stage(Core(stage.core.database, Keys(root, following)), stage.line, stage.now, stage.turns)


def run(node: Stage) -> int:
    """`fairline db rekey` on a node."""
    return rekey(node.core.database, node.core.keys, lambda _: None)


def number_row(node: Stage, e164: str) -> object:
    """The row of a number as this node finds it; calls from it twice, so that it would split if it could."""
    rows = {node.one("SELECT number FROM calls WHERE sid = :sid", sid=node.call(e164).sid) for _ in range(2)}
    (row,) = rows
    return row


def test_a_number_stays_one_through_a_change_of_secrets(stage: Stage) -> None:
    """Whatever step of the change each node has come to, one telephone is one row."""
    before, turned, new = with_keys(stage, OLD, NEXT), with_keys(stage, NEXT, OLD), with_keys(stage, NEXT)
    ann = number_row(stage, ANN)
    assert number_row(before, ANN) == ann
    ben = number_row(before, BEN)
    assert number_row(stage, BEN) == ben  # a node that has not got the new secret yet
    cat = number_row(turned, CAT)
    run(turned)
    for node in (before, turned, new):
        assert [number_row(node, e164) for e164 in (ANN, BEN, CAT)] == [ann, ben, cat]
    assert stage.one("SELECT count(*) FROM numbers") == 3


def test_bookings_go_on_through_a_change_of_secrets(stage: Stage) -> None:
    """Held before, coded during and booked after it; the limit knows the number throughout."""
    who = stage.call()
    held = stage.ready(who)
    turned = with_keys(stage, NEXT, OLD)
    code = stage.code()
    run(turned)
    assert turned.code() == code
    assert isinstance(turned.do(c.Confirm(who, held.booking, code)), o.Booked)
    new = with_keys(stage, NEXT)
    late = new.call()
    again = new.ready(late, stage.slot(1))
    assert new.do(c.Confirm(late, again.booking, new.code())) == o.LimitReached("live", None)


@pytest.mark.parametrize("roots", [(OLD, NEXT), (NEXT, OLD)])
def test_a_code_serves_whichever_secret_is_first(stage: Stage, roots: tuple[bytes, bytes]) -> None:
    """What one node sealed and hashed, every node that has both secrets accepts."""
    who = with_keys(stage, *roots).call()
    held = with_keys(stage, *roots).ready(who)
    other = with_keys(stage, *reversed(roots))
    assert isinstance(other.do(c.Confirm(who, held.booking, other.code())), o.Booked)
    assert stage.one("SELECT count(*) FROM number_keys") == 2


def test_a_node_seals_with_what_all_can_open(stage: Stage) -> None:
    """While a next secret is only announced, what is sealed opens on a node that does not know it yet."""
    who = with_keys(stage, OLD, NEXT).call()
    stage.ready(who)
    before = with_keys(stage, OLD, NEXT)
    assert stage.code() == before.code()


def test_everything_sealed_moves(stage: Stage) -> None:
    """After the rekey the new secret opens numbers, birth dates, codes and messages, and the old one none of them."""
    who = stage.call()
    stage.ready(who)
    stage.put("UPDATE outbox SET rendered = :sealed", sealed=_sealed_text(stage))
    turned = with_keys(stage, NEXT, OLD)
    assert run(turned) > 0
    columns = (("numbers", "digits"), ("visitors", "birth_date"), ("codes", "sealed"), ("outbox", "rendered"))
    old, new = Keys(OLD), Keys(NEXT)
    opened = []
    for table, column in columns:
        (row,) = stage.rows(f"SELECT id, {column} AS sealed FROM {table}")
        opened.append(new.decrypt(row.sealed, f"{table}.{column}", row.id))
        with pytest.raises(Unreadable):
            old.decrypt(row.sealed, f"{table}.{column}", row.id)
    assert opened == [ANN, "03041985", with_keys(stage, NEXT).code(), "the words"]
    assert run(turned) == 0


def _sealed_text(stage: Stage) -> bytes:
    return stage.core.keys.encrypt("the words", "outbox.rendered", stage.one("SELECT id FROM outbox"))


def test_every_sealed_column_is_moved() -> None:
    """A column whose comment calls it sealed is one that the rekey knows."""
    sealed = {(column.table.name, column.name) for table in metadata.tables.values() for column in table.columns
              if isinstance(column.type, LargeBinary) and "sealed" in f"{column.name} {column.comment}"}  # fmt: skip
    assert sealed == {(column.table.name, column.name) for column, _ in SEALED}


def test_the_old_secret_is_dropped_at_the_end(stage: Stage) -> None:
    """Run again when the new secret stands alone, no hash of the old one is left, and no number is lost."""
    rows = {e164: number_row(stage, e164) for e164 in (ANN, BEN)}
    turned = with_keys(stage, NEXT, OLD)
    rows[CAT] = number_row(turned, CAT)
    run(turned)
    assert stage.one("SELECT count(*) FROM number_keys") == 6
    new = with_keys(stage, NEXT)
    run(new)
    assert stage.rows("SELECT DISTINCT kid FROM number_keys") == [(new.core.keys.present.kid,)]
    assert {e164: number_row(new, e164) for e164 in rows} == rows


def test_a_hash_is_never_dropped_before_its_number_has_another(stage: Stage) -> None:
    """Whoever takes the old secret away too early loses no number by it."""
    ann = number_row(stage, ANN)
    hasty = with_keys(stage, NEXT)
    with pytest.raises(Unreadable):
        run(hasty)
    assert number_row(stage, ANN) == ann


def test_a_rekey_can_be_stopped_and_run_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after any batch, nothing is half done: the next run finishes it."""
    callers = [f"+1202555{3000 + n}" for n in range(5)]
    rows = [number_row(stage, e164) for e164 in callers]
    monkeypatch.setattr("booking_core.rekey.BATCH", 2)
    turned = with_keys(stage, NEXT, OLD)

    def stop(touched: int) -> None:
        raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            rekey(turned.core.database, turned.core.keys, stop)
    run(turned)
    assert run(turned) == 0
    new = with_keys(stage, NEXT)
    assert [number_row(new, e164) for e164 in callers] == rows


def test_the_two_secrets_differ() -> None:
    """One secret twice would drop the hashes it needs."""
    with pytest.raises(ValueError, match="differ"):
        Keys(OLD, OLD)


def test_a_code_that_lives_for_days_is_good_after_the_change(stage: Stage) -> None:
    """Told under the old secret, answered when only the new one is left."""
    before = Before.of(stage)
    before.book()
    before.to(-5, 13)
    digits = stage.code(ANN, "follow_up")
    run(with_keys(stage, NEXT, OLD))
    new = with_keys(stage, NEXT)
    assert run(new) > 0
    assert isinstance(new.do(c.AnswerQuestion(new.text(), digits)), o.Kept)


def test_a_block_stays_one_through_a_change_of_secrets(stage: Stage) -> None:
    """Who asked before the change counts for who asks after it: the bank's third number is found."""
    before, turned = under(with_keys(stage, OLD, NEXT)), under(with_keys(stage, NEXT, OLD))
    asks(before, "+12125552001")
    asks(before, "+12125552002")
    run(turned)
    assert isinstance(asks(turned, "+12125552003"), o.NotAdmitted)
    blocks = {
        bytes(row.block) for row in stage.rows("SELECT block FROM numbers UNION ALL SELECT block FROM admissions")
    }
    assert blocks == {turned.core.keys.present.block_hash("+12125552000")}
    assert run(turned) == 0
