"""Giving up, taking back and moving by text: each by four digits, whatever comes late, twice or from a stranger."""

from __future__ import annotations

from tests.core.stage import BEN
from tests.sms.stage import Texting


def test_a_visit_is_given_up_and_taken_back(texting: Texting) -> None:
    """The question names it, its digits give it up, the answer's digits take it back."""
    texting.booked()
    texting.stage.put("UPDATE rules SET told_day = 9")
    for asks in ("9", "give up", "Please cancel my appointment", "９"):
        assert "To give up" in texting.text(asks)
        assert texting.statuses() == ["booked"]
        assert "is given up." in texting.text(texting.nonces[0])
        assert texting.statuses() == ["cancelled"]
        assert "It is yours again" in texting.text(texting.nonces[0])
        assert texting.statuses() == ["booked"]


def test_four_digits_as_people_type_them(texting: Texting) -> None:
    """However they stand in the text; and what is denied, doubled or part of something longer changes nothing."""
    texting.booked()
    for writes in ("{n}.", "ok {n}", "{a} {b}", "give up {n}", "{wide}", "{n} please 🙏", "{spaced}"):
        texting.text("9")
        n = texting.nonces[0]
        for wrong in ("not {n}", "{n} {n}", "I did not ask for {n}", "0{n}", "{n}9", "is it {n} or 1234", "{a}/{b}"):
            texting.text(wrong.format(n=n, a=n[:2], b=n[2:]))
            assert texting.statuses() == ["booked"], wrong
        wide = "".join(chr(ord("０") + int(digit)) for digit in n)
        texting.text(writes.format(n=n, a=n[:2], b=n[2:], wide=wide, spaced=" ".join(n)))
        assert texting.statuses() == ["cancelled"], writes
        texting.text(texting.nonces[0])


def test_a_visit_is_moved_at_once(texting: Texting) -> None:
    """Its time and three others, each with digits of its own; later ones by D, or a day; then it is moved."""
    texting.booked()
    first = texting.text("2")
    assert first.startswith("You have ")
    assert len(texting.nonces) == 3
    assert texting.text("D") != first
    assert "Moved. You now have" in texting.text(texting.nonces[2])
    assert texting.stage.one("SELECT moves FROM bookings") == 0  # to a later time: not counted
    assert texting.statuses() == ["booked"]


def test_a_time_taken_meanwhile_has_others(texting: Texting) -> None:
    """The visit stays, and the new times have new digits."""
    texting.booked()
    texting.text("2")
    old = texting.nonces
    texting.stage.put("UPDATE places SET free_at = 'infinity' FROM codes k WHERE k.slot = places.slot "
                      "AND k.purpose = 'move'")  # fmt: skip
    assert texting.text(old[0]).startswith("Sorry, that time has just been taken.\nYou have ")
    assert not set(texting.nonces) & set(old)
    assert "later times" in texting.heard
    assert "Moved" in texting.text(texting.nonces[0])


def test_moves_end_with_a_person(texting: Texting) -> None:
    """After two, an earlier time is a person's to give, as in a call; a later one the line gives as ever."""
    texting.booked(time="C")
    texting.text("2")
    texting.stage.put("UPDATE bookings SET moves = 2")
    assert "as often as you can" in texting.text(texting.nonces[0])
    texting.text("2")
    assert "Moved" in texting.text(texting.nonces[0])
    assert texting.stage.one("SELECT moves FROM bookings") == 2


def test_several_visits_are_told_apart(texting: Texting) -> None:
    """They are listed under letters, and only the one chosen is asked about and given up."""
    texting.stage.put("UPDATE limit_groups SET allowed = 2")
    texting.booked()
    texting.booked(office="B")
    assert texting.text("3").count("You are booked") == 2
    assert texting.text("9").startswith("Which one? Reply with a letter.\nA: ")
    assert texting.nonces == []
    new_york = "A" if "New York" in texting.heard.splitlines()[1] else "B"
    assert "in New York, reply" in texting.text(new_york)
    assert "in New York is given up" in texting.text(texting.nonces[0])
    names = texting.stage.rows("SELECT name, status FROM bookings b JOIN offices o ON o.id = b.office")
    assert {row.name: row.status for row in names} == {"San Francisco": "booked", "New York": "cancelled"}


def test_more_visits_than_letters(texting: Texting) -> None:
    """A text holds three; that there is more is said, within two segments."""
    texting.stage.put("UPDATE limit_groups SET allowed = 9")
    texting.stage.put("UPDATE rules SET made_max = 9")
    for nth in range(4):
        texting.stage.book(texting.stage.proven(), texting.stage.slot(nth))
    assert texting.text("3").count("You are booked") == 3
    assert "There is more" in texting.heard
    assert "There is more" in texting.text("2")


def test_late_digits_say_what_to_do(texting: Texting) -> None:
    """After half an hour they do nothing, and the answer names the way on."""
    texting.booked()
    texting.text("9")
    (nonce,) = texting.nonces
    texting.stage.wait(minutes=30)
    assert "do not work any more" in texting.text(nonce)
    assert "Reply 3" in texting.heard
    assert texting.statuses() == ["booked"]


def test_late_digits_do_not_take_back(texting: Texting) -> None:
    """After ten minutes what was given up is gone, and so are its digits."""
    texting.booked()
    texting.texts("9")
    texting.text(texting.nonces[0])
    (undo,) = texting.nonces
    texting.stage.wait(minutes=10)
    assert "do not work any more" in texting.text(undo)
    assert texting.statuses() == ["cancelled"]


def test_doubled_texts_do_once(texting: Texting) -> None:
    """The same webhook again is answered to the letter: the question, the giving up, and the taking back."""
    texting.booked()
    sids = ["SM" + letter * 32 for letter in "abc"]
    bodies = ["9"]
    for sid in sids:
        first = texting.text(bodies[-1], sid=sid)
        assert texting.again(bodies[-1], "+12025550101", sid) == first
        bodies += texting.nonces
    assert texting.statuses() == ["booked"]
    assert len(texting.stage.rows("SELECT 1 FROM audit WHERE action IN ('cancel', 'undo_cancel')")) == 2


def test_a_forged_text_changes_nothing(texting: Texting) -> None:
    """Who can forge a sender reads no answers: `9` changes nothing, and guessing ends after five tries."""
    texting.booked()
    texting.stage.put("DELETE FROM proofs")
    texting.text("9")
    (real,) = texting.nonces
    guesses = [str(digits) for digits in range(4000, 4006) if str(digits) != real][:5]
    texting.texts(*guesses)
    assert "wrong too often" in texting.heard
    assert "do not work" in texting.text(real)
    assert texting.statuses() == ["booked"]


def test_a_strangers_digits_change_nothing(texting: Texting) -> None:
    """Four digits work for the number they were told to, and nobody else learns whether they exist."""
    texting.booked()
    texting.text("9")
    (nonce,) = texting.nonces
    assert "do not work" in texting.text(nonce, BEN)
    assert "has no appointment" in texting.text("9", BEN)
    assert texting.statuses() == ["booked"]


def test_asking_is_bounded_before_proof(texting: Texting) -> None:
    """Three times a day the number hears what is booked, however it asks; a talk under way goes on."""
    texting.booked()
    texting.stage.put("DELETE FROM proofs")
    texting.texts("3", "2", "D", "D", "9")
    assert "To give up" in texting.heard
    assert "as often as we can" in texting.text("9")
    assert "as often as we can" in texting.text("2")


def test_nothing_booked_is_said(texting: Texting) -> None:
    """Who has nothing to change hears how to book."""
    for asks in ("2", "9", "change"):
        assert "To book reply 1" in texting.text(asks)


def test_opt_out_words_give_nothing_up(texting: Texting) -> None:
    """A word of the provider's changes nothing even in the middle of the question."""
    texting.booked()
    texting.texts("9", "CANCEL", "STOP", "yes", "sí")
    assert texting.statuses() == ["booked"]
