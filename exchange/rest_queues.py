"""The provider's REST for queues: how many wait, and how many may (Twilio docs, "Queue resource")."""

from typing import Any

from flask import request

from exchange.lists import page
from exchange.parameters import API_VERSION
from exchange.queues import DEFAULT_SIZE, MAX_SIZE, Queue, Queues
from exchange.refusals import RestError
from exchange.resources import rfc2822

Reply = tuple[dict[str, Any], int]


class QueueRest:
    """The routes over the queues of an account; the names of the numbers 22xxx are from memory."""

    def __init__(self, account_sid: str, queues: Queues) -> None:
        self._account_sid = account_sid
        self._queues = queues

    def make(self) -> Reply:
        """Make a queue with a name of its own."""
        name = request.form.get("FriendlyName", "")
        if not 1 <= len(name) <= 64:
            raise RestError(22002, "a queue has a name of 1 to 64 characters")
        if any(queue.name == name for queue in self._queues.all()):
            raise RestError(22003, "there is a queue of this name")
        size = _size(DEFAULT_SIZE)
        queue = self._queues.named(name)
        queue.max_size = size
        return self._resource(queue), 201

    def list(self) -> Reply:
        """List all queues."""
        return page(request.path, "queues", map(self._resource, self._queues.all()), request.args), 200

    def fetch(self, sid: str) -> Reply:
        """Show one queue."""
        return self._resource(self._found(sid)), 200

    def change(self, sid: str) -> Reply:
        """Set how many may wait; those who wait already stay."""
        queue = self._found(sid)
        queue.max_size = _size(queue.max_size)
        return self._resource(queue), 200

    def _found(self, sid: str) -> Queue:
        for queue in self._queues.all():
            if queue.sid == sid:
                return queue
        raise RestError(20404, "the requested resource was not found", 404)

    def _resource(self, queue: Queue) -> dict[str, Any]:
        return {
            "account_sid": self._account_sid,
            "average_wait_time": queue.average,
            "current_size": queue.size,
            "date_created": rfc2822(queue.created),
            "date_updated": rfc2822(queue.created),
            "friendly_name": queue.name,
            "max_size": queue.max_size,
            "sid": queue.sid,
            "uri": f"/{API_VERSION}/Accounts/{self._account_sid}/Queues/{queue.sid}.json",
        }


def _size(default: int) -> int:
    text = request.form.get("MaxSize", str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_SIZE):
        raise RestError(22001, f"MaxSize is 1 to {MAX_SIZE}")
    return int(text)
