"""Invitations, pairs that may be one person, and organisations that the directory does not have."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.web.console import console_context
from handschlag.registration.actions import duplicates, invitations, organisations
from handschlag.registration.emails.preview import example_of
from handschlag.registration.forms.organising import InviteForm
from handschlag.registration.queries.invitations import invitations_by_state, invitations_of
from handschlag.registration.screens.invitations import pairs_of, state_choices, unknown_with_candidates
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.organising import CURRENT, own
from handschlag.registration.views.registering import GET_OR_POST


@never_cache
@require_http_methods(GET_OR_POST)
def invitations_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitations with the form for more; sent ones are counted, then the list is shown again."""
    event, by = own(request, slug)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found = invitations.invite(event_id=event.pk, guests=form.guests(), by=by, now=timezone.now())
        said = ngettext("%(n)s invitation has been sent.", "%(n)s invitations have been sent.", found.sent)
        messages.success(request, said % {"n": found.sent})
        if found.left_out:
            left = ngettext("%(n)s was skipped.", "%(n)s were skipped.", len(found.left_out))
            messages.info(request, left % {"n": len(found.left_out)})
        return redirect("registration:invitations", slug=slug)
    state = request.GET.get("state", "")
    invited = invitations_of(event.pk, state=state, page=request.GET.get("page", "1"))
    states = state_choices(invitations_by_state(event.pk), chosen=state)
    status = UNFIT if form.is_bound else 200
    context = console_context(
        event,
        by,
        current=CURRENT,
        form=form,
        invitations=invited,
        states=states,
        state=state,
        preview=example_of("registration.invited", event, now=timezone.now()),
    )
    return render(request, "registration/organising/invitations.html", context, status=status)


@require_POST
def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """One invitation is sent once more, or withdrawn."""
    event, by = own(request, slug)
    pk, now = number_in(request.POST, "invitation"), timezone.now()
    try:
        if request.POST.get("do") == "withdraw":
            invitations.withdraw(event_id=event.pk, invitation_id=pk, by=by, now=now)
            messages.success(request, _("Invitation withdrawn. The link no longer works."))
        else:
            invitations.send_again(event_id=event.pk, invitation_id=pk, by=by, now=now)
            messages.success(request, _("We have sent the email again."))
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("registration:invitations", slug=slug)


@never_cache
@require_safe
def pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """Registrations that may be one person, for the organisers to decide."""
    event, by = own(request, slug)
    context = console_context(event, by, current=CURRENT, pairs=pairs_of(event))
    return render(request, "registration/organising/pairs.html", context)


@require_POST
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps one of two registrations and cancels the other, then leads to the pairs."""
    _event, by = own(request, slug)
    kept, other = number_in(request.POST, "kept"), number_in(request.POST, "other")
    try:
        duplicates.merge(kept_id=kept, other_id=other, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Merged. The other registration has been cancelled."))
    return redirect("registration:pairs", slug=slug)


@require_POST
def tell_apart(request: HttpRequest, slug: str) -> HttpResponse:
    """Notes that two registrations are two people, then leads to the pairs."""
    _event, by = own(request, slug)
    first, second = number_in(request.POST, "first"), number_in(request.POST, "second")
    try:
        duplicates.tell_apart(first_id=first, second_id=second, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("These are two people; the pair will not be shown again."))
    return redirect("registration:pairs", slug=slug)


@never_cache
@require_http_methods(GET_OR_POST)
def unknown(request: HttpRequest) -> HttpResponse:
    """For editors: what people wrote becomes an actor of the directory."""
    by = subject_of(request.user)
    require(by, Action.PUBLISH_ACTOR)
    if request.method == "POST":
        try:
            number = organisations.connect(
                organisation=request.POST.get("organisation", "")[:200].replace("\0", ""),
                actor_id=number_in(request.POST, "actor"),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            said = ngettext(
                "%(n)s registration is linked to an organisation.",
                "%(n)s registrations are linked to an organisation.",
                number,
            )
            messages.success(request, said % {"n": number})
        return redirect("registration:unknown")
    return render(request, "registration/organising/unknown.html", {"rows": unknown_with_candidates()})
