"""The control of the telephones: JSON over loopback, for people at a terminal, tests, and a page in a browser.

Every state-changing request is `application/json`, which a page of another origin cannot send unasked.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from exchange.call import Call, CallOver
from exchange.faults import Fault, FaultKind
from exchange.lines import Line, configured
from exchange.lookups import packages_of
from exchange.refusals import Refusal
from exchange.sending import Failure
from exchange.switch import Switch
from exchange.telephones import TELEPHONES
from exchange.texts import Media
from exchange.webhooks import Webhook

Reply = tuple[dict[str, Any], int]

_KEYS = frozenset("0123456789*#ABCD")
_MAX_WAIT = 60.0


class Control:
    """The control routes over a switch."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch

    def routes(self) -> Blueprint:
        """Return the routes, all under `/control`."""
        routes = Blueprint("control", __name__, url_prefix="/control")
        routes.register_error_handler(HTTPException, _wrong)
        routes.register_error_handler(CallOver, _call_over)
        for method, path, view in (
            ("GET", "/telephones", self._telephones),
            ("GET", "/telephones/<number>/inbox", self._inbox),
            ("GET", "/telephones/<number>/ringing", self._ringing),
            ("POST", "/calls", self._place_call),
            ("GET", "/calls/<sid>", self._call),
            ("POST", "/calls/<sid>/<act>", self._act),
            ("POST", "/texts", self._send_text),
            ("GET", "/lines", self._lines),
            ("PUT", "/lines/<number>", self._set_line),
            ("PUT", "/lookups/<number>", self._set_lookup),
            ("POST", "/faults", self._add_fault),
            ("GET", "/webhooks", self._webhooks),
            ("POST", "/webhooks/<int:index>/repeat", self._repeat_webhook),
            ("POST", "/settle", self._settle),
            ("POST", "/reset", self._reset),
        ):
            routes.add_url_rule(path, view.__name__, view, methods=[method])
        return routes

    def _telephones(self) -> Reply:
        shown = [
            {"number": each.number, "label": each.label, "kind": each.kind, "gets_texts": each.gets_texts}
            for each in TELEPHONES
        ]
        return {"telephones": shown}, 200

    def _inbox(self, number: str) -> Reply:
        texts = self._switch.texts.inbox(number)
        return {"texts": [{"sid": text.sid, "from": text.from_, "body": text.body} for text in texts]}, 200

    def _ringing(self, number: str) -> Reply:
        call = self._switch.calls.ringing_at(number)
        return {"sid": None if call is None else call.sid}, 200

    def _place_call(self) -> Reply:
        body = _body()
        line = self._line(_text(body, "to"))
        return _state(self._switch.calls.place(_text(body, "from"), line, _optional(body, "stir"))), 201

    def _call(self, sid: str) -> Reply:
        return _state(self._found(sid)), 200

    def _act(self, sid: str, act: str) -> Reply:
        call, body = self._found(sid), _body()
        acts: dict[str, Callable[[], None]] = {
            "press": lambda: call.press(_keys(body)),
            "say": lambda: call.say(_text(body, "words"), _confidence(body)),
            "silence": call.silence,
            "hang-up": call.hang_up,
            "answer": call.answer,
            "decline": lambda: call.decline("busy"),
            "ignore": lambda: call.decline("no-answer"),
        }
        if act not in acts:
            raise NotFound(f"a telephone cannot {act}")
        with call.lock:
            acts[act]()
        return _state(call), 200

    def _send_text(self) -> Reply:
        body = _body()
        line = self._line(_text(body, "to"))
        received = self._switch.receive_text(_text(body, "from"), line, _text(body, "body"), _media(body))
        return {"sid": received.sid, "replies": received.replies, "error": received.error}, 201

    def _lines(self) -> Reply:
        return {"lines": sorted(self._switch.lines)}, 200

    def _set_line(self, number: str) -> Reply:
        try:
            body = _body()
            self._switch.lines[number] = configured(number, {name: _text(body, name) for name in body})
        except (Refusal, ValueError) as error:
            raise BadRequest(str(error)) from None
        return {}, 200

    def _set_lookup(self, number: str) -> Reply:
        self._switch.lookups[number] = packages_of(_body())
        return {}, 200

    def _add_fault(self) -> Reply:
        body = _body()
        if body.get("kind") not in list(FaultKind):
            raise BadRequest("there is no such kind of fault")
        seconds = _number(body, "seconds", 0.0)
        self._switch.faults.add(
            Fault(FaultKind(body["kind"]), int(_number(body, "count", 1)), seconds, int(_number(body, "code", 30008)))
        )
        return {}, 201

    def _webhooks(self) -> Reply:
        return {"webhooks": [_kept(webhook) for webhook in list(self._switch.webhooks.kept)]}, 200

    def _repeat_webhook(self, index: int) -> Reply:
        try:
            answer = self._switch.webhooks.repeat(index)
        except LookupError:
            raise NotFound("this webhook is not kept") from None
        except Failure as failure:
            return {"status": None, "body": "", "error": str(failure)}, 200
        return {"status": answer.status, "body": answer.body.decode(errors="replace"), "error": None}, 200

    def _settle(self) -> Reply:
        timeout = min(_number(_body(), "timeout", 5.0), _MAX_WAIT)
        return {"settled": self._switch.afterwards.settle(timeout)}, 200

    def _reset(self) -> Reply:
        _body()
        self._switch.reset()
        return {}, 200

    def _line(self, number: str) -> Line:
        line = self._switch.lines.get(number)
        if line is None:
            raise NotFound("the number you have dialled is not in service")
        return line

    def _found(self, sid: str) -> Call:
        call = self._switch.calls.find(sid)
        if call is None:
            raise NotFound("there is no such call")
        return call


def _wrong(error: HTTPException) -> Reply:
    return {"error": error.description}, error.code or 500


def _call_over(error: CallOver) -> Reply:
    return {"error": f"the line is not waiting for you: the call is {error}"}, 409


def _body() -> dict[str, Any]:
    body = request.get_json()
    if not isinstance(body, dict):
        raise BadRequest("the body is a JSON object")
    return body


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    # JSON can hold half of a surrogate pair, which no telephone can send and UTF-8 cannot hold.
    if not isinstance(value, str) or not value or not _is_unicode(value):
        raise BadRequest(f"{name} is a text and not empty")
    return value


def _is_unicode(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _optional(body: dict[str, Any], name: str) -> str | None:
    return None if body.get(name) is None else _text(body, name)


def _media(body: dict[str, Any]) -> Media:
    urls = body.get("media", [])
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise BadRequest("media is a list of addresses")
    return tuple({"url": url, "content_type": "image/jpeg"} for url in urls)


def _number(body: dict[str, Any], name: str, default: float) -> float:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadRequest(f"{name} is a number and not negative")
    return float(value)


def _confidence(body: dict[str, Any]) -> float | None:
    return None if body.get("confidence") is None else _number(body, "confidence", 0.0)


def _keys(body: dict[str, Any]) -> str:
    keys = _text(body, "keys")
    if not set(keys) <= _KEYS:
        raise BadRequest("keys are 0 to 9, *, # and A to D")
    return keys


def _state(call: Call) -> dict[str, Any]:
    try:
        since = max(0, int(request.args.get("since", "0")))
    except ValueError:
        raise BadRequest("since is a whole number") from None
    events = [{"kind": event.kind, "text": event.text, "second": event.second} for event in call.events[since:]]
    return {
        "sid": call.sid,
        "from": call.from_,
        "to": call.to,
        "status": call.status,
        "is_over": call.is_over,
        "error": call.error,
        "second": round(call.second, 1),
        "events": events,
    }


def _kept(webhook: Webhook) -> dict[str, Any]:
    return {
        "index": webhook.index,
        "purpose": webhook.purpose,
        "method": webhook.request.method,
        "url": webhook.request.url,
        "headers": dict(webhook.request.headers),
        "parameters": webhook.parameters,
        "attempts": webhook.attempts,
        "status": webhook.status,
        "error": webhook.error,
    }
