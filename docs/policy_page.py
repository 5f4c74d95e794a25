"""Writes docs/reference/policy.md from the rules of admission: `python -m docs.policy_page` in the checkout."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, get_args

import policy_file
from booking_core import admission
from booking_core.admission import Decision, LineType, Policy
from shield_commands import asked

PAGE: Final = Path(__file__).parent / "reference" / "policy.md"

_HEAD: Final = """\
# The policy of admission

Who is offered places at once, and who has to show more first, stands in one file: `policy.toml` in the checkout, or the
one that the setting `POLICY` names. It is read at start; a file with a fault stops the start with exit code 78 and
tells all faults at once. `./run shield check FILE` reads one without using it, `./run shield controls` shows the one in
use, and `./run shield report` what each control did, or would have done. Why it is so:
[Admission](../explanation/admission.md). This page is written by `python -m docs.policy_page`.

## The file

`[call_back]`: `from_minutes` and `to_minutes`, between which the instant of a call back is drawn.

`[ordinary]`: `block_a_day`, newcomers a day that are nothing special in any block of 10,000 numbers. The line learns
what is ordinary by itself; where people have fewer than some thirty blocks, say it.

`[line_types]`: `mode`, `hours`, and a table for each service (`[line_types.services."passport renewal"]`, by its
English name; `"*"` for those without one): line type → step. A line type that is not in a table is admitted.

`[[control]]`: as many as you like, each with

| key | what it is |
|---|---|
| `name` | small letters and `_`; what reports, the desk and lifts call it |
| `mode` | `enforce`; `record`: written down, and nothing follows; `off` |
| `then` | the step that follows |
| `why` | the reason that people are told: {whys} |
| `hours` | how long it stands, unless a person lifts it |
| `unvouched` | optional, `{{ then = "call_back", hours = 1 }}`: what follows while `own` is false; at most `then` |
| `[control.when]` | signals and their bounds, `at_least`, `at_most`, `among`, `not_among`; all have to hold |

```toml
[[control]]
name = "calls"
mode = "enforce"
then = "prove"
why = "often"
hours = 1
[control.when]
calls_hour = {{ at_least = 20 }}
```

The strictest enforced control that fires decides; of equals the first in the file. A signal that is not known meets no
bound, so nobody is stepped up for what a look-up could not tell. A bound that the signal can never meet, as a word for
a number, is a fault of the file.

`[look_ups]` and `[budgets]` bound what costs money: [what they hold](../how-to/set-budgets.md). `[budgets]` has a
`mode`, too: with `record` every code leaves, and `./run shield report` tells how many would not have.

`[doorstep]` is asked before a call or text is answered, and keeps floods off the line: [what it
does](webhooks.md#the-doorstep). `mode` as of a control; `calls`, `block_calls`, `texts` and `strangers_texts`, each a
list of `most` in so many `minutes`; `hang_ups`, one of these; `calls_now`, calls of a line at once.

## Steps, in rising order

"""


def page() -> str:
    """The page as Markdown."""
    whys = ", ".join(f"`{why}`" for why in get_args(admission.Why))
    return _HEAD.format(whys=whys) + "\n".join(_parts(policy_file.load())) + "\n"


def _parts(policy: Policy) -> Iterator[str]:
    yield from _table("step", ((each.name.lower(), _of("Decision")[each.name]) for each in Decision))
    yield "\n## Line types\n"
    yield from _table("line type", ((each.value, _of("LineType")[each.name]) for each in LineType))
    yield "\n## Signals\n"
    yield from _table("signal", _of("Signals").items())
    yield "\n## What ships\n\nAll of it enforced. The file itself says why each is there.\n\n```text"
    yield from asked(policy)
    yield "```"


def _table(head: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {head} | what it is |\n|---|---|"
    yield from (f"| `{name}` | {about or _plain(name)} |" for name, about in rows)


def _plain(name: str) -> str:
    return f"{name.capitalize()}.".replace("_", " ")


def _of(name: str) -> dict[str, str]:
    """The names of a class of `booking_core/admission.py`, each with the sentences that stand below it there."""
    tree = ast.parse(Path(admission.__file__).read_text(encoding="utf-8"))
    (found,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    told: dict[str, str] = {}
    for node in found.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                told[name] = ""
            case ast.Expr(value=ast.Constant(value=str() as about)) if told:
                told[name] = " ".join(about.split())
    return told


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
