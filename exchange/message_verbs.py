"""The verbs that answer a text, each read from its element and checked (errors 14xxx of the provider's dictionary)."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from exchange.attributes import Attributes
from exchange.elements import no_loose_text, only_text
from exchange.refusals import NOT_PLAYED, Refusal
from exchange.verbs import Message, MessageVerb
from exchange.voice_verbs import read_redirect

MAX_MESSAGE = 1600
"""The longest text in characters (errors 14103 and 21617)."""


def _message(element: Element) -> Message:
    attributes = Attributes(element, ("to", "from", "action", "method", "statusCallback"))
    attributes.choice("method", 14104, ("GET", "POST"))
    if attributes.text("action") is not None:
        raise Refusal(NOT_PLAYED, "the action of <Message> is not played by this exchange")
    bodies = [only_text(child) for child in element if child.tag == "Body"]
    media = tuple(only_text(child) for child in element if child.tag == "Media")
    if len(bodies) > 1 or len(bodies) + len(media) != len(element):
        raise Refusal(12200, "<Message> takes one <Body> and any number of <Media>")
    if bodies:
        no_loose_text(element)
    body = message_text(bodies[0] if bodies else (element.text or "").strip(), has_media=bool(media))
    callback = attributes.text("statusCallback")
    return Message(body, media, attributes.text("to"), attributes.text("from"), callback)


def message_text(text: str, *, has_media: bool) -> str:
    """Return `text` if it can be sent, alone or with media; refuses it with 14103."""
    if len(text) > MAX_MESSAGE or not (text or has_media):
        raise Refusal(14103, f"a text has 1 to {MAX_MESSAGE} characters")
    return text


MESSAGE_READERS: dict[str, Callable[[Element], MessageVerb]] = {"Message": _message, "Redirect": read_redirect}
"""How each verb of an answer to a text is read from its element."""
