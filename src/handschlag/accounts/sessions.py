"""Where somebody comes in: the one place that signs a person in to a browser, and remembers how."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from handschlag.accounts import models
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.limits import nearest_unknown, place_of
from handschlag.accounts.models import BROWSER, METHOD, STARTED, Method, User
from handschlag.accounts.policy import Role

# The order matters: nearly every browser also claims to be the ones below it.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_in(user_agent: str) -> str:
    """For instance "Firefox, Windows"; empty where nothing is recognised."""
    found = (next((name for sign, name in table if sign in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)


KEPT_FOR = timedelta(days=365)
MOST_ADDRESSES = 5
NAME_BYTES = 16
_PART = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A random name, and the proofs of the addresses that signed in with it, the latest first."""

    name: str
    proofs: tuple[str, ...] = ()

    def knows(self, email: str, *, key: str) -> bool:
        """Whether somebody has signed in here at this address."""
        wanted = _proof(self.name, email, key=key)
        return any(hmac.compare_digest(wanted, one) for one in self.proofs)

    def with_address(self, email: str, *, key: str) -> KnownBrowser:
        """The same browser after a sign-in at this address."""
        fresh = _proof(self.name, email, key=key)
        others = tuple(one for one in self.proofs if one != fresh)
        return replace(self, proofs=(fresh, *others)[:MOST_ADDRESSES])

    def to_cookie(self) -> str:
        return ".".join((self.name, *self.proofs))


def browser_in_cookie(text: str) -> KnownBrowser | None:
    """What the cookie says; None where it is none of ours."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 1 + MOST_ADDRESSES or not all(_PART.fullmatch(part) for part in parts):
        return None
    return KnownBrowser(parts[0], tuple(parts[1:]))


def _proof(name: str, email: str, *, key: str) -> str:
    return hmac.new(key.encode(), f"known browser:{name}:{email}".encode(), hashlib.sha256).hexdigest()[:32]


# A use is written down at most so often: not every page writes to the database.
NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _SessionLife:
    """A session ends `idle` after its last use, and `longest` after its beginning in any case."""

    idle: timedelta
    longest: timedelta

    def remaining(self, *, started_at: datetime, used_at: datetime, now: datetime) -> timedelta:
        """How long the session lives if it is used now; zero where it is over."""
        if now - used_at >= self.idle:
            return timedelta()
        return max(min(self.idle, started_at + self.longest - now), timedelta())


TRUSTED = _SessionLife(idle=timedelta(hours=12), longest=timedelta(days=7))
ORDINARY = _SessionLife(idle=timedelta(days=30), longest=timedelta(days=180))


def session_life(granted: Collection[Role]) -> _SessionLife:
    """How long somebody with these roles stays signed in."""
    return TRUSTED if set(granted) - {Role.PARTICIPANT} else ORDINARY


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
    return models.is_confirmed(_shown(request), now=now)


def has_passkey(request: HttpRequest, *, now: datetime) -> bool:
    """Whether a passkey was used in this browser today: what administrators need."""
    return models.has_passkey(_shown(request), now=now)


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
