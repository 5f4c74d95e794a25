"""What a setting must look like, and which settings need each other.

A rule takes a value and gives it back in its canonical form, or raises `ValueError` with words that never repeat the
value: it may be a secret.
"""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

import policy_file
import setting_prices
from wording.languages import CATALOGUES

CHECKOUT: Final = Path(__file__).resolve().parent
E164: Final = r"^\+[1-9][0-9]{6,14}$"  # ITU-T E.164: at most 15 digits, no country code begins with 0
_MESSAGING_SERVICE: Final = re.compile(r"MG[0-9a-f]{32}")
_SENDER_NAME: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}")  # the provider's alphanumeric sender id
_PLACEHOLDERS: Final = ("change", "example", "secret", "password", "placeholder", "xxxx")


class SettingsWrong(Exception):
    """The environment cannot be used; `faults` holds one line for each wrong or missing variable, without its value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(["the settings are wrong:", *(f"  {fault}" for fault in faults)]))
        self.faults = faults


def below_checkout(value: Path) -> Path:
    """An absolute path; a relative one starts at the checkout, wherever the command was given."""
    return CHECKOUT / value


def price_table(value: Path) -> Path:
    """The path of a table of prices that can be read."""
    setting_prices.read(below_checkout(value))
    return below_checkout(value)


def policy(value: Path) -> Path:
    """The path of a policy of admission that can be read."""
    try:
        policy_file.load(below_checkout(value))
    except policy_file.PolicyWrong as wrong:
        raise ValueError(f"{value}: {'; '.join(str(wrong).splitlines())}") from None
    return below_checkout(value)


def database_url(value: SecretStr) -> SecretStr:
    """A PostgreSQL address for SQLAlchemy with psycopg 3; `postgres://`, as hosting platforms write it, is accepted."""
    scheme, separator, rest = value.get_secret_value().partition("://")
    if not separator or scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise ValueError("must begin with postgresql:// (PostgreSQL is the only engine)")
    return SecretStr(f"postgresql+psycopg://{rest}")


def redis_url(value: SecretStr) -> SecretStr:
    """An address for the Redis client: over TCP, TLS or a socket of this machine."""
    if value.get_secret_value().partition("://")[0] not in ("redis", "rediss", "unix"):
        raise ValueError("must begin with redis://, rediss:// or unix://")
    return value


def root_secret(value: SecretStr) -> SecretStr:
    """A secret of 32 bytes or more that is not a placeholder: all keys are derived from it."""
    text = value.get_secret_value()
    if len(text.encode()) < 32:
        raise ValueError("must hold 32 bytes or more: openssl rand -hex 32")
    if len(set(text)) < 10 or any(word in text.lower() for word in _PLACEHOLDERS):
        raise ValueError("looks like an example: openssl rand -hex 32 makes one")
    return value


def audit_key(value: SecretStr) -> SecretStr:
    """The 32 bytes of a private key, in hex."""
    if not re.fullmatch(r"[0-9a-f]{64}", value.get_secret_value()):
        raise ValueError("must be 64 hex digits: openssl rand -hex 32 makes one")
    return value


def token(value: SecretStr) -> SecretStr:
    """The provider's tokens are 32 characters; anything clearly shorter is a slip of the hand."""
    if len(value.get_secret_value()) < 16:
        raise ValueError("is too short for an auth token")
    return value


def origin(value: str) -> str:
    """`scheme://host[:port][/prefix]` without a slash at the end: webhooks are signed over it and the path."""
    url = urlsplit(value)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("must be an address such as https://line.example")
    if url.query or url.fragment or url.username is not None:
        raise ValueError("must have no user, query or fragment")
    return value.rstrip("/")


def issuer(value: str) -> str:
    """An issuer of OpenID Connect, as it names itself: over TLS, or on this machine."""
    if not (value.startswith("https://") or is_loopback(value)):
        raise ValueError("must begin with https://")
    return value


def is_loopback(url: str) -> bool:
    """Whether `url` names this machine only."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_name(sender: str) -> bool:
    """Whether texts come from a name, which nobody can answer."""
    return not (re.match(E164, sender) or _MESSAGING_SERVICE.fullmatch(sender))


def text_sender(value: str) -> str:
    """A number, a messaging service or a name of at most 11 characters."""
    if is_name(value) and not _SENDER_NAME.fullmatch(value):
        raise ValueError("must be a number as +18005550199, a messaging service (MG...) or a name of 1 to 11 letters")
    return value


def split(value: object) -> object:
    """A list from words with commas between them."""
    return tuple(filter(None, (word.strip() for word in value.split(",")))) if isinstance(value, str) else value


def regions(value: tuple[str, ...]) -> tuple[str, ...]:
    """Regions of ISO 3166, in capitals, one at least."""
    if not value or not all(re.fullmatch(r"[A-Z]{2}", word) for word in value):
        raise ValueError("must be regions of two capital letters with commas, as US,PR")
    return value


def languages(value: tuple[str, ...]) -> tuple[str, ...]:
    """Languages that the line has a catalogue for, one at least."""
    if not value or not set(value) <= CATALOGUES.keys():
        raise ValueError(f"must be languages of the line with commas: {', '.join(CATALOGUES)}")
    return value


def is_simulated(values: Mapping[str, str]) -> bool:
    """Whether these variables ask for the exchange, which is the default."""
    return values.get("TELEPHONY") != "twilio"


def across(values: Mapping[str, str]) -> dict[str, str]:
    """The faults that lie between variables; what lies within one is its own rule's to find."""
    faults = _public_url(values)
    if "DATABASE_URL_DIRECT" in values and "DATABASE_URL" not in values:
        faults["DATABASE_URL_DIRECT"] = "is of use only beside DATABASE_URL"
    if "FAILPOINT" in values and not is_simulated(values):
        faults["FAILPOINT"] = "is for tests: it kills the worker, and is refused with TELEPHONY=twilio"
    for name in ("SECRET_KEY", "TWILIO_AUTH_TOKEN"):
        if f"{name}_NEXT" in values and values[f"{name}_NEXT"] == values.get(name):
            faults[f"{name}_NEXT"] = f"is the same as {name}"
    oidc = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    if 0 < sum(name in values for name in oidc) < len(oidc):
        faults |= {name: "is missing beside the other settings of OIDC" for name in oidc if name not in values}
    if "SPEND_PER_MONTH" in values and "PRICES" not in values:
        faults["SPEND_PER_MONTH"] = "is of use only beside PRICES"
    answered = values.get("TEXT_TWO_WAY", "").lower() in ("true", "1", "yes", "on")
    if answered and "TEXT_SENDER" in values and is_name(values["TEXT_SENDER"]):
        faults["TEXT_TWO_WAY"] = "nobody can answer a name; TEXT_SENDER must be a number or a messaging service"
    return faults


def _public_url(values: Mapping[str, str]) -> dict[str, str]:
    """It must fit the telephony: whoever reaches the exchange reads every code; the provider needs TLS."""
    url = values.get("PUBLIC_URL", "")
    if url and is_simulated(values) and not is_loopback(url):
        return {"PUBLIC_URL": "must be a loopback address while TELEPHONY is simulated (twilio is for going live)"}
    if url and not is_simulated(values) and (not url.startswith("https://") or is_loopback(url)):
        return {"PUBLIC_URL": "must be https and reachable by the provider with TELEPHONY=twilio"}
    return {}
