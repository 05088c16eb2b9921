"""Who is invited registers in one screen; who has registered gets the personal link sent again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.events.models import EventStatus
from handschlag.events.web.saved_sessions import saved_sessions_of
from handschlag.registration.actions import invitations, personal_links, registering
from handschlag.registration.forms import starting
from handschlag.registration.forms.topics import InvitedForm
from handschlag.registration.models import ConsentPurpose, EventInvitation
from handschlag.registration.queries.addons import asked_consents
from handschlag.registration.queries.links import invitation_with
from handschlag.registration.queries.occupancy import closed_because
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules.refusals import InvitationRefusal
from handschlag.registration.rules.registration_data import RegistrationData
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.registering import GET_OR_POST, closed_page, form_page
from handschlag.registration.web.links import TOO_MANY, closed_to_strangers, unknown


@never_cache
@require_http_methods(GET_OR_POST)
def invited(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form of somebody who is invited, filled in as far as the organisers know."""
    invitation, now = invitation_with(token), timezone.now()
    if invitation is None or invitation.event.status == EventStatus.DRAFT:
        return unknown(request, now=now)
    event = invitation.event
    move_to(event.time_zone)
    invitations.note_opened(invitation_id=invitation.pk, now=now)
    try:
        registering.redeem(event, invitation.pk)
    except Refusal as no:
        if no.reason is InvitationRefusal.USED:
            return closed_to_strangers(_used(request, invitation))
        page = closed_page(request, event, refusal_message(no.reason), may_have_link=True)
        return closed_to_strangers(page)
    closed = closed_because(event, now=now, is_invited=True)
    if closed:
        return closed_to_strangers(closed_page(request, event, refusal_message(closed)))
    form = _form_for(request, invitation)
    page = form_page(request, event, form, template="registration/invited.html", invitation=invitation)
    return closed_to_strangers(page)


def _form_for(request: HttpRequest, invitation: EventInvitation) -> InvitedForm:
    """What was put together before registering is taken along without a question."""
    event = invitation.event
    offers = choosable(event.pk)
    saved = {pk: "like" for pk in saved_sessions_of(request).ids if pk in offers}
    return InvitedForm(
        request.POST if request.method == "POST" else None,
        initial=starting.of_invitation(invitation),
        event=event,
        offers=offers,
        actor=invitation.actor,
        has_terms=bool(event.terms_de or event.terms_en),
        before=RegistrationData(name="", language=starting.language_of(get_language()), wishes=saved),
        asks_matching=ConsentPurpose.MATCHING in asked_consents(event.pk),
    )


def _used(request: HttpRequest, invitation: EventInvitation) -> HttpResponse:
    """One press sends the personal link to the address of the registration, which the page does not say.

    Whoever holds the invitation may be somebody to whom it was forwarded.
    """
    context, status = {"event": invitation.event, "fault": ""}, 200
    if request.method == "POST" and "send_link" in request.POST:
        registration = invitation.registration
        try:
            personal_links.send_links(
                email=registration.email if registration else "",
                event_id=invitation.event_id,
                language=starting.language_of(get_language()),
                origin=sessions.place(request),
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal:
            context["fault"], status = _("Too many requests. Please try again in an hour."), TOO_MANY
        else:
            return redirect("registration:lost_sent")
    elif request.method == "POST":
        status = UNFIT
    return render(request, "registration/used_invitation.html", context, status=status)
