"""The field of a run: a database of its own with an institution, its days of places, and its agents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from attack_range.parameters import OFFICES, SLOTS, DeskTable, LineTable, PeopleTable
from booking_core import institution, schema, timetables
from booking_core.actors import Operator
from booking_core.core import Core
from booking_core.desk_commands import AddAgent, Plan, SetAgentNumber
from booking_core.hours import Opening, Timetable
from booking_core.institution import NewService
from booking_core.numbers import LineKind, Number
from booking_core.releases import new_slots, release
from booking_core.tables import loads

LINE: Final = "+18005550199"
ZONE: Final = ZoneInfo("America/New_York")
FIRST: Final = date(2027, 2, 1)
"""A Monday; the range's days are the same whenever it runs."""
OPERATOR: Final = Operator("range")
_OFFICES: Final = ("Main Street", "River Park")
_HOURS: Final = tuple((weekday, time(9), time(17, 20)) for weekday in range(1, 8))
_EVERY: Final = timedelta(minutes=20)
_SERVICE: Final = NewService(names={"en": "passport renewal"}, horizon_days=30)
"""For one visitor: a booking is a place, so places and numbers can be compared."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a run at its size."""

    line: LineTable
    share: float
    many: int

    @property
    def slots(self) -> int:
        """A day's slots of an office; fewer on a small line."""
        return min(SLOTS, max(1, round(self.line.places_a_day * self.share / OFFICES)))

    @property
    def seats(self) -> int:
        """Places of a slot."""
        return max(1, round(self.line.places_a_day * self.share / OFFICES / self.slots))

    @property
    def places(self) -> int:
        """New places a day."""
        return OFFICES * self.slots * self.seats

    @property
    def releases(self) -> tuple[datetime, ...]:
        """When each day's places come on sale."""
        return tuple(datetime.combine(FIRST + timedelta(days=n), self.line.releases_at, ZONE) for n in range(self.many))

    @property
    def begins(self) -> datetime:
        """Before anybody calls."""
        return datetime.combine(FIRST, time(6), ZONE)

    @property
    def ends(self) -> datetime:
        """The night after the last day."""
        return datetime.combine(FIRST + timedelta(days=self.many - 1), time(23), ZONE)


def found(url: str, days: Days, desk: DeskTable, people: PeopleTable) -> None:
    """Build the institution in an empty database: two offices, one service, places that come on sale day by day.

    The line has run for weeks, so it knows what is ordinary of carriers and regions.
    """
    schema.migrate(url)
    engine = sa.create_engine(url, connect_args={"options": "-c statement_timeout=0"})
    with engine.begin() as connection:
        line = institution.add_line(connection, "Range Passport Agency", LINE, None, ["en"])
        group = institution.add_group(connection, "passport", allowed=1)
        service = institution.add_service(connection, group, 0, _SERVICE)
        offices = [
            institution.add_office(connection, line, nth, name, ZONE.key, _HOURS) for nth, name in enumerate(_OFFICES)
        ]
        for answering in timetables.of_people(connection):
            hours = frozenset(Opening(weekday, desk.opens, desk.closes) for weekday in range(1, 8))
            timetables.write(connection, answering, Timetable(hours))
        for opens_at in days.releases:
            visits = opens_at.date() + timedelta(days=days.line.days_ahead)
            for office in offices:
                _release(
                    connection, Plan(office, service, (visits,), _EVERY, days.seats, opens_at=opens_at), days.slots
                )
        _learned(connection, days, people)
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _learned(connection: Connection, days: Days, people: PeopleTable) -> None:
    """Numbers a day that kept an appointment, as the line would have counted them of these very people."""
    kept, others = float(days.places), people.landline + people.voip + people.foreign
    groups = {("region", "US"): kept * (1 - people.foreign)}
    for line_type, share in (("landline", people.landline), ("voip", people.voip), ("mobile", 1 - others)):
        for carrier, part in people.carriers[line_type].items():
            groups["carrier", f"{carrier}|{_LINE_TYPES.get(line_type, line_type)}"] = kept * share * part
    rows = [
        {"kind": kind, "key": key, "learned": many, "since": days.begins, "counted_at": days.begins}
        for (kind, key), many in groups.items()
    ]
    connection.execute(sa.insert(loads), rows)


_LINE_TYPES: Final = {"voip": "non_fixed_voip"}


def _release(connection: Connection, plan: Plan, slots: int) -> None:
    release(connection, None, plan, new_slots(connection, plan)[:slots])


def employ(core: Core, telephones: dict[str, str]) -> None:
    """Agents by login, each with a telephone (E.164)."""
    for login, number in telephones.items():
        core.perform(AddAgent(OPERATOR, login, login, "agent", ("en",)), f"employ:{login}")
        core.perform(SetAgentNumber(OPERATOR, login, Number(number, "US", LineKind.FIXED_OR_MOBILE)), f"phone:{login}")


@contextmanager
def copy(server: str, template: str, name: str) -> Iterator[str]:
    """The address of a copy of a database, dropped at the end. `server` is the address of another database there."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        try:
            yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    engine.dispose()
