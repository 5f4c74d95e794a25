"""Writes docs/reference/range-report.md out of the figures of a full run: `python -m docs.range_page`.

The figures are those of `./run range --report`, kept as docs/reference/range-figures.json. The same with plots:
`./run range --again docs/reference/range-figures.json --report out`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attack_range.aims import Aim
from attack_range.attackers import ATTACKS
from attack_range.gates import gates
from attack_range.intervals import Interval
from attack_range.record import read
from attack_range.report.summary import Crowd, Told, told

HERE = Path(__file__).with_name("reference")
FIGURES, PAGE = HERE / "range-figures.json", HERE / "range-report.md"


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    about, runs = read(FIGURES)
    attacks = told(runs, ATTACKS, about.prices)
    own = [attack for attack in attacks if attack.kind is not None]
    yield "# What the attack range measured\n\nDrawn by `python -m docs.range_page`; do not edit."
    yield (
        f"\nA run of {about.made}: {about.places_a_day} places and {about.people_a_day} honest people a day, "
        f"days of a run: {about.days}, seeds: {attacks[0].seeds}, {about.seconds / 60:.0f} minutes. Shares and people "
        "are means, with 95 % intervals over the seeds. [What the range is](../explanation/the-range.md), and what it "
        "assumes. The same with plots and prices: `./run range --again docs/reference/range-figures.json --report out`."
    )
    yield "\n## Gates\n\n| gate | limit | found | holds |\n|---|---|---|---|"
    for gate in gates(runs, {name for name, attack in ATTACKS.items() if attack.gated}):
        yield f"| {gate.name} | {gate.limit} | {gate.found} | {'yes' if gate.holds else '**no**'} |"
    yield "\n## Who gets the places\n"
    yield "| attack | numbers owned | places stolen | share | of a first-come line | dollars a place |"
    yield "|---|---|---|---|---|---|"
    for attack in own:
        price = "none got" if attack.per_place is None else f"{attack.per_place:,.2f}"
        yield (f"| {attack.title} | {attack.numbers:.0f} | {_plain(attack.stolen)} | {_percent(attack.share)} | "
               f"{_percent(attack.unprotected)} | {price} |")  # fmt: skip
    yield "\n## Honest people\n"
    yield "Of those who called, in percent; minutes are of one person. First, days on which nobody attacks."
    for attack in attacks:
        yield from _people(attack)
    yield "\n## Each layer off in turn"
    if small := next((attack for attack in own if attack.layers), None):
        yield (
            f"\nOn {small.layer_share:.0%} of line and attacker: {small.layer_places} places on sale, so one is "
            f"{1 / small.layer_places:.0%}. Each is compared with that line with every layer on, not with the above."
        )
    for attack in own:
        yield from _layers(attack)


def _people(attack: Told) -> Iterator[str]:
    yield f"\n**{attack.title}**\n"
    yield "| group | people | served | with a person | gave up | stepped up | refused | minutes |"
    yield "|---|---|---|---|---|---|---|---|"
    for crowd in (*attack.crowds, attack.everybody):
        yield _crowd(crowd)
    if attack.everybody.turned_away:
        turned = attack.everybody.turned_away
        yield f"\nCalls turned away at the door: {turned}. Who called again and was served counts as served."


def _crowd(crowd: Crowd) -> str:
    shares = " | ".join(_percent(each) for each in (crowd.served, crowd.in_hand, crowd.gave_up, crowd.stepped_up))
    return f"| {crowd.name} | {crowd.people} | {shares} | {crowd.refused} | {crowd.minutes:.1f} |"


def _layers(attack: Told) -> Iterator[str]:
    if attack.layers:
        on = {layer.aim for layer in attack.layers if not layer.name}
        told = [f"{layer.title} {_aimed(layer.aim, attack.aim)}" for layer in attack.layers
                if not layer.name or layer.aim not in on]  # fmt: skip
        same = ", ".join(layer.name for layer in attack.layers if layer.name and layer.aim in on)
        told += [f"the same without {same}"] if same else []
        yield f"\n**{attack.title}**, {attack.aim.title}: {'; '.join(told)}."


def _aimed(found: Interval, aim: Aim) -> str:
    return f"{found.mean:.0%}" if aim.is_share else f"{found.mean:.0f}"


def _percent(share: Interval) -> str:
    if share.low is None or share.high is None:
        return f"{share.mean * 100:.1f} %"
    return f"{share.mean * 100:.1f} % ({share.low * 100:.1f}–{share.high * 100:.1f})"


def _plain(figure: Interval) -> str:
    return f"{figure.mean:.1f}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
