"""Look-ups as the provider's JSON (Twilio docs, "Lookup v2").

Each package has its own `error_code`; one that was not asked for is null; an impossible number is an answer, too.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import BadRequest

from exchange.refusals import RestError
from exchange.telephones import E164, telephone_of

Package = dict[str, Any]

_DEFAULTS: Mapping[str, Package | None] = {
    "caller_name": None,
    "sim_swap": {
        "last_sim_swap": {"last_sim_swap_date": None, "swapped_period": "PT24H", "swapped_in_period": False},
        "carrier_name": None,
        "mobile_country_code": None,
        "mobile_network_code": None,
    },
    "call_forwarding": None,
    "line_type_intelligence": {
        "type": None,
        "carrier_name": None,
        "mobile_country_code": None,
        "mobile_network_code": None,
    },
    "line_status": {"status": "active"},
    "identity_match": None,
    "reassigned_number": {"last_verified_date": None, "is_number_reassigned": "no"},
    "sms_pumping_risk": {
        "carrier_risk_category": "low",
        "number_blocked": False,
        "number_blocked_date": None,
        "number_blocked_last_3_months": False,
        "sms_pumping_risk_score": 0,
    },
    "phone_number_quality_score": None,
    "pre_fill": None,
}


def packages_of(body: dict[str, Any]) -> dict[str, Package]:
    """What is to be said of a number, package by package. Raises BadRequest."""
    if not (body.keys() <= _DEFAULTS.keys() and all(isinstance(each, dict) for each in body.values())):
        raise BadRequest("the body is packages by name, each an object")
    return body


def lookup_resource(number: str, fields: list[str], table: Mapping[str, Package]) -> dict[str, Any]:
    """Return a look-up: the packages named in `fields`, with what `table` says of each; an impossible number is valid
    JSON with `valid` false. Raises `RestError` 20001 for an unknown package.
    """
    unknown = sorted(set(fields) - {*_DEFAULTS, "validation"})
    if unknown:
        raise RestError(20001, f"there is no package {unknown[0]}")
    errors = _validation_errors(number)
    asked = [name for name in _DEFAULTS if name in fields and not errors]
    return {
        "calling_country_code": "1" if number.startswith("+1") else None,
        "country_code": "US" if number.startswith("+1") else None,
        "phone_number": number,
        "national_format": number,
        "valid": not errors,
        "validation_errors": errors,
        **dict.fromkeys(_DEFAULTS),
        **{name: _package(name, number, table.get(name)) for name in asked},
        "url": f"https://lookups.twilio.com/v2/PhoneNumbers/{number}",
    }


def _package(name: str, number: str, given: Package | None) -> Package | None:
    """What was set for it over what is usual; one that fails says its error and nothing else."""
    usual = _DEFAULTS[name]
    if given is not None and given.get("error_code") is not None:
        return dict.fromkeys(usual or ()) | {"error_code": given["error_code"]}
    if name == "line_type_intelligence":
        usual = (usual or {}) | {"type": telephone_of(number).line_type}
    return None if usual is None and given is None else {**(usual or {}), "error_code": None, **(given or {})}


def _validation_errors(number: str) -> list[str]:
    if E164.fullmatch(number):
        return []
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return ["NOT_A_NUMBER"]
    return ["TOO_LONG" if len(digits) > 15 else "TOO_SHORT" if len(digits) < 7 else "INVALID_COUNTRY_CODE"]
