"""A telephone at a terminal, for a person or a pipe.

One line is one act: digits are keys; `say to book`, `wait`, `hangup`, `inbox`, `code` (key in the newest six-digit
code among the texts) and `text BODY` (`text code` texts the code) are themselves. `listen` waits a little for what
others do to the call, such as people in its conference; at a terminal that is shown as it happens.
"""

import select
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from exchange.client import Conversation, LiveCall, Telephone
from exchange.link import NotPossible, Unreachable
from exchange.transcript import Event, Kind, save

OK, UNAVAILABLE = 0, 69
"""Exit codes of sysexits.h."""

_CALL_HELP = "keys, say WORDS, wait, listen, code, inbox, text BODY, text code, hangup"
_TEXT_HELP = "a text to send, code (texts the newest code), inbox"
_WORDS = {"wait": Kind.SILENCE, "hangup": Kind.HUNG_UP, "inbox": Kind.LOOKED, "code": Kind.CODE}
_LISTENING_SECONDS = 0.7
_KEYS = frozenset("0123456789*#ABCD")


def call_in_terminal(
    exchange_url: str, from_: str, to: str, stdin: TextIO, stdout: TextIO, record: Path | None = None
) -> int:
    """Call `to` from `from_`, acting on each line of `stdin`, and hang up at its end; return an exit code.

    It is 69 where the call cannot be made or ends with an error of the line. `record` gets the transcript; raises
    `OSError` if it cannot be written.
    """
    return _converse(Telephone(exchange_url, from_), to, Telephone.call, (stdin, stdout), record)


def answer_in_terminal(
    exchange_url: str, number: str, stdin: TextIO, stdout: TextIO, record: Path | None = None, timeout: float = 600.0
) -> int:
    """Wait at most `timeout` seconds for the telephone to ring, and pick up; else as `call_in_terminal`."""
    telephone = Telephone(exchange_url, number)
    return _converse(telephone, "", lambda answering, _: answering.answer(timeout), (stdin, stdout), record)


def text_in_terminal(
    exchange_url: str, from_: str, to: str, stdin: TextIO, stdout: TextIO, record: Path | None = None
) -> int:
    """Text each line of `stdin` from `from_` to `to`, and show what is answered; else as `call_in_terminal`."""
    return _converse(Telephone(exchange_url, from_), to, Telephone.thread, (stdin, stdout), record)


def _converse(
    telephone: Telephone,
    to: str,
    begin: Callable[[Telephone, str], Conversation],
    streams: tuple[TextIO, TextIO],
    record: Path | None,
) -> int:
    stdin, stdout = streams
    try:
        conversation = begin(telephone, to)
        screen = _Screen(conversation, stdin, stdout)
        screen.run()
    except (Unreachable, NotPossible) as error:
        print(f"telephone: {error}", file=stdout)
        return UNAVAILABLE
    if record is not None:
        save(conversation.transcript, record)
    return UNAVAILABLE if isinstance(conversation, LiveCall) and conversation.error else OK


class _Screen:
    """Shows a conversation as it goes on."""

    def __init__(self, conversation: Conversation, stdin: TextIO, stdout: TextIO) -> None:
        self._conversation = conversation
        self._stdin = stdin
        self._stdout = stdout
        self._is_call = isinstance(conversation, LiveCall)
        self._shown = 0

    def run(self) -> None:
        if self._stdin.isatty():
            self._help()
        self._show()
        try:
            while line := self._next_line():
                self._act(line)
        except KeyboardInterrupt:
            self._print("")
        if isinstance(self._conversation, LiveCall) and not self._conversation.ended:
            self._do(Event(Kind.HUNG_UP))

    def _next_line(self) -> str:
        if self._stdin.isatty():
            print("> ", end="", file=self._stdout, flush=True)
            self._listen_until_typed()
        return self._stdin.readline()

    def _listen_until_typed(self) -> None:
        conversation = self._conversation
        while isinstance(conversation, LiveCall) and not conversation.ended and not self._is_typed():
            if conversation.listen(0.0).heard or conversation.ended:
                self._print("")
                self._show()
                print("> ", end="", file=self._stdout, flush=True)

    def _is_typed(self) -> bool:
        try:
            return bool(select.select([self._stdin], [], [], _LISTENING_SECONDS)[0])
        except (OSError, ValueError):  # no file of the system's, or none that can be waited for: nobody types there
            return True

    def _act(self, line: str) -> None:
        words = line.strip()
        if words == "listen" and isinstance(self._conversation, LiveCall):
            self._conversation.listen()
            self._show()
            return
        event = _call_event(words) if self._is_call else _text_event(words)
        if event is not None:
            self._do(event)
        elif words:
            self._help()

    def _do(self, event: Event) -> None:
        try:
            self._conversation.do(event)
        except NotPossible as reason:
            self._print(f"({reason})")
        self._show()

    def _show(self) -> None:
        events = self._conversation.transcript.events
        for event in events[self._shown :]:
            self._print(_shown(event))
        self._shown = len(events)

    def _help(self) -> None:
        self._print(f"({_CALL_HELP if self._is_call else _TEXT_HELP})")

    def _print(self, text: str) -> None:
        print(text, file=self._stdout, flush=True)


def _call_event(words: str) -> Event | None:
    if words in _WORDS:
        return Event(_WORDS[words])
    if words and set(words) <= _KEYS:
        return Event(Kind.KEYS, words)
    verb, _, rest = words.partition(" ")
    kind = {"say": Kind.SAID, "text": Kind.TEXTED}.get(verb)
    return Event(kind, rest.strip()) if kind is not None and rest.strip() else None


def _text_event(words: str) -> Event | None:
    if words == "inbox":
        return Event(Kind.LOOKED)
    return Event(Kind.TEXTED, words) if words else None


def _shown(event: Event) -> str:
    match event.kind:
        case Kind.HEARD:
            return f"line: {event.text}"
        case Kind.VOICE:
            return f"person: {event.text}"
        case Kind.TEXT:
            return f"text: {event.text}"
        case Kind.KEYS:
            return f"you: {event.text}"
        case Kind.SAID:
            return f"you: say {event.text}"
        case Kind.TEXTED:
            return f"you: text {event.text}"
        case Kind.ERROR:
            return f"error: {event.text}"
        case Kind.ENDED:
            return "(the line hangs up)"
        case Kind.SILENCE | Kind.HUNG_UP | Kind.CODE | Kind.LOOKED:
            return f"you: {_SHOWN_ACTS[event.kind]}"


_SHOWN_ACTS = {kind: word for word, kind in _WORDS.items()}
