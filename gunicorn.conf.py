"""The web server: threads, for a turn waits for the database; every wait of a webhook ends long before the timeout."""

import gc
import os
import shutil

from settings import environment, load_or_exit

_settings = load_or_exit(environment())

bind = f"{_settings.host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.web_concurrency
threads = 8
timeout = 30
graceful_timeout = 10  # below the supervisor's 15 seconds
keepalive = 30  # the provider keeps its connections; threads are not held by idle ones
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  heartbeats must not wait for a disk

# Its path lies in the user's home by default, which two services under one user would share.
control_socket_disable = True

# Each process keeps its figures in a file there, and whichever is asked for the metrics adds them up.
_figures = _settings.fairline_var / f"metrics-{_settings.port}"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_figures)

# No access log: addresses carry sealed state, and the metrics count what a log would.
accesslog = None
errorlog = "-"
loglevel = "warning"


def on_starting(server: object) -> None:
    """Counts begin anew with the server, not with each of its processes."""
    shutil.rmtree(_figures, ignore_errors=True)
    _figures.mkdir(parents=True)


def post_worker_init(worker: object) -> None:
    """What was loaded at the start stays for ever: the collector need not look at it again in the midst of a turn.

    A full collection looks at its 113,000 objects for 50 to 80 ms and holds all eight threads meanwhile; afterwards one
    takes 10 microseconds. The small collections come every 1,200th menu turn, where by default it is every 90th: a
    pause that often would be the slowest turn in a hundred.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
