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
_NOT_MET: Final = frozenset({"attestation", "sim_swap", "reassigned", "in_service", "pumping_risk"})
"""Controls that nothing in the range meets: no look-up asks for what they judge by."""
FLOOD: Final = "flood"
"""The control that only a declared flood meets: it is taken off where staff declare one."""


def names(*, takes_places: bool, is_flood: bool) -> tuple[str, ...]:
    """Every layer that an attack meets, the policy's first."""
    if not takes_places:
        return (*((FLOOD,) if is_flood else ()), *OF_ANY)
    controls = (control.name for control in policy_file.load().controls if control.name not in _NOT_MET | {FLOOD})
    return (*controls, "line types", *dict.fromkeys((*OF_ANY, *RULES_OFF)))


def policy_without(layer: str, share: float) -> Policy:
    """The policy that Fairline brings, without one of its controls; all of it for another layer, or for none.

    `share`: of a whole line; on a small one fewer calls at once are many.
    """
    policy = policy_file.load()
    if policy.doorstep is not None and policy.doorstep.calls_now is not None:
        calls_now = max(1, round(policy.doorstep.calls_now * share))
        policy = replace(policy, doorstep=replace(policy.doorstep, calls_now=calls_now))
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
