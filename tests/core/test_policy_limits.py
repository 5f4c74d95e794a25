"""Look-ups and budgets in the file of admission."""

from __future__ import annotations

from datetime import timedelta

import pytest

from booking_core.limits import Budget
from policy_file import SHIPPED, PolicyWrong, load, read


def test_what_is_shipped() -> None:
    """The type of a line is looked up, some hundred times a day; codes are bounded in every block and region."""
    policy = load(SHIPPED)
    assert policy.look_ups.packages == ("line_type",)
    assert policy.look_ups.per_day > 0
    assert policy.look_ups.ages["sim_swap"] == timedelta(days=1)
    assert policy.budgets is not None
    assert not policy.budgets.recorded
    assert policy.budgets.of("region", "JM") == Budget(20, 3, 0.2)
    assert policy.budgets.of("region", "US").day > 20
    assert policy.budgets.of("block", "US") == policy.budgets.block


@pytest.mark.parametrize("mode", ["enforce", "record", "off"])
def test_budgets_have_a_mode(mode: str) -> None:
    """They hold, only record, or are off."""
    told = read(
        f'[budgets]\nmode = "{mode}"\nregion = {{ day = 9, hour = 3 }}\nblock = {{ day = 5, hour = 2 }}'
    ).budgets
    assert (told is None, told is not None and told.recorded) == (mode == "off", mode == "record")


def test_without_them_nothing_is_looked_up_or_bounded() -> None:
    """Both are an institution's choice."""
    policy = read("")
    assert (policy.look_ups.packages, policy.budgets) == ((), None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[look_ups]\npackages = ["caller_name"]\ndays.caller_name = 1', "look_ups.packages.0"),
        ('[look_ups]\npackages = ["sim_swap"]', "days does not say"),
        ('[look_ups]\npackages = ["sim_swap"]\ndays.sim_swap = 0', "look_ups.days.sim_swap"),
        ("[look_ups]\nper_day = -1", "look_ups.per_day"),
        ("[budgets]\nblock = { day = 1, hour = 1 }", "budgets.region"),
        ("[budgets]\nblock = { day = 1, hour = 1 }\nregion = { day = 1 }", "budgets.region.hour"),
        ("[budgets]\nblock = { day = 1, hour = 1 }\nregion = { day = 1, hour = 1 }\n"
         "[budgets.regions]\nusa = { day = 1, hour = 1 }", "budgets.regions.usa"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_where(text: str, fault: str) -> None:
    """Nothing is half read."""
    with pytest.raises(PolicyWrong, match=fault):
        read(text)
