"""My programme without an account: a signed cookie on the device, and nothing on our side."""

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
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.language import pick
from handschlag.common.web.parameters import number_in
from handschlag.events.queries.attendance import attendance_of
from handschlag.events.queries.conferences.published_programme import PublishedProgramme, latest
from handschlag.events.rules.calendar import Feed
from handschlag.events.rules.saved_sessions import MOST, SavedSessions
from handschlag.events.screens.conferences import entries
from handschlag.events.screens.conferences.my_programme import chosen_lines, mine_screen
from handschlag.events.views.conferences.event_parameters import calendar_file, shown_event
from handschlag.events.web.saved_sessions import COOKIE, saved_sessions_of

KEPT_FOR = 180 * 24 * 60 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions that this visitor chose; a POST changes the choice and leads back to its button."""
    shown, chosen = shown_event(request, slug), saved_sessions_of(request)
    reading = latest(shown.event.pk)
    if request.method == "POST":
        return _answer(request, slug, chosen, reading=reading)
    guest = attendance_of(shown.event.pk, subject_of(request.user).user_id)
    context = mine_screen(shown, reading, chosen, guest=guest, now=timezone.now())
    return render(request, "events/conferences/mine.html", context)


def _answer(
    request: HttpRequest, slug: str, chosen: SavedSessions, *, reading: PublishedProgramme
) -> HttpResponse:
    """What the button asked for, and the way back to where it was pressed."""
    changed = _change(request, chosen, reading)
    if changed is chosen and chosen.is_full and "add" in request.POST:
        messages.warning(request, _("You can save up to %(n)s sessions. Remove one first.") % {"n": MOST})
    back = request.POST.get("next", "")
    is_ours = bool(back) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else reverse("events:mine", args=[slug]))
    if not changed.ids:
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


def _change(request: HttpRequest, chosen: SavedSessions, reading: PublishedProgramme) -> SavedSessions:
    """Sessions of this event only; those of others stay as they are."""
    if "clear" in request.POST:
        return chosen.without(*reading.by_id)
    added, removed = number_in(request.POST, "add"), number_in(request.POST, "remove")
    if added in reading.by_id and not reading.by_id[added].item.is_cancelled:
        return chosen.with_one(added)
    return chosen.without(removed) if removed else chosen


@never_cache
@require_safe
def my_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions that this visitor chose, as a calendar file."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    feed = Feed(
        name=_("My programme: %(event)s") % {"event": pick(event.title_de, event.title_en)},
        entries=entries.of_lines(event, chosen_lines(reading, saved_sessions_of(request))),
    )
    changed = reading.published_at or event.changed_at
    return calendar_file(request, feed, name=f"{event.slug}-my-programme.ics", changed_at=changed)
