from __future__ import annotations

from datetime import timedelta

from booking_core import commands as c
from booking_core import outcomes as o
from tests.core.stage import ANN, BEN, Stage, other


def ask(stage: Stage, e164: str = ANN) -> o.Outcome:
    """A presence code for a new call of the number."""
    return stage.do(c.SendCode(stage.call(e164), "presence", None, "en"))


def test_three_code_texts_an_hour_over_all_callers(stage: Stage) -> None:
    """Whoever makes them go, a hold or a question for proof, the fourth waits for an hour after the first."""
    first = stage.now
    held = stage.held(stage.call())
    stage.wait(minutes=1)
    assert isinstance(ask(stage), o.CodeSent)
    assert isinstance(ask(stage), o.CodeSent)
    refused = o.TooManyCodes(first + timedelta(hours=1))
    assert ask(stage) == refused
    assert stage.do(c.SendCode(stage.call(), "confirm", held.booking, "en")) == refused
    assert isinstance(ask(stage, BEN), o.CodeSent)
    stage.now = first + timedelta(hours=1)
    assert isinstance(ask(stage), o.CodeSent)


def test_five_code_texts_a_day(stage: Stage) -> None:
    """The sixth waits for a day after the first, though its hour is free."""
    first = stage.now
    for _ in range(5):
        assert isinstance(ask(stage), o.CodeSent)
        stage.wait(hours=2)
    assert ask(stage) == o.TooManyCodes(first + timedelta(days=1))
    stage.now = first + timedelta(days=1)
    assert isinstance(ask(stage), o.CodeSent)


def test_a_resend_is_the_same_code_with_the_same_end(stage: Stage) -> None:
    """Not before sixty seconds; then the same digits, expiry and tries go out once more; a third time by a call."""
    who = stage.call()
    sent = stage.do(c.SendCode(who, "presence", None, "en"))
    assert isinstance(sent, o.CodeSent)
    assert not sent.again
    code, first = stage.code(purpose="presence"), stage.now
    assert stage.do(c.Prove(who, other(code))) == o.CodeWrong(4)
    stage.wait(seconds=59)
    assert stage.do(c.SendCode(who, "presence", None, "en")) == o.TooSoon(first + timedelta(seconds=60))
    stage.wait(seconds=1)
    assert stage.do(c.SendCode(who, "presence", None, "en")) == o.CodeSent(sent.expires, again=True)
    assert stage.code(purpose="presence") == code
    assert stage.rows("SELECT not_after FROM outbox") == [(sent.expires,)] * 2
    stage.wait(minutes=2)
    assert stage.do(c.SendCode(who, "presence", None, "en")) == o.CallComing(sent.expires)
    assert stage.do(c.Prove(who, other(code))) == o.CodeWrong(3)
    assert stage.do(c.Prove(who, code)) == o.Proven()


def test_a_resend_of_a_holds_code_extends_nothing(stage: Stage) -> None:
    """The hold ends when its first code does."""
    who = stage.call()
    held = stage.held(who)
    stage.wait(minutes=5)
    assert stage.do(c.SendCode(who, "confirm", held.booking, "en")) == o.CodeSent(held.until, again=True)
    assert stage.one("SELECT live_until FROM bookings") == held.until


def test_issuing_a_code_extends_the_hold_once(stage: Stage) -> None:
    """A hold made without a code lasts to the expiry of the first one sent for it, and no longer for the next."""
    who = stage.call()
    held = stage.held(who, send="none")
    stage.wait(minutes=5)
    sent = stage.do(c.SendCode(who, "confirm", held.booking, "en"))
    assert isinstance(sent, o.CodeSent)
    assert stage.one("SELECT live_until FROM bookings") == sent.expires == stage.now + timedelta(minutes=10)
    for _ in range(4):
        stage.do(c.Confirm(who, held.booking, other(stage.code())))
    stage.wait(minutes=5)
    stage.put("UPDATE codes SET dead_at = :now", now=stage.now)
    assert isinstance(stage.do(c.SendCode(who, "confirm", held.booking, "en")), o.CodeSent)
    assert stage.one("SELECT live_until FROM bookings") == sent.expires


def test_no_code_for_what_is_not_held(stage: Stage) -> None:
    """For a lapsed hold, and for another number's, no text leaves."""
    held = stage.held(stage.call(ANN), send="none")
    assert stage.do(c.SendCode(stage.call(BEN), "confirm", held.booking, "en")) == o.HoldLapsed()
    stage.now = held.until
    assert stage.do(c.SendCode(stage.call(ANN), "confirm", held.booking, "en")) == o.HoldLapsed()
    assert stage.rows("SELECT FROM outbox") == []


def test_no_code_for_a_refused_number(stage: Stage) -> None:
    """A number that may not book gets no texts from us."""
    who = stage.call()
    stage.put("UPDATE numbers SET refused = 'premium'")
    assert stage.do(c.SendCode(who, "presence", None, "en")) == o.NumberRefused("premium")
    assert stage.rows("SELECT FROM outbox") == []


def test_every_code_sent_has_its_message(stage: Stage) -> None:
    """One outbox row and one audit row a text, so none is sent that was not counted."""
    who = stage.call()
    stage.do(c.SendCode(who, "presence", None, "en"))
    stage.wait(minutes=1)
    stage.do(c.SendCode(who, "presence", None, "en"))
    assert stage.rows("SELECT kind, lane FROM outbox") == [("presence", 0)] * 2
    assert stage.one("SELECT count(*) FROM audit WHERE action = 'send_code'") == 2


def test_a_try_reads_its_own_numbers_codes_only(stage: Stage) -> None:
    """However many codes the line has sent today, a try costs the same: the table is not read through for it."""
    who = stage.call()
    held = stage.held(who)
    stage.put("INSERT INTO codes(number, id, purpose, mac, sealed, made_at, expires_at, sent_at) "
              "SELECT gen_random_uuid(), gen_random_uuid(), 'presence', '', '', :now, :now, ARRAY[:now] "
              "FROM generate_series(1, 5000)", now=stage.now)  # fmt: skip
    stage.put("ANALYZE codes")
    read = "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'codes'"
    before = stage.one(read)
    for _ in range(3):
        stage.do(c.Confirm(who, held.booking, other(stage.code())))
    stage.core.database.engine.dispose()  # a session that ends reports what it has read
    assert stage.one(read) - before < 5000
