"""The signature that proves a webhook to come from the provider (Twilio docs, "Webhooks security")."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import urlsplit


def signature(token: str, url: str, parameters: Mapping[str, str]) -> str:
    """Return the value of `X-Twilio-Signature`: Base64 of HMAC-SHA1 over the URL and the sorted form parameters.

    `url` is taken as it stands, percent-encoding and all; `parameters` is empty for a GET.
    """
    signed = url + "".join(name + parameters[name] for name in sorted(parameters))
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def signed_url(url: str, *, is_voice: bool) -> str:
    """Return the URL as it is signed: without user and password, and for voice over https without its port."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if is_voice and parts.scheme == "https":
        host = re.sub(r":\d+$", "", host)
    return url.replace(parts.netloc, host, 1)
