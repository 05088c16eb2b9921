"""What the live server still answers when a browser has gone: it must not reach into the next test."""

from __future__ import annotations

import threading
from typing import Any

from django.core.signals import request_finished, request_started

LONGEST = 10.0  # seconds


class InHand:
    """Counts the requests that other threads than the test's own are answering."""

    def __init__(self) -> None:
        self.number, self.changed = 0, threading.Condition()

    def listen(self) -> None:
        request_started.connect(self.begins)
        request_finished.connect(self.ends)

    def forget(self) -> None:
        request_started.disconnect(self.begins)
        request_finished.disconnect(self.ends)

    def begins(self, **_: Any) -> None:
        self.count(1)

    def ends(self, **_: Any) -> None:
        self.count(-1)

    def count(self, step: int) -> None:
        if threading.current_thread() is threading.main_thread():
            return
        with self.changed:
            self.number += step
            self.changed.notify_all()

    def wait(self) -> None:
        """Returns when nothing is being answered, or after some seconds.

        Of a request that a browser cut off nobody may say that it has ended; the next test begins with none.
        """
        with self.changed:
            self.changed.wait_for(lambda: self.number <= 0, LONGEST)
            self.number = 0
