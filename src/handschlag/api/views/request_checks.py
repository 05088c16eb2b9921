"""What holds for every address of the interface: methods, one shape of refusals, and who may read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver

from handschlag.api.queries.public.pagination import licence
from handschlag.api.rules.licences import APACHE
from handschlag.api.views.errors import failed
from handschlag.api.views.openapi import PREFIX, document
from handschlag.api.views.public import router

READS: Final = ("GET", "HEAD")
OURS: Final = frozenset({"programmes", "fields", "regions"})
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
    if not route:
        return frozenset()
    path = PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    asked = document()["paths"].get(path, {}).get("get", {}).get("parameters", ())
    return frozenset(one["name"] for one in asked if one["in"] == "query")


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
        if request.GET and (unknown := tuple(sorted(set(request.GET) - _known(route)))):
            unfit = failed(request, "values", 422, places=unknown)
            return _for_everybody(unfit, request) if is_open else unfit
        asked_with, request.method = request.method, "GET"  # the server sends no body to HEAD
        found: HttpResponseBase = view(request, *words, **named)
        request.method = asked_with
        return _for_everybody(found, request) if is_open else found

    return answer


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
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response["Vary"] = "Authorization"
    if response.status_code in {200, 304}:
        response["Cache-Control"] = "private, no-cache" if "Authorization" in request.headers else "no-cache"
        if url := _licence_at(request.path):
            response["Link"] = f'<{url}>; rel="license"'
    return response


def _licence_at(path: str) -> str:
    """The address of the licence of what is answered there; nothing for what is no data of others."""
    name = path.removeprefix(PREFIX).partition("/")[0]
    if name in OURS:
        return APACHE.url
    return licence().url if name in ENTERED else ""
