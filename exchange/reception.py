"""A text from a telephone to a line: the webhook, and what the line answers to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from exchange.addresses import resolve
from exchange.lines import Line
from exchange.parameters import text_parameters
from exchange.refusals import Refusal, RestError
from exchange.segments import segments
from exchange.sending import Answer
from exchange.texts import Media, Text, Texts, new_sid
from exchange.twiml import message_document
from exchange.verbs import Message, MessageVerb
from exchange.webhooks import Purpose, Webhooks

MAX_DOCUMENTS = 50
"""Documents that may follow one another in answer to one text (error 14106)."""


@dataclass(slots=True)
class Received:
    """What became of a text from a telephone; `error` is the last refusal in one line, if any."""

    sid: str
    replies: list[str] = field(default_factory=list)
    error: str | None = None


class Reception:
    """Takes one text from a telephone to a line."""

    def __init__(self, account_sid: str, line: Line, texts: Texts, webhooks: Webhooks, incoming: Text) -> None:
        self._line = line
        self._texts = texts
        self._webhooks = webhooks
        self._incoming = incoming
        self._cookies: dict[str, str] = {}
        self._received = Received(incoming.sid)
        self._parameters = text_parameters(
            account_sid,
            incoming.sid,
            incoming.from_,
            incoming.to,
            incoming.body,
            incoming.media,
            segments(incoming.body),
        )

    def take(self) -> Received:
        """Act on opt-out words, ask the line, and lay its answers into the telephone's inbox."""
        self._texts.keep(self._incoming)
        self._act_on_optout()
        if not self._line.sms_url:
            return self._received
        try:
            self._follow("POST", self._line.sms_url, {})
        except Refusal as refusal:
            self._fall_back(refusal)
        return self._received

    def _act_on_optout(self) -> None:
        words = self._texts.optouts.hear(self._incoming.from_, self._line.number, self._incoming.body)
        if words is not None:
            self._texts.announce(self._answer(Message(words, (), None, None, None)))
            self._received.replies.append(words)

    def _fall_back(self, refusal: Refusal) -> None:
        self._received.error = str(refusal)
        if refusal.is_warning or not self._line.sms_fallback_url:
            return
        try:
            extra = {"ErrorCode": str(refusal.code), "ErrorUrl": self._line.sms_url}
            self._follow("POST", self._line.sms_fallback_url, extra)
        except Refusal as second:
            self._received.error = str(second)

    def _follow(self, method: str, url: str, extra: dict[str, str]) -> None:
        for _ in range(MAX_DOCUMENTS):
            answer = self._webhooks.send(Purpose.TEXT, method, url, self._parameters | extra, self._cookies)
            redirect = self._perform(_document(answer))
            if redirect is None:
                return
            method, url = redirect[0], resolve(url, redirect[1])
        raise Refusal(14106, "too many documents in answer to one text")

    def _perform(self, verbs: Sequence[MessageVerb]) -> tuple[str, str] | None:
        for verb in verbs:
            if not isinstance(verb, Message):
                return verb.method, verb.url
            self._reply(verb)
        return None

    def _reply(self, message: Message) -> None:
        text = self._answer(message)
        if message.status_callback is not None:
            text.status_callback = resolve(self._line.sms_url, message.status_callback)
        try:
            if self._texts.send(text) and text.to == self._incoming.from_:
                self._received.replies.append(text.body)
        except RestError as error:
            self._received.error = str(error)

    def _answer(self, message: Message) -> Text:
        sender, to = message.sender or self._incoming.to, message.to or self._incoming.from_
        media: Media = tuple({"url": url} for url in message.media)
        return Text(new_sid(), sender, to, message.body, "outbound-reply", "queued", media)


def _document(answer: Answer) -> Sequence[MessageVerb]:
    return () if answer.status == 204 else message_document(answer.content_type, answer.body)
