"""What stands before a view: somebody who is signed in, and who has shown lately that it is them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, require
from handschlag.accounts.web import sessions


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
