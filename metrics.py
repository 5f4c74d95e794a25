"""`/metrics`, in Prometheus' text: what the web processes answered and how fast, and what the database says.

The web's own figures are of all its processes: each keeps them in a file of its own (the client's multiprocess mode,
PROMETHEUS_MULTIPROC_DIR, which the web server's configuration sets), and whichever is asked adds them up. What the
database says is read when it is asked for, so it is the same whoever answers.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from werkzeug.wrappers import Response

from booking_core.db import Unavailable, Unknown
from booking_core.gauges import Gauge

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)
"""A webhook has three seconds; a turn takes some thousandths of one."""


class Metrics:
    """The figures of one web process, and the page of all."""

    def __init__(self, read: Callable[[], list[Gauge]], token: str | None, *, unguarded: bool) -> None:
        """Show the page to who bears `token`; without one, to everybody if `unguarded`, else to nobody."""
        self._read, self._token, self._unguarded = read, token, unguarded
        self._own = CollectorRegistry()
        self._answers = Counter("fairline_web_answers", "answers", ("route", "status"), registry=self._own)
        self._doorstep = Counter(
            "fairline_doorstep", "calls and texts that were not let in", ("met", "why"), registry=self._own
        )
        self._seconds = Histogram(
            "fairline_web_seconds", "from request to answer", ("route",), buckets=BUCKETS_S, registry=self._own
        )

    def around(self, app: WSGIApplication, routes: Iterable[str]) -> WSGIApplication:
        """The application, counted: by its routes, and never by what else somebody asks for."""
        known = {route.partition("<")[0] for route in routes}

        def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            began, path = time.perf_counter(), environ["PATH_INFO"]
            route = path if path in known else next((each for each in known if _lies_below(path, each)), "other")

            def start(
                status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None
            ) -> Callable[[bytes], object]:
                self._answers.labels(route, status[:3]).inc()
                return start_response(status, headers, exc_info)

            try:
                return app(environ, start)
            finally:
                self._seconds.labels(route).observe(time.perf_counter() - began)

        return counted

    def turned_away(self, met: str, why: str) -> None:
        """One call or text was rejected, was explained to, or had no answer; `why` is a reason, never a number."""
        self._doorstep.labels(met, why).inc()

    def page(self, authorization: str | None) -> Response:
        """The page, for who may see it; `authorization` is the request's header."""
        if self._token is None and not self._unguarded:
            return Response(status=404)
        if self._token is not None and not _bears(authorization, self._token):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        registry = CollectorRegistry()
        registry.register(_Read(self._read))
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the client's own gap
            return _text(generate_latest(registry))
        return _text(generate_latest(self._own) + generate_latest(registry))


class _Read:
    """What the database says; a database that is away is a figure too."""

    def __init__(self, read: Callable[[], list[Gauge]]) -> None:
        self._read = read

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            gauges = self._read()
        except (Unavailable, Unknown):
            gauges = []
        yield GaugeMetricFamily("fairline_database_up", "the database answers", value=float(bool(gauges)))
        for gauge in gauges:
            family = GaugeMetricFamily(f"fairline_{gauge.name}", gauge.about, labels=gauge.labels)
            for labels, value in gauge.values:
                family.add_metric(labels, value)
            yield family


def _lies_below(path: str, folder: str) -> bool:
    return folder.endswith("/") and path.startswith(folder)


def _bears(authorization: str | None, token: str) -> bool:
    return hmac.compare_digest((authorization or "").encode(), f"Bearer {token}".encode())


def _text(page: bytes) -> Response:
    return Response(page, content_type=CONTENT_TYPE_PLAIN_0_0_4)
