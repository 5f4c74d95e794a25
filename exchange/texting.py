"""The texts of a telephone for tests and terminals: send them, read them, find what they tell to key in."""

import re
import time
from dataclasses import dataclass

from exchange.link import Link, NotPossible

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_NONCE = re.compile(r"(?<![\d-])(?<!\d )\d{4}(?![\d-])(?! \d)")
"""Four digits that stand alone: neither half of a reference, nor the end of a telephone number or a date."""
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A text in a telephone's inbox."""

    from_: str
    body: str


class Texting:
    """The texts of the telephone with a number."""

    def __init__(self, exchange_url: str, number: str) -> None:
        self.number = number
        self._link = Link(exchange_url)
        self._code_after = 0
        self._looked_at = 0

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
            time.sleep(POLL_SECONDS)
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
            time.sleep(POLL_SECONDS)
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
