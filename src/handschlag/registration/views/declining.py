"""Somebody who is invited cannot come: one press, and a colleague instead if there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.events.models import EventStatus
from handschlag.registration.actions import declining
from handschlag.registration.forms.declining import ColleagueForm
from handschlag.registration.models import EventInvitation
from handschlag.registration.queries.links import invitation_with
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.registering import GET_OR_POST
from handschlag.registration.web.links import closed_to_strangers, unknown


@never_cache
@require_http_methods(GET_OR_POST)
def decline(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks once; afterwards says what was noted, and how to undo it."""
    invitation = invitation_with(token)
    if (
        invitation is None
        or invitation.withdrawn_at is not None
        or invitation.event.status == EventStatus.DRAFT
    ):
        return unknown(request, now=timezone.now())
    move_to(invitation.event.time_zone)
    return closed_to_strangers(_answered(request, invitation, token))


def _answered(request: HttpRequest, invitation: EventInvitation, token: str) -> HttpResponse:
    is_naming = request.POST.get("do") == "colleague"
    form = ColleagueForm(request.POST if is_naming else None)
    fault, status = "", UNFIT if is_naming else 200
    if request.method == "POST" and (not is_naming or form.is_valid()):
        try:
            _done(request, invitation, form)
            return redirect("registration:decline", token=token)
        except Refusal as no:
            fault, status = refusal_message(no.reason), UNFIT
    context = {
        "invitation": invitation,
        "event": invitation.event,
        "form": form,
        "fault": fault,
        "token": token,
        "has_suggested": EventInvitation.objects.filter(suggested_by=invitation).exists(),
    }
    return render(request, "registration/decline.html", context, status=status)


def _done(request: HttpRequest, invitation: EventInvitation, form: ColleagueForm) -> None:
    """What was pressed; raises `Refusal` with the reason against it."""
    which = {
        "event_id": invitation.event_id,
        "invitation_id": invitation.pk,
    }
    by, now = subject_of(request.user), timezone.now()
    match request.POST.get("do"):
        case "colleague":
            found = form.cleaned_data
            declining.name_colleague(**which, name=found["name"], email=found["email"], by=by, now=now)
            messages.success(request, _("Thank you. The organisers decide whom they invite."))
        case "undo":
            declining.undo(**which, by=by, now=now)
            messages.success(request, _("Your invitation is valid again."))
        case _:
            declining.decline(**which, by=by, now=now)
