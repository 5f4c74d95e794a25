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
    cannot_be_stopped = (
        "Each block of 10,000 numbers gives the rack a place or two before it is seen. Two hundred cards out of twenty "
        "boxes, ten of each, got a fifth of the places when it was tried, and a third in a line's first week, when it "
        "does not know yet what is ordinary."
    )
    number_price = "sim_in_row"
    line_type = "mobile"
    carrier = "T-Mobile USA"
