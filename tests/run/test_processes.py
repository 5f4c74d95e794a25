import os
import socket
from pathlib import Path

import pytest

import processes
from app import build_web
from booking_core.core import Core
from booking_core.db import Database
from booking_core.keys import Keys
from settings import Settings, load

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
DATABASE = "postgresql+psycopg://u:hunter2@host/name"


@pytest.fixture
def simulated() -> Settings:
    """Settings of the service on one machine."""
    return load({"SECRET_KEY": SECRET, "DATABASE_URL": DATABASE, "PORT": "9100"})


def test_the_exchange_is_told_nothing_of_ours(simulated: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's twin knows an account, its token and the lines' addresses; neither secret nor database."""
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL_FILE", "/run/secrets/database")
    exchange, worker, web = processes.services(simulated)
    assert [exchange.name, worker.name, web.name] == ["exchange", "worker", "web"]
    token = simulated.twilio_auth_token.get_secret_value()
    assert exchange.env["TWILIO_AUTH_TOKEN"] == token
    assert not {SECRET, DATABASE, "/run/secrets/database"} & set(exchange.env.values())
    assert "+18005550199=http://127.0.0.1:9100" in exchange.argv
    assert token not in " ".join(exchange.argv)  # arguments can be read by every user of the machine
    assert load(web.env) == load(worker.env) == simulated


def test_with_the_provider_there_is_no_exchange(simulated: Settings) -> None:
    """Real telephony runs worker and web only."""
    real = {"TELEPHONY": "twilio", "PUBLIC_URL": "https://line.example"}
    parts = processes.services(load({**simulated.as_environment(), **real}))
    assert [part.name for part in parts] == ["worker", "web"]


def test_a_taken_port_is_one_line_and_code_69(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """When the port is taken nothing is started, not even the database, and one line says so."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = load({"SECRET_KEY": SECRET, "PORT": str(port), "FAIRLINE_VAR": str(tmp_path)})
        assert processes.up(settings, prepare=lambda url: pytest.fail("prepared")) == 69
    assert capsys.readouterr().err == f"port {port}: {os.strerror(98)} (PORT chooses another pair)\n"
    assert list(tmp_path.iterdir()) == []


def test_the_telephones_have_an_address(simulated: Settings) -> None:
    """`./run` prints where they are, and the line's own address leads there while telephony is simulated, only then."""
    assert "http://127.0.0.1:9101 " in processes.addresses(simulated)[0]
    real = load({**simulated.as_environment(), "TELEPHONY": "twilio", "PUBLIC_URL": "https://line.example"})
    assert "9101" not in " ".join(processes.addresses(real))
    core = Core(Database("postgresql:///none?host=/nonexistent"), Keys(SECRET.encode()))
    led = [build_web(settings, core).test_client().get("/telephone") for settings in (simulated, real)]
    assert [answer.status_code for answer in led] == [302, 404]
    assert led[0].location == simulated.exchange_url
