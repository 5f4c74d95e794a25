"""`fairline bulletin`: what everybody is told before the choices, by text on request, and on the notices pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from booking_core import bulletins, notices, publishing, scopes, sealing
from booking_core import desk_commands as d
from booking_core import desk_outcomes as o
from database_commands import looking, operator
from settings import environment, load_or_exit
from suspend_commands import SHOWN, done, ends_with, instant, named, refusal, scope, times
from wording.segments import plain, segments

SIGNS_A_SECOND = notices.LONGEST_SPOKEN / 8
Words = tuple[tuple[str, str], ...]
SPOKEN = click.option("--say", nargs=2, multiple=True, metavar="LANGUAGE TEXT", help="As it is said: 8 s at most.")
WRITTEN = click.option("--text", "text", nargs=2, multiple=True, metavar="LANGUAGE TEXT",
                       help="As it is texted and published; else as it is said.")  # fmt: skip


@click.group(invoke_without_command=True)
@click.pass_context
def bulletin(context: click.Context) -> None:
    """List the bulletins, all versions, the newest first."""
    if context.invoked_subcommand is None:
        for each in looking(bulletins.listed).versions:
            click.echo(_told(each))


def _told(each: o.BulletinTold) -> str:
    ends = each.ended_at or each.until
    over = "" if ends is None else f" until {ends:%Y-%m-%d %H:%M}Z"
    said = each.spoken.get("en") or next(iter(each.spoken.values()))
    ended = "" if each.ended_by is None else f" (ended by {each.ended_by})"
    return f"{str(each.id)[-SHOWN:]}  v{each.version}  {each.from_at:%Y-%m-%d %H:%M}Z{over}  {each.by}{ended}: {said}"


@bulletin.command()
@click.option("--line", metavar="NAME", help="Only on this line.")
@scope
@times
@SPOKEN
@WRITTEN
@click.option("--replaces", metavar="ID", help="A new version of this one.")
def publish(line: str | None, service: str | None, office: str | None, from_: datetime | None, until: datetime | None,
            say: Words, text: Words, replaces: str | None) -> None:  # fmt: skip
    """Tell everybody, now or from a time on; every language of the lines is needed."""
    known = looking(scopes.read)
    at_office = named(known.offices, office, "office")
    spoken = dict(say)
    made = done(
        d.PublishBulletin(
            operator(), spoken, spoken | dict(text), named(known.lines, line, "line"), at_office,
            named(known.services, service, "service"), instant(known, from_, at_office),
            instant(known, until, at_office), None if replaces is None else _found(replaces),
        )
    )  # fmt: skip
    if not isinstance(made, o.BulletinPublished):
        raise refusal(made)
    click.echo(f"published as {str(made.bulletin)[-SHOWN:]}, version {made.version}")


def _found(entry: str) -> UUID:
    """The id of a bulletin by its last characters."""
    for each in looking(bulletins.listed).versions:
        if ends_with(each.id, entry):
            return each.id
    raise click.ClickException("there is no such bulletin")


@bulletin.command()
@click.argument("entry", metavar="ID")
def end(entry: str) -> None:
    """End the bulletin ID before its time."""
    outcome = done(d.EndBulletin(operator(), _found(entry)))
    if not isinstance(outcome, o.BulletinEnded):
        raise refusal(outcome)


@bulletin.command()
@SPOKEN
@WRITTEN
def preview(say: Words, text: Words) -> None:
    """Show how a bulletin is said and texted, how long that takes, and what is missing; publishes nothing."""
    spoken = {language: notices.plain(words) for language, words in say}
    written = spoken | {language: notices.plain(words) for language, words in text}
    wanted = looking(scopes.read).languages
    for language in dict.fromkeys((*wanted, *spoken, *written)):
        click.echo("\n".join(_previewed(language, spoken.get(language, ""), written.get(language, ""))))


def _previewed(language: str, spoken: str, written: str) -> Iterable[str]:
    yield f"{language}:"
    long = "  too long" if len(spoken) > notices.LONGEST_SPOKEN else ""
    yield f"  said, {len(spoken) / SIGNS_A_SECOND:.0f} s{long}: {spoken}" if spoken else "  said: nothing yet"
    as_text = plain(written)
    yield f"  text, {segments(as_text)} segments: {as_text}" if written else "  text: nothing yet"


@bulletin.command()
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--question", nargs=2, multiple=True, metavar="LANGUAGE TEXT", help="What people ask.")
@click.option("--answer", "said", nargs=2, multiple=True, metavar="LANGUAGE TEXT", help="What they are answered.")
def answer(day: datetime, question: Words, said: Words) -> None:
    """Publish a question of the DAY and its answer on the notices pages."""
    made = done(d.PublishAnswer(operator(), day.date(), dict(question), dict(said)))
    if not isinstance(made, o.AnswerPublished):
        raise refusal(made)
    click.echo(f"published as {str(made.answer)[-SHOWN:]}")


@bulletin.command(name="take-off")
@click.argument("entry", metavar="ID")
def take_off(entry: str) -> None:
    """Take the answer ID off the notices pages; it is kept."""
    for each in looking(bulletins.answered):
        if ends_with(each.id, entry):
            done(d.TakeAnswerOff(operator(), each.id))
            return
    raise click.ClickException("there is no such answer")


@bulletin.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the notices pages and feeds into FOLDER, to be served from anywhere while the line is down."""
    from public.notices import Place, documents

    published, head = looking(lambda t: (publishing.read(t), sealing.head_word(t)))
    place = Place(load_or_exit(environment()).public_url, ".html")
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, content) in documents(published, place, head).items():
        (folder / name).write_bytes(content)
        click.echo(folder / name)
