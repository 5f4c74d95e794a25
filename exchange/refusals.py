"""What the provider refuses, as numbers of its error dictionary (twilio.com/docs/api/errors)."""

NOT_PLAYED = 0
"""Not a number of the provider's: the document is legal, but this exchange does not play it, or bounds it."""

# Of 13xxx and 14xxx, which are about single verbs, only these are errors in the dictionary; the rest are warnings.
_ERRORS_OF_VERBS = frozenset({13231, 13238, 13325, 13338, 13420, 14107, *range(14201, 14207)})


class Refusal(Exception):
    """A document, an address or an answer that the provider does not accept.

    `code` is a number of the provider's error dictionary, or `NOT_PLAYED`; `message` is one line.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message

    @property
    def is_warning(self) -> bool:
        """Whether the provider only logs it and goes on, so that it never asks the fallback address."""
        of_verbs = 13000 <= self.code < 15000 and self.code not in _ERRORS_OF_VERBS
        return self.code in (12200, NOT_PLAYED) or of_verbs


class RestError(Exception):
    """A REST request that is answered with the provider's error object; `status` is the HTTP status."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.status = status
