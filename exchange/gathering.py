"""A call at a Gather: which keys and words it takes, and when it is done with them (Twilio docs, "TwiML: Gather")."""

from dataclasses import dataclass

from exchange.durations import speaking
from exchange.verbs import Gather


@dataclass(frozen=True, slots=True)
class Gathered:
    """The end of a Gather: after `seconds`, with what its action is told, or None where it falls through."""

    seconds: float
    heard: dict[str, str] | None


@dataclass(slots=True)
class Gathering:
    """One Gather under way, with the keys it has so far."""

    gather: Gather
    keys: str = ""

    def press(self, keys: str) -> Gathered | None:
        """Take keys; those that come after the end are lost. None means that it waits for more."""
        if not self.gather.takes_keys:
            return self.silence()
        for key in keys:
            finish_key = key if key == self.gather.finish_on_key else ""
            self.keys += "" if finish_key else key
            if finish_key or len(self.keys) == self.gather.num_digits:
                return Gathered(0.0, self._keyed(finish_key))
        return None

    def say(self, words: str, confidence: float) -> Gathered:
        """Take words, which are lost on a Gather of keys."""
        # Of keys and speech, whichever came first wins: whoever has pressed a key is not listened to.
        if self.keys or not self.gather.takes_speech:
            return Gathered(speaking(words) + self.gather.timeout, self._keyed(""))
        seconds = speaking(words) + (self.gather.speech_timeout or 1)
        return Gathered(seconds, {"SpeechResult": words, "Confidence": str(confidence)})

    def silence(self) -> Gathered:
        """Let the time run out."""
        return Gathered(self.gather.timeout, self._keyed(""))

    def _keyed(self, finish_key: str) -> dict[str, str] | None:
        if not self.keys and not self.gather.action_on_empty:
            return None
        return {"Digits": self.keys, "FinishedOnKey": finish_key, "msg": "Gather End"}
