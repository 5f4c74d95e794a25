"""What the provider does after it has answered: one thread that takes its tasks in their order."""

import threading
from collections import deque
from collections.abc import Callable

Task = Callable[[], None]


class Afterwards:
    """Runs tasks one after the other in a thread of its own, until it is stopped.

    A task handles its own failures: one that raises ends the thread, and `settle` never comes true again.
    """

    def __init__(self) -> None:
        self._tasks: deque[Task] = deque()
        self._changed = threading.Condition()
        self._is_busy = False
        self._is_stopped = False
        self._thread = threading.Thread(target=self._work, name="exchange-afterwards", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def put(self, task: Task) -> None:
        """Add a task behind all others."""
        with self._changed:
            self._tasks.append(task)
            self._changed.notify_all()

    def settle(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds until nothing is left to do; return whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._tasks and not self._is_busy, timeout)

    def stop(self) -> None:
        """Drop what is left, and wait for the task at hand."""
        with self._changed:
            self._is_stopped = True
            self._tasks.clear()
            self._changed.notify_all()
        self._thread.join(timeout=20)

    def _work(self) -> None:
        while (task := self._next()) is not None:
            task()
            with self._changed:
                self._is_busy = False
                self._changed.notify_all()

    def _next(self) -> Task | None:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._tasks) or self._is_stopped)
            if self._is_stopped:
                return None
            self._is_busy = True
            return self._tasks.popleft()
