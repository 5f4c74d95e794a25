"""Writes docs/reference/settings.md from the settings themselves: `python -m docs.settings_page` in the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic_core import PydanticUndefinedType

from settings import Settings, SettingsWrong, Telephony, load

PAGE: Final = Path(__file__).parent / "reference" / "settings.md"

_HEAD: Final = """\
# Settings

Everything the environment may say. `./run` and its commands also read a file `.env` in the checkout, over which the
environment wins; `.env.example` is one to copy. An empty value counts as unset. Any `NAME` may be given as
`NAME_FILE` instead: the path of a file that holds the value. What is wrong or missing stops the start, all in one
message, with exit code 78 and without repeating a value. This page is written by `python -m docs.settings_page`.

| name | default | what it is |
|---|---|---|
"""


def page() -> str:
    """The page as Markdown."""
    required = _required()
    return _HEAD + "".join(_row(name, required) for name in Settings.model_fields)


def _required() -> set[str]:
    """The variables without which the line does not start with real telephony."""
    try:
        load({"TELEPHONY": Telephony.TWILIO})
    except SettingsWrong as wrong:
        return {fault.partition(":")[0] for fault in wrong.faults}
    return set()


def _row(name: str, required: set[str]) -> str:
    about = Settings.model_fields[name].description
    default = "required with `twilio`" if name.upper() in required else _default(Settings.model_fields[name].default)
    return f"| `{name.upper()}` | {default} | {about} |\n"


def _default(value: object) -> str:
    match value:
        case None | PydanticUndefinedType():
            return ""
        case bool():
            return f"`{str(value).lower()}`"
        case tuple():
            return f"`{','.join(value)}`"
        case _:
            return f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
