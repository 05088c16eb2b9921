"""Who comes by a personal link: found by its secret, or nobody; and what such pages never tell."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache

from handschlag.common.times import move_to
from handschlag.registration.queries.links import registration_with
from handschlag.registration.web.links import closed, closed_to_strangers

type View = Callable[..., HttpResponseBase]
UNFIT = 422


def by_link(view: View) -> Callable[..., HttpResponseBase]:
    """The view gets the registration and its token; whatever else is there opens nothing, always alike."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: object) -> HttpResponseBase:
        registration = registration_with(token)
        if registration is None:
            return closed(request, token, now=timezone.now())
        move_to(registration.event.time_zone)
        return closed_to_strangers(view(request, registration, token, **more))

    return opened
