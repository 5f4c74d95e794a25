"""`python -m exchange`: the exchange as a process of its own, on loopback, until it is told to stop.

    python -m exchange --port 5050 --account-sid AC… --auth-token-file F --line +18005550199=http://127.0.0.1:8000

Exit codes: 0 stopped, 64 usage, 69 the port is taken, 78 no token or a bad line.
"""

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from exchange.lines import line_at
from exchange.refusals import Refusal
from exchange.server import Exchange
from exchange.telephones import E164

USAGE, UNAVAILABLE, CONFIGURATION = 64, 69, 78
"""Exit codes of sysexits.h."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _stop(USAGE, message)


def main(arguments: list[str] | None = None) -> None:
    """Run the exchange until SIGTERM or SIGINT; ends the process with an exit code where it cannot."""
    options = _parser().parse_args(arguments)
    exchange = Exchange(options.account_sid, _token(options.auth_token_file), options.port)
    for text in options.line:
        _connect(exchange, text, options.overrides)
    # Blocked before any thread starts, so that they wait for sigwait however early they come.
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        print(f"exchange {exchange.start()}", flush=True)
    except OSError as error:
        _stop(UNAVAILABLE, f"port {options.port}: {error.strerror}")
    signal.sigwait(ends)
    exchange.stop()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m exchange", description="A telephony provider on loopback.")
    parser.add_argument("--port", type=int, default=0, help="the port to serve on; any free one by default")
    parser.add_argument("--account-sid", required=True, help="the account, AC and 32 hexadecimal digits")
    parser.add_argument("--auth-token-file", type=Path, help="holds the token; else TWILIO_AUTH_TOKEN does")
    parser.add_argument("--line", action="append", default=[], metavar="NUMBER=BASEURL", help="a line and its service")
    parser.add_argument("--overrides", default="", help="connection overrides of its webhooks, such as rc=2&rp=all")
    return parser


def _token(file: Path | None) -> str:
    try:
        token = os.environ.get("TWILIO_AUTH_TOKEN", "") if file is None else file.read_text().strip()
    except OSError as error:
        _stop(CONFIGURATION, f"the token file cannot be read: {error.strerror}")
    if not token:
        _stop(CONFIGURATION, "no token: give --auth-token-file or TWILIO_AUTH_TOKEN")
    return token


def _connect(exchange: Exchange, text: str, overrides: str) -> None:
    number, _, base_url = text.partition("=")
    try:
        if not E164.fullmatch(number):
            raise ValueError("its number is not in full, such as +18005550199")
        exchange.add(line_at(number, base_url, overrides))
    except (Refusal, ValueError) as error:
        _stop(CONFIGURATION, f"bad line: {error}")


def _stop(code: int, message: str) -> NoReturn:
    print(f"exchange: {message}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
