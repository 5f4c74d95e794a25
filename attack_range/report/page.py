"""`report.html`: the page, made of the runs by a template, with its style inside."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from attack_range.aims import Aim
from attack_range.attackers import ATTACKS
from attack_range.figures import Run
from attack_range.gates import gates
from attack_range.intervals import Interval
from attack_range.record import About
from attack_range.report import plots
from attack_range.report.summary import Told, told

_BOOTSTRAP = resources.files("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
_OWN = resources.files("attack_range.report") / "range.css"


def page(about: About, runs: Sequence[Run]) -> str:
    """The whole page as HTML."""
    attacks = told(runs, ATTACKS, about.prices)
    own = [attack for attack in attacks if attack.kind is not None]
    templates = Environment(
        loader=PackageLoader("attack_range.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    templates.filters.update(percent=percent, figure=figure, dollars=dollars, aimed=aimed)
    return templates.get_template("report.html").render(
        about=about,
        attacks=attacks,
        own=own,
        gates=gates(runs, {name for name, attack in ATTACKS.items() if attack.gated}),
        layers=list(dict.fromkeys(layer.title for attack in attacks for layer in attack.layers)),
        prices=about.prices.model_dump(),
        style=Markup("\n".join(_kept(file.read_text()) for file in (_BOOTSTRAP, _OWN))),  # noqa: S704  # files of ours
        plots=_plots(own) if own else {},
        crowds={attack.name: _crowds(attack) for attack in attacks},
        layered={attack.name: _layered(attack) for attack in own if attack.layers},
    )


def _kept(style: str) -> str:
    """Without the address of a map that is not there."""
    return style.partition("/*# sourceMappingURL")[0]


def _plots(attacks: Sequence[Told]) -> dict[str, Markup]:
    titles = [attack.title for attack in attacks]
    dear = [attack for attack in attacks if attack.per_place is not None]
    return {
        "shares": plots.bars(
            "shares", "Share of the places that each attack got, in percent, of Fairline and of a first-come line.",
            titles, {"Fairline": [_hundred(attack.share) for attack in attacks],
                     "First come, first served": [_hundred(attack.unprotected) for attack in attacks]}),
        "places": plots.bars(
            "places", "Numbers that each attacker owned, and places that each attack got.", titles,
            {"Places stolen": [attack.stolen for attack in attacks],
             "Numbers owned": [Interval(attack.numbers) for attack in attacks]}),
        "prices": plots.bars(
            "prices", "US dollars that a stolen place cost its attacker, on a scale of powers of ten.",
            [attack.title for attack in dear],
            {"US dollars a stolen place": [Interval(attack.per_place or 0.0) for attack in dear]}, logarithmic=True),
    }  # fmt: skip


def _crowds(attack: Told) -> Markup:
    rows = {
        "Served": [crowd.served.mean * 100 for crowd in attack.crowds],
        "With a person, or to be called back": [crowd.in_hand.mean * 100 for crowd in attack.crowds],
        "Gave up": [crowd.gave_up.mean * 100 for crowd in attack.crowds],
        "Refused": [100 * crowd.refused / max(crowd.people, 1) for crowd in attack.crowds],
    }
    about = f"{attack.title}: how it went for honest people of each group, in percent."
    return plots.stack(f"crowds-{attack.name or 'calm'}", about, [crowd.name for crowd in attack.crowds], rows)


def _layered(attack: Told) -> Markup:
    title = aim_title(attack.aim)
    found = [_hundred(layer.aim) if attack.aim.is_share else layer.aim for layer in attack.layers]
    about = f"{attack.title}: {title}, with each layer off in turn."
    return plots.bars(f"layers-{attack.name}", about, [layer.title for layer in attack.layers], {title: found})


def aim_title(aim: Aim) -> str:
    """What an attack is after, with its unit."""
    return f"{aim.title}, in percent" if aim.is_share else aim.title


def aimed(interval: Interval, aim: Aim) -> str:
    """What an attack is after, as a figure."""
    return percent(interval) if aim.is_share else figure(interval)


def _hundred(interval: Interval) -> Interval:
    low, high = (None if each is None else each * 100 for each in (interval.low, interval.high))
    return Interval(interval.mean * 100, low, high)


def percent(interval: Interval) -> str:
    """A share with where it lies: "1.2 % (0.8–1.6)"."""
    spread = "" if interval.low is None or interval.high is None else f" ({interval.low:.1%}–{interval.high:.1%})"
    return f"{interval.mean:.1%}{spread.replace('%–', '–')}"


def figure(interval: Interval) -> str:
    """A figure with where it lies."""
    spread = "" if interval.low is None or interval.high is None else f" ({interval.low:.1f}–{interval.high:.1f})"
    return f"{interval.mean:.1f}{spread}"


def dollars(amount: float | None) -> str:
    """An amount; nothing, where there is none."""
    return "none stolen" if amount is None else f"${amount:,.2f}"
