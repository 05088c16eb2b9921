"""A draft is deleted, after a question."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Action
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.actions.deletion import delete_event
from handschlag.events.queries.events import counts_of
from handschlag.events.views.organise.frame import page
from handschlag.events.web.access import own_event_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """What would be gone; sent, it is gone."""
    event, by = own_event_or_404(request, slug, Action.PUBLISH_EVENT)
    if request.method != "POST":
        counts = counts_of(event.pk)
        return page(request, "delete", event=event, by=by, current="events:details", counts=counts)
    try:
        delete_event(event_id=event.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(reverse("events:details", args=[slug]) + "#state")
    messages.success(request, _("The event has been deleted."))
    return HttpResponseRedirect(reverse("events:manage"))
