"""`fairline outbox`: what became of the messages, for whoever looks at three in the morning."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import click

from booking_core import outbox_report as report
from booking_core import outbox_retry, refusals
from booking_core.alerts import MENDS
from booking_core.transaction import Transaction
from database_commands import core, looking, noted

DAY, MONTH = timedelta(days=1), timedelta(days=30)
BATCH = 200
ENDS = ("sent", "delivered", "undelivered", "refused", "expired")
_COLUMNS = ("lane", "by", "due", "later", "unknown", *ENDS)


@dataclass(frozen=True, slots=True)
class Picture:
    """All there is to see, as of `at`."""

    at: datetime
    under_way: list[report.UnderWay]
    last_day: list[report.Ended]
    failed: list[report.Failed]
    held_up: list[report.Failed]
    alerts: list[report.Alert]
    rates_day: list[report.Rate]
    rates_month: list[report.Rate]


def look(t: Transaction) -> Picture:
    """The outbox as it is."""
    return Picture(
        t.now(), report.under_way(t), report.ended(t, DAY), report.failed(t, DAY), report.held_up(t),
        report.open_alerts(t), report.rates(t, DAY), report.rates(t, MONTH),
    )  # fmt: skip


def mend(failed: report.Failed) -> str:
    """One plain sentence on what to do about a reason."""
    match failed.code:
        case None:
            return "Nobody picked up." if failed.by == "call" else "The carrier gave no reason."
        case refusals.UNKNOWN:
            return "Whether it arrived is not known, so it does not go again."
        case refusals.OPTED_OUT:
            return "They want no texts: only a person may call them."
        case code if code in refusals.CAUSES:
            return MENDS[refusals.CAUSES[code]]
        case _:
            return "The telephone cannot get it: a call goes in its place, or a person calls."


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
@click.pass_context
def outbox(context: click.Context, as_json: bool) -> None:
    """Show what waits, what is stuck, what failed and why. No number, no words."""
    if context.invoked_subcommand is None:
        picture = looking(look)
        click.echo(as_object(picture) if as_json else "\n".join(told(picture)))


def as_object(picture: Picture) -> str:
    """The picture for a machine."""
    whole = dataclasses.asdict(picture)
    for name in ("failed", "held_up"):
        whole[name] = [dataclasses.asdict(each) | {"mend": mend(each)} for each in getattr(picture, name)]
    return json.dumps(whole, default=lambda instant: instant.isoformat())


def told(picture: Picture) -> Iterator[str]:
    """The picture for a person, what matters most last: it stands above the prompt."""
    yield from _table(picture)
    yield from _rates(picture)
    for each in picture.failed:
        again = f", {each.gone} went again" if each.gone else ""
        again += f", {each.can_go} can go again" if each.can_go else ""
        yield f"failed in 24 hours, {each.code or 'no code'}: {_many(each.messages, each.by)}{again}. {mend(each)}"
    for each in picture.held_up:
        yield f"waiting for a mend, {each.code}: {_many(each.messages, each.by)}. {mend(each)}"
    yield from _stuck(picture)
    yield from _alerts(picture.alerts)


def _table(picture: Picture) -> Iterator[str]:
    ends = Counter({(each.lane, each.by, each.state): each.messages for each in picture.last_day})
    open_ = {(each.lane, each.by): each for each in picture.under_way}
    pairs = sorted({*open_, *(pair[:2] for pair in ends)}, key=lambda pair: (_LANES.index(pair[0]), pair[1]))
    if pairs:
        yield "".join(_cells(_COLUMNS)) + "   (sent to expired: last 24 hours)"
    for pair in pairs:
        now = open_.get(pair)
        counts = (now.due, now.later, now.unknown) if now else (0, 0, 0)
        yield "".join(_cells((*pair, *counts, *(ends[(*pair, state)] for state in ENDS))))


_LANES = [*report.LANES.values()]


def _cells(values: tuple[object, ...]) -> Iterator[str]:
    for name, value in zip(_COLUMNS, values, strict=True):
        yield f"{value:<8}" if name == "lane" else f"{value:<4}" if name == "by" else f"{value:>{len(name) + 2}}"


def _rates(picture: Picture) -> Iterator[str]:
    day = {(rate.sender, rate.lane): rate for rate in picture.rates_day}
    for rate in picture.rates_month:
        today = day.get((rate.sender, rate.lane))
        yield f"arrived from {rate.sender}, {rate.lane}: {_share(today)} in 24 hours, {_share(rate)} in 30 days"


def _share(rate: report.Rate | None) -> str:
    return "none sent" if rate is None else f"{rate.share:.1%} of {rate.delivered + rate.failed}"


def _stuck(picture: Picture) -> Iterator[str]:
    since = min((each.since for each in picture.under_way if each.since), default=None)
    due = sum(each.due for each in picture.under_way)
    untaken = sum(each.untaken for each in picture.under_way)
    lost = sum(each.lost for each in picture.under_way)
    yield "nothing waits" if since is None else f"{due} due, the oldest for {_age(picture.at - since)}"
    if untaken:
        yield f"stuck: {untaken} due for more than a minute, and none leaves. Does the worker run? Is a limit used up?"
    if lost:
        yield f"stuck: {lost} may have gone out. The worker asks the provider before it sends them again."


def _alerts(alerts: list[report.Alert]) -> Iterator[str]:
    for each in alerts:
        last = f"{each.last_at.astimezone(UTC):%b %d %H:%M} UTC"
        yield f"ALERT {each.what} {each.detail}: {each.times} times, last {last}. {MENDS.get(each.what, '')}".rstrip()


def _many(count: int, by: str) -> str:
    return f"{count} {by}{'' if count == 1 else 's'}"


def _age(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"


@outbox.command()
@click.option("--code", help="Those that failed with this code of the provider.")
@click.option("--id", "message", type=click.UUID, help="This one.")
@click.option("--all-failed", is_flag=True, help="All of them.")
def retry(code: str | None, message: UUID | None, all_failed: bool) -> None:
    """Let messages go again that certainly did not arrive and whose time has not passed."""
    if sum((code is not None, message is not None, all_failed)) != 1:
        raise click.UsageError("say which: --code, --id or --all-failed")
    click.echo(f"{_in_batches(lambda t: outbox_retry.retry(t, BATCH, code=code, message=message))} go again")


def _in_batches(work: Callable[[Transaction], int]) -> int:
    with core() as found:
        whole = 0
        while some := found.transact(work):
            whole += some
        found.transact(lambda t: noted(t, "outbox_retry", f"{whole} messages"))
        return whole


@outbox.command()
@click.argument("what", metavar="ALERT")
@click.argument("detail", required=False)
def clear(what: str, detail: str | None) -> None:
    """Take an alert away once it is mended, by its name, or by name and detail."""
    named = " ".join(filter(None, (what, detail)))

    def away(t: Transaction) -> int:
        found = report.clear(t, what, detail)
        if found:
            noted(t, "alert_clear", named)
        return found

    cleared = looking(away)
    if not cleared:
        raise click.UsageError(f"there is no alert {named}")
    click.echo(f"{cleared} cleared")
