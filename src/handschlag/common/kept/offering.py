"""How a view says that its page is the same for every visitor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

type View = Callable[..., HttpResponse]
OFFERED = "is_offered_to_keep"


def kept(view: View) -> View:
    """Stands outermost: this page depends on its address, the day, the display and public content alone."""

    @wraps(view)
    def offered(request: HttpRequest, *words: Any, **named: Any) -> HttpResponse:
        return view(request, *words, **named)

    setattr(offered, OFFERED, True)
    return offered


def is_offered(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, OFFERED, False)
