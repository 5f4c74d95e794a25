"""Texts: sent by the line over REST or in answer to a text, received from telephones, kept, and reported on."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from exchange.afterwards import Afterwards
from exchange.faults import OF_REPORTS, FaultKind, Faults
from exchange.message_verbs import MAX_MESSAGE
from exchange.optouts import OptOuts
from exchange.refusals import RestError
from exchange.telephones import E164, TelephoneKind, telephone_of
from exchange.webhooks import Purpose, Webhooks

MAX_KEPT = 10_000
"""Texts kept; the oldest are forgotten first."""

Media = tuple[Mapping[str, str], ...]


@dataclass(slots=True)
class Text:
    """One text, in either direction; `status` is one of the provider's words (Twilio docs, "Message resource").

    `refusal` is what the line answered wrongly to an inbound one, in one line.
    """

    sid: str
    from_: str
    to: str
    body: str
    direction: str
    status: str
    media: Media = ()
    service_sid: str | None = None
    status_callback: str | None = None
    error_code: int | None = None
    refusal: str | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))


class Texts:
    """All texts of the exchange, and who has opted out of them."""

    def __init__(self, account_sid: str, webhooks: Webhooks, afterwards: Afterwards, faults: Faults) -> None:
        self.optouts = OptOuts()
        self._account_sid = account_sid
        self._webhooks = webhooks
        self._afterwards = afterwards
        self._faults = faults
        self._texts: dict[str, Text] = {}
        self._inboxes: dict[str, list[Text]] = {}
        self._lock = threading.Lock()

    def all(self) -> list[Text]:
        """Return all texts, the newest first."""
        with self._lock:
            return list(reversed(self._texts.values()))

    def find(self, sid: str) -> Text | None:
        """Return the text with this SID."""
        return self._texts.get(sid)

    def inbox(self, number: str) -> list[Text]:
        """Return the texts that have arrived at a telephone, the oldest first."""
        with self._lock:
            return list(self._inboxes.get(number, ()))

    def forget(self) -> None:
        """Forget all texts and opt-outs."""
        with self._lock:
            self._texts.clear()
            self._inboxes.clear()
        self.optouts.forget()

    def send(self, text: Text) -> bool:
        """Accept a text to a telephone, and return whether it arrives; reports follow afterwards.

        Raises `RestError`.
        """
        check(text)
        if self.optouts.has(text.to, text.service_sid or text.from_):
            raise RestError(21610, "the recipient has opted out")
        self.keep(text)
        error_code = self._fate(text)
        if error_code is None:
            self._arrive(text)
        self._afterwards.put(lambda: self._report_delivery(text, error_code))
        return error_code is None

    def announce(self, text: Text) -> None:
        """Lay a text of the provider's own into a telephone's inbox: no opt-out holds it, nobody hears of it."""
        self.keep(text)
        self._arrive(text)

    def keep(self, text: Text) -> None:
        """Keep a text for lists and look-ups."""
        with self._lock:
            self._texts[text.sid] = text
            while len(self._texts) > MAX_KEPT:
                del self._texts[next(iter(self._texts))]

    def _report_delivery(self, text: Text, error_code: int | None) -> None:
        reports = []
        for status, code in (("sent", None), ("delivered" if error_code is None else "undelivered", error_code)):
            text.status, text.error_code = status, code
            reports.append(self._status_parameters(text))
        fault = self._faults.take(*OF_REPORTS)
        kind = None if fault is None else fault.kind
        if kind is FaultKind.LOST:
            return
        if kind is FaultKind.REVERSED:
            reports.reverse()
        if fault is not None and kind is FaultKind.LATE:
            threading.Timer(fault.seconds, self._afterwards.put, (lambda: self._report(text, reports),)).start()
        else:
            self._report(text, reports * 2 if kind is FaultKind.DOUBLED else reports)

    def _report(self, text: Text, reports: list[dict[str, str]]) -> None:
        if text.status_callback is not None:
            for parameters in reports:
                self._webhooks.notify(Purpose.TEXT_STATUS, text.status_callback, parameters)

    def _fate(self, text: Text) -> int | None:
        fault = self._faults.take(FaultKind.UNDELIVERED)
        if fault is not None:
            return fault.code
        telephone = telephone_of(text.to)
        if telephone.gets_texts:
            return None
        return 30006 if telephone.kind is TelephoneKind.LANDLINE else 30003

    def _arrive(self, text: Text) -> None:
        with self._lock:
            self._inboxes.setdefault(text.to, []).append(text)

    def _status_parameters(self, text: Text) -> dict[str, str]:
        parameters = {
            "AccountSid": self._account_sid,
            "ApiVersion": "2010-04-01",
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "MessageStatus": text.status,
            "SmsStatus": text.status,
            "From": text.from_,
            "To": text.to,
        }
        if text.service_sid:
            parameters["MessagingServiceSid"] = text.service_sid
        if text.error_code is not None:
            parameters["ErrorCode"] = str(text.error_code)
        if text.status in ("delivered", "undelivered"):
            parameters["RawDlrDoneDate"] = f"{datetime.now(UTC):%y%m%d%H%M}"
        return parameters


def new_sid() -> str:
    """Return a fresh message SID."""
    return f"SM{secrets.token_hex(16)}"


def check(text: Text) -> None:
    """Refuse a text that the provider would not accept; raises `RestError`."""
    if not text.to:
        raise RestError(21604, "a 'To' phone number is required")
    if not (text.from_ or text.service_sid):
        raise RestError(21603, "a 'From' phone number is required")
    if not (text.body or text.media):
        raise RestError(21602, "a message body is required")
    if len(text.body) > MAX_MESSAGE:
        raise RestError(21617, f"the message body is longer than {MAX_MESSAGE} characters")
    if not E164.fullmatch(text.to):
        raise RestError(21211, "the 'To' number is not a valid phone number")
