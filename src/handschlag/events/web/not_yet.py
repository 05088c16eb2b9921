"""A page of the console that cannot be shown yet: it says what comes first and leads there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Link
from handschlag.events.models import Event
from handschlag.events.web.console import console_context

TOO_EARLY = 409


class NotYet(Exception):
    """Raised where a page lacks what other pages make: `before` leads to the one that comes first."""

    def __init__(self, event: Event, by: Subject, *, current: str, sentence: str, before: Link) -> None:
        super().__init__(current)
        self.event, self.by, self.current, self.sentence, self.before = event, by, current, sentence, before


def _not_yet_page(request: HttpRequest, what: NotYet) -> HttpResponse:
    """The page in its place in the console, with the way on."""
    context = console_context(
        what.event, what.by, current=what.current, sentence=what.sentence, before=what.before
    )
    status = 200 if request.method in {"GET", "HEAD"} else TOO_EARLY
    return render(request, "events/organise/not_yet.html", context, status=status)


class NotYetMiddleware:
    """A page of the console that lacks something says so in its place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _not_yet_page(request, exception) if isinstance(exception, NotYet) else None
