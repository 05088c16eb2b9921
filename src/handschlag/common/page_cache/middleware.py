"""Gives visitors the page that the last one got, and keeps it for the next.

Stands behind the protection of forms, which gives every visitor a token of their own, and before everything
that asks who it is.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from handschlag.common.page_cache import end_of, is_offered, known_parameters
from handschlag.common.page_cache.store import PageStore, SharedPages, StoredPage, packed
from handschlag.common.page_cache.versions import Reading, current

PATIENCE: Final = 2.0  # seconds; whoever has waited so long makes it for themselves
MOST_IN_VAIN: Final = 10_000


class Turns:
    """What the threads of this process are making just now."""

    def __init__(self) -> None:
        self._ends: dict[Hashable, threading.Event] = {}
        self._in_vain: set[int] = set()  # of keys, their hashes alone
        self._lock = threading.Lock()

    def is_in_vain(self, key: Hashable) -> bool:
        """Whether what was made last under this key was not kept: nobody needs to wait for it."""
        return hash(key) in self._in_vain

    def remember(self, key: Hashable, *, is_in_vain: bool) -> None:
        """What became of it; all is forgotten where it is too much."""
        with self._lock:
            if not is_in_vain:
                self._in_vain.discard(hash(key))
            elif len(self._in_vain) < MOST_IN_VAIN:
                self._in_vain.add(hash(key))
            else:
                self._in_vain = {hash(key)}

    @contextlib.contextmanager
    def turn(self, key: Hashable) -> Iterator[bool]:
        """Whether somebody else was making it until now. Those who have waited go on all at once."""
        with self._lock:
            others = self._ends.get(key)
            own = None if others else self._ends.setdefault(key, threading.Event())
        if others:
            others.wait(PATIENCE)
        try:
            yield others is not None
        finally:
            if own:
                with self._lock:
                    del self._ends[key]
                own.set()


Answer = Callable[[HttpRequest], HttpResponse]
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}(?=")')
HERE = b"\0token\0"
DISPLAY = ("theme",)  # cookies that everybody may bring: each known value has pages of its own
THEMES = frozenset({"light", "dark"})  # whatever else stands there, the page is the same
PART = "true"  # by which one part of a page is asked for
VARIES = frozenset({"cookie", "accept-encoding", "hx-request"})
TYPES = ("text/html", "application/json", "application/xml")
PERSONAL = ("private", "no-store", "no-cache")
ACCEPTS = re.compile(r"\bgzip\b")
OK = 200


class PageCacheMiddleware:
    def __init__(self, get_response: Answer) -> None:
        if not settings.KEPT_PAGES_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.shelf = PageStore(settings.KEPT_PAGES_BYTES)
        self.shared = SharedPages(settings.KEPT_PAGES_BYTES)
        self.making = Turns()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Who is known by something is asked first: to look up an address costs more than all that is here.
        known = known_parameters(request) if _is_visitor(request) else None
        if known is None:
            return self.get_response(request)
        _forget_unknown(request, known)
        version, key = _version(), _key_of(request)
        page = self._found(request, key, version)
        if page is not None:
            return _answer(page, request, is_fresh=False)
        if self.making.is_in_vain(key):
            return self._made(request, key, version)
        with self.making.turn((key, version)) as has_waited:
            if has_waited:
                version = _version()  # what was committed meanwhile counts for whoever has waited, too
                page = self._found(request, key, version)
                if page is not None:
                    return _answer(page, request, is_fresh=False)
            return self._made(request, key, version)

    def _found(self, request: HttpRequest, key: Hashable, version: str) -> StoredPage | None:
        page = self.shelf.get(key, version) or self._made_by_others(request, key, version)
        return page if page is not None and not page.is_over(timezone.now()) else None

    def _made(self, request: HttpRequest, key: Hashable, version: str) -> HttpResponse:
        """Made anew, and kept if it may be."""
        reading = Reading()
        with connection.execute_wrapper(reading):
            response = self.get_response(request)
        is_for_everybody = reading.is_watched and _is_for_everybody(request, response)
        page = _page_of(request, response) if is_for_everybody else None
        self.making.remember(key, is_in_vain=page is None or not self.shelf.fits(page))
        if page is None:
            return response
        self.shelf.put(key, version, page)
        if _version() == version:  # else the others are further already
            self.shared.put(key, version, page)
        return _answer(page, request, is_fresh=True)

    def _made_by_others(self, request: HttpRequest, key: Hashable, version: str) -> StoredPage | None:
        """From another process of this server, and kept here from now on."""
        page = self.shared.get(key, version)
        if page is not None:
            page = replace(page, match=resolve(request.path_info))
            self.shelf.put(key, version, page)
        return page


def _version() -> str:
    """Another one after every change of what pages show, and every day."""
    return f"{current()} {timezone.localdate()}"


def _is_visitor(request: HttpRequest) -> bool:
    """Somebody who reads, and brings nothing by which one could tell them from others."""
    known = {*DISPLAY, settings.CSRF_COOKIE_NAME, settings.KNOWN_BROWSER_COOKIE}
    return (
        request.method in {"GET", "HEAD"}
        and known.issuperset(request.COOKIES)
        and "Authorization" not in request.headers
        and request.headers.get("HX-Request", PART) == PART
    )


def _forget_unknown(request: HttpRequest, known: frozenset[str]) -> None:
    """The page never sees parameters that it does not know, so nobody has it made anew by adding some."""
    if request.META.get("QUERY_STRING") and not known.issuperset(request.GET):
        asked = request.GET.copy()
        for name in set(asked) - known:
            del asked[name]
        request.META["QUERY_STRING"] = asked.urlencode()
        request.GET = asked  # type: ignore[assignment]  # changed no more


def _key_of(request: HttpRequest) -> Hashable:
    """All that may change the page beside public content; the order of parameters does not."""
    return (
        request.path,
        tuple(sorted((name, tuple(values)) for name, values in request.GET.lists())),
        get_language(),
        request.get_host(),
        request.scheme,
        tuple(THEMES & {request.COOKIES.get(name, "")} for name in DISPLAY),
        "HX-Request" in request.headers,
    )


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """A view offers it, and nothing in the answer is for one visitor, one moment or one way of asking."""
    said = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    control = response.get("Cache-Control", "")
    return (
        is_offered(request)
        and response.status_code == OK
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith(TYPES)
        and said <= VARIES
        and not any(word in control for word in PERSONAL)
        and not any(response.has_header(name) for name in ("ETag", "Last-Modified", "Content-Encoding"))
        and not _has_own_policy(request, response)
    )


def _has_own_policy(request: HttpRequest, response: HttpResponse) -> bool:
    """A nonce in the page, or a content policy of its own."""
    return bool(getattr(request, "_csp_nonce", None)) or hasattr(response, "_csp_config")


def _page_of(request: HttpRequest, response: HttpResponse) -> StoredPage | None:
    """What is kept of an answer; None where a token stands in it elsewhere than in a form."""
    tokens = set(TOKEN.findall(response.content))
    text = TOKEN.sub(HERE, response.content)
    is_given = bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
    if is_given != bool(tokens) or any(token in text for token in tokens):
        return None
    if response.content.count(HERE):
        return None
    return StoredPage(
        text=packed(text, gap=HERE),
        headers=dict(response.items()),
        match=request.resolver_match,
        until=end_of(response),
    )


def _answer(page: StoredPage, request: HttpRequest, *, is_fresh: bool) -> HttpResponse:
    """The page with the visitor's own token, as it is compressed already."""
    request.resolver_match = page.match
    token = get_token(request).encode() if page.text.has_gap else b""
    is_packed = bool(ACCEPTS.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    content = page.text.gzipped(token) if is_packed else page.text.plain(token)
    response = HttpResponse(content, headers=dict(page.headers))
    if is_packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    response.is_from_shelf = not is_fresh  # type: ignore[attr-defined]
    return response
