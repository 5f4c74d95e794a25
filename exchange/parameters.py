"""The parameters of webhooks, empty ones included: the provider sends those too, and signs them (Twilio docs)."""

import time
from collections.abc import Mapping
from email.utils import formatdate
from math import ceil

API_VERSION = "2010-04-01"
"""The version of the provider's API that every webhook names."""


def call_parameters(
    account_sid: str, call_sid: str, from_: str, to: str, direction: str, verstat: str | None = None
) -> dict[str, str]:
    """Return what every webhook of a call carries except `CallStatus`; `verstat` is the STIR/SHAKEN verdict."""
    parameters = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call_sid,
        "Direction": direction,
        "From": from_,
        "Caller": from_,
        "To": to,
        "Called": to,
        **_places({"From": from_, "Caller": from_, "To": to, "Called": to}),
    }
    return parameters if verstat is None else {**parameters, "StirVerstat": verstat}


def call_status_parameters(status: str, seconds: float | None, sequence: int) -> dict[str, str]:
    """Return what a status callback adds; `seconds` is the length of a call that is over, else None.

    `Duration` is in minutes, `CallDuration` in seconds (Twilio docs, "Voice status callbacks").
    """
    parameters = {
        "CallStatus": status,
        "Timestamp": formatdate(time.time()),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(sequence),
    }
    if seconds is not None:
        parameters |= {"CallDuration": str(ceil(seconds)), "Duration": str(ceil(seconds / 60))}
    return parameters


def text_parameters(
    account_sid: str, sid: str, from_: str, to: str, body: str, media: tuple[Mapping[str, str], ...], segments: int
) -> dict[str, str]:
    """Return what the webhook of an inbound text carries; each of `media` has `url` and `content_type`."""
    parameters = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "SmsStatus": "received",
        "From": from_,
        "To": to,
        "Body": body,
        "NumMedia": str(len(media)),
        "NumSegments": str(segments),
        **_places({"From": from_, "To": to}),
    }
    for index, item in enumerate(media):
        parameters[f"MediaUrl{index}"] = item["url"]
        parameters[f"MediaContentType{index}"] = item["content_type"]
    return parameters


def _places(numbers: Mapping[str, str]) -> dict[str, str]:
    places = {f"{who}{what}": "" for who in numbers for what in ("City", "State", "Zip")}
    return places | {f"{who}Country": "US" if number.startswith("+1") else "" for who, number in numbers.items()}
