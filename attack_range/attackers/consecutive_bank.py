"""A bank of SIM cards that were bought in boxes: real mobile numbers, one after another in a few blocks."""

from __future__ import annotations

from attack_range.attackers.in_blocks import InBlocks


class ConsecutiveBank(InBlocks):
    """Cards of one maker in a rack."""

    name = "consecutive_bank"
    about = (
        "A rack of SIM cards with consecutive numbers of one carrier. Machines that understand every word book with "
        "each card, key in its code, answer its calls and texts, come back after a refusal, and make half the cards "
        "known to the line a day before they are used."
    )
    number_price = "sim_in_row"
    line_type = "mobile"
    carrier = "T-Mobile USA"
