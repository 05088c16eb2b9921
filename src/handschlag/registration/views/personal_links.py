"""Personal links: sent again to whoever lost one, and replaced by a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.web.access import own_event_or_404
from handschlag.registration.actions import personal_links
from handschlag.registration.forms.personal_links import LostLinkForm
from handschlag.registration.forms.starting import language_of
from handschlag.registration.models import Registration
from handschlag.registration.views.decorators import UNFIT, by_link
from handschlag.registration.views.organising import one_of
from handschlag.registration.views.registering import GET_OR_POST, event_at
from handschlag.registration.web.links import TOO_MANY


@never_cache
@require_http_methods(GET_OR_POST)
def lost(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One field, and one answer for every address."""
    event = event_at(slug) if slug else None
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = UNFIT
        if form.is_valid():
            try:
                personal_links.send_links(
                    email=form.cleaned_data["email"],
                    event_id=event.pk if event else None,
                    language=language_of(get_language()),
                    origin=sessions.place(request),
                    by=subject_of(request.user),
                    now=timezone.now(),
                )
            except Refusal:
                form.add_error(None, _("Too many requests. Please try again in an hour."))
                status = TOO_MANY
            else:
                return redirect("registration:lost_sent")
    context = {"form": form, "event": event}
    return render(request, "registration/lost.html", context, status=status)


@require_safe
def lost_sent(request: HttpRequest) -> HttpResponse:
    """The same page for every address."""
    return render(request, "registration/lost_sent.html")


@require_POST
@by_link
def renew(request: HttpRequest, registration: Registration, token: str) -> HttpResponseBase:
    """The new link goes to the address alone: whoever presses this may hold a link that was stolen."""
    try:
        personal_links.renew_link(
            registration_id=registration.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return redirect("registration:details", token=token)
    return render(request, "registration/renewed.html", {"languages": ()})


@require_POST
def renew_for(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The organisers replace somebody's link, for instance because it was forwarded."""
    event, by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    row = one_of(event, number)
    try:
        personal_links.renew_link(registration_id=row.pk, has_link=False, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("New link sent. The old one no longer works."))
    return redirect("registration:registration", slug=slug, number=number)
