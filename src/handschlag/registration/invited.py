"""Behind the link of an invitation: registered in one screen, or declined."""

from __future__ import annotations

import uuid
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts import sessions
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.common.web import refusal_message
from handschlag.events.models import EventStatus
from handschlag.events.programme.my_programme import saved_sessions_of
from handschlag.registration import invitations, personal_links
from handschlag.registration.access import (
    GET_OR_POST,
    TOO_MANY,
    UNFIT,
    closed_page,
    closed_to_strangers,
    invitation_with,
    unknown_link_page,
)
from handschlag.registration.hooks import asked_consents
from handschlag.registration.invitations import (
    InvitationRefusal,
    Invitee,
    is_known,
    new_invitation,
    waiting_invitation,
)
from handschlag.registration.models import ConsentPurpose, EventInvitation
from handschlag.registration.places import closed_because, lock_event
from handschlag.registration.registering import actions, form
from handschlag.registration.registering.form import InvitedForm
from handschlag.registration.registering.pages import form_page
from handschlag.registration.registration_data import RegistrationData
from handschlag.registration.sessions import choosable


@transaction.atomic
def decline(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The organisers see that the person cannot come; whoever presses twice has said it once."""
    require(by, Action.REGISTER)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is None:
        _set(row, now, verb="registration.invitation_declined", by=by, now=now)


@transaction.atomic
def take_back_decline(*, event_id: int, invitation_id: int, by: Subject, now: datetime) -> None:
    """The invitation invites again; a colleague whom nobody has invited yet is forgotten."""
    require(by, Action.REGISTER)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is not None:
        EventInvitation.objects.filter(suggested_by=row, sent_at=None).delete()
        _set(row, None, verb="registration.decline_undone", by=by, now=now)


def _set(
    row: EventInvitation, declined_at: datetime | None, *, verb: str, by: Subject, now: datetime
) -> None:
    EventInvitation.objects.filter(pk=row.pk).update(declined_at=declined_at)
    audit.record(verb=verb, target=row, by_id=by.user_id, now=now)


@transaction.atomic
def name_colleague(
    *, event_id: int, invitation_id: int, name: str, email: str, by: Subject, now: datetime
) -> None:
    """The organisers decide whether this colleague is invited; until then nothing is mailed.

    Whether the address is known already is not told: nothing is kept then, and the answer is the same.
    """
    require(by, Action.REGISTER)
    event = lock_event(event_id)
    row = waiting_invitation(event_id, invitation_id)
    if row.declined_at is None:
        raise Refusal(InvitationRefusal.NOBODY)
    if EventInvitation.objects.filter(suggested_by=row).exists():
        raise Refusal(InvitationRefusal.SUGGESTED_ALREADY)
    if is_known(event, email):
        return
    guest = Invitee(email=email, name=name, organisation=row.organisation, language=row.language)
    made = new_invitation(event, guest, uid=uuid.uuid4(), now=now)
    made.actor, made.suggested_by = row.actor, row
    made.save()
    audit.record(verb="registration.colleague_named", target=made, by_id=by.user_id, now=now)


class ColleagueForm(forms.Form):
    """A name and an address."""

    name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Email address"), max_length=254)

    def clean_email(self) -> str:
        """As invitations keep it."""
        return normalised_address(self.cleaned_data["email"])


@never_cache
@require_http_methods(GET_OR_POST)
def invited_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form of somebody who is invited, filled in as far as the organisers know."""
    invitation, now = invitation_with(token), timezone.now()
    if invitation is None or invitation.event.status == EventStatus.DRAFT:
        return unknown_link_page(request, now=now)
    event = invitation.event
    move_to(event.time_zone)
    invitations.note_opened(invitation_id=invitation.pk, now=now)
    try:
        actions.redeem(event, invitation.pk)
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
        initial=form.of_invitation(invitation),
        event=event,
        offers=offers,
        actor=invitation.actor,
        has_terms=bool(event.terms_de or event.terms_en),
        before=RegistrationData(name="", language=form.language_of(get_language()), wishes=saved),
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
                language=form.language_of(get_language()),
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


@never_cache
@require_http_methods(GET_OR_POST)
def decline_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks once; afterwards says what was noted, and how to undo it."""
    invitation = invitation_with(token)
    if (
        invitation is None
        or invitation.withdrawn_at is not None
        or invitation.event.status == EventStatus.DRAFT
    ):
        return unknown_link_page(request, now=timezone.now())
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
            name_colleague(**which, name=found["name"], email=found["email"], by=by, now=now)
            messages.success(request, _("Thank you. The organisers decide whom they invite."))
        case "undo":
            take_back_decline(**which, by=by, now=now)
            messages.success(request, _("Your invitation is valid again."))
        case _:
            decline(**which, by=by, now=now)
