"""Who signed a webhook (Twilio docs, "Webhooks security"): HMAC-SHA1 over its address and its sorted fields."""

import base64
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlsplit


class Signatures:
    """Checks signatures made with any of `tokens`; the second serves while tokens are changed.

    `public_url` is what the provider was told to call, without a slash at the end. Nothing of the request itself, such
    as its Host header, decides what was signed.
    """

    def __init__(self, public_url: str, tokens: tuple[str, ...]) -> None:
        if not tokens or not all(tokens):
            raise ValueError("signatures need a token, and none may be empty")
        self._origins = _origins(public_url)
        self._tokens = tuple(token.encode() for token in tokens)

    def cover(self, raw_target: str, values: Mapping[str, str], signature: str) -> bool:
        """Whether `signature` is the provider's over this path and query, still percent-encoded, and these fields.

        The provider's library is a witness in the tests and does not decide: its `validate` fails on a missing
        signature, reads JSON bodies as forms, and takes any port for another (all seen in 9.13).
        """
        signed = raw_target + "".join(name + values[name] for name in sorted(values))
        given = signature.encode(errors="replace")
        return any(
            hmac.compare_digest(base64.b64encode(hmac.digest(token, (origin + signed).encode(), "sha1")), given)
            for origin in self._origins
            for token in self._tokens
        )


def _origins(public_url: str) -> tuple[str, ...]:
    """How the provider may write `public_url` when it signs: over https its calls leave out a port, its texts do not.

    (Twilio docs, "Webhooks security", and twilio-python issue 402.)
    """
    url = urlsplit(public_url)
    if url.scheme != "https" or url.port is None:
        return (public_url,)
    return (public_url, url._replace(netloc=re.sub(r":\d+$", "", url.netloc)).geturl())
