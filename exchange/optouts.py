"""Opt-outs: words that the provider itself acts on, before and beside the line (Twilio docs, "Advanced opt-out")."""

from dataclasses import dataclass, field

_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"})
_START = frozenset({"START", "YES", "UNSTOP"})
_HELP = frozenset({"HELP", "INFO"})


@dataclass(slots=True)
class OptOuts:
    """Which telephones want no more texts from which senders."""

    _pairs: set[tuple[str, str]] = field(default_factory=set)

    def has(self, telephone: str, sender: str) -> bool:
        """Whether the telephone has opted out of texts from this sender."""
        return (telephone, sender) in self._pairs

    def hear(self, telephone: str, sender: str, body: str) -> str | None:
        """Act on a text from the telephone to the sender, and return what the provider answers, if anything.

        A word counts only if it is the whole text. A start word means nothing to whoever has not opted out, so that
        `YES` can be an answer to the line.
        """
        word, pair = body.strip().upper(), (telephone, sender)
        if word in _STOP and pair not in self._pairs:
            self._pairs.add(pair)
            return "You have opted out and will get no more texts from this number. Reply START to get them again."
        if word in _START and pair in self._pairs:
            self._pairs.discard(pair)
            return "You will get texts from this number again. Reply HELP for help, STOP to end them."
        if word in _HELP and pair not in self._pairs:
            return "Reply STOP to get no more texts from this number. Message and data rates may apply."
        return None

    def forget(self) -> None:
        """Forget all opt-outs."""
        self._pairs.clear()
