"""The attackers of the range, one a file."""

from typing import Any, Final

from attack_range.attackers.cancel_and_rebook import CancelAndRebook
from attack_range.attackers.code_bomber import CodeBomber
from attack_range.attackers.concierge import Concierge
from attack_range.attackers.consecutive_bank import ConsecutiveBank
from attack_range.attackers.dispersed_sims import DispersedSims
from attack_range.attackers.enumerator import Enumerator
from attack_range.attackers.flooder import Flooder
from attack_range.attackers.guesser import Guesser
from attack_range.attackers.hoarder import Hoarder
from attack_range.attackers.key_replayer import KeyReplayer
from attack_range.attackers.pumper import Pumper
from attack_range.attackers.rented_numbers import RentedNumbers
from attack_range.attackers.rogue_agent import RogueAgent
from attack_range.attackers.voip_farm import VoipFarm
from attack_range.attacks import Attack

ATTACKS: Final[dict[str, type[Attack[Any]]]] = {
    attack.name: attack
    for attack in (
        ConsecutiveBank, DispersedSims, RentedNumbers, VoipFarm, KeyReplayer, Hoarder, CancelAndRebook, Concierge,
        CodeBomber, Pumper, Guesser, Flooder, Enumerator, RogueAgent,
    )
}  # fmt: skip
"""By name, in the order of the report."""
