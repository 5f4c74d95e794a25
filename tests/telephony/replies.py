"""A server on this machine that answers as a test says, and keeps what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Request:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    form: dict[str, list[str]]
    authorization: str | None


@dataclass
class Server:
    """Answers every request with `status` and `body`, after `wait_s`."""

    status: int = 200
    body: bytes = b"{}"
    raw: bytes | None = None
    """Sent in place of a proper answer."""
    wait_s: float = 0
    requests: list[Request] = field(default_factory=list)
    url: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    def answers(self, status: int, content: object = None, **attributes: object) -> None:
        """Answer with this status and JSON from now on; `attributes` are those of the server."""
        self.status, self.body = status, json.dumps(content).encode()
        for name, value in attributes.items():
            setattr(self, name, value)


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs until the end of the block."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            _answer(self, server)

        def do_GET(self) -> None:
            _answer(self, server)

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        server.url = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.stopping.set()
        listening.shutdown()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, server: Server) -> None:
    handler.close_connection = True
    server.requests.append(_request(handler))
    server.stopping.wait(server.wait_s)
    if server.raw is not None:
        handler.wfile.write(server.raw)
    else:
        handler.send_response(server.status)
        handler.send_header("Content-Length", str(len(server.body)))
        handler.end_headers()
        handler.wfile.write(server.body)


def _request(handler: BaseHTTPRequestHandler) -> Request:
    address = urlsplit(handler.path)
    form = handler.rfile.read(int(handler.headers.get("Content-Length", "0"))).decode()
    return Request(
        handler.command, address.path, parse_qs(address.query), parse_qs(form), handler.headers.get("Authorization")
    )
