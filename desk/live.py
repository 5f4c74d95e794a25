"""Live figures: what a supervisor sees of the line at this moment, and what happened in the last hours.

The page is whole without script. With it, a few lines ask every five seconds for the same figures as JSON, and are
told with 304 that nothing has changed. However many look, a process asks the database once in two seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import LookBack, LookLive
from booking_core.desk_outcomes import LastHours, LiveFigures
from desk import plots
from desk.pages import EVERYBODY, Role, ask, language, page, render
from desk.remembered import Remembered
from desk.words import PHRASES, words_in

HOURS: Final = 4
SHOWN: Final = ("calls", "booked", "refused", "waited", "picked", "in_time", "delivered", "failed")
FRESH_S: Final = 2.0
COUNTED: Final = 500
"""Places left are counted up to so many (`gauges.PLACES_COUNTED`)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot with its words."""

    name: str
    plot: plots.Plot
    first: str
    last: str
    sum: int
    most: int


def add(pages: Blueprint) -> None:
    """The routes."""
    pages.record(lambda state: state.app.extensions.update(desk_live=Remembered(lambda: ask(LookLive()), FRESH_S)))

    @page(pages, "/live", Role.SUPERVISOR, Role.AUDITOR)
    def live() -> ResponseReturnValue:
        found = _figures()
        back = ask(LookBack(HOURS))
        return render("live/live.html", found=found, told=told(found, language()), now=_clock(found.zone),
                      drawn=[draw(name, back) for name in SHOWN], back=back, shown=SHOWN, hours=HOURS,
                      wall=ZoneInfo(back.zone), why=why, left=left, width=plots.WIDTH, height=plots.HEIGHT,
                      foot=plots.HEIGHT - 4, edge=plots.LEFT)  # fmt: skip

    @page(pages, "/wall", *EVERYBODY)
    def wall() -> ResponseReturnValue:
        found = _figures()
        return render("live/wall.html", found=found, told=told(found, language()), now=_clock(found.zone))

    @page(pages, "/live/figures", *EVERYBODY)
    def live_figures() -> Response:
        response = jsonify(told(_figures(), language()))
        response.add_etag()
        response.make_conditional(request)
        return response


def _figures() -> LiveFigures:
    read: Remembered[LiveFigures] = current_app.extensions["desk_live"]
    return read()


def _clock(zone: str) -> str:
    return f"{datetime.now(UTC).astimezone(ZoneInfo(zone)):%H:%M:%S}"


def told(found: LiveFigures, spoken: str) -> dict[str, str]:
    """Each figure as it is written on the page, by the id of its place there. Minutes are begun minutes."""
    say = words_in(spoken)
    until = found.flood_until and found.flood_until.astimezone(ZoneInfo(found.zone))
    return {
        "calls": str(found.calls), "waiting": str(found.waiting), "callbacks": str(found.callbacks),
        "longest": str(-(-found.longest_s // 60)), "kept": say("live.of", part=found.in_time, whole=found.picked),
        "booked": str(found.booked), "due": str(found.due), "due_for": str(-(-found.due_s // 60)),
        "failed": str(found.failed),
        "flood": say("live.no_flood") if until is None else say("live.flood_until", time=f"{until:%H:%M}"),
        "agents": ", ".join(f"{say(f'state.{state}')} {many}" for state, many in found.agents) or say("live.nobody"),
    }  # fmt: skip


def why(reason: str) -> str:
    """The phrase for a reason; one that has none of its own is told by its family."""
    key = f"live.why.{reason}"
    return key if key in PHRASES else key.rpartition(".")[0]


def left(many: int, spoken: str) -> str:
    """Places left, as far as they are counted."""
    return words_in(spoken)("live.or_more", many=many) if many >= COUNTED else str(many)


def draw(name: str, back: LastHours) -> Drawn:
    """The plot of one figure; full hours are written below it."""
    zone = ZoneInfo(back.zone)
    walls = [f"{span.at.astimezone(zone):%H:%M}" for span in back.spans]
    values = [span.many.get(name, 0) for span in back.spans]
    plot = plots.bars(values, [wall if wall.endswith(":00") else "" for wall in walls])
    return Drawn(name, plot, walls[0] if walls else "", walls[-1] if walls else "", sum(values), max(values, default=0))
