"""Pages behind a personal link: what they never tell, and what everybody else is told.

Other apps have such pages, too.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from handschlag.accounts.actions import limits
from handschlag.accounts.web import sessions
from handschlag.common.refusals import Refusal
from handschlag.common.web.requests import current_request_id
from handschlag.registration.rules.limits import UNKNOWN_LINKS_FROM_A_PLACE
from handschlag.registration.rules.secrets import hash_on_paper

TOO_MANY, NOT_FOUND, FORBIDDEN = 429, 404, 403


def closed_to_strangers(response: HttpResponseBase) -> HttpResponseBase:
    """No search engine lists the page, and no other site learns its address.

    With "no-referrer" a browser would say "null" for an origin, and the forms be refused.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def unknown(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """Not found, and a field for the address to which the link is sent again; whoever tries often waits.

    The page is the same for a link that is mistyped, has ended, or belongs to somebody who was erased. A link
    that is right always opens.
    """
    try:
        limits.count(UNKNOWN_LINKS_FROM_A_PLACE, sessions.place(request), now=now)
    except Refusal:
        return _told(request, "design/errors/429.html", TOO_MANY)
    return _told(request, "registration/unknown_link.html", NOT_FOUND)


def closed(request: HttpRequest, token: str, *, now: datetime) -> HttpResponse:
    """Who comes by a printed sheet is told which link opens the page; everybody else as ever."""
    if hash_on_paper(token, key=settings.SECRET_KEY) is None:
        return unknown(request, now=now)
    return _told(request, "registration/paper_link.html", FORBIDDEN)


def _told(request: HttpRequest, template: str, status: int) -> HttpResponse:
    context = {"is_error": True, "status": status, "request_id": current_request_id()}
    return render(request, template, context, status=status)
