from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from attack_range import record
from attack_range.acting import Tally
from attack_range.aims import PLACES
from attack_range.attackers import ATTACKS
from attack_range.figures import Group, Stock
from attack_range.parameters import load
from attack_range.report.page import page
from attack_range.report.summary import told
from tests.attack_range.sample import about, run, small, whole


class Seen(HTMLParser):
    """The elements of a page, in their order, and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element and its addresses."""
        self.elements.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "srcset", "data", "action")]
        self.fetched += [value or "" for name, value in attrs if name == "href" and not (value or "").startswith("#")]


@pytest.fixture(scope="module")
def report() -> str:
    """The page over every attack."""
    return page(about(), whole())


def test_the_page_needs_nothing_beside_it(report: str) -> None:
    """It fetches nothing: styles, script and pictures are in it, and no style points elsewhere."""
    seen = Seen(report)
    assert seen.fetched == []
    assert re.findall(r"url\((?![\"']?data:)|@import", report) == []
    assert "sourceMappingURL" not in report


def test_every_plot_has_its_table(report: str) -> None:
    """Whoever does not see a plot reads the same in the table that follows it."""
    order = [element for element in Seen(report).elements if element in ("svg", "table", "h2", "h3")]
    waiting = 0
    for element in order:
        waiting = 0 if element == "table" else waiting + 1 if element == "svg" else waiting
        assert element not in ("h2", "h3") or waiting == 0
    assert order.count("svg") >= 3 + 2 * len(ATTACKS)


def test_every_attack_is_told(report: str) -> None:
    """What each attacker does is said, and of those who cannot be stopped that it is so."""
    for attack in ATTACKS.values():
        assert attack.about.replace("'", "&#39;") in report
        assert attack.cannot_be_stopped.replace("'", "&#39;") in report


def test_a_broken_gate_is_seen() -> None:
    """A figure that does not hold is marked with a word, not by a colour alone."""
    assert "<td>NO</td>" not in page(about(), [run("consecutive_bank")])
    assert "<td>NO</td>" in page(about(), [run("consecutive_bank", stock=Stock(400, 400, 50))])


def test_what_comes_to_strangers_is_told() -> None:
    """The worst of any run, not its mean; attacks without texts are left out."""
    bombs = [run("code_bomber", seed, victim_hour=seed, victim_day=seed + 2, victim_answers=40) for seed in (1, 2)]
    told = page(about(), [*bombs, run("concierge")]).partition('id="victims"')[2].partition("</section>")[0]
    assert re.findall(r"<td[^>]*>(.+?)</td>", told)[:5] == ["2", "4", "40", "0", "none"]
    assert "Concierge" not in told


def test_the_sources_of_prices_are_named(report: str) -> None:
    """Each price stands with its source, and what nobody published is marked as assumed."""
    prices = load().prices
    for name in type(prices).model_fields:
        price = getattr(prices, name)
        assert price.source.replace("'", "&#39;") in report
    assert report.count("<td>assumed</td>") == sum(getattr(prices, name).assumed for name in type(prices).model_fields)


def test_an_attack_costs_what_it_used() -> None:
    """Sixty cards at 10, two hundred minutes at 0.014, a recogniser at 0.08, texts at 0.0083, an hour of a person."""
    spent = Tally(minutes_billed=200, call_seconds=3600, texts_sent=10, texts_got=20, human_seconds=3600)
    prices = load().prices
    cost = prices.of_attack(run("dispersed_sims", spent=spent, numbers_owned=60), "sim", listens=True)
    assert cost == pytest.approx(600 + 2.8 + 4.8 + 0.083 + 0.166 + 5)
    assert cost - prices.of_attack(run("", spent=spent, numbers_owned=60), "sim", listens=False) == pytest.approx(4.8)
    assert prices.of_line(run("", line_texts=100, line_minutes=10)) == pytest.approx(0.83 + 0.22)


def test_a_run_can_be_read_again(tmp_path: Path) -> None:
    """The figures of a run make the same report a year later; a file of another version is refused in words."""
    record.write(tmp_path / "figures.json", about(), whole())
    again = record.read(tmp_path / "figures.json")
    assert page(*again) == page(about(), whole())
    (tmp_path / "figures.json").write_text('{"about": {"made": "x"}, "runs": []}')
    with pytest.raises(ValueError, match="another version"):
        record.read(tmp_path / "figures.json")


def test_a_small_line_says_that_it_is_one() -> None:
    """Shares of a tenth of the line look larger than they are, and the page says why."""
    assert "10 % of the whole" in page(about(), [run("concierge", line_share=0.1)])
    assert "a small line" not in page(about(), [run("concierge")])


def test_layers_are_compared_with_their_own_line() -> None:
    """Beside each layer off stands the same small line with all of them on, and the whole line's share is neither."""
    (bank,) = told(
        [run("consecutive_bank", stock=Stock(400, 400, 4)), *small("consecutive_bank")], ATTACKS, load().prices
    )
    assert bank.share.mean == 0.01
    assert [(layer.title, layer.aim.mean) for layer in bank.layers] == [
        ("every layer on", 0.5), ("without block", 0.5), ("without limit", 0.5)
    ]  # fmt: skip
    assert (bank.layer_share, bank.layer_places, bank.aim) == (0.1, 20, PLACES)


def test_a_layer_is_judged_by_what_the_attack_is_after() -> None:
    """A pumper by texts that pay, a bomber by its victim's telephone: neither is after places."""
    made = page(about(), [*small("pumper", pumped_unused=37), *small("code_bomber", victim_day=4)])
    layers = made.partition('id="layers"')[2].partition("</section>")[0]
    assert re.findall(r"<td>([^<]*texts[^<]*)</td>\s*<td[^>]*>([^<]*)</td>", layers) == [
        ("unused texts to ranges that pay", "37.0"), ("most texts to one victim in a day", "4.0")
    ]  # fmt: skip
    assert "10 % of the whole one" in layers
    assert "one place is 5 %" in layers


def test_minutes_are_of_one_person_whatever_the_group() -> None:
    """Ninety people with a minute each and ten with eleven have two each, not six."""
    groups = {"mobile": Group(90, 90, minutes=90.0), "voip": Group(10, 10, minutes=110.0)}
    (calm,) = told([run("", groups=groups)], ATTACKS, load().prices)
    assert calm.everybody.minutes == 2.0


def test_a_range_of_nothing_makes_a_page() -> None:
    """Only honest people, or no run at all: the page says so."""
    assert "No attack was run." in page(about(), [run("")])
    assert "nothing was run" in page(about(), [])
