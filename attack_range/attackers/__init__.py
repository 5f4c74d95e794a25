"""The attackers of the range, one a file."""

from __future__ import annotations

from typing import Any, Final

from attack_range.attacks import Attack

ATTACKS: Final[dict[str, type[Attack[Any]]]] = {}
"""Every attack by its name, in the order of the report."""
