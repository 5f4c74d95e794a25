"""The wire from a telephone to the exchange: its control, as JSON over HTTP."""

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

TIMEOUT_SECONDS = 90.0
"""How long one request may take: a line may use up all tries of its own address and of its fallback."""


class Unreachable(Exception):
    """No exchange answers at the address."""


class NotPossible(Exception):
    """The exchange answers that this cannot be done; the text says why in one line."""


class Link:
    """Requests to the exchange at `base_url`."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "", parts.port

    def get(self, *path: str) -> dict[str, Any]:
        """Return what is at a path, given in its parts; raises `Unreachable` and `NotPossible`."""
        return self._request("GET", path, None)

    def post(self, *path: str, body: Mapping[str, object], since: int = 0) -> dict[str, Any]:
        """Post a JSON object, and return the answer; raises `Unreachable` and `NotPossible`.

        Of a call, `since` is how many of its events are known already.
        """
        return self._request("POST", path, body, f"?since={since}")

    def put(self, *path: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Put a JSON object, and return the answer; raises `Unreachable` and `NotPossible`."""
        return self._request("PUT", path, body)

    def _request(
        self, method: str, path: tuple[str, ...], body: Mapping[str, object] | None, query: str = ""
    ) -> dict[str, Any]:
        target = "/".join(["/control", *(quote(part, safe="") for part in path)]) + query
        connection = http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT_SECONDS)
        try:
            content = None if body is None else json.dumps(dict(body))
            connection.request(method, target, content, {"Content-Type": "application/json"})
            with connection.getresponse() as response:
                status, answer = response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(f"no exchange answers at {self._host}:{self._port}") from error
        finally:
            connection.close()
        if status >= 400:
            raise NotPossible(answer.get("error", f"HTTP {status}"))
        return dict(answer)
