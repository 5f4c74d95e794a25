"""The provider's library, made to keep time and secrets. Importing it costs a third of a second: workers only."""

import logging
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client


class NoAnswer(TwilioException):  # type: ignore[misc]  # the library has no types
    """No whole answer came back; the request may have been carried out. Says nothing about it on purpose."""


def connect(account_sid: str, auth_token: str, api_url: str | None, timeout_s: float) -> Client:
    """The library's client; `api_url` is another server that plays all of the provider's hosts."""
    for name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry"):
        logging.getLogger(name).addFilter(_drop)
    return Client(account_sid, auth_token, http_client=_HttpClient(api_url, timeout_s))


def _drop(record: logging.LogRecord) -> bool:
    """Keep every record back: at DEBUG and WARNING they quote addresses, whose query holds telephone numbers."""
    return False


class _HttpClient(TwilioHttpClient):  # type: ignore[misc]  # as above
    """The library's own client with a timeout (it has none by default), without logs and loose exceptions."""

    def __init__(self, api_url: str | None, timeout_s: float) -> None:
        super().__init__(timeout=timeout_s)
        self._api_url = api_url
        if api_url is not None:
            self.session.trust_env = False  # a proxy for the outside would be asked for this machine too

    def request(self, method: str, url: str, **rest: object) -> Response:
        """Send one request; raises `NoAnswer` where no whole answer came in time."""
        answer = self._answer(method, self._at(url), **rest)
        if answer is None:
            raise NoAnswer
        return answer

    def log_request(self, kwargs: object) -> None:
        """Log nothing: the library would log the query, which holds telephone numbers."""

    def log_response(self, status_code: int, response: object) -> None:
        """Log nothing."""

    def _answer(self, method: str, url: str, **rest: object) -> Response | None:
        try:
            return super().request(method, url, **rest)
        except OSError:  # every exception of requests is one; its text quotes the address, so it is not passed on
            return None

    def _at(self, url: str) -> str:
        if self._api_url is None:
            return url
        parts = urlsplit(url)
        return self._api_url + parts._replace(scheme="", netloc="").geturl()
