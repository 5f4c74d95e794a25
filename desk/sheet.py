"""Rows as a file for a spreadsheet (CSV, RFC 4180), every cell of which is text whatever somebody wrote into it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""What a spreadsheet may take for a formula, or skip before one (OWASP, CSV injection)."""


def cell(value: object) -> str:
    """The text of a cell; one that would be a formula is kept from being one by an apostrophe."""
    text = "" if value is None else str(value)
    guarded = f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_ACTS) else text
    return guarded.replace("\0", "\ufffd")


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The file, to be saved under this name."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(each) for each in head])
    writer.writerows([[cell(each) for each in row] for row in rows])
    return Response(
        text.getvalue().encode("utf-8", "replace"),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
