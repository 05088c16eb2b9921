"""What the live server still answers when a browser has gone: it must not reach into the next test."""

from __future__ import annotations

import threading
from typing import Any

from django.core.signals import request_finished, request_started

LONGEST = 60.0


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
        """Returns when nothing is being answered."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.number == 0, LONGEST), "a request has no end"
