"""Fixtures: a service in a thread, an exchange connected to it, and the provider's own client."""

import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from twilio.rest import Client
from werkzeug.serving import make_server

from exchange.lines import Line
from exchange.server import Exchange
from tests.exchange.stage import ACCOUNT, LINE, TOKEN, Quiet, Rewriting, Running, Service


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that answers as a test tells it to."""
    service = Service()
    app = Flask("service")
    app.add_url_rule("/<path:path>", "any", lambda path: service.reply(), methods=["GET", "POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    service.base_url = f"http://127.0.0.1:{server.server_port}"
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture
def running(service: Service) -> Iterator[Running]:
    """An exchange whose line asks the service at `/voice`, `/sms` and `/status`."""
    exchange = Exchange(ACCOUNT, TOKEN)
    base = service.base_url
    exchange.add(Line(LINE, f"{base}/voice", status_url=f"{base}/status", sms_url=f"{base}/sms"))
    service.says("/status", "")
    yield Running(exchange, exchange.start(), service)
    exchange.stop()


@pytest.fixture
def client(running: Running) -> Iterator[Client]:
    """The provider's client, pointed at the exchange."""
    http = Rewriting(running.url)
    yield Client(ACCOUNT, TOKEN, http_client=http)
    assert http.session is not None
    http.session.close()


@pytest.fixture
def unused_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
