"""Where a call gets its documents: addresses relative to one another, the fallback, cookies, and a bound on loops."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urldefrag

from exchange.addresses import resolve
from exchange.elements import Grammar
from exchange.grammars import CALL
from exchange.refusals import NOT_PLAYED, Refusal
from exchange.twiml import voice_document
from exchange.verbs import VoiceVerb
from exchange.webhooks import Purpose, Webhooks

MAX_DOCUMENTS = 50
"""Documents that may follow one another while the caller does nothing (the provider names no bound for calls)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a call goes first, and where it goes when that fails; `document` is TwiML given instead of an address."""

    url: str
    method: str = "POST"
    fallback_url: str = ""
    fallback_method: str = "POST"
    document: bytes | None = None


@dataclass(slots=True)
class Documents:
    """The documents of one call; `address` is that of the current one, None where it came without."""

    entry: Entry
    webhooks: Webhooks
    address: str | None = None
    _asked: str = ""
    _count: int = 0
    _is_on_fallback: bool = False
    _cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, url: str, method: str, parameters: Mapping[str, str], grammar: Grammar[VoiceVerb] = CALL
    ) -> tuple[VoiceVerb, ...]:
        """Return the document at `url`, which may be relative to the current one; raises `Refusal`."""
        self._asked = url
        self._count += 1
        if self._count > MAX_DOCUMENTS:
            raise Refusal(NOT_PLAYED, f"more than {MAX_DOCUMENTS} documents without the caller doing anything")
        self._asked = address = resolve(self.address, url)
        answer = self.webhooks.send(Purpose.VOICE, method, address, parameters, self._cookies)
        verbs = voice_document(answer.content_type, answer.body, grammar)
        self.address = address
        self._is_on_fallback = self._is_on_fallback and url == self.entry.fallback_url
        return verbs

    def given(self, document: bytes) -> tuple[VoiceVerb, ...]:
        """Return a document that has no address, so that its own addresses must be absolute; raises `Refusal`."""
        self.address, self._asked = None, ""
        return voice_document("text/xml", document)

    def fall_back(self, refusal: Refusal, parameters: Mapping[str, str]) -> tuple[VoiceVerb, ...] | None:
        """Return the fallback document, or None where the provider would not ask for it; raises `Refusal`.

        It is asked with `ErrorCode` and `ErrorUrl`, and not a second time until another document has been good.
        """
        if refusal.is_warning or self._is_on_fallback or not self.entry.fallback_url:
            return None
        self._is_on_fallback = True
        extra = {"ErrorCode": str(refusal.code), "ErrorUrl": urldefrag(self._asked).url}
        return self.ask(self.entry.fallback_url, self.entry.fallback_method, {**parameters, **extra})

    def tell(self, url: str, method: str, parameters: Mapping[str, str]) -> Callable[[], None]:
        """Return how to ask an address for nothing: the call has gone on, and no answer leads it any more."""
        address = self.address

        def ask() -> None:
            with suppress(Refusal):
                self.webhooks.send(Purpose.VOICE, method, resolve(address, url), parameters, dict(self._cookies))

        return ask

    def check_audio(self, url: str) -> None:
        """Refuse a recording that cannot be played; the provider's parameters are not sent to it."""
        self._asked = url
        self._asked = address = resolve(self.address, url)
        answer = self.webhooks.send(Purpose.AUDIO, "GET", address, {}, self._cookies)
        if not (answer.content_type or "").startswith("audio/"):
            raise Refusal(13420, "a recording is not of an audio type")

    def caller_acted(self) -> None:
        """Begin to count documents anew: what the caller drives is no loop."""
        self._count = 0
