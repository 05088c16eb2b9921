"""Where somebody comes in: the one place that signs a person in to a browser, and remembers how.

Views call it after an action has said who it is. The session key changes here, so that a key that was known
before (session fixation) is worth nothing after.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from handschlag.accounts.models import User
from handschlag.accounts.models.sessions import BROWSER, METHOD, STARTED
from handschlag.accounts.rules import confirmation
from handschlag.accounts.rules.browsers import browser_in
from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.rules.limits import nearest_unknown, place_of

SHOWN = "accounts_shown"


def enter(request: HttpRequest, user: User, *, method: Method, now: datetime) -> None:
    """The browser is signed in as this person."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[METHOD] = method.value
    request.session[BROWSER] = browser_in(request.headers.get("User-Agent", ""))
    request.session[STARTED] = now.isoformat()
    request.session[SHOWN] = {method.value: now.isoformat()}


def leave(request: HttpRequest) -> None:
    """The browser is signed out, and its session is gone."""
    logout(request)


def confirm(request: HttpRequest, *, method: Method, now: datetime) -> None:
    """Somebody who is signed in has shown once more who they are."""
    request.session[SHOWN] = {**request.session.get(SHOWN, {}), method.value: now.isoformat()}


def shown(request: HttpRequest) -> dict[str, datetime]:
    """How and when the person at this browser has shown who they are."""
    return {method: datetime.fromisoformat(text) for method, text in request.session.get(SHOWN, {}).items()}


def is_confirmed(request: HttpRequest, *, now: datetime) -> bool:
    return confirmation.is_confirmed(shown(request), now=now)


def has_passkey(request: HttpRequest, *, now: datetime) -> bool:
    return confirmation.has_passkey(shown(request), now=now)


def safe_next(request: HttpRequest) -> str:
    """Where the person wanted to go: an address of this site, or empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_safe and len(wanted) <= 2000 else ""


def place(request: HttpRequest) -> str:
    """Where a request comes from, for counting; nothing else asks for an address (`rules/limits.py`)."""
    forwarded, direct = request.headers.get("X-Forwarded-For", ""), request.META.get("REMOTE_ADDR", "")
    proxies = settings.PROXIES if settings.IS_BEHIND_PROXY else 0
    return place_of(nearest_unknown(forwarded, direct=direct, proxies=proxies))


def with_next(name: str, request: HttpRequest) -> str:
    """The address of a page of the sign-in that still knows where the person wanted to go."""
    back = safe_next(request)
    return reverse(name) + (f"?{urlencode({'next': back})}" if back else "")
