"""The switch: everything the exchange holds between two requests, under one account."""

import threading
from dataclasses import dataclass, field
from typing import Any

from exchange.afterwards import Afterwards
from exchange.calls import Calls
from exchange.faults import Faults
from exchange.lines import Line
from exchange.reception import Received, Reception
from exchange.rooms import Rooms
from exchange.texts import Media, Text, Texts, new_sid
from exchange.webhooks import Webhooks


@dataclass(slots=True)
class Switch:
    """Lines, calls, texts, faults and look-ups of one account; `token` signs webhooks and opens REST."""

    account_sid: str
    token: str
    lines: dict[str, Line] = field(default_factory=dict)
    lookups: dict[str, dict[str, Any]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    afterwards: Afterwards = field(default_factory=Afterwards)
    stopping: threading.Event = field(default_factory=threading.Event)
    webhooks: Webhooks = field(init=False)
    texts: Texts = field(init=False)
    rooms: Rooms = field(init=False)
    calls: Calls = field(init=False)

    def __post_init__(self) -> None:
        self.webhooks = Webhooks(self.token, self.faults)
        self.texts = Texts(self.account_sid, self.webhooks, self.afterwards, self.faults)
        self.rooms = Rooms(self.account_sid, self.webhooks, self.faults, self.afterwards)
        self.calls = Calls(self.account_sid, self.webhooks, self.rooms)

    def receive_text(self, from_: str, line: Line, body: str, media: Media) -> Received:
        """Take a text from a telephone to a line, and return what the line answered."""
        incoming = Text(new_sid(), from_, line.number, body, "inbound", "received", media)
        received = Reception(self.account_sid, line, self.texts, self.webhooks, incoming).take()
        incoming.refusal = received.error
        return received

    def reset(self) -> None:
        """Forget calls, queues, conferences, texts, opt-outs, faults, look-ups and kept webhooks; lines stay."""
        self.faults.forget()
        self.lookups.clear()
        self.looked_up.clear()
        self.calls.forget()
        self.rooms.forget()
        self.texts.forget()
        self.webhooks.forget()
