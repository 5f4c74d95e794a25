"""The rooms of an account, where its calls meet: queues and conferences."""

from dataclasses import dataclass, field

from exchange.afterwards import Afterwards
from exchange.conferences import Conferences
from exchange.faults import Faults
from exchange.queues import Queues
from exchange.webhooks import Webhooks


@dataclass(slots=True)
class Rooms:
    """The rooms, and what they work with."""

    account_sid: str
    webhooks: Webhooks
    faults: Faults
    afterwards: Afterwards
    queues: Queues = field(init=False)
    conferences: Conferences = field(init=False)

    def __post_init__(self) -> None:
        self.queues = Queues()
        self.conferences = Conferences(self.afterwards)

    def forget(self) -> None:
        """Forget all of them."""
        self.queues.forget()
        self.conferences.forget()
