import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from postgres import EmbeddedServer, PostgresFailed, process

QUICK = {"fsync": "off"}  # the machine does not crash in these tests, only processes do
CHECKOUT = Path(__file__).parents[2]
USE_IT = """
import sys, time
from pathlib import Path
from postgres import EmbeddedServer
server = EmbeddedServer.start(Path(sys.argv[1]), settings={"fsync": "off"})
print(server.pid, flush=True)
time.sleep(60)
"""


def _connect(server: EmbeddedServer) -> psycopg.Connection:
    return psycopg.connect(server.url.replace("postgresql+psycopg", "postgresql"), autocommit=True)


def _modes(folder: Path) -> dict[Path, tuple[int, int]]:
    parents = [folder, *folder.parents]
    return {path: (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) for path in parents}


def _use_elsewhere(folder: Path) -> tuple[subprocess.Popen[str], int]:
    user = subprocess.Popen([sys.executable, "-c", USE_IT, folder], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert user.stdout
    return user, int(user.stdout.readline())


@pytest.fixture(scope="module")
def shared() -> Iterator[EmbeddedServer]:
    """One server for the tests that leave it running."""
    with EmbeddedServer.scratch(QUICK) as server:
        yield server


def test_speaks_utf8_and_utc_over_a_closed_socket_only(shared: EmbeddedServer) -> None:
    """The server has one encoding, sorts alike everywhere, listens on no network and closes its socket to others."""
    with _connect(shared) as connection:
        for name, value in {
            "server_encoding": "UTF8",
            "timezone": "UTC",
            "listen_addresses": "",
            "synchronous_commit": "on",
            "max_connections": "200",
        }.items():
            assert connection.execute("SELECT current_setting(%s)", [name]).fetchone() == (value,)
        assert connection.execute("SELECT 'é' < 'z'").fetchone() == (False,)
        sockets = connection.execute("SELECT current_setting('unix_socket_directories')").fetchone()
    assert sockets
    assert stat.S_IMODE(Path(sockets[0]).stat().st_mode) == 0o700


def test_errors_put_no_value_into_the_log(shared: EmbeddedServer) -> None:
    """A telephone number in a failed statement or in the detail of its error does not reach the server's log."""
    with _connect(shared) as connection:
        connection.execute("CREATE TABLE numbers (number text UNIQUE)")
        connection.execute("INSERT INTO numbers VALUES ('+12025550199')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO numbers VALUES ('+12025550199')")
    log = (shared._folder / "log").read_text()
    assert "duplicate key" in log
    assert "2025550199" not in log


def test_makes_a_database_once_and_from_a_template(shared: EmbeddedServer) -> None:
    """A database is made once, may copy another one, and is reached at the address given back."""
    address = shared.create_database("first")
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE here (id int)")
    assert shared.create_database("first") == address
    copy = shared.create_database("second", template="first")
    with psycopg.connect(copy.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM here").fetchone() == (0,)


def test_a_kill_loses_nothing_committed_and_the_address_stays(shared: EmbeddedServer) -> None:
    """After SIGKILL a new start recovers every committed row, over left-over files, at the same address."""
    before, address = shared.pid, shared.url
    assert before
    with _connect(shared) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        shared.kill()
        assert not Path("/proc", str(before)).exists()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    shared.start_again()
    assert shared.url == address
    assert shared.pid not in (None, before)
    with _connect(shared) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_opens_no_folder_that_it_did_not_make(tmp_path: Path) -> None:
    """Parents keep owner and mode, spaces in the path do no harm, and data under a closed parent works for root too."""
    closed = tmp_path / "closed folder"
    closed.mkdir(mode=0o700)
    before = _modes(closed)
    server = EmbeddedServer.start(closed / "var" / "postgres", settings=QUICK)
    data = (closed / "var" / "postgres" / "data").resolve()
    try:
        assert _modes(closed) == before
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert data.stat().st_uid != 0
        assert data.is_relative_to(closed) == (os.geteuid() != 0)
    finally:
        server.stop()
        if os.geteuid() == 0:
            subprocess.run(["rm", "-r", data.parent], check=True)
    assert process.running(data) == []


def test_a_server_is_shared_and_the_last_user_stops_it() -> None:
    """A second user gets the first one's server, keeps it when the first leaves, and stops it when leaving last."""
    with EmbeddedServer.scratch(QUICK) as first:
        second = EmbeddedServer.start(first._folder)
        assert (second.pid, second.url) == (first.pid, first.url)
        first.stop()
        assert second.pid
        with _connect(second) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        second.stop()
        assert process.running((first._folder / "data").resolve()) == []
        assert not Path(second.url.partition("host=")[2]).exists()


def test_the_server_of_a_killed_user_is_adopted(shared: EmbeddedServer) -> None:
    """A server whose starter was killed goes on for its other users, and the next one finds it."""
    user, pid = _use_elsewhere(shared._folder)
    assert pid == shared.pid
    user.kill()
    user.communicate()
    again = EmbeddedServer.start(shared._folder)
    assert again.pid == pid
    again.stop()
    assert shared.pid == pid


def test_a_server_without_users_is_stopped_by_its_guard() -> None:
    """When every user was killed the guard stops the server cleanly, and nothing of it runs on."""
    with EmbeddedServer.scratch(QUICK) as server:
        folder = server._folder
        data = (folder / "data").resolve()
        server.stop()
        user, pid = _use_elsewhere(folder)
        assert pid in process.running(data)
        user.kill()
        user.communicate()
        assert process.wait_gone(data, 20)
        assert "database system is shut down" in (folder / "log").read_text().splitlines()[-1]


def test_starts_when_the_old_process_id_is_another_program_now() -> None:
    """After a crash the process id file may name a stranger of ours, which neither stops the start nor is harmed."""
    with EmbeddedServer.scratch(QUICK) as server:
        server.kill()
        pid_file = (server._folder / "data").resolve() / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        with subprocess.Popen(["sleep", "60"], **server._quarters.switch) as stranger:
            pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
            server.start_again()
            assert server.pid != stranger.pid
            server.stop()
            assert stranger.poll() is None
            stranger.send_signal(signal.SIGTERM)


def test_data_of_another_account_is_refused_in_one_line(tmp_path: Path) -> None:
    """Data that root owns, or that root's link leads away from a user, is not taken over; one line says what to do."""
    if os.geteuid() == 0:
        (tmp_path / "data").mkdir()
    else:
        (tmp_path / "data").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PostgresFailed, match=r"chown it to|go on as that user") as refusal:
        EmbeddedServer.start(tmp_path)
    assert "\n" not in str(refusal.value)
