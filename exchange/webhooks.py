"""Webhooks: requests to the line's addresses exactly as the provider sends them, signed, tried again and kept.

Headers and empty parameters are those of a captured call (public capture of 2025-09); the rest follows Twilio docs,
"TwiML: requests to your application" and "Webhooks connection overrides".
"""

import threading
import time
import uuid
from base64 import b64encode
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http.cookies import CookieError, SimpleCookie
from urllib.parse import unquote, urlencode, urlsplit

from exchange.addresses import Overrides, resolve, split_overrides
from exchange.faults import FaultKind, Faults
from exchange.refusals import Refusal
from exchange.sending import Answer, Failure, Request, Transport, send_once
from exchange.signature import signature, signed_url

MAX_REDIRECTS = 10
"""HTTP redirects followed for one webhook (error 11215)."""

MAX_KEPT = 1000
"""Webhooks kept for tests and replays; older ones are forgotten."""


class Purpose(StrEnum):
    """What a webhook is about."""

    VOICE = "voice"
    CALL_STATUS = "call-status"
    TEXT = "text"
    TEXT_STATUS = "text-status"
    AUDIO = "audio"


@dataclass(slots=True)
class Webhook:
    """One webhook as it was sent; `status` is the last HTTP status, `error` the refusal in one line, if any."""

    index: int
    purpose: Purpose
    request: Request
    parameters: dict[str, str]
    attempts: int = 0
    status: int | None = None
    error: str | None = None


Cookies = dict[str, str]


@dataclass(slots=True)
class Webhooks:
    """Sends webhooks for one account and keeps the latest of them; `transport` may be another than the network."""

    token: str
    faults: Faults
    transport: Transport = send_once
    kept: deque[Webhook] = field(default_factory=lambda: deque(maxlen=MAX_KEPT))
    _sent: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(
        self, purpose: Purpose, method: str, address: str, parameters: Mapping[str, str], cookies: Cookies | None = None
    ) -> Answer:
        """Send one webhook to an absolute address with overrides, and return its good answer.

        `cookies` are sent and brought up to date. Raises `Refusal`, which is a `Failure` where the network or an
        HTTP status is at fault.
        """
        return self._follow(purpose, method, address, parameters, {} if cookies is None else cookies)[1]

    def notify(self, purpose: Purpose, address: str, parameters: Mapping[str, str]) -> None:
        """Post a status callback. What is wrong with its answer is only kept, as the provider only logs it.

        A callback answers 204, or TwiML, or nothing (errors 15003 and 12300).
        """
        try:
            webhook, answer = self._follow(purpose, "POST", address, parameters, {})
        except Refusal:
            return
        if answer.body.strip() and "xml" not in (answer.content_type or ""):
            webhook.error = "12300 a status callback answers 204 or TwiML"

    def repeat(self, index: int) -> Answer:
        """Send a kept webhook once more, byte for byte, as a duplicate or a captured request would come.

        Raises `LookupError` if it is no longer kept, and `Failure` if there is no answer.
        """
        webhook = next((webhook for webhook in list(self.kept) if webhook.index == index), None)
        if webhook is None:
            raise LookupError(index)
        return self.transport(webhook.request, Overrides(), time.monotonic() + Overrides().total)

    def forget(self) -> None:
        """Forget all kept webhooks."""
        self.kept.clear()

    def _follow(
        self, purpose: Purpose, method: str, address: str, parameters: Mapping[str, str], jar: Cookies
    ) -> tuple[Webhook, Answer]:
        for _ in range(MAX_REDIRECTS + 1):
            url, overrides = split_overrides(address)
            webhook = self._keep(purpose, method, url, dict(parameters), jar)
            answer = self._deliver(webhook, overrides)
            _remember(answer, jar)
            if answer.location is None or answer.status < 300:
                return webhook, answer
            address = resolve(url, answer.location)
            method = method if answer.status in (307, 308) else "GET"
        raise Refusal(11215, "too many redirects")

    def _keep(self, purpose: Purpose, method: str, url: str, parameters: dict[str, str], cookies: Cookies) -> Webhook:
        is_forged = self.faults.take(FaultKind.FORGED) is not None
        token = self.token[::-1] + "forged" if is_forged else self.token
        request = _request(token, purpose, method, url, parameters, cookies)
        with self._lock:
            self._sent += 1
            webhook = Webhook(self._sent, purpose, request, parameters)
            self.kept.append(webhook)
        return webhook

    def _deliver(self, webhook: Webhook, overrides: Overrides) -> Answer:
        deadline = time.monotonic() + overrides.total
        try:
            return self._persist(webhook, overrides, deadline)
        except Refusal as refusal:
            webhook.error = str(refusal)
            raise

    def _persist(self, webhook: Webhook, overrides: Overrides, deadline: float) -> Answer:
        while True:
            webhook.attempts += 1
            try:
                answer = _good(self.transport(webhook.request, overrides, deadline))
                webhook.status = answer.status
                return answer
            except Failure as failure:
                webhook.status = failure.status
                if webhook.attempts > overrides.retries or failure.kind not in overrides.policy:
                    raise


def _good(answer: Answer) -> Answer:
    if answer.status >= 500:
        raise Failure(11200, f"HTTP {answer.status}", "5xx", answer.status)
    if answer.status >= 400:
        raise Failure(11200, f"HTTP {answer.status}", "4xx", answer.status)
    return answer


def _request(
    token: str, purpose: Purpose, method: str, url: str, parameters: Mapping[str, str], cookies: Cookies
) -> Request:
    form = urlencode(parameters)
    if method == "GET" and form:
        url += ("&" if urlsplit(url).query else "?") + form
    is_voice = purpose not in (Purpose.TEXT, Purpose.TEXT_STATUS)
    bare = signed_url(url, is_voice=is_voice)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "X-Home-Region": "us1",
        "X-Twilio-Signature": signature(token, bare, {} if method == "GET" else parameters),
        # The same on every attempt of one webhook, because the request is made once and sent again as it is.
        "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
        **_authorization(url),
    }
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Request(method, url, headers, b"" if method == "GET" else form.encode())


def _authorization(url: str) -> dict[str, str]:
    userinfo, _, _ = urlsplit(url).netloc.rpartition("@")
    return {"Authorization": "Basic " + b64encode(unquote(userinfo).encode()).decode()} if userinfo else {}


def _remember(answer: Answer, cookies: Cookies) -> None:
    for line in answer.cookies:
        try:
            cookies.update({name: morsel.coded_value for name, morsel in SimpleCookie(line).items()})
        except CookieError:
            continue  # a browser drops a cookie it cannot read; so does the provider
