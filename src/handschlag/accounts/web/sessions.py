"""Where somebody comes in: the one place that signs a person in to a browser, and remembers how.

Views call it after an action has said who it is. The session key changes here, so that a key that was known
before (session fixation) is worth nothing after.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from handschlag.accounts.models import User
from handschlag.accounts.models.sessions import BROWSER, METHOD, STARTED
from handschlag.accounts.rules import confirmation
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.browsers import browser_in
from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.rules.known_browsers import KEPT_FOR, NAME_BYTES, KnownBrowser, browser_in_cookie
from handschlag.accounts.rules.limits import nearest_unknown, place_of
from handschlag.accounts.rules.sessions import NOTED_EVERY, session_life

SHOWN = "accounts_shown"
USED = "accounts_used"
SIGNED_IN_AT = "accounts.signed_in_at"
# A personal link shows that somebody has a letter of ours, a demo nothing at all.
WELL_KNOWN = frozenset({Method.CODE, Method.PASSWORD, Method.PASSKEY, Method.ORGANISATION})


def sign_in(request: HttpRequest, user: User, *, method: Method, now: datetime) -> None:
    """The browser is signed in as this person."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[METHOD] = method.value
    request.session[BROWSER] = browser_in(request.headers.get("User-Agent", ""))
    request.session[STARTED] = now.isoformat()
    request.session[SHOWN] = {method.value: now.isoformat()}
    request.session.pop(USED, None)
    stay(request, user, now=now)
    if method in WELL_KNOWN:
        note_address(request, user.email)


def stay(request: HttpRequest, user: User, *, now: datetime) -> bool:
    """The session lives on by this use; false where it was over, and the browser is signed out."""
    started_at, used_at = _moment(request, STARTED, now), _moment(request, USED, now)
    remaining = session_life(user.granted).remaining(started_at=started_at, used_at=used_at, now=now)
    if remaining <= timedelta():
        sign_out(request)
        return False
    request.session[USED] = now.isoformat()
    request.session.set_expiry(int(remaining.total_seconds()))
    return True


def was_just_used(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the last use is so near that this one need not be written down."""
    return USED in request.session and now - _moment(request, USED, now) < NOTED_EVERY


def _moment(request: HttpRequest, name: str, now: datetime) -> datetime:
    """A session without a noted use was last used when it began."""
    text = request.session.get(name) or request.session.get(STARTED)
    return datetime.fromisoformat(text) if text else now


def known_browser(request: HttpRequest, email: str) -> str:
    """The browser's own name if it has signed in at this address before, or empty."""
    browser = browser_in_cookie(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""))
    is_known = browser is not None and browser.knows(normalised_address(email), key=settings.SECRET_KEY)
    return browser.name if browser is not None and is_known else ""


def note_address(request: HttpRequest, email: str) -> None:
    """The answer to this request will say that the browser has signed in at this address."""
    request.META[SIGNED_IN_AT] = email


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """The browser is known from now on, where somebody has signed in."""
    email = request.META.get(SIGNED_IN_AT)
    if email is None:
        return
    there = browser_in_cookie(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""))
    browser = there or KnownBrowser(secrets.token_hex(NAME_BYTES))
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        browser.with_address(normalised_address(email), key=settings.SECRET_KEY).to_cookie(),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def sign_out(request: HttpRequest) -> None:
    """The browser is signed out, and its session is gone."""
    logout(request)


def confirm(request: HttpRequest, *, method: Method, now: datetime) -> None:
    """Somebody who is signed in has shown once more who they are."""
    request.session[SHOWN] = {**request.session.get(SHOWN, {}), method.value: now.isoformat()}


def _shown(request: HttpRequest) -> dict[str, datetime]:
    """How and when the person at this browser has shown who they are."""
    return {method: datetime.fromisoformat(text) for method, text in request.session.get(SHOWN, {}).items()}


def is_confirmed(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the person here has shown within a quarter of an hour who they are."""
    return confirmation.is_confirmed(_shown(request), now=now)


def has_passkey(request: HttpRequest, *, now: datetime) -> bool:
    """Whether a passkey was used in this browser today: what administrators need."""
    return confirmation.has_passkey(_shown(request), now=now)


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
