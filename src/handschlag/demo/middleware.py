"""What an answer took, on the clock and at work, how often it asked the database, and whether it was kept:
as a header, in demos, for measuring.

Not in production: a stranger who can time every query can ask questions that nobody meant to answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class _Count:
    """Counts queries and their seconds."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *words: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*words)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - began


class TimingMiddleware:
    """Stands first, so that everything counts: other middleware, compression too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count, began, worked = _Count(), time.perf_counter(), time.thread_time()
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        took, worked = (time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000
        how = "kept" if getattr(response, "is_from_shelf", False) else "made"
        response["Server-Timing"] = (
            f'app;dur={took:.2f}, db;dur={count.seconds * 1000:.2f};desc="{count.queries}", '
            f'cpu;dur={worked:.2f}, page;desc="{how}"'
        )
        return response
