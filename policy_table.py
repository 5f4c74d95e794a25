"""What every table of the file of admission has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of the file: a key that nobody reads is a fault, for it was meant to do something."""

    model_config = ConfigDict(frozen=True, extra="forbid")
