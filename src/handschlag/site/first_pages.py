"""A page of each public kind, made before anybody asks: templates, formats and questions are at hand then.

Nobody reads them, and nothing of them is kept, logged or counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve, reverse
from django.utils.translation import override

from handschlag.directory.models import Field, Land
from handschlag.directory.queries.public import public_actors, public_networks

PLAIN = ("pages:start", "directory:networks", "directory:actors", "directory:map", "events:events")
SEARCHES = ("directory:search", "directory:suggest")
WORD = "q=Netzwerk"


def make() -> list[HttpResponse]:
    """Each kind in the first language; in the others the start page, which all parts of the shell are on."""
    first, *others = (code for code, _name in settings.LANGUAGES)
    with override(first):
        pages = [_made(*address) for address in addresses()]
    for code in others:
        with override(code):
            pages.append(_made(reverse(PLAIN[0])))
    return pages


def addresses() -> Iterator[tuple[str, str]]:
    """In the language of this moment: where each kind of page is, and what is asked there."""
    for name in PLAIN:
        yield reverse(name), ""
    for name in SEARCHES:
        yield reverse(name), WORD
    for name, rows in (
        ("directory:field", Field.objects.all()),
        ("directory:land", Land.objects.all()),
        ("directory:network", public_networks()),
        ("directory:actor", public_actors()),
    ):
        for slug in rows.order_by("pk").values_list("slug", flat=True)[:1]:
            yield reverse(name, args=[slug]), ""


def _made(path: str, query: str = "") -> HttpResponse:
    """As a visitor sees it who brings nothing."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET, request.META["QUERY_STRING"] = QueryDict(query), query
    request.user = AnonymousUser()
    match = request.resolver_match = resolve(path)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
