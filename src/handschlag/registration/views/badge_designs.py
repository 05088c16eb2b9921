"""Logo and colour of the badges: chosen, and the logo shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Action
from handschlag.common import pictures
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.web.access import own_event_or_404
from handschlag.events.web.console import console_context
from handschlag.registration.actions.badge_designs import BADGE_LOGOS, change_badge_design
from handschlag.registration.forms.badges import BadgeDesignForm
from handschlag.registration.queries.badge_designs import badge_design_of
from handschlag.registration.rules.refusals import BadgeRefusal
from handschlag.registration.screens.badges import badge_design_screen
from handschlag.registration.views.badges import DESK
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.registering import GET_OR_POST


@never_cache
@require_http_methods(GET_OR_POST)
def badge_design(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for colour and logo of an event's badges."""
    event, by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    design = badge_design_of(event.pk)
    data = request.POST if request.method == "POST" else None
    form = BadgeDesignForm(data, request.FILES or None, initial={"colour": design.colour})
    if form.is_bound and form.is_valid():
        try:
            change_badge_design(event_id=event.pk, by=by, now=timezone.now(), **form.cleaned_data)
        except Refusal as no:
            field = "colour" if no.reason is BadgeRefusal.PALE_COLOUR else "picture"
            form.add_error(field, refusal_message(no.reason))
        else:
            messages.success(request, _("Badges have this look from the next print on."))
            return redirect("registration:badges", event.slug)
    screen = {**badge_design_screen(event, design), "form": form}
    context = console_context(event, by, current=DESK, **screen)
    template = "registration/organising/badge_design.html"
    return render(request, template, context, status=UNFIT if form.is_bound else 200)


@require_safe
def badge_logo(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The picture, for the team."""
    event, _by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    path = f"{BADGE_LOGOS}/{name}"
    if badge_design_of(event.pk).logo != path:
        raise Http404
    return pictures.picture_response(path, is_public=False)
