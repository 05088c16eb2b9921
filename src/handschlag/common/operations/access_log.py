"""Watches every request: a line in the log, an observation in the figures, headers that close doors."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from handschlag.common.operations import metrics

log = logging.getLogger("handschlag.requests")
HEADERS = {
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class AccessLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        took = time.perf_counter() - started
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        self.observe(request, response, took)
        return response

    def observe(self, request: HttpRequest, response: HttpResponse, took: float) -> None:
        """Routes stand for addresses: a path may hold a secret, and there are too many of them to count."""
        is_file = request.path_info.startswith((f"/{settings.STATIC_URL.strip('/')}/",))
        route = "(file)" if is_file else _route_of(request)
        method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
        metrics.SECONDS.labels(route, method, f"{response.status_code // 100}xx").observe(took)
        is_slow = took * 1000 >= settings.SLOW_MS
        if is_slow:
            metrics.SLOW.labels(route).inc()
        if is_file and response.status_code < 400:
            return
        facts = {"method": method, "route": route, "status": response.status_code}
        facts |= {"ms": round(took * 1000, 1), "user_id": _user_id_of(request)}
        log.log(logging.WARNING if is_slow else logging.INFO, "request", extra=facts)


def _route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name or match.route if match else "(none)"


def _user_id_of(request: HttpRequest) -> int | None:
    """Whoever signed in, if the answer needed to know: to ask only for the log would cost a query."""
    person = getattr(request, "_cached_user", None)
    return person.pk if person is not None else None
