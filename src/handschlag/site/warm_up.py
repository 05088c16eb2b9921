"""What is done before the first request, once for all processes and in each, so that nobody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone
from django.utils.translation import override

from handschlag.common.files.prepared import from_last_start
from handschlag.directory.search import page as directory
from handschlag.matching.engine.warming import load_kernels, warm

PLAIN = ("pages:start", "directory:networks", "directory:actors", "directory:map", "events:events")
SEARCHES = ("directory:search", "directory:suggest")
WORD = "q=Netzwerk"


def share(*, now: datetime) -> None:
    """What is alike in all processes: views, addresses, words, places, compiled code, templates.

    For the process that the others are copies of: it begins alone, and what it makes the next start takes.
    """
    with from_last_start(settings.PREPARED):
        _load(now=now)
    _make_pages()


def warm_up(*, now: datetime) -> None:
    """All that is shared, which costs little where it was inherited, and the desks of this process."""
    _load(now=now)
    warm(now=now)


def _load(*, now: datetime) -> None:
    for language, _name in settings.LANGUAGES:
        with override(language):
            get_resolver().reverse_dict  # noqa: B018 - reading it fills it
    directory.warm(today=timezone.localdate(now))
    load_kernels(now=now)


def _make_pages() -> list[HttpResponse]:
    """A page of each kind that is asked for most: templates, formats and questions are at hand then.

    Each in the first language; in the others the start page. Nobody reads them, and nothing is kept or
    counted. One that cannot be made is named in the log, and the others are made.
    """
    first, *others = (code for code, _name in settings.LANGUAGES)
    pages = list[HttpResponse]()
    with override(first):
        for path, query in _addresses():
            pages += _made(path, query)
    for code in others:
        with override(code):
            pages += _made(reverse(PLAIN[0]))
    return pages


def _addresses() -> Iterator[tuple[str, str]]:
    """In the language of this moment: where each kind of page is, and what is asked there."""
    for name in PLAIN:
        yield reverse(name), ""
    for name in SEARCHES:
        yield reverse(name), WORD
    for kind, slug in directory.one_of_each():
        yield reverse(f"directory:{kind}", args=[slug]), ""


def _made(path: str, query: str = "") -> list[HttpResponse]:
    """As a visitor sees it who brings nothing; nothing where that fails."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET, request.META["QUERY_STRING"] = QueryDict(query), query
    request.user = AnonymousUser()
    match = request.resolver_match = resolve(path)
    try:
        return [match.func(request, *match.args, **match.kwargs)]
    except Exception:
        logging.getLogger(__name__).exception("page %s could not be made before the first request", path)
        return []
