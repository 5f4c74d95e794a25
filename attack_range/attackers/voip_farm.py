"""Internet telephony numbers rented by the hundred from one provider."""

from __future__ import annotations

from attack_range.attackers.in_blocks import InBlocks


class VoipFarm(InBlocks):
    """Numbers of one account; the provider attests the caller ID in full, for it has given the number out."""

    name = "voip_farm"
    about = (
        "Numbers of an internet telephony provider, rented by the hundred over its interface, as many in a block as "
        "the provider has there. They get texts and calls; machines that understand every word book with each."
    )
    cannot_be_stopped = (
        "Each block of 10,000 numbers gives the farm a place or two before it is seen. Two hundred numbers in twenty "
        "blocks, ten in each, got a tenth of the places when it was tried, and a fifth in a line's first week, when it "
        "does not know yet what is ordinary."
    )
    number_price = "voip"
    line_type = "nonFixedVoip"
    carrier = "Bandwidth"
