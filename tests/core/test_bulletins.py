"""Bulletins: who is told what and when, versions that are kept, and words that come whole or not at all."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from booking_core import bulletins
from booking_core import commands as c
from booking_core import desk_commands as d
from booking_core import desk_outcomes as do
from booking_core import outcomes as o
from booking_core.notices import Bulletin, Notices, plain
from tests.core.post import Post
from tests.core.stage import ANN, Stage
from tests.core.supervisor import KIM, WORDS, publish


def first(stage: Stage) -> Bulletin | None:
    """What a caller of the line is told now."""
    known = stage.core.at(stage.now).transact(lambda t: tuple(bulletins.read(t)))
    return Notices((), known).first(stage.line, stage.now)


def test_a_bulletin_has_its_time(stage: Stage) -> None:
    """It is told from its first instant until its last, and the newest of several is the one."""
    later = publish(stage, hours=1, after=1)
    assert first(stage) is None
    stage.wait(hours=1)
    assert (told := first(stage)) is not None
    assert (told.id, told.spoken) == (later, WORDS)
    stage.wait(minutes=1)
    newest = publish(stage)
    assert (told := first(stage)) is not None
    assert told.id == newest
    assert stage.do(d.EndBulletin(KIM, newest)) == do.BulletinEnded()
    assert (told := first(stage)) is not None
    assert told.id == later
    stage.wait(hours=1)
    assert first(stage) is None
    assert stage.do(d.EndBulletin(KIM, newest)) == do.NoSuchBulletin()


def test_a_bulletin_has_its_scope(stage: Stage) -> None:
    """Who calls another line, or one without that office, is not told."""
    publish(stage, office=stage.line.offices[1].id)
    assert first(stage) is not None
    here = next(iter(stage.core.transact(lambda t: tuple(bulletins.read(t)))))
    assert not here.is_for(dataclasses.replace(stage.line, offices=stage.line.offices[:1]), stage.now)
    stage.wait(seconds=1)
    publish(stage, line=stage.one("SELECT id FROM lines"))
    assert (told := first(stage)) is not None
    assert told.line == stage.line.number


def test_versions_are_kept(stage: Stage) -> None:
    """A new version ends the one before it, and who wrote which stays to be seen."""
    one = publish(stage)
    stage.wait(minutes=5)
    two = publish(stage, {"en": "We are back on Monday.", "es": "Volvemos el lunes."}, replaces=one)
    newest, oldest = stage.ask(d.ListBulletins()).versions
    assert (newest.id, newest.version, newest.notice) == (two, 2, oldest.notice)
    assert (oldest.id, oldest.version, oldest.ended_at, oldest.ended_by) == (one, 1, stage.now, "agent:kim")
    assert (told := first(stage)) is not None
    assert told.id == two
    gone = d.PublishBulletin(KIM, WORDS, WORDS, replaces=stage.slot())
    assert stage.do(gone) == do.NoSuchBulletin()


@pytest.mark.parametrize(
    ("spoken", "written", "fault"),
    [
        ({"en": "We are closed."}, WORDS, do.WordsWanted(("es",))),
        (WORDS, {"en": "We are closed.", "es": "\u202e\x00 \n"}, do.WordsWanted(("es",))),
        ({"en": "x" * 121, "es": "x"}, WORDS, do.WordsTooLong(("en",), 120)),
        (WORDS, {"en": "x", "es": "x" * 281}, do.WordsTooLong(("es",), 280)),
    ],
)
def test_words_that_somebody_would_miss_are_refused(
    stage: Stage, spoken: dict[str, str], written: dict[str, str], fault: o.Outcome
) -> None:
    """Every language of the lines has its words, and no voice keeps a caller longer than eight seconds."""
    assert stage.do(d.PublishBulletin(KIM, spoken, written)) == fault
    assert first(stage) is None


def test_what_no_feed_can_hold_is_taken_out() -> None:
    """Controls and what turns the direction of writing; letters, right-to-left ones too, and signs stay."""
    assert plain(" a\x00b\x1b\u202ec\ud800 \n\t d <script>&amp; שלום ") == "abc d <script>&amp; שלום"


def test_a_bulletin_by_text_is_what_was_written(stage: Stage, post: Post) -> None:
    """To the number that calls, as it was published, though it was ended meanwhile; three a day, as every question."""
    row = publish(stage, written={"en": "Down <script> & so on.", "es": "No hay."})
    who = stage.call()
    assert stage.do(c.TextBulletin(who, row, "en")) == o.BulletinComing()
    stage.do(d.EndBulletin(KIM, row))
    post.round()
    assert post.inbox(ANN) == [f"{stage.line.name}: Down <script> & so on."]
    for _ in range(2):
        assert stage.do(c.TextBulletin(who, row, "es")) == o.BulletinComing()
    assert stage.do(c.TextBulletin(who, row, "es")) == o.AskedTooOften()
    stage.wait(hours=25)
    stage.put("UPDATE numbers SET opted_out_at = :now", now=stage.now)
    assert stage.do(c.TextBulletin(stage.call(), row, "en")) == o.TextsOff()


def test_a_number_that_was_keyed_in_gets_none(stage: Stage) -> None:
    """Anybody could have keyed it in."""
    row, who = publish(stage), stage.call()
    stage.put("UPDATE calls SET keyed = 1")
    assert stage.do(c.TextBulletin(who, row, "en")) == o.NumberNeeded()
    assert stage.one("SELECT count(*) FROM outbox") == 0


def test_answers_of_a_day_are_kept(stage: Stage) -> None:
    """The newest day first, in the order they were written; one that is taken off is on no page and kept."""
    days = (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 22))
    made = [
        stage.do(d.PublishAnswer(KIM, day, WORDS, {"en": f"Answer {n}.", "es": "Sí."})) for n, day in enumerate(days)
    ]
    assert [each.answer["en"] for each in stage.ask(d.ReadNotices()).answers] == ["Answer 1.", "Answer 2.", "Answer 0."]
    assert isinstance(made[1], do.AnswerPublished)
    assert stage.do(d.TakeAnswerOff(KIM, made[1].answer)) == do.AnswerTakenOff()
    assert stage.do(d.TakeAnswerOff(KIM, made[1].answer)) == do.NoSuchBulletin()
    assert len(stage.ask(d.ReadNotices()).answers) == 2
    assert len(stage.ask(d.ListBulletins()).answers) == 3
    assert stage.do(d.PublishAnswer(KIM, days[0], WORDS, {"en": "Yes."})) == do.WordsWanted(("es",))


def test_the_pages_change_when_anything_does(stage: Stage) -> None:
    """What readers are told of the last change is the newest beginning or end that has come."""
    before = stage.ask(d.ReadNotices())
    row = publish(stage, hours=1, after=1)
    assert stage.ask(d.ReadNotices()) == before
    began = stage.wait(hours=1, minutes=5) - timedelta(minutes=5)
    now = stage.ask(d.ReadNotices())
    assert (now.changed, [each.id for each in now.bulletins]) == (began, [row])
    stage.wait(hours=2)
    assert stage.ask(d.ReadNotices()).changed == began + timedelta(hours=1)
