"""Telephones for tests and terminals: call a line, hear it, answer it, text it.

telephone = Telephone(exchange_url, "+12025550101")
call = telephone.call("+18005550199")
call.press("1").press("03041985#").say("yes")
call.heard   # what the line has said since
"""

import re
import time
from dataclasses import dataclass
from typing import Any, Self

from exchange.link import Link, NotPossible
from exchange.transcript import Event, Kind, Transcript

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_NONCE = re.compile(r"(?<![\d-])(?<!\d )\d{4}(?![\d-])(?! \d)")
"""Four digits that stand alone: neither half of a reference, nor the end of a telephone number or a date."""
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A text in a telephone's inbox."""

    from_: str
    body: str


class Telephone:
    """A telephone with a number, or whatever else a line is to see as its caller ID."""

    def __init__(self, exchange_url: str, number: str) -> None:
        self.number = number
        self._link = Link(exchange_url)
        self._code_after = 0
        self._looked_at = 0

    def call(self, to: str, *, stir: str | None = None) -> "LiveCall":
        """Call a line, `stir` being the verdict on the caller ID. Raises `Unreachable` and `NotPossible`."""
        self._look_from_here()
        state = self._link.post("calls", body={"from": self.number, "to": to, "stir": stir})
        return LiveCall(self, self._link, self.number, to, state)

    def answer(self, timeout: float = 3.0) -> "LiveCall":
        """Pick up, waiting at most `timeout` seconds for it to ring; raises `NotPossible` if it does not."""
        deadline = time.monotonic() + timeout
        while (sid := self._link.get("telephones", self.number, "ringing")["sid"]) is None:
            if time.monotonic() > deadline:
                raise NotPossible("the telephone does not ring")
            time.sleep(_POLL_SECONDS)
        self._look_from_here()
        state = self._link.post("calls", sid, "answer", body={})
        return LiveCall(self, self._link, state["from"], self.number, state)

    def thread(self, to: str) -> "Conversation":
        """Begin to text with a line, and to note it."""
        self._look_from_here()
        return Conversation(self, self.number, to)

    def text(self, to: str, body: str) -> list[str]:
        """Send a text to a line, and return its answers; they are in the inbox, too."""
        text = {"from": self.number, "to": to, "body": body}
        return list(self._link.post("texts", body=text)["replies"])

    def inbox(self) -> list[ReceivedText]:
        """Return all texts of this telephone, the oldest first."""
        texts = self._link.get("telephones", self.number, "inbox")["texts"]
        return [ReceivedText(text["from"], text["body"]) for text in texts]

    def new_texts(self, expected: int | None = None, timeout: float = 3.0) -> list[str]:
        """Return texts not returned before: all that are there, or exactly as many as `expected`.

        For those it waits at most `timeout` seconds; what is more than expected is left for the next time.
        """
        deadline = time.monotonic() + timeout
        while len(texts := self.inbox()[self._looked_at :]) < (expected or 0) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        taken = texts[:expected]
        self._looked_at += len(taken)
        return [text.body for text in taken]

    def newest_code(self, timeout: float = 3.0) -> str:
        """Return the newest six-digit code among the texts since the last call or code.

        Waits at most `timeout` seconds for it, and then takes the newest of all texts: a code can outlive its call.
        Raises `NotPossible` if there is none.
        """
        deadline = time.monotonic() + timeout
        while (code := self._code_in(self._code_after)) is None and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        code = code or self._code_in(0)
        if code is None:
            raise NotPossible("no text on this telephone has a code of six digits")
        self._code_after = len(self.inbox())
        return code

    def _code_in(self, after: int) -> str | None:
        codes = [found[0] for text in self.inbox()[after:] if (found := _CODE.search(text.body))]
        return codes[-1] if codes else None

    def nonce(self, nth: int) -> str:
        """Return the nth, from 1, of the numbers of four digits in the newest text that has any.

        Raises `NotPossible` if there are not so many.
        """
        found = next((told for text in reversed(self.inbox()) if (told := _NONCE.findall(text.body))), [])
        if not 1 <= nth <= len(found):
            raise NotPossible("no text on this telephone has so many numbers of four digits")
        return str(found[nth - 1])

    def _look_from_here(self) -> None:
        self._code_after = self._looked_at = len(self.inbox())


class Conversation:
    """What a telephone and a line have to do with each other, noted as it happens."""

    medium = "text"

    def __init__(self, telephone: Telephone, from_: str, to: str) -> None:
        self.telephone = telephone
        self._from, self._to = from_, to
        self._events: list[Event] = []

    @property
    def transcript(self) -> Transcript:
        """All that has happened."""
        return Transcript(self.medium, self._from, self._to, tuple(self._events))

    def look(self, expected: int | None = None) -> list[str]:
        """Look at the telephone: return and note the texts that are new, as in `Telephone.new_texts`."""
        self._note(Kind.LOOKED)
        return self._note_texts(expected)

    def text(self, body: str, expected: int | None = None) -> list[str]:
        """Text the line, and return and note what is new on the telephone.

        The body `code` stands for the newest code, `nonce 2` for the second number of four digits that was told last.
        In a call this goes on when the call is over. Raises `NotPossible` for a code that is not there.
        """
        line = self._to if self._from == self.telephone.number else self._from
        self._note(Kind.TEXTED, body)
        self.telephone.text(line, self._meant(body))
        return self._note_texts(expected)

    def _meant(self, body: str) -> str:
        if body == "code":
            return self.telephone.newest_code()
        asked = re.fullmatch(r"nonce ([1-9])", body)
        return self.telephone.nonce(int(asked[1])) if asked else body

    def do(self, event: Event, expected: int | None = None) -> None:
        """Do what an event of a transcript says; `expected` is for what has the telephone looked at.

        Raises `NotPossible`, also for events that are not the person's to do.
        """
        match event.kind:
            case Kind.TEXTED:
                self.text(event.text, expected)
            case Kind.LOOKED:
                self.look(expected)
            case _:
                raise NotPossible("this cannot be done here")

    def _note(self, kind: Kind, text: str = "") -> None:
        self._events.append(Event(kind, text))

    def _note_texts(self, expected: int | None) -> list[str]:
        texts = self.telephone.new_texts(expected)
        for text in texts:
            self._note(Kind.TEXT, text)
        return texts


class LiveCall(Conversation):
    """A call from a telephone. `heard` is what was said since the caller last did something.

    Each act raises `NotPossible` once the call is over, and returns the call, so that acts can be chained. `error` is
    the last refusal of a document, in one line. `seconds` is the call's own time.
    """

    medium = "call"

    def __init__(self, telephone: Telephone, link: Link, from_: str, to: str, state: dict[str, Any]) -> None:
        super().__init__(telephone, from_, to)
        self.sid: str = state["sid"]
        self.heard: list[str] = []
        self.error: str | None = None
        self.ended = False
        self.status = ""
        self.seconds = 0.0
        self._link = link
        self._seen = 0
        self._take(state)

    def press(self, keys: str) -> Self:
        """Press keys."""
        return self._act("press", keys=keys)

    def say(self, words: str, confidence: float | None = None) -> Self:
        """Say words, to be recognised with `confidence`, from 0 to 1; by default with the telephone's own."""
        return self._act("say", words=words, confidence=confidence)

    def wait(self) -> Self:
        """Do nothing until the line stops waiting."""
        return self._act("silence")

    def hang_up(self) -> Self:
        """Hang up."""
        return self._act("hang-up")

    def press_code(self, timeout: float = 3.0) -> Self:
        """Key in the newest code among this telephone's texts; the transcript does not say which it was."""
        first = len(self._events)
        self.press(self.telephone.newest_code(timeout))
        self._events[first] = Event(Kind.CODE, second=self._events[first].second)
        return self

    def do(self, event: Event, expected: int | None = None) -> None:
        """Do what an event of a transcript says, as in `Conversation.do`."""
        match event.kind:
            case Kind.KEYS:
                self.press(event.text)
            case Kind.SAID:
                self.say(event.text)
            case Kind.SILENCE:
                self.wait()
            case Kind.HUNG_UP:
                self.hang_up()
            case Kind.CODE:
                self.press_code()
            case _:
                super().do(event, expected)

    def _act(self, act: str, **body: object) -> Self:
        self._take(self._link.post("calls", self.sid, act, since=self._seen, body=body))
        return self

    def _take(self, state: dict[str, Any]) -> None:
        events = [Event(Kind(each["kind"]), each["text"], each["second"]) for each in state["events"]]
        self._seen += len(events)
        self._events += events
        self.heard = [event.text for event in events if event.kind is Kind.HEARD]
        self.ended, self.error = state["is_over"], state["error"]
        self.status, self.seconds = state["status"], state["second"]

    def _note(self, kind: Kind, text: str = "") -> None:
        self._events.append(Event(kind, text, self.seconds))
