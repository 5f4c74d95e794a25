"""What several calls share: the queues of the account, and who tells its addresses what became of them."""

from dataclasses import dataclass, field

from exchange.afterwards import Afterwards
from exchange.faults import Faults
from exchange.queues import Queues


@dataclass(slots=True)
class Rooms:
    """The places of one account where calls meet."""

    faults: Faults
    afterwards: Afterwards
    queues: Queues = field(default_factory=Queues)

    def forget(self) -> None:
        """Forget all of them."""
        self.queues.forget()
