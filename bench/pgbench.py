"""PostgreSQL's own load generator: the shortest way to a function, so what the function itself can do."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bench.figures import Failed
from postgres import EmbeddedServer
from postgres.server import ROLE

# Every attempt of a run is another number, and they lie as scattered as callers do: 7919 has no factor in common with
# the count of numbers, so the multiples visit all of them before the first comes again.
_NTH = "\\set i :i + 1\n\\set n 1 + (:i * {clients} + :client_id) * 7919 % {numbers}\n"
_HOLD = (
    _NTH + "\\set slot {slots}\n"
    "SELECT hold_v1(gen_random_uuid(), null, 'caller', 'voice', 'CA' || lpad((:n)::text, 32, '0'), null,"
    " ('00000000-0000-7000-8001-' || lpad((:slot)::text, 12, '0'))::uuid, 1, 'text',"
    " ARRAY[uuidv7(), uuidv7(), uuidv7()], decode(repeat('07', 32), 'hex'), decode(repeat('07', 36), 'hex'),"
    " 60, 'en', null);\n"
)
_SELL = _NTH + "\\set slot {slots}\n\\set code random(100000, 999999)\nSELECT sell(:n, :slot, (:code)::text, 2);\n"
SPREAD, HOT = "random(2, 1001)", "1"


def hold_script(clients: int, slots: str = SPREAD) -> str:
    """Holds with the code's text staged, each by another number on its own call."""
    return _HOLD.format(clients=clients, numbers=200_000, slots=slots)


def sell_script(clients: int) -> str:
    """The limit's booking, as scattered as the holds."""
    return _SELL.format(clients=clients, numbers=1_000_000, slots=SPREAD)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of pgbench did."""

    rate: float
    """Transactions a second, without the time to connect."""
    done: int
    """Transactions that came back."""


def run(server: EmbeddedServer, url: str, script: str, clients: int, seconds: int) -> Run:
    """Run `script` by so many prepared clients. Raises Failed when a transaction did not come back."""
    told = _pgbench(server, url, script, "-c", str(clients), "-T", str(seconds))
    rate, done = _number(r"tps = ([\d.]+)", told), int(_number(r"actually processed: (\d+)", told))
    if _number(r"failed transactions: (\d+)", told):
        raise Failed(told.strip().splitlines()[-1])
    return Run(rate, done)


def median_ms(server: EmbeddedServer, url: str, script: str, count: int) -> float:
    """The median latency, in milliseconds, of `count` runs of `script` one after another."""
    with tempfile.TemporaryDirectory() as folder:
        _pgbench(server, url, script, "-c", "1", "-t", str(count), "-l", f"--log-prefix={folder}/each")
        lines = [line.split() for log in Path(folder).iterdir() for line in log.read_text().splitlines()]
    return statistics.median(int(line[2]) for line in lines) / 1000


def _pgbench(server: EmbeddedServer, url: str, script: str, *options: str) -> str:
    address = sa.make_url(url)
    command = [server.program("pgbench"), "-h", str(address.query["host"]), "-U", ROLE, "-n", "-M", "prepared",
               "-D", "i=-1", "-f", "/dev/stdin", *options, str(address.database)]  # fmt: skip
    ended = subprocess.run(
        command, input=script, capture_output=True, text=True, check=False, timeout=600, env={"PATH": os.defpath}
    )
    if ended.returncode:
        raise Failed(f"pgbench: {ended.stderr.strip().splitlines()[-1]}")
    return ended.stdout


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if found is None:
        raise Failed(f"pgbench tells nothing of {pattern!r}")
    return float(found[1])
