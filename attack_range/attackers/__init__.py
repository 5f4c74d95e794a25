"""The attackers of the range, one a file."""

from typing import Any, Final

from attack_range.attackers.consecutive_bank import ConsecutiveBank
from attack_range.attackers.dispersed_sims import DispersedSims
from attack_range.attackers.rented_numbers import RentedNumbers
from attack_range.attackers.voip_farm import VoipFarm
from attack_range.attacks import Attack

ATTACKS: Final[dict[str, type[Attack[Any]]]] = {
    attack.name: attack for attack in (ConsecutiveBank, DispersedSims, RentedNumbers, VoipFarm)
}
"""By name, in the order of the report."""
