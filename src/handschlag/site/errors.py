"""What is shown where something went wrong: clear words, a way on, and the id of the request.

None of these pages may go wrong itself. The pages for our own faults and for a database that is away
ask nothing of the database, of the session or of the shell: whatever failed may be just that.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from handschlag.api.errors import fault
from handschlag.common.database import is_away
from handschlag.common.files import StorageAway
from handschlag.common.web import current_request_id
from handschlag.design import navigation
from handschlag.design.themes import theme_of

log = logging.getLogger(__name__)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class _Status(IntEnum):
    """The answers that have a page of their own."""

    BAD_REQUEST = 400
    FORBIDDEN = 403
    NOT_FOUND = 404
    TOO_LARGE = 413
    TOO_MANY = 429
    OUR_FAULT = 500
    AWAY = 503


MACHINES = "/api/"
REASONS = {
    _Status.NOT_FOUND: "not_found",
    _Status.TOO_MANY: "too_often",
    _Status.OUR_FAULT: "our_fault",
    _Status.AWAY: "away",
}
A_MINUTE, A_RESTART = "60", "15"
NO_DATABASE = "design/errors/database.html"
BARE = {"design/errors/500.html", NO_DATABASE}


def page(request: HttpRequest, status: _Status, *, template: str = "") -> HttpResponse:
    """The page of one status, with as much of the shell as is safe; programs get their own shape."""
    if request.path.startswith(MACHINES):
        text = fault(REASONS.get(status, "bad_request"))
        return HttpResponse(text, content_type="application/json", status=status.value)
    context: dict[str, Any] = {
        "status": status.value,
        "request_id": current_request_id(),
        "is_error": True,
        "canonical": "",
    }
    name = template or f"design/errors/{status.value}.html"
    if name in BARE:
        language = get_language() or "de"
        context |= {"theme": theme_of(request).value, "start_url": f"/{language}/"}
        text = render_to_string(name, context)
    else:
        context["search_url"] = navigation.address_of("directory:search")
        text = render_to_string(name, context, request)
    response = HttpResponse(text, status=status.value)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than is taken."""
    is_large = isinstance(exception, TOO_LARGE)
    return page(request, _Status.TOO_LARGE if is_large else _Status.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, without the reason."""
    del exception  # the reason is for the log, not for whoever tries
    return page(request, _Status.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; the exception with its tried addresses is not shown."""
    del exception
    return page(request, _Status.NOT_FOUND)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429; callers may leave out the exception."""
    del exception
    return page(request, _Status.TOO_MANY)


def our_fault(request: HttpRequest) -> HttpResponse:
    """500, for what the platform itself did wrong, or 503 without the database; asks nothing of it."""
    wrong = sys.exception()
    return _no_database(request, wrong) if is_away(wrong) else page(request, _Status.OUR_FAULT)


def _no_database(request: HttpRequest, wrong: Exception) -> HttpResponse:
    """One line in the log says what happened: where in the code it was is nobody's fault."""
    facts = {"error": type(wrong.__cause__ or wrong).__name__, "words": str(wrong).partition("\n")[0]}
    log.error("The database is away", extra=facts)
    response = page(request, _Status.AWAY, template=NO_DATABASE)
    response["Cache-Control"], response["Retry-After"] = "no-store", A_RESTART
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - else Django logs the stack
    return response


class StorageMiddleware:
    """Whatever needs a file while the storage is away says so, and that nothing was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, StorageAway):
            return None
        log.warning("The storage of files is away", extra={"error": str(exception)})
        response = page(request, _Status.AWAY)
        response["Retry-After"] = A_MINUTE
        return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was sent without the token of its session: an old page, or a page of somebody else."""
    del reason
    return page(request, _Status.FORBIDDEN, template="design/errors/form.html")
