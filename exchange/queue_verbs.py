"""The verbs that lead into a queue and out of it, each read from its element and checked (errors 142xx)."""

from xml.etree.ElementTree import Element

from exchange.attributes import Attributes
from exchange.elements import empty, only_text
from exchange.refusals import NOT_PLAYED, Refusal
from exchange.verbs import Enqueue, Leave

_MAX_NAME = 64
_METHODS = ("GET", "POST")


def enqueue(element: Element) -> Enqueue:
    """Read an Enqueue; raises `Refusal`."""
    attributes = Attributes(element, ("action", "method", "waitUrl", "waitUrlMethod", "workflowSid"))
    if attributes.text("workflowSid") is not None:
        raise Refusal(NOT_PLAYED, "workflows are not played by this exchange")
    name = only_text(element)
    if not name:
        raise Refusal(14204, "the name of the queue is empty")
    if len(name) > _MAX_NAME:
        raise Refusal(14205, f"the name of the queue is longer than {_MAX_NAME} characters")
    return Enqueue(
        name=name,
        action=attributes.text("action"),
        method=attributes.choice("method", 14201, _METHODS) or "POST",
        wait_url=attributes.text("waitUrl"),
        wait_method=attributes.choice("waitUrlMethod", 14206, _METHODS) or "POST",
    )


def leave(element: Element) -> Leave:
    """Read a Leave; raises `Refusal`."""
    Attributes(element, ())
    empty(element)
    return Leave()
