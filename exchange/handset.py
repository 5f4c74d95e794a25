"""What a telephone shows on its page: its newest call line by line, a call that rings, and its texts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from exchange.call import Call
from exchange.switch import Switch
from exchange.telephones import Telephone
from exchange.texts import Text
from exchange.transcript import Event, Kind

_ANSWERED = ("in-progress", "completed")
_MISSED = ("no-answer", "canceled")


@dataclass(frozen=True, slots=True)
class Handset:
    """One telephone as its page shows it, at one moment.

    `call` is its newest call that it made or answered, `ringing` the oldest that rings; `missed` says that
    the newest of all rang in vain. `texts` are those it sent and got, the oldest first; `lost` never reached it.
    """

    telephone: Telephone
    call: Call | None
    ringing: Call | None
    missed: bool
    texts: list[Text]
    lost: list[Text]

    @property
    def state(self) -> str:
        """`talking`, `ringing`, `over` (the call is still to be read) or `idle`."""
        if self.call is not None and not self.call.is_over:
            return "talking"
        if self.ringing is not None:
            return "ringing"
        return "idle" if self.call is None else "over"

    @property
    def events(self) -> list[Event]:
        """The events of the call, keys that followed one another in one."""
        return [] if self.call is None else list(_with_keys_joined(list(self.call.events)))


def handset(switch: Switch, telephone: Telephone) -> Handset:
    """Return what a telephone shows now."""
    calls = [call for call in switch.calls.all() if call.telephone.number == telephone.number]
    incoming = [call for call in calls if call.direction != "inbound"]  # the provider's view is the line's
    ringing = [call for call in incoming if call.status == "ringing"]
    texts = switch.texts.all()
    return Handset(
        telephone,
        next((call for call in calls if call.direction == "inbound" or call.status in _ANSWERED), None),
        ringing[-1] if ringing else None,
        bool(incoming) and incoming[0] is calls[0] and calls[0].status in _MISSED,
        _thread(switch, telephone, texts),
        [text for text in texts if text.to == telephone.number and text.error_code is not None],
    )


def _thread(switch: Switch, telephone: Telephone, texts: Iterable[Text]) -> list[Text]:
    sent = [text for text in texts if text.from_ == telephone.number and text.direction == "inbound"]
    return sorted([*sent, *switch.texts.inbox(telephone.number)], key=lambda text: text.created)


def _with_keys_joined(events: Iterable[Event]) -> Iterable[Event]:
    joined: Event | None = None
    for event in events:
        if joined is not None and event.kind is joined.kind is Kind.KEYS:
            joined = replace(joined, text=joined.text + event.text)
            continue
        if joined is not None:
            yield joined
        joined = event
    if joined is not None:
        yield joined
