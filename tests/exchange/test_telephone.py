import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange.__main__ import main
from exchange.calls import Dialled
from exchange.client import Telephone
from exchange.documents import Entry
from exchange.link import Link
from exchange.telephone import answer_in_terminal, call_in_terminal, text_in_terminal
from exchange.transcript import read
from tests.exchange.stage import ACCOUNT, ALICE, LINE, TOKEN, Running, Service

AGENT = "+12025550120"
OF_ACCOUNT = ["--account-sid", ACCOUNT]
WITH_TOKEN = [*OF_ACCOUNT, "--auth-token-file", "TOKEN"]


def test_a_call_is_made_from_a_pipe_and_recorded(running: Running, service: Service, tmp_path: Path) -> None:
    """Each line is one act; what is heard and done is shown and kept, and the end of the pipe hangs up."""
    service.says("/voice", '<Gather input="dtmf speech" action="/next"><Say>To book, press 1.</Say></Gather>')
    service.says("/next", "<Redirect>/voice</Redirect>")
    service.says("/sms", "<Message>Your code is 482913.</Message>")
    acts = "1#\nsay to book\n\nnonsense\ntext hello\ncode\ninbox\n"
    stdout = io.StringIO()
    code = call_in_terminal(running.url, ALICE, LINE, io.StringIO(acts), stdout, tmp_path / "call.txt")
    assert code == 0
    assert stdout.getvalue().splitlines() == [
        "line: To book, press 1.",
        "you: 1#",
        "line: To book, press 1.",
        "you: say to book",
        "line: To book, press 1.",
        "(keys, say WORDS, wait, listen, code, inbox, text BODY, text code, hangup)",
        "you: text hello",
        "text: Your code is 482913.",
        "you: code",
        "you: inbox",
        "you: hangup",
    ]
    assert len(read(tmp_path / "call.txt").events) == 10
    running.settle()
    assert service.at("/status")[0].form["CallStatus"] == "completed"


class Pipe(io.StringIO):
    """A pipe whose `listen` comes after somebody else has acted."""

    def __init__(self, text: str, before: Callable[[], object]) -> None:
        super().__init__(text)
        self.before = before

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # bytes only in its annotations
        """Return the next line."""
        line = super().readline()
        if line == "listen\n":
            self.before()
        return line


def _ring(running: Running, number: str) -> None:
    """Let a telephone ring that is led into a conference in which somebody is."""
    running.service.says("/voice", '<Dial><Conference beep="false" waitUrl="">1</Conference></Dial>')
    running.exchange.switch.calls.dial(Dialled(LINE, number, Entry(f"{running.service.base_url}/voice")))


def test_an_agent_answers_from_a_pipe(running: Running) -> None:
    """The telephone is picked up when it rings, and `listen` shows what another person says in the conference."""
    _ring(running, AGENT)
    caller = running.call()
    stdin, stdout = Pipe("say Good morning.\nlisten\n", lambda: caller.say("Hello!")), io.StringIO()
    assert answer_in_terminal(running.url, AGENT, stdin, stdout, timeout=3.0) == 0
    assert stdout.getvalue().splitlines() == ["you: say Good morning.", "person: Hello!", "you: hangup"]
    assert caller.heard == ["Good morning."]
    assert answer_in_terminal(running.url, AGENT, stdin, stdout, timeout=0.0) == 69


def test_at_a_terminal_others_are_heard_at_once(running: Running) -> None:
    """Nobody has to ask for what another person says while a line is being typed."""
    _ring(running, AGENT)
    caller, stdout = running.call(), io.StringIO()
    keyboard, terminal = os.openpty()
    with os.fdopen(terminal) as stdin:
        agent = threading.Thread(target=answer_in_terminal, args=(running.url, AGENT, stdin, stdout))
        agent.start()
        while "> " not in stdout.getvalue():
            agent.join(0.02)
        caller.say("Hello!")
        for _ in range(200):
            if "person: Hello!" in stdout.getvalue():
                break
            agent.join(0.02)
        os.write(keyboard, b"hangup\n\x04")
        agent.join(10.0)
    os.close(keyboard)
    assert "> \nperson: Hello!\n> you: hangup\n" in stdout.getvalue()


def test_texts_are_sent_from_a_pipe(running: Running, service: Service) -> None:
    """Each line is a text; `code` texts the newest code."""
    service.says("/sms", "<Message>Your code is 482913.</Message>", "<Message>You are booked.</Message>")
    stdout = io.StringIO()
    assert text_in_terminal(running.url, ALICE, LINE, io.StringIO("1\ncode\n"), stdout) == 0
    assert stdout.getvalue().splitlines() == [
        "you: text 1",
        "text: Your code is 482913.",
        "you: text code",
        "text: You are booked.",
    ]
    assert [each.form["Body"] for each in service.at("/sms")] == ["1", "482913"]


def test_a_line_that_fails_or_is_none_is_unavailable(running: Running, service: Service, unused_port: int) -> None:
    """An error of the line, a number that is none and a missing exchange are exit code 69 and one line each."""
    service.says("/voice", "<Shout/>")
    for url, number in [(running.url, LINE), (running.url, "+18005550100"), (f"http://127.0.0.1:{unused_port}", LINE)]:
        stdout = io.StringIO()
        assert call_in_terminal(url, ALICE, number, io.StringIO(), stdout) == 69
        assert stdout.getvalue().count("\n") <= 3


def test_an_old_code_is_taken_only_where_no_new_one_comes(running: Running, service: Service) -> None:
    """A code of an earlier call is not mistaken for the one on its way, and is still found when none comes."""
    service.says("/voice", '<Gather numDigits="6"/>')
    service.says("/sms", "<Message>Your code is 111111.</Message>", "<Message>Your code is 222222.</Message>")
    telephone = running.telephone()
    telephone.text(LINE, "1")
    telephone.call(LINE)
    on_its_way = threading.Timer(0.2, telephone.text, (LINE, "1"))
    on_its_way.start()
    assert telephone.newest_code() == "222222"
    on_its_way.join()
    telephone.call(LINE)
    assert telephone.newest_code(timeout=0.0) == "222222"


def test_the_exchange_runs_as_a_process_of_its_own(service: Service, tmp_path: Path) -> None:
    """It says where it is, connects its lines on the customary paths, and ends cleanly when told to."""
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    command = [sys.executable, "-m", "exchange", "--account-sid", ACCOUNT, "--auth-token-file", str(tmp_path / "token")]
    options = ["--line", f"{LINE}={service.base_url}", "--overrides", "rc=2&rp=all"]
    service.says("/voice", "<Say>Hello.</Say>")
    with subprocess.Popen(command + options, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().split()[1]
        assert Telephone(url, ALICE).call(LINE).heard == ["Hello."]
        assert Link(url).post("settle", body={"timeout": 5})["settled"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert process.stderr.read() == ""
    assert len(service.at("/voice/status")) == 3  # the path is unknown to the service: one try and two retries


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 64),
        (["--account-sid", ACCOUNT, "--port", "x"], 64),
        (["--account-sid", ACCOUNT], 78),
        (["--account-sid", ACCOUNT, "--auth-token-file", "/no/such/file"], 78),
        (["--account-sid", ACCOUNT, "--auth-token-file", "TOKEN", "--line", "12=http://a"], 78),
        (["--account-sid", ACCOUNT, "--auth-token-file", "TOKEN", "--line", f"{LINE}=a"], 78),
        (
            [
                "--account-sid",
                ACCOUNT,
                "--auth-token-file",
                "TOKEN",
                "--line",
                f"{LINE}=http://a",
                "--overrides",
                "rc=9",
            ],
            78,
        ),
    ],
)
def test_a_wrong_start_is_one_line_and_a_code(
    arguments: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Usage is 64, configuration 78, each with one line that says what is wrong."""
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    (tmp_path / "token").write_text(TOKEN)
    with pytest.raises(SystemExit) as exit_:
        main([str(tmp_path / "token") if each == "TOKEN" else each for each in arguments])
    assert exit_.value.code == code
    assert capsys.readouterr().err.count("\n") == 1


def test_a_taken_port_is_unavailable(running: Running, tmp_path: Path) -> None:
    """A port in use is exit code 69 and one line."""
    port = running.url.rpartition(":")[2]
    command = [sys.executable, "-m", "exchange", "--account-sid", ACCOUNT, "--port", port]
    done = subprocess.run(
        command, env={**os.environ, "TWILIO_AUTH_TOKEN": TOKEN}, capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (69, 1)


class Keyboard(io.StringIO):
    """A terminal at which a person types lines and then presses Ctrl-C."""

    def isatty(self) -> bool:
        """Say that a person sits here."""
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # bytes only in its annotations
        """Return what is typed next."""
        line = super().readline()
        if not line:
            raise KeyboardInterrupt
        return line


def test_a_person_has_a_prompt_and_ctrl_c_hangs_up(running: Running, service: Service) -> None:
    """At a terminal there are a line of help and a prompt; Ctrl-C hangs up and is no error."""
    service.says("/voice", '<Gather numDigits="1"><Say>Press 1.</Say></Gather>')
    stdout = io.StringIO()
    assert call_in_terminal(running.url, ALICE, LINE, Keyboard("1\n"), stdout) == 0
    assert stdout.getvalue().startswith("(keys, say WORDS")
    assert "> you: 1\nline: Press 1.\n> \nyou: hangup\n" in stdout.getvalue()
