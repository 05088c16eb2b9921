"""What every app needs to answer a request: its limits, id and clock, parameters, refusals in words.

A web server says that it is about to end while it still answers, so that a proxy sends nobody more.

One byte that the server shares with its processes: it is there before they are, and needs no file.

How much may be sent: refused by its length before any of it is read.

Django spools files of any size to the disk before a view is asked. Web servers hand over a body only as
long as its head says, so the head is enough.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import wraps
from mmap import mmap
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls.converters import IntConverter, register_converter
from django.utils.translation import gettext

from handschlag.common.refusals import Reason, Refusal
from handschlag.common.times import USUAL_ZONE, at_place

_told = mmap(-1, 1)


def announce_end() -> None:
    """From now on no process of this server is ready."""
    _told[0] = 1


def is_ending() -> bool:
    """Whether this server is about to end."""
    return bool(_told[0])


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


type View = Callable[..., HttpResponse]
MEGABYTE: Final = 1024 * 1024
USUAL_BODY: Final = 12 * MEGABYTE  # a file of ten megabytes, and the fields beside it
BODY_LIMIT: Final = "longest_body"


def takes_up_to(size: int) -> Callable[[View], View]:
    """Stands outermost: this view takes larger files than others."""

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *words: Any, **named: Any) -> HttpResponse:
            return view(request, *words, **named)

        setattr(marked, BODY_LIMIT, size)
        return marked

    return mark


class BodySizeMiddleware:
    """Stands before whatever reads a body, the protection of forms first of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _words: Any, _named: Any) -> None:
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if not length.isdecimal() or int(length[:20]) > getattr(view, BODY_LIMIT, USUAL_BODY):
            raise RequestDataTooBig


_LAST_PAGE: Final = 100_000
_DIGITS: Final = 9  # every number of as many fits into every column of both databases


def whole_number(text: object, *, otherwise: int = 0) -> int:
    """The number that a text says.

    >>> whole_number("12"), whole_number("-1"), whole_number("²"), whole_number(None, otherwise=-1)
    (12, 0, 0, -1)
    """
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(str(text)) if is_number else otherwise


def number_in(data: Mapping[str, object], name: str, *, otherwise: int = 0) -> int:
    """The number under this name of an address or a form."""
    return whole_number(data.get(name, ""), otherwise=otherwise)


def page_number(request: HttpRequest) -> int:
    """The page of a list that an address asks for; the first one is 1."""
    return min(number_in(request.GET, "page") or 1, _LAST_PAGE)


class _Number(IntConverter):
    """`<number:pk>` instead of `<number:pk>`: a database refuses what is beyond 64 bits, loudly."""

    regex = "[0-9]{1,15}"


class _PictureName:
    """The random name of a picture that we drew ourselves; nothing else is looked for in the store."""

    regex = r"[0-9a-f]{32}(?:_[A-Za-z0-9]{7})?\.webp"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def register_converters() -> None:
    """Makes `number` and `picture` known to addresses; needed before any addresses are read."""
    register_converter(_Number, "number")
    register_converter(_PictureName, "picture")


def refusal_message(reason: StrEnum) -> str:
    """What a reason says to people."""
    assert isinstance(reason, Reason), reason
    return gettext(reason.label)


@contextmanager
def outcome_message(request: HttpRequest, success: str = "") -> Iterator[None]:
    """The next page says why the block was refused, or `success` where it was not."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal.reason))
    else:
        if success:
            messages.success(request, success)
