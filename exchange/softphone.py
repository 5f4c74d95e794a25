"""The telephones in a browser: one page, plain forms, and a script that only makes them quicker.

Each form is answered with the way back to the page, so that nothing is done twice by loading it again.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from exchange.call import Call, CallOver
from exchange.handset import handset
from exchange.lines import Line
from exchange.message_verbs import MAX_MESSAGE
from exchange.switch import Switch
from exchange.telephones import TELEPHONES, Telephone

_BY_NAME = {telephone.name: telephone for telephone in TELEPHONES}
_KEYS = frozenset("0123456789*#")
_TROUBLES_SHOWN = 10
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class NotDone(Exception):
    """What a person wanted cannot be done; the text says why, in one sentence for the page."""


class Softphone:
    """The page over a switch."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch

    def routes(self) -> Blueprint:
        """Return the routes: the page at `/`, its forms under `/telephones`, its style and script under `/page`."""
        routes = Blueprint("softphone", __name__, static_folder="page", static_url_path="/page")
        routes.before_request(_only_from_own_page)
        routes.after_request(_with_headers)
        routes.add_app_template_filter(_spaced, "spaced")
        routes.add_app_template_filter(_clock, "clock")
        routes.add_url_rule("/", "show", self._show)
        routes.add_url_rule("/telephones/<name>/<act>", "act", self._act, methods=["POST"])
        return routes

    def _show(self) -> str:
        return self._page()

    def _act(self, name: str, act: str) -> AnyResponse | tuple[str, int]:
        acts: dict[str, Callable[[Telephone], None]] = {
            "call": self._call,
            "press": lambda telephone: self._live(telephone, lambda call: call.press(_keys())),
            "say": lambda telephone: self._live(telephone, lambda call: call.say(_field("words", "Say what?"))),
            "wait": lambda telephone: self._live(telephone, Call.silence),
            "hang-up": lambda telephone: self._live(telephone, Call.hang_up),
            "answer": self._answer,
            "decline": lambda telephone: self._ringing(telephone, lambda call: call.decline("busy")),
            "ignore": lambda telephone: self._ringing(telephone, lambda call: call.decline("no-answer")),
            "text": self._text,
        }
        if name not in _BY_NAME or act not in acts:
            abort(404)
        try:
            acts[act](_BY_NAME[name])
        except NotDone as reason:
            return self._page(name, str(reason)), 400
        except CallOver:
            return self._page(name, "That came too late: the line is not waiting for you."), 409
        return redirect(f"/?{_query(_table())}#{name}", 303)

    def _page(self, name: str = "", notice: str = "") -> str:
        on = _table()
        return render_template(
            "telephones.html",
            handsets=[handset(self._switch, telephone) for telephone in TELEPHONES],
            on=on,
            lines=list(self._switch.lines),
            troubles=[each for each in list(self._switch.webhooks.kept) if each.error][-_TROUBLES_SHOWN:][::-1],
            path_of=lambda url: urlsplit(url).path,
            query=_query(on),
            with_or_without=lambda one: _query([each for each in on if each != one] if one in on else [*on, one]),
            notice=notice,
            noticed=name,
            most=MAX_MESSAGE,
        )

    def _call(self, telephone: Telephone) -> None:
        if handset(self._switch, telephone).state == "talking":
            raise NotDone("This telephone is in a call already.")
        self._switch.calls.place(telephone.number, self._line(), None)

    def _answer(self, telephone: Telephone) -> None:
        shown = handset(self._switch, telephone)
        if shown.ringing is None:
            raise NotDone("It has stopped ringing.")
        if shown.state == "talking":
            self._live(telephone, Call.hang_up)
        self._ringing(telephone, Call.answer)

    def _text(self, telephone: Telephone) -> None:
        body = _field("body", "Write a text first.").replace("\r\n", "\n")
        if len(body) > MAX_MESSAGE:
            raise NotDone(f"A text has at most {MAX_MESSAGE} characters.")
        self._switch.receive_text(telephone.number, self._line(), body, ())

    def _live(self, telephone: Telephone, act: Callable[[Call], None]) -> None:
        call = handset(self._switch, telephone).call
        if call is None:
            raise NotDone("This telephone is in no call.")
        with call.lock:
            act(call)

    def _ringing(self, telephone: Telephone, act: Callable[[Call], None]) -> None:
        call = handset(self._switch, telephone).ringing
        if call is None:
            raise NotDone("It has stopped ringing.")
        with call.lock:
            act(call)

    def _line(self) -> Line:
        digits = "".join(sign for sign in _field("to", "Which number?") if sign in "+0123456789")
        line = self._switch.lines.get(digits) or self._switch.lines.get(f"+{digits}")
        line = line or self._switch.lines.get(f"+1{digits}")
        if line is None:
            raise NotDone("The number you have dialled is not in service.")
        return line


def _only_from_own_page() -> None:
    """Refuse a form that a page of another origin sends: browsers say where each comes from, and no page can lie."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    is_own = origin == request.host_url.rstrip("/") if origin is not None else site == "same-origin"
    if request.method == "POST" and not is_own:
        abort(403)


def _with_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    # The forms need their Origin, which `no-referrer` would turn into `null`.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _table() -> list[str]:
    """The telephones on the table, in the order in which they were put there; the first mobile if none is."""
    wanted = dict.fromkeys(name for name in request.args.getlist("on") if name in _BY_NAME)
    return list(wanted) or [TELEPHONES[0].name]


def _query(names: list[str]) -> str:
    return urlencode([("on", name) for name in names])


def _field(name: str, otherwise: str) -> str:
    value = request.form.get(name, "").strip()
    if not value:
        raise NotDone(otherwise)
    return value


def _keys() -> str:
    keys = "".join(_field("keys", "Press which keys?").split())
    if not set(keys) <= _KEYS:
        raise NotDone("A telephone has the keys 0 to 9, * and #.")
    return keys


def _spaced(number: str) -> str:
    """`+12025550101` as people write it; what is no number of the North American plan is left as it is."""
    if number.startswith("+1") and len(number) == 12:
        return f"+1 {number[2:5]} {number[5:8]} {number[8:]}"
    return number


def _clock(second: float) -> str:
    minutes, seconds = divmod(int(second), 60)
    return f"{minutes}:{seconds:02}"
