"""Decorators of pages: who may open one, by which method, and that no cache keeps it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, require

METHODS: Final = {"GET": ("GET", "HEAD"), "POST": ("POST",), "BOTH": ("GET", "HEAD", "POST")}


class SignedInRequest(HttpRequest):
    """A request of somebody with an account."""

    user: User


def signed_in(
    action: Action, *, methods: Literal["GET", "POST", "BOTH"] = "BOTH"
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For pages about what is one's own: the policy is asked, and `Denied` asks visitors to sign in."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(subject_of(request.user), action, owns=request.user.is_authenticated)
            return view(request, *args, **kwargs)

        return never_cache(require_http_methods(METHODS[methods])(page))

    return decorate
