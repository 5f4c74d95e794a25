from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from attack_range.attackers import ATTACKS
from attack_range.parameters import FILE, ParametersWrong, load
from cli import fairline


def test_every_attack_has_its_table() -> None:
    """The parameters that come along fill every attacker's budget."""
    parameters = load()
    assert [name for name in ATTACKS if parameters.budget(name) is None] == []


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """A file with several faults is refused with each of them, so that it is mended once."""
    wrong = tmp_path / "wrong.toml"
    text = FILE.read_text().replace("demand = 1.2", "demand = 0").replace("[attacks.pumper]", "[attacks.pimper]")
    wrong.write_text(text.replace("every_minutes = 12", "every_minutes = -1"))
    with pytest.raises(ParametersWrong) as told:
        load(wrong)
    faults = str(told.value)
    for fault in (
        "people.demand",
        "attacks.pimper: there is no",
        "attacks.pumper: is missing",
        "every_minutes",
    ):
        assert fault in faults


def test_another_file_takes_the_place_of_ours(tmp_path: Path) -> None:
    """What an institution knows of its own callers is what its range runs with."""
    own = tmp_path / "own.toml"
    own.write_text(FILE.read_text().replace("landline = 0.10", "landline = 0.40"))
    assert load(own).people.landline == 0.4


def test_a_wrong_file_is_a_fault_of_configuration(tmp_path: Path) -> None:
    """`fairline range` with parameters that cannot be used runs nothing and says what is wrong, with 78."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[line]\nplaces_a_day = 7\n")
    told = CliRunner().invoke(fairline, ["range", "--parameters", str(wrong)])
    assert told.exit_code == 78
    assert "line.places_a_day" in told.output


def test_an_attack_that_is_not_there_is_a_wrong_use() -> None:
    """`--only` names attacks that exist."""
    told = CliRunner().invoke(fairline, ["range", "--only", "rain"])
    assert told.exit_code == 2
    assert "no attack rain" in told.output
