"""What happens around every request: sessions live on, refusals become pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from handschlag.accounts import sessions
from handschlag.accounts.codes_and_links import LinkFault
from handschlag.accounts.labels import pause_of_downloads, role_name
from handschlag.accounts.limits import LimitFault
from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import MATRIX, Action, Denied, Role, Subject, needs_more
from handschlag.common.refusals import Refusal
from handschlag.common.web import current_request_id


def denied_screen(*, action: Action, subject: Subject) -> Mapping[str, Sequence[str]]:
    """The roles that may do it and that the person lacks, and those that the person has."""
    return {
        "needed": [role_name(role) for role in Role if role in MATRIX[action] and role not in subject.roles],
        "had": [role_name(role) for role in Role if role in subject.roles],
    }


Answer = Callable[[HttpRequest], HttpResponse]
SEEN = "accounts_seen"
GONE, NOT_FOUND, FORBIDDEN, TOO_MANY = 410, 404, 403, 429
STATUS = {LinkFault.UNKNOWN: NOT_FOUND, LinkFault.FOREIGN: FORBIDDEN}


class PersonMiddleware:
    """Sessions end in time, roles sleep until a passkey was used, and the day of the last visit is noted.

    What somebody who has signed in is shown stays in no browser and no cache on the way, unless the page says
    otherwise: whoever sits there next would see it by the button "back".
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_signed_in = False
        # Whoever brings no cookie is not asked for a session: such answers may be kept by caches.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = timezone.now()
            if self.stays(request, now):
                is_signed_in = True
                self.watch(request, now)
                self.note(request, timezone.localdate(now))
        response = self.get_response(request)
        sessions.remember_browser(request, response)
        if is_signed_in and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    @staticmethod
    def stays(request: HttpRequest, now: datetime) -> bool:
        """Whether the browser is still signed in; every few minutes that costs a query for the roles."""
        user = request.user
        if sessions.was_just_used(request, now=now) or not isinstance(user, User):
            return True
        return sessions.stay(request, user, now=now)

    @staticmethod
    def watch(request: HttpRequest, now: datetime) -> None:
        """Nothing is read here: whoever never asks who it is costs no query."""
        if not settings.PASSKEY_FOR or sessions.has_passkey(request, now=now):
            return
        whoever = request.user

        def weakened() -> User | AnonymousUser:
            if isinstance(whoever, User):
                whoever.withheld = settings.PASSKEY_FOR
            return whoever

        request.user = SimpleLazyObject(weakened)  # type: ignore[assignment]

    @staticmethod
    def note(request: HttpRequest, today: date) -> None:
        """Once a day the session lives on, and the account counts as used."""
        if request.session.get(SEEN) != today.isoformat():
            request.session[SEEN] = today.isoformat()
            User.objects.filter(pk=request.session[SESSION_KEY]).update(
                seen_on=today, erasure_noticed_at=None
            )


class RefusalMiddleware:
    """A no of the policy becomes a sign-in or a page; so does a link that opens nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Denied):
            return _answer_to_denied(request, exception)
        if isinstance(exception, Refusal) and isinstance(exception.reason, LinkFault):
            status = STATUS.get(exception.reason, GONE)
            context = {"fault": exception.reason}
            return render(request, "accounts/link_fault.html", context, status=status)
        if isinstance(exception, Refusal) and exception.reason is LimitFault.TOO_OFTEN:
            return _answer_to_too_often(request, exception.details["again_at"])
        return None


def _answer_to_denied(request: HttpRequest, denied: Denied) -> HttpResponse:
    subject = subject_of(request.user)
    if subject.user_id is None:
        return _led_to(request, "account_login")
    if needs_more(subject, denied.action, owns=denied.owns):
        return _led_to(request, "accounts:prove")
    context = denied_screen(action=denied.action, subject=subject)
    return render(request, "accounts/denied.html", context, status=FORBIDDEN)


def _answer_to_too_often(request: HttpRequest, again_at: datetime) -> HttpResponse:
    """The page that says when it goes on; programs read it from the head of the answer."""
    context = {
        "status": TOO_MANY,
        "request_id": current_request_id(),
        "is_error": True,
        "canonical": "",
        "words": pause_of_downloads(again_at),
    }
    response = render(request, "accounts/too_often.html", context, status=TOO_MANY)
    response["Retry-After"] = str(max(1, int((again_at - timezone.now()).total_seconds()) + 1))
    response["Cache-Control"] = "no-store"
    return response


def _led_to(request: HttpRequest, name: str) -> HttpResponse:
    """Sent to a page that leads back here; a form that was sent cannot be sent again by it."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    target = reverse(name) + (f"?{urlencode({'next': back})}" if back else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
