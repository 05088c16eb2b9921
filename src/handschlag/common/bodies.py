"""How much may be sent: refused by its length before any of it is read.

Django spools files of any size to the disk before a view is asked. Web servers hand over a body only as
long as its head says, so the head is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

type View = Callable[..., HttpResponse]
MEGABYTE: Final = 1024 * 1024
USUAL: Final = 12 * MEGABYTE  # a file of ten megabytes, and the fields beside it
MOST: Final = "longest_body"


def takes_up_to(size: int) -> Callable[[View], View]:
    """Stands outermost: this view takes larger files than others."""

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *words: Any, **named: Any) -> HttpResponse:
            return view(request, *words, **named)

        setattr(marked, MOST, size)
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
        if not length.isdecimal() or int(length[:20]) > getattr(view, MOST, USUAL):
            raise RequestDataTooBig
