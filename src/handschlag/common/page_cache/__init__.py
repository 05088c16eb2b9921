"""Pages kept for visitors: whole answers, for as long as nothing that they show has changed.

Kept is only what a view offers, for somebody who brings nothing of their own, as long as the
version of public content (`versions`) is the same. The database itself changes that version, in the
transaction of the write, whoever writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, overload

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

type View = Callable[..., HttpResponse]
OFFERED = "is_offered_to_keep"
KNOWN = "known_parameters"
UNTIL = "kept_until"
LONGEST_PATH, MOST_PATHS = 300, 4_096


@overload
def cached_for_visitors(view: View) -> View: ...
@overload
def cached_for_visitors(*, parameters: Iterable[str]) -> Callable[[View], View]: ...
def cached_for_visitors(
    view: View | None = None, *, parameters: Iterable[str] = ()
) -> View | Callable[[View], View]:
    """Stands outermost: this page depends on its address, the day, the display and public content alone.

    Of the address, on its path and these parameters: whatever else stands there, the view does not see.
    """
    known = frozenset(parameters)

    def offer(view: View) -> View:
        @wraps(view)
        def offered(request: HttpRequest, *words: Any, **named: Any) -> HttpResponse:
            return view(request, *words, **named)

        setattr(offered, OFFERED, True)
        setattr(offered, KNOWN, known)
        return offered

    return offer(view) if view is not None else offer


def keep_until(response: HttpResponse, moment: datetime | None) -> HttpResponse:
    """The page says something that is over at this moment: from then on it is made anew."""
    setattr(response, UNTIL, moment)
    return response


def end_of(response: HttpResponse) -> datetime | None:
    """Until when a page may be kept; None where only a change of content ends it."""
    return getattr(response, UNTIL, None)


def is_offered(request: HttpRequest) -> bool:
    """Whether the view that answered keeps its page for others."""
    match = request.resolver_match
    return match is not None and getattr(match.func, OFFERED, False)


def known_parameters(request: HttpRequest) -> frozenset[str] | None:
    """The parameters of the page at this address; None where its page is not for everybody."""
    path = request.path_info
    return _parameters_at(path, get_language()) if len(path) <= LONGEST_PATH else None


@lru_cache(maxsize=MOST_PATHS)
def _parameters_at(path: str, language: str | None) -> frozenset[str] | None:
    del language  # the addresses of one language are unknown in the other
    try:
        view = resolve(path).func
    except Resolver404:
        return None
    return getattr(view, KNOWN, None)
