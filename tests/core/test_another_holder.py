"""A number that went to somebody else: what its old holder booked stays hidden, and the new one is like anybody."""

from __future__ import annotations

import json

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.post import Post
from tests.core.seekers import asks, call, only, proves, seek, under
from tests.core.stage import RENEWAL, URGENT, Stage


def gone(stage: Stage) -> None:
    """A look-up says so, now."""
    stage.put("UPDATE numbers SET new_holder_at = :now", now=stage.now)
    stage.put(
        "INSERT INTO verdicts(id, number, package, state, found, asked_at, not_before, found_at) "
        "SELECT gen_random_uuid(), id, 'reassigned', 'found', cast(:found AS jsonb), :now, :now, :now FROM numbers",
        found=json.dumps({"reassigned": True}), now=stage.now,
    )  # fmt: skip


def two_groups(stage: Stage) -> None:
    """One number may have a booking of each service."""
    group = (
        "WITH g AS (INSERT INTO limit_groups (id, name, allowed) VALUES (gen_random_uuid(), 'urgent', 1) RETURNING id) "
    )
    stage.put(group + "UPDATE services SET limit_group = g.id FROM g WHERE services.id = :service",
              service=stage.line.services[URGENT].id)  # fmt: skip


def test_who_has_proven_it_since_is_not_stepped_up(stage: Stage) -> None:
    """The new holder proves the number once, and not before every wish for as long as the answer is kept."""
    here = under(stage, only("reassigned"))
    proves(here, call(here))
    gone(here)
    here.wait(minutes=1)
    who = call(here)
    assert isinstance(seek(here, who), o.ProveFirst)
    proves(here, who)
    assert isinstance(seek(here, who), o.Offers)
    here.wait(days=1)
    assert isinstance(asks(here), o.Offers)


def test_each_holder_is_told_of_ones_own(stage: Stage) -> None:
    """By text nothing is said of what was booked before, not even that nothing is; and all of what came since."""
    two_groups(stage)
    old = stage.book(stage.proven(), stage.slot(service=RENEWAL))
    stage.wait(days=1)
    gone(stage)
    assert stage.do(c.TellBookings(stage.text())) == o.AskedTooOften()
    assert stage.do(c.AskToChange(stage.text(), "give_up", None)) == o.AskedTooOften()
    stage.wait(minutes=1)
    new = stage.book(stage.proven(), stage.slot(service=URGENT))
    told = stage.do(c.TellBookings(stage.text()))
    assert isinstance(told, o.Bookings)
    assert [each.booking for each in told.bookings] == [new.booking]
    stage.wait(hours=1)
    asked = stage.do(c.AskToChange(stage.text(), "give_up", None))
    assert isinstance(asked, o.Asked)
    assert asked.booking.booking == new.booking
    assert stage.do(c.AskToChange(stage.text(), "give_up", old.booking)) == o.NoSuchBooking()


def test_texts_about_it_name_nothing_and_those_about_a_new_one_do(post: Post) -> None:
    """Each booking by itself: it is the instant at which it was booked that tells whose it is."""
    stage = post.stage
    two_groups(stage)
    stage.book(stage.proven(), stage.slot(service=RENEWAL))
    gone(stage)
    stage.wait(minutes=1)
    stage.book(stage.proven(), stage.slot(service=URGENT))
    post.round()
    about = stage.line.offices[0].name
    first, second = (text for text in post.inbox() if not text[:1].isdigit() and "code" not in text.lower()[:30])
    assert about not in first
    assert about in second
