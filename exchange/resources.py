"""REST resources as the provider's JSON (Twilio docs, "Message resource", "Call resource")."""

from datetime import datetime
from email.utils import format_datetime
from math import ceil
from typing import Any

from exchange.call import Call
from exchange.parameters import API_VERSION
from exchange.refusals import RestError
from exchange.segments import segments
from exchange.texts import Text


def message_resource(account_sid: str, text: Text) -> dict[str, Any]:
    """Return a Message resource."""
    path = f"/{API_VERSION}/Accounts/{account_sid}/Messages/{text.sid}"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": text.body,
        "date_created": rfc2822(text.created),
        "date_sent": rfc2822(text.created),
        "date_updated": rfc2822(text.created),
        "direction": text.direction,
        "error_code": text.error_code,
        "error_message": None,
        "from": text.from_ or None,
        "messaging_service_sid": text.service_sid,
        "num_media": str(len(text.media)),
        "num_segments": str(segments(text.body)),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{path}/Media.json"},
        "to": text.to,
        "uri": f"{path}.json",
    }


def call_resource(account_sid: str, call: Call) -> dict[str, Any]:
    """Return a Call resource; `duration` is in seconds of the call's own time."""
    return {
        "account_sid": account_sid,
        "answered_by": None,
        "api_version": API_VERSION,
        "date_created": rfc2822(call.created),
        "date_updated": rfc2822(call.ended_at or call.created),
        "direction": call.direction,
        "duration": str(ceil(call.second)) if call.status == "completed" else None,
        "end_time": rfc2822(call.ended_at) if call.ended_at else None,
        "from": call.from_,
        "from_formatted": call.from_,
        "parent_call_sid": None,
        "price": None,
        "price_unit": "USD",
        "sid": call.sid,
        "start_time": rfc2822(call.created),
        "status": call.status,
        "to": call.to,
        "to_formatted": call.to,
        "uri": f"/{API_VERSION}/Accounts/{account_sid}/Calls/{call.sid}.json",
    }


def error_object(error: RestError) -> dict[str, Any]:
    """Return the provider's error object."""
    more = f"https://www.twilio.com/docs/errors/{error.code}"
    return {"code": error.code, "message": error.message, "more_info": more, "status": error.status}


def rfc2822(moment: datetime) -> str:
    """Return an instant as REST writes it."""
    return format_datetime(moment)
