"""Every row is sealed once, in order, whoever writes at the same time and however late they commit."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Connection

from booking_core import sealing
from booking_core.seals import Head, NoHead
from booking_core.transaction import Transaction
from tests.audit.conftest import KEY, Trail

WRITE = "INSERT INTO audit(at, actor, action) VALUES (now(), 'caller', 'hold')"


def unfinished(trail: Trail) -> Connection:
    """A transaction that has written its row and is not over."""
    connection = trail.stage.core.database.engine.connect()
    connection.exec_driver_sql(WRITE)
    return connection


def test_a_row_is_sealed_after_two_looks(trail: Trail) -> None:
    """The first look only says how far the next may go; rows that come meanwhile wait for the one after."""
    trail.write(3)
    assert trail.seal() == 0
    trail.write(2)
    assert [trail.seal(), trail.seal(), trail.seal()] == [3, 2, 0]
    assert [row.entries for row in trail.stage.rows("SELECT entries FROM audit_batches ORDER BY number")] == [3, 2]
    assert trail.wrong() == []


def test_a_large_backlog_is_sealed_in_batches(trail: Trail) -> None:
    """As many rows at once as the clock allows."""
    trail.write(7)
    assert [trail.seal(most=3) for _ in range(4)] == [0, 3, 3, 1]
    assert trail.wrong() == []


def test_a_transaction_that_commits_late_is_waited_for(trail: Trail) -> None:
    """Its row has an older id than others that are long to be seen; it is in the same batch in the end."""
    late = unfinished(trail)
    trail.write(2)
    assert [trail.seal() for _ in range(3)] == [0, 0, 0]
    late.commit()
    late.close()
    assert trail.seal() == 3
    assert trail.wrong() == []


def test_a_transaction_that_rolls_back_leaves_no_hole(trail: Trail) -> None:
    """Its id is given and never used."""
    late = unfinished(trail)
    trail.write()
    assert trail.seal() == 0
    late.rollback()
    late.close()
    assert trail.seal() == 1
    assert trail.wrong() == []


def test_sealing_by_ids_alone_would_lose_a_row(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a sealer that waits for no transaction makes an audit that does not verify."""
    monkeypatch.setattr(sealing, "_oldest_running", lambda t: 1 << 62)
    late = unfinished(trail)
    trail.write(2)
    assert [trail.seal(), trail.seal()] == [0, 2]
    late.commit()
    late.close()
    trail.write()
    trail.seal()
    trail.seal()
    assert trail.wrong() == ["batch 1: 1 rows were added to its 2"]


def test_on_another_server_it_looks_anew(trail: Trail) -> None:
    """Transactions of the server that the copy comes from are no measure there, neither lower nor higher ones."""
    trail.sealed(2)
    trail.write(3)
    trail.seal()
    trail.tamper("UPDATE audit_look SET server = 'another', xid = 1 << 60")
    trail.write(1)
    assert [trail.seal(), trail.seal()] == [0, 4]
    assert trail.wrong() == []


def test_a_sealer_that_has_written_is_refused(trail: Trail) -> None:
    """Its own number would be older than the rows it looks at."""

    def work(t: Transaction) -> int:
        t.trail(None, "hold", None, t.now())
        return sealing.seal(t, KEY, 10)

    with pytest.raises(RuntimeError, match="before"):
        trail.stage.core.transact(work)


def test_writers_and_two_sealers_at_once(trail: Trail) -> None:
    """Six writers that commit late or not at all, two sealers: no row is sealed twice or passed over."""
    over = threading.Event()
    engine = trail.stage.core.database.engine

    def scribble(seed: int) -> int:
        chance, kept = random.Random(seed), 0
        for _ in range(40):
            with engine.connect() as connection:
                rows = chance.randint(1, 3)
                for _ in range(rows):
                    connection.exec_driver_sql(WRITE)
                time.sleep(chance.choice((0, 0, 0.001, 0.02)))
                keep = chance.random() < 0.8
                (connection.commit if keep else connection.rollback)()
                kept += rows if keep else 0
        return kept

    def sealer(_: int) -> None:
        while not over.is_set():
            trail.seal(most=20)
            time.sleep(0.005)

    with ThreadPoolExecutor(8) as pool:
        sealers = [pool.submit(sealer, n) for n in range(2)]
        written = sum(pool.map(scribble, range(6)))
        over.set()
        for each in sealers:
            each.result()
    while trail.stage.core.transact(lambda t: sealing.waiting_since(t, sealing.last_batch(t))):
        trail.seal()
    check = trail.check(trail.head())
    assert (check.wrong, check.rows) == ([], written)
    assert trail.stage.one("SELECT sum(entries) FROM audit_batches") == written
    assert check.number > 3


def test_a_head_is_one_word(trail: Trail) -> None:
    """What is published can be read back, says the signature of its key, and notices a changed character."""
    trail.sealed(2)
    head = trail.head()
    assert Head.read(str(head)) == head
    assert head.is_signed()
    assert not Head(head.number, head.count + 1, head.root, head.sealed_at, head.key, head.signature).is_signed()
    assert head.key == KEY.public_key().public_bytes_raw()
    with pytest.raises(NoHead):
        Head.read("no head")


def test_an_alert_when_rows_wait_too_long(trail: Trail) -> None:
    """When the sealer cannot go on for five minutes; not when it has just come back after a long time."""

    def warned() -> int:
        trail.stage.core.at(trail.stage.now).transact(lambda t: sealing.warn(t, 1))
        return int(trail.stage.one("SELECT count(*) FROM alerts WHERE what = 'audit'"))

    trail.write()
    assert warned() == 0
    trail.stage.wait(minutes=6)
    trail.seal()
    assert warned() == 0
    late = unfinished(trail)
    trail.stage.wait(minutes=6)
    assert warned() == 1
    late.rollback()
    late.close()
