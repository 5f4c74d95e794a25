"""`fairline recordings`: which phrases are recorded, which are not, and which files are never played."""

from __future__ import annotations

import click

from recordings import look, recordable
from settings import environment, load_or_exit
from wording.languages import CATALOGUES


@click.command()
def recordings() -> None:
    """List the phrases that can be recorded, language by language, and files in the folder that are never played."""
    folder = load_or_exit(environment()).recordings
    shelf = look(folder, CATALOGUES)
    click.echo(f"in {folder}")
    for language, catalogue in CATALOGUES.items():
        keys = recordable(catalogue)
        recorded = [key for key in keys if (language, key) in shelf.played]
        click.echo(f"{language}: {len(recorded)} of {len(keys)} phrases recorded")
        for key in keys:
            click.echo(f"  {'recorded' if key in recorded else 'spoken':<9} {key}")
    for name, fault in shelf.unplayed.items():
        click.echo(f"never played: {name}: {fault}")
