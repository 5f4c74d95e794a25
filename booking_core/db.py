"""The database as the core uses it: one pool, bounded waits, faults told apart.

Budgets (laws.md, waits): lock 0.5 s and statement 1.5 s are set on the database itself by the migrations, so they hold
through a pooler; what the server cannot bound, a server that is gone or stopped, is bounded here by the clock.
"""

from __future__ import annotations

import contextlib
import enum
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import PoolProxiedConnection

from booking_core.breaker import Breaker

T = TypeVar("T")

STATEMENT_S = 1.8
"""Longest wait for one answer of the server: its own statement timeout and a little for the way."""

CONNECT_S = 2
"""Longest wait for a connection. psycopg takes nothing shorter."""

TRIES = 4


class Unavailable(Exception):
    """The database did not answer, and nothing was changed."""


class Unknown(Exception):
    """The database went away after it was asked: whether the change stands is known only to the turn's key."""


class _Overdue(psycopg.OperationalError):
    """No answer within the budget."""


class _Unreached(psycopg.OperationalError):
    """There was nobody to ask."""


def _within(waiting: Generator[Any, Any, T], until: float) -> Generator[Any, Any, T]:
    """Pass a libpq wait through, but not beyond `until`."""
    try:
        ready = next(waiting)
        while True:
            answer = yield ready
            if time.monotonic() > until:
                raise _Overdue("no answer within the budget")
            ready = waiting.send(answer)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]  # a generator's return value is untyped here


class _Connection(psycopg.Connection[Any]):
    """A connection whose every wait ends. A stopped server holds a socket open for ever otherwise."""

    budget_s: float = STATEMENT_S

    def wait(self, gen: Generator[Any, Any, T], interval: float = 0.1) -> T:  # type: ignore[override]
        # psycopg types the generator more narrowly than it can be named from outside
        try:
            return super().wait(_within(gen, time.monotonic() + self.budget_s), interval=interval)
        except _Overdue:
            self.close()
            raise


def _in_transactions(connection: Connection) -> None:
    """A connection that carried out single calls before is one for transactions again."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    asked_for = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
    if driver.autocommit and not asked_for and not driver.closed:
        driver.autocommit = False


class Database:
    """A pool of connections to the one PostgreSQL."""

    def __init__(self, url: str, *, prepared: bool = True, size: int = 16, budget_s: float = STATEMENT_S) -> None:
        """`prepared` False: behind a pooler that hands each transaction to another server connection."""
        self._url = sa.make_url(url)
        self._prepared = prepared
        self._budget_s = budget_s
        self._breaker = Breaker(STATEMENT_S + CONNECT_S)
        # Newest first, so that few sessions keep their plans warm. Calls stand alone and transactions end themselves:
        # there is nothing to roll back when a connection comes back.
        self.engine: Engine = sa.create_engine(
            "postgresql+psycopg://", creator=self._connect, pool_size=size, max_overflow=0, pool_timeout=0.5,
            pool_use_lifo=True, pool_reset_on_return=None, hide_parameters=True,
        )  # fmt: skip
        sa.event.listen(self.engine, "begin", _in_transactions)

    def _connect(self) -> DBAPIConnection:
        conninfo = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        prepare = 0 if self._prepared else None
        try:
            connection = _Connection.connect(conninfo, connect_timeout=CONNECT_S, prepare_threshold=prepare)
        except psycopg.OperationalError as fault:
            raise _Unreached(type(fault).__name__) from None  # its text names hosts and users
        connection.budget_s = self._budget_s
        return connection  # type: ignore[return-value]  # psycopg's connection is the DBAPI's, structurally

    def call(self, statement: str, parameters: Sequence[Any]) -> str:
        """One function of `sql/`, one round trip, its own transaction; returns the one text it answers.

        Raises Unavailable or Unknown. Straight on the driver: the same call through SQLAlchemy's compiler and result
        objects costs twice the client time, and there is nothing here for them to do.
        """
        return self._again(lambda: self._call(statement, parameters))

    def _call(self, statement: str, parameters: Sequence[Any]) -> str:
        with self._lent() as pooled:
            connection = pooled.driver_connection
            assert isinstance(connection, psycopg.Connection)
            if not connection.autocommit:  # stays so: who wants a transaction next switches it back
                connection.autocommit = True
            row = connection.execute(statement.encode(), parameters, prepare=self._prepared or None).fetchone()
            assert row is not None
            return str(row[0])

    @contextlib.contextmanager
    def _lent(self) -> Iterator[PoolProxiedConnection]:
        pooled = self.engine.raw_connection()
        try:
            yield pooled
        except psycopg.OperationalError:
            if pooled.driver_connection is None or pooled.driver_connection.closed:
                pooled.invalidate()
            raise
        finally:
            pooled.close()

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction, again where the database asks for it. `work` touches nothing else.

        Raises Unavailable or Unknown.
        """

        def once() -> T:
            with self.engine.begin() as connection:
                return work(connection)

        return self._again(once)

    def _again(self, once: Callable[[], T]) -> T:
        """Run what lost a race again; a fault after the question was put is not failure but unknown.

        A lost connection is tried again too: the turn's key makes that safe, since had the first try committed, the
        second only tells its answer.
        """
        until = time.monotonic() + self._budget_s
        asked, met = False, 0
        if not self._breaker.admits():
            raise Unavailable("the database was silent a moment ago")
        for tried in range(TRIES):
            try:
                answer = once()
                self._breaker.answered()
                return answer
            except sa.exc.TimeoutError as fault:
                self._breaker.unasked()
                raise (Unknown if asked else Unavailable)("no free connection") from fault
            except (sa.exc.DBAPIError, psycopg.Error) as fault:
                cause = fault.orig if isinstance(fault, sa.exc.DBAPIError) else fault
                again = tried + 1 < TRIES and time.monotonic() < until
                met += isinstance(cause, psycopg.errors.UniqueViolation)
                if isinstance(cause, _RACES) and again:
                    continue
                kind = _judge(cause)
                if isinstance(cause, _Overdue) or kind is _Trouble.AWAY:
                    self._breaker.silent()
                else:
                    self._breaker.answered()
                if kind is None or met == TRIES:
                    raise  # whoever meets the same row every time has lost no race
                asked = asked or kind is _Trouble.LOST
                if kind is not _Trouble.BUSY and not isinstance(cause, _Overdue) and again:
                    self.engine.dispose()
                    continue
                raise (Unknown if asked else Unavailable)(type(cause).__name__) from fault
            except Exception:
                self._breaker.answered()  # a fault of ours, met on the way
                raise
        raise AssertionError("the last try returns or raises")


# A unique index that another transaction filled first, a deadlock, a serialisation failure: the other has committed or
# will, so the same question asked again meets its result. A lock not had in 0.5 s is a deadlock too, for the server
# looks for those only after a second: two parties that each hold what the other one wants.
_RACES = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
    psycopg.errors.LockNotAvailable,
)


class _Trouble(enum.Enum):
    """What a fault says about the question that was put."""

    BUSY = "the server answered that it could not do it in time: nothing was changed"
    AWAY = "there was no server to put it to"
    LOST = "the server went away with the question: only the key knows"


def _judge(cause: BaseException | None) -> _Trouble | None:
    """Trouble of the database itself, or None for a fault of ours."""
    if isinstance(cause, (psycopg.errors.QueryCanceled, *_RACES)):
        return _Trouble.BUSY
    if isinstance(cause, _Unreached | psycopg.errors.CannotConnectNow):
        return _Trouble.AWAY
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return None
    if cause.sqlstate is None:
        return _Trouble.LOST
    # Classes of PostgreSQL's appendix A: 08 connection, 53 resources, 57 operator intervention, 58 system.
    return _Trouble.LOST if cause.sqlstate[:2] in ("08", "53", "57", "58") else None
