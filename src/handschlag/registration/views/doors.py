"""Who comes by a personal link: found by its secret, or nobody; and what such pages never tell."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from handschlag.accounts import entrance
from handschlag.accounts.actions import limits
from handschlag.common.refusals import Refusal
from handschlag.registration.queries.links import registration_with
from handschlag.registration.rules.limits import UNKNOWN_LINKS_FROM_A_PLACE

type View = Callable[..., HttpResponseBase]
UNFIT, TOO_MANY = 422, 429


def closed_to_strangers(response: HttpResponseBase) -> HttpResponseBase:
    """No search engine lists the page, and no other site learns its address.

    With "no-referrer" a browser would say "null" for an origin, and the forms be refused.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """The view gets the registration and its token; whatever else is there opens nothing, always alike."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponseBase:
        registration = registration_with(token)
        if registration is None:
            return unknown(request)
        return closed_to_strangers(view(request, registration, token))

    return opened


def unknown(request: HttpRequest) -> HttpResponse:
    """Not found; whoever tries often waits. A link that is right always opens."""
    try:
        limits.count(UNKNOWN_LINKS_FROM_A_PLACE, entrance.place(request), now=timezone.now())
    except Refusal:
        return render(request, "design/errors/429.html", {"is_error": True}, status=TOO_MANY)
    raise Http404
