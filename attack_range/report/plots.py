"""Plots as SVG inside the page: drawn by pygal, coloured by the page's own style in light and in dark."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol
from xml.etree import ElementTree as Tree

import pygal
from markupsafe import Markup

from attack_range.intervals import Interval

# It looks for plug-ins in a way that Python has given up: every later import would warn of it.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

WIDTH, ROW, REST = 800, 26, 110
"""Of a plot, of each of its bars, and of its axis and legend: units of its own."""
SMALLEST: Final = 0.1
"""Where the bars of a logarithmic plot begin."""
_NOT_OURS: Final = ("defs", "desc", "title")
"""Scripts and styles are in the first; the others say the figures a second time."""


class _Chart(Protocol):
    """What is used of a chart of pygal, which has no types."""

    uuid: str
    x_labels: list[str]
    y_labels: list[float]

    def add(self, title: str, values: list[object]) -> object:
        """One row of bars."""

    def render_tree(self) -> Tree.Element:
        """The picture."""


def bars(
    name: str,
    about: str,
    labels: Sequence[str],
    rows: Mapping[str, Sequence[Interval]],
    *,
    logarithmic: bool = False,
) -> Markup:
    """One bar a label and row, with its interval where there is one.

    `name`: unique on the page. `about`: what it shows, for whoever does not see it; the figures stand in a table.
    """
    chart = _chart(pygal.HorizontalBar, name, labels, len(rows), logarithmic=logarithmic)
    if logarithmic:
        chart.y_labels = _powers(max((each.mean for row in rows.values() for each in row), default=1))
    for title, intervals in rows.items():
        chart.add(title, [_bar(interval) for interval in reversed(intervals)])
    return _drawn(chart, name, about)


def stack(name: str, about: str, labels: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Markup:
    """One bar a label, made of the rows."""
    chart = _chart(pygal.HorizontalStackedBar, name, labels, 1)
    for title, values in rows.items():
        chart.add(title, list(reversed(values)))
    return _drawn(chart, name, about)


def _chart(
    kind: Callable[..., _Chart], name: str, labels: Sequence[str], together: int, *, logarithmic: bool = False
) -> _Chart:
    """A chart; pygal counts its bars from the bottom, people read from the top."""
    chart = kind(
        width=WIDTH, height=REST + ROW * len(labels) * (1 + (together - 1) // 2), css=(), js=(), legend_at_bottom=True,
        show_y_guides=False, margin=8, truncate_legend=-1, truncate_label=-1, logarithmic=logarithmic,
        zero=SMALLEST if logarithmic else 0, include_x_axis=True,
    )  # fmt: skip
    chart.uuid = name
    chart.x_labels = list(reversed(labels))
    return chart


def _powers(most: float) -> list[float]:
    """Of ten, from where the bars begin up to the first that is enough."""
    powers = [SMALLEST]
    while powers[-1] < most:
        powers.append(powers[-1] * 10)
    return powers


def _bar(interval: Interval) -> object:
    if interval.low is None or interval.high is None:
        return interval.mean
    return {"value": interval.mean, "ci": {"low": interval.low, "high": interval.high}}


def _drawn(chart: _Chart, name: str, about: str) -> Markup:
    """The picture alone: no script, no style and no second copy of the figures within it."""
    root = chart.render_tree()
    for parent in list(root.iter()):
        for child in list(parent):
            if callable(child.tag) or child.tag in _NOT_OURS:  # a comment's tag is the function that makes one
                parent.remove(child)
    root.attrib.update({"class": "plot", "role": "img", "aria-labelledby": f"about-{name}"})
    title = Tree.Element("title", {"id": f"about-{name}"})
    title.text = about
    root.insert(0, title)
    return Markup(Tree.tostring(root, encoding="unicode"))  # noqa: S704  # the tree escapes what it holds
