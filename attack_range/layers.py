"""The line's layers, and how each is taken off: a control of the policy file, or a rule of the database."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import policy_file
from booking_core.admission import Policy
from booking_core.limits import NO_LOOK_UPS

RULES_OFF: Final = {
    "limit": (
        "UPDATE limit_groups SET allowed = 1000",
        "UPDATE rules SET made_max = 10000",
    ),
    "cool-down": ("UPDATE rules SET cool_max_s = 0, undo_s = 0, release_min_s = 0, release_max_s = 0",),
    "unproven holds": ("UPDATE rules SET unproven_percent = 100, unproven_floor = 100000, lapsed_day = 100",),
    "budget of codes": ("UPDATE rules SET codes_hour = 10000, codes_day = 10000, wrong_day = 10000",),
}
"""Layer → the statements that take it off a run's own database."""
OF_ANY: Final = ("doorstep", "look-ups", "budgets", "budget of codes")
"""Layers that stand before attackers who want no place, too."""
_NOT_MET: Final = frozenset({"attestation", "sim_swap", "reassigned", "in_service", "pumping_risk", "flood"})
"""Controls that nothing in the range meets: no look-up asks for what they judge by, nobody declares a flood."""


def names() -> tuple[str, ...]:
    """Every layer that the range meets, the policy's first."""
    controls = (control.name for control in policy_file.load().controls if control.name not in _NOT_MET)
    return (*controls, "line types", *dict.fromkeys((*OF_ANY, *RULES_OFF)))


def policy_without(layer: str) -> Policy:
    """The policy that Fairline brings, without one of its controls; all of it for another layer, or for none."""
    policy = policy_file.load()
    match layer:
        case "line types":
            return replace(policy, line_type_mode="off")
        case "doorstep":
            return replace(policy, doorstep=None)
        case "look-ups":
            return replace(policy, look_ups=NO_LOOK_UPS)
        case "budgets":
            return replace(policy, budgets=None)
        case _:
            controls = tuple(replace(each, mode="off") if each.name == layer else each for each in policy.controls)
            return replace(policy, controls=controls)
