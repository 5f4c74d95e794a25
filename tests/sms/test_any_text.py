"""Whatever is typed, to the real database, in one conversation after the other."""

from __future__ import annotations

import threading

from sms.turn import Turn
from tests.core.stage import BEN
from tests.sms.stage import Texting
from tests.sms.test_script import bodies


def test_hundreds_of_texts_make_no_fault(texting: Texting) -> None:
    """Each gets an answer, and leaves a thread that the next one goes on from."""
    texting.stage.put("UPDATE limit_groups SET allowed = 3")
    texting.booked()
    texting.stage.put("DELETE FROM proofs")  # or a birth date may book, and the worker's text is the answer
    for nth, body in enumerate(bodies(300)):
        if nth % 10 == 0:
            texting.texts("1", "B", "A", "A")
        assert texting.text(body) != "", body
    assert texting.stage.one("SELECT count(*) FROM bookings WHERE status = 'held' AND live_until > now()") <= 1


def test_texts_at_one_instant_do_things_once(texting: Texting) -> None:
    """The same choice by two texts at once: one place is held; two answers with one nonce: it is given up once."""
    texting.texts("1", "B", "A", "A")
    answers = at_once(texting, ["A", "A"])
    assert all("is held for you" in answer or "reply with the code" in answer for answer in answers), answers
    assert texting.stage.one("SELECT count(*) FROM bookings WHERE status = 'held'") == 1
    texting.text(texting.stage.code())
    texting.text("03041985")
    texting.text("9")
    (nonce,) = texting.nonces
    answers = at_once(texting, [nonce, nonce, nonce])
    assert sum("is given up." in answer for answer in answers) == 1
    assert texting.stage.one("SELECT count(*) FROM audit WHERE action = 'cancel'") == 1


def test_two_first_texts_at_once_are_both_answered(texting: Texting) -> None:
    """A number never seen that texts twice within a moment makes one row, and hears two answers."""
    answers = at_once(texting, ["1", "3"], BEN)
    assert ["What is it for?" in answers[0], "has no appointment" in answers[1]] == [True, True]
    assert texting.stage.one("SELECT count(*) FROM number_keys") == 1


def at_once(texting: Texting, said: list[str], e164: str = "+12025550101") -> list[str]:
    """Texts that come at the same instant; returns their answers."""
    thread, line = texting.thread(), texting.stage.line.number
    answers = [""] * len(said)

    def send(nth: int, sid: str) -> None:
        answers[nth] = thread.take(Turn(sid, line, e164, said[nth])) or ""

    senders = [
        threading.Thread(target=send, args=(nth, f"SM{next(texting.sids):032x}")) for nth in range(len(said))
    ]  # fmt: skip
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return answers
