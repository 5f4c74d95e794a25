"""What may stand in a TwiML element: children by name, text or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from xml.etree.ElementTree import Element

from exchange.refusals import NOT_PLAYED, Refusal

Verb = TypeVar("Verb")


@dataclass(frozen=True, slots=True)
class Grammar(Generic[Verb]):
    """What a document may hold: a reader for each name (case-sensitive); any other is refused with `code`.

    `not_played` are legal there, but not played by this exchange.
    """

    readers: Mapping[str, Callable[[Element], Verb]]
    code: int
    not_played: frozenset[str] = frozenset()


def verbs_in(parent: Element, grammar: Grammar[Verb]) -> tuple[Verb, ...]:
    """Read every child of an element; raises `Refusal`."""
    no_loose_text(parent)
    return tuple(_reader(child, grammar)(child) for child in parent)


def _reader(element: Element, grammar: Grammar[Verb]) -> Callable[[Element], Verb]:
    if element.tag in grammar.readers:
        return grammar.readers[element.tag]
    if element.tag in grammar.not_played:
        raise Refusal(NOT_PLAYED, f"<{element.tag}> is not played by this exchange")
    raise Refusal(grammar.code, f"<{element.tag}> may not stand here")


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
