"""Each attacker gets what it wants where nothing is in its way: what the range measures is the line, not their wits.

Admission is off here. What stays on cannot be taken off: codes, the limit of one place a number, and its cool-down.
"""

from __future__ import annotations

import pytest

from attack_range.acting import Doing
from attack_range.attackers.cancel_and_rebook import CancelAndRebook, SellerBudget
from attack_range.attackers.code_bomber import BomberBudget, CodeBomber
from attack_range.attackers.concierge import Concierge, ConciergeBudget
from attack_range.attackers.consecutive_bank import ConsecutiveBank
from attack_range.attackers.dispersed_sims import DispersedSims, SimsBudget
from attack_range.attackers.enumerator import Enumerator, EnumeratorBudget
from attack_range.attackers.flooder import Flooder, FlooderBudget
from attack_range.attackers.guesser import Guesser, GuesserBudget
from attack_range.attackers.hoarder import Hoarder, HoarderBudget
from attack_range.attackers.in_blocks import BlocksBudget
from attack_range.attackers.key_replayer import DiallerBudget, KeyReplayer
from attack_range.attackers.pumper import Pumper, PumperBudget
from attack_range.attackers.rented_numbers import RentBudget, RentedNumbers
from attack_range.attackers.robot import End, Errand
from attack_range.attackers.rogue_agent import RogueAgent, RogueBudget
from attack_range.attackers.voip_farm import VoipFarm
from attack_range.cells import BYSTANDERS
from tests.attack_range.conftest import Ground

CREW = {"numbers": 3, "channels": 2, "pause_s": 30, "tries_a_day": 1}


def test_a_bank_of_cards_has_a_place_with_each(ground: Ground) -> None:
    """By call and by text; cards that were made known first need another day for it."""
    played = ground.play(lambda days: ConsecutiveBank(BlocksBudget(**CREW, blocks=2, by_text=0.5, aged=0.5), days))
    assert played.places(*played.attack.numbers) == len(played.attack.numbers) == 3
    assert sum(actor.tally.texts_sent for actor in played.actors) > 0


def test_scattered_cards_have_a_place_each(ground: Ground) -> None:
    """One with each."""
    played = ground.play(lambda days: DispersedSims(SimsBudget(**CREW, by_text=0), days))
    assert played.places(*played.attack.numbers) == 3


def test_rented_numbers_have_a_place_each(ground: Ground) -> None:
    """Though no call to them is taken."""
    played = ground.play(lambda days: RentedNumbers(RentBudget(**CREW, swapped=0.5), days))
    assert played.places(*played.attack.numbers) == 3


def test_internet_numbers_have_a_place_each(ground: Ground) -> None:
    """Where their kind is asked for no more."""
    played = ground.play(lambda days: VoipFarm(BlocksBudget(**CREW, blocks=2, by_text=0, aged=0), days))
    assert played.places(*played.attack.numbers) == 3


def test_a_dialler_needs_no_ear(ground: Ground) -> None:
    """Keys that worked once work again, as long as nothing else is asked."""
    played = ground.play(lambda days: KeyReplayer(DiallerBudget(**CREW), days))
    assert played.places(*played.attack.numbers) >= 2
    assert played.attack.tape[-1] == "code"


def test_a_hoarder_keeps_places_from_others(ground: Ground) -> None:
    """Each number holds again and again, and nothing of it is ever booked."""
    budget = HoarderBudget(numbers=2, channels=2, hours=0.5, every_minutes=12)
    played = ground.play(lambda days: Hoarder(budget, days))
    assert sum(actor.tally.calls for actor in played.actors) >= 4
    assert played.places(*played.attack.numbers) == 0
    assert played.holds(*played.attack.numbers) >= 4


def test_a_seller_catches_what_nobody_keeps_from_a_client(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """While places are free it sells none; where none seem to be, it gives its own up, and clients have others."""
    budget = SellerBudget(sales=2, hands_over_after_hours=1, redials=1, redial_minutes=5)
    played = ground.play(lambda days: CancelAndRebook(budget, days))
    assert (played.places(*played.attack.clients), played.places(*played.attack.stock)) == (0, 2)
    monkeypatch.setattr("attack_range.attackers.cancel_and_rebook.LISTS", Errand({}, {"welcome.menu": End.FULL}))
    played = ground.play(lambda days: CancelAndRebook(budget, days))
    assert (played.places(*played.attack.clients), played.places(*played.attack.stock)) == (2, 0)
    assert played.attack.counts({"+12125671234"}) == set(played.attack.clients)


def test_a_concierge_serves_every_client(ground: Ground) -> None:
    """Each on the client's own telephone, and people's time is counted."""
    played = ground.play(lambda days: Concierge(ConciergeBudget(clients=3, human_minutes=10), days))
    assert played.places(*played.attack.numbers) == 3
    assert sum(actor.tally.human_seconds for actor in played.actors) == 1800


def test_a_bomber_makes_the_line_text_a_stranger(ground: Ground) -> None:
    """Codes come to somebody who has not asked for any, and the line's answers to texts that others have sent."""
    played = ground.play(lambda days: CodeBomber(BomberBudget(victims=1, calls_a_day=4, texts_a_day=4, lines=1), days))
    (victim,) = played.attack.victims
    bodies = [message.body for message in played.stage.inbox(victim)]
    assert victim in BYSTANDERS
    assert any("your code is" in body for body in bodies)
    assert any("Which office" in body or "no appointment" in body for body in bodies)


def test_a_pumper_gets_texts_to_its_ranges(ground: Ground) -> None:
    """More than it sends: codes, and answers."""
    played = ground.play(lambda days: Pumper(PumperBudget(numbers=2, blocks=2, asks_a_day=3, channels=2), days))
    got = sum(len(played.stage.inbox(number)) for number in played.attack.numbers)
    assert got >= 5
    assert not any(number.startswith("+1212") for number in played.attack.numbers)


def test_a_guesser_tries_until_the_code_is_dead(ground: Ground) -> None:
    """Five wrong ones kill it, and nothing is learned but by chance, which is one in 180,000."""
    played = ground.play(
        lambda days: Guesser(GuesserBudget(targets=1, calls_a_day=2, texts_a_day=1, checks_a_day=1), days)
    )
    assert played.wrong_tries() == 5
    assert len(played.world.rows("SELECT FROM sold_checks")) >= 3
    assert all(actor.notes.get("learned", 0) == 0 for actor in played.actors)


def test_a_guesser_who_is_right_learns(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the guesses are real: with the code of the person's own telephone the door is open."""
    seen: list[str] = []

    def reads(guesser: Guesser) -> str:
        seen.append(ground.newest_code(guesser.targets[0]))
        return seen[-1]

    monkeypatch.setattr(Guesser, "_guess", reads)
    played = ground.play(
        lambda days: Guesser(GuesserBudget(targets=1, calls_a_day=1, texts_a_day=0, checks_a_day=0), days)
    )
    assert sum(float(actor.notes.get("learned", 0)) for actor in played.actors) == 1, seen


def test_a_flooder_calls_and_is_gone(ground: Ground) -> None:
    """All its calls, most of them over at once."""
    budget = FlooderBudget(
        calls=12, minutes=10, channels=4, numbers=8, stays=0.1, fills=0, fills_after_minutes=0, fill_minutes=0
    )
    played = ground.play(lambda days: Flooder(budget, days))
    calls = sum(actor.tally.calls for actor in played.actors)
    assert calls == 12
    assert sum(actor.tally.call_seconds for actor in played.actors) / calls < 60


def test_an_enumerator_compares_every_word(ground: Ground) -> None:
    """It knows what its own two telephones hear, one with a booking, and walks every way with each of the list."""
    played = ground.play(lambda days: Enumerator(EnumeratorBudget(targets=1), days))
    assert played.places(played.attack.booked) == 1
    assert played.actors[0].tally.calls == 1 + 4 * (2 + 1)
    assert played.actors[0].notes["learned"] == 0


def test_an_enumerator_hears_what_a_line_gives_away(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where words differ for whoever has booked, it counts them."""
    walk = Enumerator._walk

    def gives_away(self: Enumerator, number: str, keys: tuple[str, ...]) -> Doing[tuple[str, ...]]:
        said = yield from walk(self, number, keys)
        return (*said, "booked" if number in (self.booked, self.targets[0]) else "not booked")

    monkeypatch.setattr(Enumerator, "_walk", gives_away)
    played = ground.play(lambda days: Enumerator(EnumeratorBudget(targets=1), days))
    assert played.actors[0].notes["learned"] == 1


def test_a_rogue_agent_books_for_whoever_calls(ground: Ground) -> None:
    """Every caller of the reseller's has a place, those without a number by an exception that nobody looked at."""
    budget = RogueBudget(numbers=3, tries=2, withheld=0.5, approves=1, talk_s=30)
    played = ground.play(lambda days: RogueAgent(budget, days))
    handed_on = sum(actor.tally.sold for actor in played.actors)
    assert handed_on >= 1
    assert played.places(*played.attack.numbers) + handed_on == len(played.attack.served) == 3
