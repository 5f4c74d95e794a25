import dataclasses
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import supervisor as supervisor_module
from bench.ports import free_pair
from supervisor import Crew, Service, Signals, Unavailable, supervise

CHECKOUT = Path(__file__).parents[2]
NOTES_ITS_END = """
import pathlib, signal, sys, time
def end(*_):
    with open(sys.argv[1], "a") as log:
        log.write(sys.argv[2] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
pathlib.Path(sys.argv[1] + "." + sys.argv[2]).touch()
while True:
    time.sleep(1)
"""
SUPERVISES = r"""
import os, sys
from supervisor import Service, Signals, supervise
code = "import os, time; os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"  # one write: three share the pipe
parts = [Service(name, [sys.executable, "-c", code], {}) for name in ("worker", "web")]
with Signals() as signals:
    supervise(parts, signals, on_ready=lambda: os.write(1, b"ready\n"))
print("stopped in order", flush=True)
"""


STARTS_ANOTHER = """
import os, subprocess, sys, time
other = subprocess.Popen(["sleep", "60"])
with open(sys.argv[1] + ".draft", "w") as file:
    print(other.pid, file=file)
os.rename(file.name, sys.argv[1])
time.sleep(60)
"""
SERVES_LATE = """
import sys, time
from http.server import HTTPServer, SimpleHTTPRequestHandler
time.sleep(0.4)
HTTPServer(("127.0.0.1", int(sys.argv[1])), SimpleHTTPRequestHandler).serve_forever()
"""


def _appears(path: Path, seconds: float = 20) -> None:
    """Wait until a file has appeared with what belongs into it."""
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.02)


def _python(name: str, code: str, *argv: str, ready_url: str | None = None) -> Service:
    return Service(name, [sys.executable, "-c", code, *argv], dict(os.environ), ready_url)


def _gone(pid: int, seconds: float = 10) -> bool:
    """Whether a process has ended (a zombie has) within some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def supervisor() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A supervisor in a process of its own, and the process ids of its two parts."""
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISES], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    ) as process:
        assert process.stdout
        words = [process.stdout.readline().strip() for _ in range(3)]
        yield process, [int(word) for word in words if word != "ready"]
        process.kill()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_ends_well_and_leaves_nothing(
    supervisor: tuple[subprocess.Popen[str], list[int]], sign: signal.Signals
) -> None:
    """Ctrl-C, a termination and the end of the terminal all stop every part and end with code 0."""
    process, parts = supervisor
    process.send_signal(sign)
    out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "stopped in order\n")
    assert all(_gone(pid, 0.1) for pid in parts)


def test_parts_do_not_outlive_a_killed_supervisor(supervisor: tuple[subprocess.Popen[str], list[int]]) -> None:
    """After kill -9 of the supervisor the kernel ends its parts."""
    process, parts = supervisor
    process.kill()
    process.wait()
    assert len(parts) == 2
    assert all(_gone(pid) for pid in parts)


def test_parts_end_in_the_reverse_of_their_start(tmp_path: Path) -> None:
    """What was started last is asked first, and the next one only when it has ended."""
    log = tmp_path / "log"
    crew = Crew([_python(name, NOTES_ITS_END, str(log), name) for name in ("exchange", "worker", "web")])
    crew.start()
    for name in ("exchange", "worker", "web"):
        _appears(tmp_path / f"log.{name}")
    crew.check()
    crew.stop()
    assert log.read_text().split() == ["web", "worker", "exchange"]


def test_one_part_leaving_stops_all_and_is_named() -> None:
    """The part that left is named with its code, also while others are not ready yet, and the others end."""
    parts = [_python("stays", "import time; time.sleep(60)"), _python("worker", "raise SystemExit(3)")]
    with pytest.raises(Unavailable, match=r"^worker left with code 3: stopping everything$"):
        supervise(parts, Signals(), on_ready=lambda: None)


def test_a_part_that_is_not_vital_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others go on without it meanwhile; but not at every turn, where it cannot start at all."""
    monkeypatch.setattr(supervisor_module, "AGAIN_SECONDS", 0.5)
    part = dataclasses.replace(_python("valkey", "import time; time.sleep(60)"), vital=False)
    crew = Crew([part])
    crew.start()
    try:
        for waits in (0.0, 0.5):
            _, first = crew._children[0]
            first.kill()
            first.wait()
            began = time.monotonic()
            while crew._children[0][1] is first:
                crew.check()
                time.sleep(0.01)
            assert waits - 0.1 <= time.monotonic() - began < waits + 1
    finally:
        crew.stop()


def test_a_part_of_a_part_does_not_stay_behind(tmp_path: Path) -> None:
    """What a part started in its session ends with it, even when the part itself was killed."""
    crew = Crew([_python("web", STARTS_ANOTHER, str(tmp_path / "pid"))])
    crew.start()
    _appears(tmp_path / "pid")
    crew.stop()
    assert _gone(int((tmp_path / "pid").read_text()))


def test_ready_is_said_when_all_answer_and_once_ends_there() -> None:
    """Ready waits for the address of every part; with `once` the parts end when the smoke test has returned."""
    port = free_pair()
    web = _python("web", SERVES_LATE, str(port), ready_url=f"http://127.0.0.1:{port}/")
    parts = [_python("worker", "import time; time.sleep(60)"), web]
    answered: list[bool] = []

    def on_ready() -> None:
        with socket.create_connection(("127.0.0.1", port)):
            answered.append(True)

    assert supervise(parts, Signals(), on_ready=on_ready, once=True)
    assert answered == [True]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port)).close()


def test_stopped_before_ready_is_no_success() -> None:
    """Who is asked to stop too early says that it never became ready, so that a smoke test not run cannot pass."""
    signals = Signals()
    signals.asked = True
    web = _python("web", "import time; time.sleep(60)", ready_url="http://127.0.0.1:1/")
    assert not supervise([web], signals, on_ready=lambda: pytest.fail("ready"), once=True)


def test_a_failing_smoke_test_is_seen_and_leaves_nothing(tmp_path: Path) -> None:
    """What the smoke test raises comes through after every part has ended."""
    log = tmp_path / "log"

    def fail() -> None:
        _appears(tmp_path / "log.web")
        raise AssertionError("no text came")

    with pytest.raises(AssertionError, match="no text came"):
        supervise([_python("web", NOTES_ITS_END, str(log), "web")], Signals(), on_ready=fail, once=True)
    assert log.read_text() == "web\n"
