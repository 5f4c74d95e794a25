"""Files to take away: tables as CSV (RFC 4180), which no spreadsheet takes for formulas, and calendars (RFC 5545)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is calculated by a spreadsheet (OWASP, CSV Injection); an apostrophe keeps it a text."""


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The text of a table, its first line the columns' names."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) and not isinstance(value, int | float) else text


def attached(content: str | bytes, name: str, kind: str) -> Response:
    """A file that is saved under this name, not shown."""
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A table as a file to save."""
    return attached(table(columns, rows), name, "text/csv")
