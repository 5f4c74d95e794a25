"""Telephones for tests and terminals: call a line, hear it, answer it, text it.

telephone = Telephone(exchange_url, "+12025550101")
call = telephone.call("+18005550199")
call.press("1").press("03041985#").say("yes")
call.heard   # what the line has said since

How an agent's telephone joins a caller who waits in a queue:

agent = Telephone(exchange_url, "+12025550120").answer()   # rings because the line has dialled it; the whisper is heard
agent.press("1")                                           # taken: the line's document leads into a conference
caller.wait()                                              # on hold: hears the next wait document
caller.listen()                                            # when the line has fetched the caller: what was heard then
agent.say("Good morning.")                                 # to everybody in the conference
caller.listen().heard                                      # ["Good morning."]
agent.hang_up()                                            # ends the conference, if the document said so
caller.listen().heard                                      # what the line says after it
"""

import re
import time
from typing import Any, Self

from exchange.link import Link, NotPossible
from exchange.texting import POLL_SECONDS, Texting
from exchange.transcript import Event, Kind, Transcript


class Telephone(Texting):
    """A telephone with a number, or whatever else a line is to see as its caller ID."""

    def call(self, to: str, *, stir: str | None = None) -> "LiveCall":
        """Call a line, `stir` being the verdict on the caller ID. Raises `Unreachable` and `NotPossible`."""
        self._look_from_here()
        state = self._link.post("calls", body={"from": self.number, "to": to, "stir": stir})
        return LiveCall(self, self._link, self.number, to, state)

    def rings(self, timeout: float = 0.0) -> bool:
        """Whether it rings, now or within `timeout` seconds."""
        return self._ringing(timeout) is not None

    def answer(self, timeout: float = 3.0) -> "LiveCall":
        """Pick up, waiting at most `timeout` seconds for it to ring; raises `NotPossible` if it does not."""
        sid = self._ringing_now(timeout)
        self._look_from_here()
        state = self._link.post("calls", sid, "answer", body={})
        return LiveCall(self, self._link, state["from"], self.number, state)

    def decline(self, timeout: float = 3.0) -> None:
        """Refuse the call that rings: the line learns `busy`. Raises `NotPossible` as `answer` does."""
        self._link.post("calls", self._ringing_now(timeout), "decline", body={})

    def ignore(self, timeout: float = 3.0) -> None:
        """Let it ring out: the line learns `no-answer`. Raises `NotPossible` as `answer` does."""
        self._link.post("calls", self._ringing_now(timeout), "ignore", body={})

    def _ringing_now(self, timeout: float) -> str:
        sid = self._ringing(timeout)
        if sid is None:
            raise NotPossible("the telephone does not ring")
        return sid

    def _ringing(self, timeout: float) -> str | None:
        deadline = time.monotonic() + timeout
        while (sid := self._link.get("telephones", self.number, "ringing")["sid"]) is None:
            if time.monotonic() > deadline:
                return None
            time.sleep(POLL_SECONDS)
        return str(sid)

    def thread(self, to: str) -> "Conversation":
        """Begin to text with a line, and to note it."""
        self._look_from_here()
        return Conversation(self, self.number, to)


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
    """A call from a telephone. `heard` is what line and people have said since the caller last acted or listened.

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

    def listen(self, timeout: float = 3.0) -> Self:
        """Hear what others have done to the call: people in its conference, or a REST client that has moved it.

        Lets the exchange make what it has still to make (a conference that has ended lets its people go only then),
        and waits at most `timeout` seconds until there is anything new. It is no act: no time of the call passes.
        """
        deadline = time.monotonic() + timeout
        while True:
            self._link.post("settle", body={"timeout": timeout})
            state = self._link.get("calls", self.sid)
            news = state["events"][self._seen :]
            if news or state["is_over"] or time.monotonic() > deadline:
                self._take({**state, "events": news})
                return self
            time.sleep(POLL_SECONDS)

    def press_code(self, timeout: float = 3.0) -> Self:
        """Key in the newest code among this telephone's texts; the transcript does not say which it was."""
        first = len(self._events)
        self.press(self.telephone.newest_code(timeout))
        # Before the keys may stand what other people have said meanwhile.
        keyed = next(at for at, event in enumerate(self._events) if at >= first and event.kind is Kind.KEYS)
        self._events[keyed] = Event(Kind.CODE, second=self._events[keyed].second)
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
        self.heard = [event.text for event in events if event.kind in (Kind.HEARD, Kind.VOICE)]
        self.ended, self.error = state["is_over"], state["error"]
        self.status, self.seconds = state["status"], state["second"]

    def _note(self, kind: Kind, text: str = "") -> None:
        self._events.append(Event(kind, text, self.seconds))
