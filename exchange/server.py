"""The exchange as a server on loopback, in a thread of its own."""

import socket
import threading

from flask import Flask, abort, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from exchange.control import Control
from exchange.lines import Line
from exchange.rest import Rest
from exchange.softphone import Softphone
from exchange.switch import Switch

_HOST = "127.0.0.1"
_OWN_NAMES = frozenset({"127.0.0.1", "localhost"})


class Exchange:
    """A telephony provider for one account: `start` it, point a REST client at its address, and `stop` it."""

    def __init__(self, account_sid: str, auth_token: str, port: int = 0) -> None:
        self.switch = Switch(account_sid, auth_token)
        self._port = port
        self._server: BaseWSGIServer | None = None

    def start(self) -> str:
        """Serve on loopback, at the port given or any free one, and return the address; raises `OSError`."""
        # Bound here, because werkzeug would answer a taken port by ending the process.
        with socket.create_server((_HOST, self._port)) as listener:
            port, app = listener.getsockname()[1], application(self.switch)
            self._server = make_server(_HOST, port, app, True, request_handler=_Quiet, fd=listener.fileno())
        self.switch.afterwards.start()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), name="exchange", daemon=True).start()
        return f"http://{_HOST}:{port}"

    def stop(self) -> None:
        """Stop to serve; what was still to be reported is dropped."""
        self.switch.stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self.switch.afterwards.stop()
            self._server = None

    def add(self, line: Line) -> None:
        """Connect a line, or connect it anew."""
        self.switch.lines[line.number] = line

    def settle(self, timeout: float = 5.0) -> bool:
        """Wait at most `timeout` seconds until all reports have been made; return whether they are."""
        return self.switch.afterwards.settle(timeout)


def application(switch: Switch) -> Flask:
    """Return the WSGI application: the provider's REST, the control of the telephones, and their page."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 256 * 1024
    app.before_request(_only_by_own_name)
    app.register_blueprint(Rest(switch).routes())
    app.register_blueprint(Control(switch).routes())
    app.register_blueprint(Softphone(switch).routes())
    return app


def _only_by_own_name() -> None:
    # A page in a browser can make its own host name resolve to loopback; it cannot forge the Host header.
    if request.host.rpartition(":")[0] not in _OWN_NAMES:
        abort(403)


class _Quiet(WSGIRequestHandler):
    """Logs nothing: paths and bodies hold telephone numbers."""

    def log(self, type: str, message: str, *args: object) -> None:
        return
