"""Bookmarks without an account: a signed cookie on the device, and nothing on our side."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.directory.queries import bookmarked_entries
from handschlag.directory.rules.bookmarks import MOST, BookmarkKind, Bookmarks
from handschlag.directory.screens.bookmarks import bookmarks_screen

COOKIE = "bookmarks"
KEPT_FOR = 180 * 24 * 60 * 60
KINDS = {"network": BookmarkKind.NETWORK, "actor": BookmarkKind.ACTOR}


def bookmarks_of(request: HttpRequest) -> Bookmarks:
    """What the device keeps; a cookie that we did not sign holds nothing."""
    return Bookmarks.read(request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bookmarks(request: HttpRequest) -> HttpResponse:
    """The page of bookmarks; a POST keeps or drops one and leads back to where it was pressed."""
    kept = bookmarks_of(request)
    if request.method == "POST":
        return _answer(request, kept)
    today = timezone.localdate()
    found = bookmarked_entries.kept_entries(kept, today=today)
    screen = bookmarks_screen(found)
    return render(request, "directory/bookmarks.html", {"screen": screen})


def _answer(request: HttpRequest, kept: Bookmarks) -> HttpResponse:
    """What the button asked for, and the way back to where it was pressed."""
    changed = _change(kept, request.POST.get("do", ""), request)
    if changed is kept and kept.is_full and request.POST.get("do") == "add":
        messages.warning(request, _("You can save up to %(n)s entries. Remove one first.") % {"n": MOST})
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours and back else reverse("directory:bookmarks"))
    if not changed.entries:
        response.delete_cookie(COOKIE)
        return response
    response.set_signed_cookie(
        COOKIE,
        changed.line,
        salt=COOKIE,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _change(kept: Bookmarks, order: str, request: HttpRequest) -> Bookmarks:
    if order == "clear":
        return Bookmarks()
    kind = KINDS.get(request.POST.get("kind", ""))
    number = bookmarked_entries.id_of(kind, request.POST.get("slug", "")) if kind else None
    if kind is None or number is None:
        return kept
    if order == "add":
        return kept.with_one(kind, number)
    return kept.without(kind, number) if order == "remove" else kept
