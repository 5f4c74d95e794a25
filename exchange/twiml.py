"""TwiML documents: parsed and checked as strictly as the provider's dictionary of errors allows.

Where the provider would only warn and go on without the verb, the document is refused all the same: a line that relies
on the provider's leniency has a fault that nobody hears until it is called.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from exchange.attributes import Attributes
from exchange.elements import Grammar, verbs_in
from exchange.grammars import ANSWER, CALL
from exchange.message_verbs import message_text
from exchange.refusals import Refusal
from exchange.verbs import Message, MessageVerb, Play, Say, VoiceVerb

MAX_DOCUMENT = 64 * 1024
"""The largest TwiML document in bytes (error 11750)."""

_XML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})


def voice_document(content_type: str | None, body: bytes, grammar: Grammar[VoiceVerb] = CALL) -> tuple[VoiceVerb, ...]:
    """Return the verbs of an answer to a voice webhook, of those that may stand where it is; raises `Refusal`.

    Plain text that is no TwiML is read aloud, and audio is played (Twilio docs, "TwiML: response formats").
    """
    kind = _media_type(content_type)
    if kind.startswith("audio/"):
        return (Play(url=None, digits=None),)
    if kind == "text/plain" and not _is_xml(body):
        return (Say(_plain_text(body)),)
    return verbs_in(_root(kind, body), grammar)


def message_document(content_type: str | None, body: bytes) -> tuple[MessageVerb, ...]:
    """Return the verbs of an answer to a message webhook; raises `Refusal`. Plain text is sent as it stands."""
    kind = _media_type(content_type)
    if kind == "text/plain" and not _is_xml(body):
        return (Message(message_text(_plain_text(body), has_media=False), (), None, None, None),)
    return verbs_in(_root(kind, body), ANSWER)


def _media_type(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _plain_text(body: bytes) -> str:
    if not body.strip():
        raise Refusal(11770, "the answer has no body")
    return body[:MAX_DOCUMENT].decode(errors="replace").strip()


def _is_xml(body: bytes) -> bool:
    try:
        _parse(body)
    except Refusal:
        return False
    return True


def _root(kind: str, body: bytes) -> Element:
    if kind not in _XML_TYPES and kind != "text/plain":
        raise Refusal(12300, f"content type {kind or 'missing'!r} is not TwiML")
    if not body.strip():
        raise Refusal(11770, "the answer has no body")
    if len(body) > MAX_DOCUMENT:
        raise Refusal(11750, f"the document is longer than {MAX_DOCUMENT} bytes")
    root = _parse(body)
    if root.tag != "Response":
        raise Refusal(12102, f"the root element is <{root.tag}>, not <Response>")
    Attributes(root, ())
    return root


def _parse(body: bytes) -> Element:
    # Not known of the provider. Entities of a document's own are refused here, so that none can grow in memory.
    if b"<!DOCTYPE" in body:
        raise Refusal(12100, "a document type is not accepted")
    try:
        return ElementTree.fromstring(body)  # noqa: S314  what makes it unsafe is refused above
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise Refusal(12100, f"the document is not well-formed: {error}") from None
