"""Bulletins, and the questions and answers of a day: written, published in versions, ended, and read out on request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from booking_core import desk_commands as d
from booking_core.commands import TextBulletin
from booking_core.desk_outcomes import (
    AnswerPublished,
    AnswerTakenOff,
    AnswerTold,
    BulletinEnded,
    BulletinPublished,
    Bulletins,
    BulletinTold,
    NoSuchBulletin,
    TimesWrong,
    WordsTooLong,
    WordsWanted,
)
from booking_core.identifiers import uuid7
from booking_core.notices import LONGEST_SPOKEN, LONGEST_WRITTEN, Bulletin, plain
from booking_core.outcomes import AskedTooOften, BulletinComing, NumberNeeded, TextsOff
from booking_core.staging import ANSWERS, stage
from booking_core.suspensions import faults
from booking_core.tables import bulletins, daily_answers, lines, offices, services
from booking_core.telling import may_tell
from booking_core.transaction import Transaction, person

VERSIONS = 100
"""So many versions are shown at the desk."""
DAYS = 14
"""Answers are on the pages for so many days that have any."""
ASKED_FOR = timedelta(hours=1)
"""A bulletin that somebody asks for is texted within this time, or not at all."""


def publish(
    t: Transaction, command: d.PublishBulletin
) -> BulletinPublished | WordsWanted | WordsTooLong | TimesWrong | NoSuchBulletin:
    """A new bulletin, or a new version of one, which ends the version before it."""
    spoken = {language: plain(text) for language, text in command.spoken.items()}
    written = {language: plain(text) for language, text in command.written.items()}
    fault = faults(t, spoken, LONGEST_SPOKEN) or faults(t, written, LONGEST_WRITTEN)
    if fault is not None:
        return fault
    now = t.now()
    begins = max(command.from_at or now, now)
    if command.until is not None and command.until <= begins:
        return TimesWrong()
    row, notice, version = uuid7(), uuid7(), 1
    if command.replaces is not None:
        before = _replaced(t, command, now)
        if before is None:
            return NoSuchBulletin()
        notice, version = before.notice, before.version + 1
    t.connection.execute(
        sa.insert(bulletins).values(
            id=row, notice=notice, version=version, line=command.line, office=command.office, service=command.service,
            spoken=spoken, written=written, from_at=begins, until_at=command.until, by=command.who.name,
            published_at=now,
        )
    )  # fmt: skip
    t.trail(command.who, "publish_bulletin", row, now)
    return BulletinPublished(row, version)


def _replaced(t: Transaction, command: d.PublishBulletin, now: datetime) -> sa.Row[Any] | None:
    """The newest version of the bulletin that is replaced, ended; it may be over already."""
    notice = sa.select(bulletins.c.notice).where(bulletins.c.id == command.replaces).scalar_subquery()
    newest = t.connection.execute(
        sa.select(bulletins).where(bulletins.c.notice == notice).order_by(bulletins.c.version.desc()).limit(1)
        .with_for_update()
    ).first()  # fmt: skip
    if newest is not None:
        _end(t, newest.id, command.who.name, now)
    return newest


def _end(t: Transaction, row: UUID, by: str, now: datetime) -> bool:
    ended = sa.update(bulletins).where(bulletins.c.id == row, not_over(now)).values(ended_at=now, ended_by=by)
    return t.connection.execute(ended).rowcount == 1


def end(t: Transaction, command: d.EndBulletin) -> BulletinEnded | NoSuchBulletin:
    """It is over before its time, or was never needed."""
    now = t.now()
    if not _end(t, command.bulletin, command.who.name, now):
        return NoSuchBulletin()
    t.trail(command.who, "end_bulletin", command.bulletin, now)
    return BulletinEnded()


def not_over(now: datetime) -> sa.ColumnElement[bool]:
    """Bulletins that are published, or will be."""
    return sa.and_(bulletins.c.ended_at.is_(None), sa.or_(bulletins.c.until_at.is_(None), bulletins.c.until_at > now))


def text(t: Transaction, command: TextBulletin) -> BulletinComing | AskedTooOften | TextsOff | NumberNeeded:
    """Text it to the number that calls: never to one that was keyed in, and no more often than what is booked."""
    whose = person(t, command.who)
    if whose is None or whose.keyed:
        return NumberNeeded()
    if whose.texts_off:
        return TextsOff()
    if not may_tell(t, whose):
        return AskedTooOften()
    stage(t, kind="bulletin", number=whose.number, language=command.language, lane=ANSWERS, not_before=whose.at,
          not_after=whose.at + ASKED_FOR, bulletin=command.bulletin)  # fmt: skip
    return BulletinComing()


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────


_TOLD = (
    sa.select(bulletins, lines.c.name.label("line_name"), offices.c.name.label("office_name"), services.c.names)
    .outerjoin(lines, lines.c.id == bulletins.c.line)
    .outerjoin(offices, offices.c.id == bulletins.c.office)
    .outerjoin(services, services.c.id == bulletins.c.service)
    .order_by(bulletins.c.published_at.desc(), bulletins.c.id.desc())
)


def listed(t: Transaction) -> Bulletins:
    """All versions and answers, those that are over too."""
    versions = tuple(_known(row) for row in t.connection.execute(_TOLD.limit(VERSIONS)))
    return Bulletins(versions, tuple(answered(t, over=True)))


def current(t: Transaction) -> list[BulletinTold]:
    """Those that are out now, the newest first."""
    now = t.now()
    return [_known(row) for row in t.connection.execute(_TOLD.where(not_over(now), bulletins.c.from_at <= now))]


def _known(row: sa.Row[Any]) -> BulletinTold:
    return BulletinTold(
        row.id, row.notice, row.version, row.line_name, row.office_name, row.names, row.spoken, row.written,
        row.from_at, row.until_at, row.by, row.published_at, row.ended_at, row.ended_by,
    )  # fmt: skip


def read(t: Transaction) -> Iterator[Bulletin]:
    """Those that are or will be told, as the dialogues see them, the newest first."""
    rows = sa.select(bulletins, lines.c.number).outerjoin(lines, lines.c.id == bulletins.c.line)
    for row in t.connection.execute(rows.where(not_over(t.now())).order_by(bulletins.c.published_at.desc())):
        yield Bulletin(row.id, row.number, row.office, row.service, row.spoken, row.from_at, row.until_at)


def written(t: Transaction, bulletin: UUID, language: str) -> str:
    """A version as it is texted, in a language or else in the first there is."""
    words = t.connection.execute(sa.select(bulletins.c.written).where(bulletins.c.id == bulletin)).scalar_one()
    return str(words.get(language) or next(iter(words.values())))


# ── Questions and answers of a day ───────────────────────────────────────────────────────────────────


def publish_answer(t: Transaction, command: d.PublishAnswer) -> AnswerPublished | WordsWanted | WordsTooLong:
    """A question of a day and its answer."""
    question = {language: plain(text) for language, text in command.question.items()}
    answer = {language: plain(text) for language, text in command.answer.items()}
    fault = faults(t, question, 2 * LONGEST_WRITTEN) or faults(t, answer, 10 * LONGEST_WRITTEN)
    if fault is not None:
        return fault
    row, now = uuid7(), t.now()
    t.connection.execute(
        sa.insert(daily_answers).values(
            id=row, day=command.day, question=question, answer=answer, by=command.who.name, at=now
        )
    )
    t.trail(command.who, "publish_answer", row, now)
    return AnswerPublished(row)


def take_off(t: Transaction, command: d.TakeAnswerOff) -> AnswerTakenOff | NoSuchBulletin:
    """It is on no page any more, and kept."""
    now = t.now()
    ended = (
        sa.update(daily_answers)
        .where(daily_answers.c.id == command.answer, daily_answers.c.ended_at.is_(None))
        .values(ended_at=now, ended_by=command.who.name)
    )
    if not t.connection.execute(ended).rowcount:
        return NoSuchBulletin()
    t.trail(command.who, "take_answer_off", command.answer, now)
    return AnswerTakenOff()


def answered(t: Transaction, *, over: bool = False) -> list[AnswerTold]:
    """Those of the last days that have any, the newest day first. `over`: those taken off, too."""
    on = sa.true() if over else daily_answers.c.ended_at.is_(None)
    newest = sa.select(daily_answers.c.day).where(on).distinct().order_by(daily_answers.c.day.desc()).limit(DAYS)
    rows = t.connection.execute(
        sa.select(daily_answers).where(on, daily_answers.c.day.in_(newest))
        .order_by(daily_answers.c.day.desc(), daily_answers.c.id)
    )  # fmt: skip
    return [AnswerTold(row.id, row.day, row.question, row.answer, row.by, row.at, row.ended_at) for row in rows]
