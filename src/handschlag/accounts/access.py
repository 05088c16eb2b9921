"""Decorators of pages: who may open one, by which method, how often, and that no cache keeps it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts import limits, sessions
from handschlag.accounts import limits as known
from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Action, require

type View = Callable[..., HttpResponseBase]


def counted_as_download(view: View) -> View:
    """Raises `LimitFault.TOO_OFTEN` where it was too much: a page says so, see `RefusalMiddleware`."""

    @wraps(view)
    def counted(request: HttpRequest, *words: Any, **named: Any) -> HttpResponseBase:
        limits.count(known.DOWNLOADS_FROM_A_PLACE, sessions.place(request), now=timezone.now())
        return view(request, *words, **named)

    return counted


def signed_in_user(request: HttpRequest) -> User:
    """Whoever is signed in; `Denied` for a visitor."""
    user = request.user
    require(subject_of(user), Action.EDIT_OWN_ACCOUNT, owns=user.is_authenticated)
    assert isinstance(user, User)
    return user


def confirmation_required[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for somebody who has shown within a quarter of an hour who they are; others are asked first."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        signed_in_user(request)
        if sessions.is_confirmed(request, now=timezone.now()):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            messages.warning(request, _("Some time has passed. Confirm first that it is you."))
        query = urlencode({"next": request.path})
        return redirect(f"{reverse('account_reauthenticate')}?{query}")

    return guarded


type Methods = Literal["GET", "POST", "BOTH"]
METHODS: Final = {"GET": ("GET", "HEAD"), "POST": ("POST",), "BOTH": ("GET", "HEAD", "POST")}


class SignedInRequest(HttpRequest):
    """A request of somebody with an account."""

    user: User


def signed_in(
    action: Action, *, methods: Methods = "BOTH"
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For pages about what is one's own: the policy is asked, and `Denied` asks visitors to sign in."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(subject_of(request.user), action, owns=request.user.is_authenticated)
            return view(request, *args, **kwargs)

        return never_cache(require_http_methods(METHODS[methods])(page))

    return decorate
