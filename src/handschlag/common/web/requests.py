"""A request id for every answer, so that a person and a log speak of the same thing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from handschlag.common.times import USUAL_ZONE, at_place

_request_id: ContextVar[str] = ContextVar("request_id", default="")
FITTING = re.compile(r"[A-Za-z0-9-]{8,36}")
REFUSED = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)", re.IGNORECASE)


def current_request_id() -> str:
    """The id of the request that is being answered, or that asked for the job; empty in commands."""
    return _request_id.get()


@contextmanager
def request_id_is(value: str) -> Iterator[None]:
    """Within, everything that is recorded or logged carries this id."""
    token = _request_id.set(value)
    try:
        yield
    finally:
        _request_id.reset(token)


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        with request_id_is(given if FITTING.fullmatch(given) else uuid.uuid4().hex):
            response = self.get_response(request)
            response["X-Request-ID"] = current_request_id()
            return response


class EncodingMiddleware:
    """Whoever says `gzip;q=0` does not name it: those that compress read no further than the name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if accepts := request.META.get("HTTP_ACCEPT_ENCODING"):
            request.META["HTTP_ACCEPT_ENCODING"] = REFUSED.sub("", accepts)
        return self.get_response(request)


class ClockMiddleware:
    """Every answer begins on the usual clocks, whatever event the one before has moved to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with at_place(USUAL_ZONE):
            return self.get_response(request)


class PlainAddressMiddleware:
    """Refuses addresses with a zero byte: nobody means one, and PostgreSQL cannot even look for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return self.get_response(request)
