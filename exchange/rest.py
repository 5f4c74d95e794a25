"""The provider's REST, as far as a client needs it that texts, calls, queues, looks back and looks up.

Paths do not clash between the provider's hosts, so one server plays them all.
"""

import hmac
import socket
from collections.abc import Callable
from typing import Any

from flask import Blueprint, request

from exchange import rest_fields
from exchange.call import Call, CallOver
from exchange.calls import Dialled
from exchange.faults import OF_REST, FaultKind
from exchange.lists import page, within
from exchange.lookups import lookup_resource
from exchange.parameters import API_VERSION
from exchange.refusals import RestError
from exchange.resources import call_resource, error_object, message_resource
from exchange.rest_queues import QueueRest
from exchange.switch import Switch
from exchange.telephones import E164
from exchange.texts import Text, new_sid

Reply = tuple[dict[str, Any], int]

_EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})


class Rest:
    """The REST routes over a switch; every one of them asks for the account's SID and token."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._account = f"/{API_VERSION}/Accounts/{switch.account_sid}"
        self._queues = QueueRest(switch.account_sid, switch.rooms.queues)

    def routes(self) -> Blueprint:
        """Return the routes."""
        routes = Blueprint("rest", __name__)
        routes.before_request(self._authenticate)
        routes.register_error_handler(RestError, _refused)
        for method, path, view in (
            ("POST", f"{self._account}/Messages.json", self._send_message),
            ("GET", f"{self._account}/Messages.json", self._list_messages),
            ("GET", f"{self._account}/Messages/<sid>.json", self._message),
            ("POST", f"{self._account}/Calls.json", self._dial),
            ("GET", f"{self._account}/Calls.json", self._list_calls),
            ("GET", f"{self._account}/Calls/<sid>.json", self._call),
            ("POST", f"{self._account}/Calls/<sid>.json", self._change_call),
            ("POST", f"{self._account}/Queues.json", self._queues.make),
            ("GET", f"{self._account}/Queues.json", self._queues.list),
            ("GET", f"{self._account}/Queues/<sid>.json", self._queues.fetch),
            ("POST", f"{self._account}/Queues/<sid>.json", self._queues.change),
            ("GET", "/v2/PhoneNumbers/<number>", self._look_up),
        ):
            routes.add_url_rule(path, path.replace(".", "-") + method, view, methods=[method])
        return routes

    def _authenticate(self) -> Reply | None:
        given = request.authorization
        expected = f"{self._switch.account_sid}:{self._switch.token}".encode()
        name, password = (given.username, given.password) if given is not None else (None, None)
        if hmac.compare_digest(f"{name}:{password}".encode(), expected):
            return None
        return _refused(RestError(20003, "authenticate", 401))

    def _send_message(self) -> Reply:
        return self._with_faults(self._accept_message)

    def _accept_message(self) -> Reply:
        form = request.form
        text = Text(
            new_sid(),
            form.get("From", ""),
            form.get("To", ""),
            form.get("Body", ""),
            "outbound-api",
            "accepted" if form.get("MessagingServiceSid") else "queued",
            tuple({"url": url} for url in form.getlist("MediaUrl")),
            form.get("MessagingServiceSid"),
            rest_fields.callback(21609),
        )
        self._check_sender(text)
        # The resource is of the moment of acceptance; the reports that change it may overtake this answer.
        resource = message_resource(self._switch.account_sid, text)
        self._switch.texts.send(text)
        return resource, 201

    def _check_sender(self, text: Text) -> None:
        is_number = text.from_.startswith("+")
        if is_number and text.from_ not in self._switch.lines:
            raise RestError(21606, "the 'From' phone number is not one of this account")
        if text.from_ and not is_number and not (len(text.from_) <= 11 and text.from_.replace(" ", "").isalnum()):
            raise RestError(21212, "the 'From' number is not valid")

    def _list_messages(self) -> Reply:
        self._fail_lists()
        arguments = request.args
        shown = [
            message_resource(self._switch.account_sid, text)
            for text in self._switch.texts.all()
            if text.to == arguments.get("To", text.to)
            and text.from_ == arguments.get("From", text.from_)
            and within(text.created, arguments, "DateSent")
        ]
        return page(request.path, "messages", shown, arguments), 200

    def _message(self, sid: str) -> Reply:
        text = self._switch.texts.find(sid)
        if text is None:
            raise _not_found()
        return message_resource(self._switch.account_sid, text), 200

    def _dial(self) -> Reply:
        return self._with_faults(self._accept_call)

    def _accept_call(self) -> Reply:
        form = request.form
        if not E164.fullmatch(form.get("To", "")):
            raise RestError(21211 if form.get("To") else 21201, "the 'To' number is missing or not valid")
        if form.get("From") not in self._switch.lines:
            raise RestError(21212 if form.get("From") else 21213, "the 'From' number is missing or not of this account")
        events = frozenset(form.getlist("StatusCallbackEvent")) or frozenset({"completed"})
        if not events <= _EVENTS:
            raise RestError(21626, "a status callback event is not valid")
        reports = rest_fields.callback(21609) or ""
        dialled = Dialled(form["From"], form["To"], rest_fields.entry(), reports, events, rest_fields.rings_s())
        call = self._switch.calls.dial(dialled)
        return {**call_resource(self._switch.account_sid, call), "status": "queued"}, 201

    def _list_calls(self) -> Reply:
        self._fail_lists()
        arguments = request.args
        shown = [
            call_resource(self._switch.account_sid, call)
            for call in self._switch.calls.all()
            if call.to == arguments.get("To", call.to)
            and call.from_ == arguments.get("From", call.from_)
            and call.status == arguments.get("Status", call.status)
            and within(call.created, arguments, "StartTime")
        ]
        return page(request.path, "calls", shown, arguments), 200

    def _call(self, sid: str) -> Reply:
        return call_resource(self._switch.account_sid, self._found(sid)), 200

    def _change_call(self, sid: str) -> Reply:
        call = self._found(sid)
        try:
            with call.lock:
                _change(call)
        except CallOver:
            raise RestError(21220, "the call is not in progress") from None
        return call_resource(self._switch.account_sid, call), 200

    def _found(self, sid: str) -> Call:
        call = self._switch.calls.find(sid)
        if call is None:
            raise _not_found()
        return call

    def _look_up(self, number: str) -> Reply:
        fields = [field for field in request.args.get("Fields", "").split(",") if field]
        self._switch.looked_up.append(number)
        fault = self._switch.faults.take(FaultKind.NO_LOOKUP, FaultKind.SLOW_LOOKUP)
        if fault is not None and fault.kind is FaultKind.NO_LOOKUP:
            raise RestError(20503, "service unavailable", 503)
        if fault is not None:
            self._switch.stopping.wait(fault.seconds)
        return lookup_resource(number, fields, self._switch.lookups.get(number, {})), 200

    def _fail_lists(self) -> None:
        if self._switch.faults.take(FaultKind.NO_LIST) is not None:
            raise RestError(20503, "service unavailable", 503)

    def _with_faults(self, accept: Callable[[], Reply]) -> Reply:
        self._switch.stopping.wait(self._switch.faults.latency)
        fault = self._switch.faults.take(*OF_REST)
        if fault is None:
            return accept()
        match fault.kind:
            case FaultKind.TOO_MANY:
                raise RestError(20429, "too many requests", 429)
            case FaultKind.REFUSED:
                raise RestError(fault.code, "refused on purpose")
            case FaultKind.SLOW:
                self._switch.stopping.wait(fault.seconds)
                return accept()
            case FaultKind.HANGING:
                reply = accept()
                self._switch.stopping.wait(fault.seconds)
                return reply
            case FaultKind.CUT | FaultKind.CUT_AFTER:
                if fault.kind is FaultKind.CUT_AFTER:
                    accept()
                # The library's server says which connection it is; what it answers then reaches nobody.
                request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
                raise RestError(20500, "the line was cut on purpose", 500)
            case _:
                if fault.kind is FaultKind.BROKEN_AFTER:
                    accept()
                raise RestError(20500, "an internal server error has occurred", 500)


def _refused(error: RestError) -> Reply:
    return error_object(error), error.status


def _not_found() -> RestError:
    return RestError(20404, "the requested resource was not found", 404)


def _change(call: Call) -> None:
    form = request.form
    if form.get("Status") == "canceled" or (form.get("Status") == "completed" and call.status == "ringing"):
        call.decline("canceled")
    elif form.get("Status") == "completed":
        call.end("completed")
    elif form.get("Twiml"):
        call.replace(rest_fields.twiml())
    elif form.get("Url"):
        call.redirect(rest_fields.address("Url", 21205), form.get("Method", "POST"))
    else:
        raise RestError(20001, "Status, Url or Twiml is required")
