"""What may stand in a TwiML element: children by name, text or nothing."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from xml.etree.ElementTree import Element

from exchange.refusals import NOT_PLAYED, Refusal

Verb = TypeVar("Verb")

_OTHER_VERBS = frozenset(
    {"Connect", "Dial", "Enqueue", "Leave", "Pay", "Prompt", "Queue", "Record", "Refer", "Siprec", "Sms", "Start"}
    | {"Stop", "Stream", "Transcription", "VirtualAgent"}
)


def verbs_in(parent: Element, readers: Mapping[str, Callable[[Element], Verb]], code: int) -> tuple[Verb, ...]:
    """Read every child by the reader of its name (case-sensitive); any other child is refused with `code`."""
    no_loose_text(parent)
    return tuple(_reader(child, readers, code)(child) for child in parent)


def _reader(element: Element, readers: Mapping[str, Callable[[Element], Verb]], code: int) -> Callable[[Element], Verb]:
    if element.tag in readers:
        return readers[element.tag]
    if element.tag in _OTHER_VERBS and code == 12200:
        raise Refusal(NOT_PLAYED, f"<{element.tag}> is not played by this exchange")
    raise Refusal(code, f"<{element.tag}> may not stand here")


def only_text(element: Element) -> str:
    """Return the trimmed text of an element without children."""
    _no_children(element)
    return (element.text or "").strip()


def empty(element: Element) -> None:
    """Refuse an element that holds anything (12200)."""
    _no_children(element)
    no_loose_text(element)


def no_loose_text(parent: Element) -> None:
    """Refuse text beside the children of an element (12200)."""
    loose = [parent.text, *(child.tail for child in parent)]
    if any(text and text.strip() for text in loose):
        raise Refusal(12200, f"<{parent.tag}> holds text outside of a verb")


def _no_children(element: Element) -> None:
    if len(element):
        raise Refusal(12200, f"<{element[0].tag}> may not stand in <{element.tag}>")
