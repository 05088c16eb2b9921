"""What every request passes on this floor."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from handschlag.events.web.not_yet import NotYet, not_yet_page


class NotYetMiddleware:
    """A page of the console that lacks something says so in its place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_yet_page(request, exception) if isinstance(exception, NotYet) else None
