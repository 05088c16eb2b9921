"""What holds for every address of the interface: methods, one shape of refusals, and who may read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver

from handschlag.api.access import say_what_is_left
from handschlag.api.errors import PREFIX, failed, parameters_at, unknown_parameters
from handschlag.api.interface import api
from handschlag.api.public import router
from handschlag.api.shapes import APACHE, licence

READS: Final = ("GET", "HEAD")
LONGEST_QUERY: Final = 4000  # the server itself takes a line of 8190 bytes
OURS: Final = frozenset({"programmes", "funding-calls", "fields", "regions"})
ENTERED: Final = frozenset({"networks", "actors", "events", "campaigns", "activities"})
OPEN: Final = frozenset(
    {
        "openapi-json",
        *(one.url_name for view in router.path_operations.values() for one in view.operations),
    }
)


def checked_patterns(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses with these manners."""
    for one in patterns:
        if isinstance(one, URLPattern):
            one.callback = checked_view(one.callback, is_open=one.name in OPEN, route=str(one.pattern))
    return patterns


@cache
def _known(route: str) -> frozenset[str]:
    """The parameters of an address that the description names; none outside of it."""
    found = parameters_at(api, route) if route else {}
    return frozenset(name for name, schema in found.items() if schema["in"] == "query")


def checked_view(view: Callable[..., Any], *, is_open: bool, route: str = "") -> Callable[..., Any]:
    """A parameter that is not known is a slip: answering without it would answer another question."""

    @wraps(view)
    def answer(request: HttpRequest, *words: Any, **named: Any) -> HttpResponseBase:
        if request.method == "OPTIONS" and is_open:
            return _for_everybody(_preflight(), request)
        if request.method not in READS:
            refused = failed(request, "method", 405)
            refused["Allow"] = ", ".join((*READS, "OPTIONS") if is_open else READS)
            return _for_everybody(refused, request) if is_open else refused
        asked_with, request.method = request.method, "GET"  # the server sends no body to HEAD
        found: HttpResponseBase = _wrong_question(request, route) or view(request, *words, **named)
        request.method = asked_with
        say_what_is_left(request, found)
        return _for_everybody(found, request) if is_open else found

    return answer


def _wrong_question(request: HttpRequest, route: str) -> HttpResponse | None:
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return failed(request, "too_long", 414)
    if request.GET and (unknown := sorted(set(request.GET) - _known(route))):
        return failed(request, "values", 422, details=unknown_parameters(unknown, _known(route)))
    return None


def _preflight() -> HttpResponse:
    """What a browser asks before it reads from another website; a key is not for pages of others."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _for_everybody(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """Any website may read it, anybody may keep it as long as they ask whether it still holds."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
    response["Vary"] = "Authorization"
    if response.status_code in {200, 304}:
        response["Cache-Control"] = "private, no-cache" if "Authorization" in request.headers else "no-cache"
        if url := _licence_at(request.path):
            licence_link = f'<{url}>; rel="license"'
            response["Link"] = ", ".join(filter(None, (response.get("Link"), licence_link)))
    return response


def _licence_at(path: str) -> str:
    """The address of the licence of what is answered there; nothing for what is no data of others."""
    name = path.removeprefix(PREFIX).partition("/")[0]
    if name in OURS:
        return APACHE.url
    return licence().url if name in ENTERED else ""
