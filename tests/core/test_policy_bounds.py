"""Bounds of signals in the file of admission: one that can never hold is a fault, not a control that sleeps."""

from __future__ import annotations

import pytest

from booking_core.actors import Caller, Texter
from booking_core.admission import SIGNALS, LineType
from policy_bounds import KINDS
from policy_file import PolicyWrong, read
from telephony.incoming import Attestation

FILE = '[[control]]\nname = "x"\nthen = "prove"\nwhy = "often"\nhours = 1\n[control.when]\n'


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("line_type = { at_least = 1 }", "control x: line_type is one of mobile, .*: at_least and at_most are for num"),
        ("kept = { at_most = 0 }", "control x: kept is true or false: at_least and at_most are for numbers"),
        ('kept = { among = ["false"] }', "control x: kept is true or false, never 'false'"),
        ("reassigned = { not_among = [1] }", "control x: reassigned is true or false, never 1.0"),
        (
            'line_type = { among = ["nonfixed_voip", "mobile"] }',
            "line_type is one of mobile, .*, never 'nonfixed_voip'",
        ),
        ('stir = { among = ["F"] }', "control x: stir is one of A, B, C, failed, never 'F'"),
        ('channel = { not_among = ["text"] }', "control x: channel is one of sms, voice, never 'text'"),
        ('region = { among = ["us"] }', "control x: region is a region of two capital letters, never 'us'"),
        ("calls_hour = { among = [true] }", "control x: calls_hour is a number, never True"),
        ("calls_hour = { at_least = true }", "calls_hour.at_least: Input should be a valid number"),
        ("calls_hour = { at_least = nan }", "calls_hour.at_least: Input should be a finite number"),
        ("calls_hour = { at_least = 9, at_most = 8 }", "control x: calls_hour: at_least is above at_most"),
        ("kept = { among = [] }", "kept.among: Frozenset should have at least 1 item"),
    ],
)
def test_a_bound_that_does_not_fit_its_signal_is_refused(when: str, told: str) -> None:
    """One line names the control, the signal and what it can be."""
    with pytest.raises(PolicyWrong, match=told) as wrong:
        read(FILE + when)
    assert len(str(wrong.value).splitlines()) == 1


@pytest.mark.parametrize(
    "when",
    [
        "calls_hour = { at_least = 1, at_most = 9 }", "calls_hour = { not_among = [3] }", "kept = { among = [false] }",
        'region = { not_among = ["US", "PR"] }', 'line_type = { among = ["mobile", "landline"] }',
    ],
)  # fmt: skip
def test_a_bound_that_fits_is_taken(when: str) -> None:
    """Of every kind of signal."""
    assert len(read(FILE + when).controls) == 1


def test_the_words_of_a_signal_are_those_that_come() -> None:
    """Every signal has a kind, and what the provider, the channels and look-ups can say fits its own."""
    assert set(KINDS) == SIGNALS
    words = {"stir": [*Attestation], "channel": [Caller.channel, Texter.channel], "line_type": [*LineType]}
    for signal, said in words.items():
        assert set(KINDS[signal].told.removeprefix("one of ").split(", ")) == set(said)
        assert all(KINDS[signal].has(word) for word in said)
