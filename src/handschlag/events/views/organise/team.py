"""Who looks after an event, and the list of speakers as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.events.actions import reception
from handschlag.events.actions import team as actions
from handschlag.events.forms.events import OrganiserForm, ReceptionForm
from handschlag.events.models import Event, EventOrganiser
from handschlag.events.queries.organising import editors_of
from handschlag.events.views.organise.frame import UNFIT, page
from handschlag.events.web.access import own_event_or_404

SETUP = "events:manage_event"


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who looks after the event; adds an organiser by email address, who gets a letter."""
    event, by = own_event_or_404(request, slug)
    form = OrganiserForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.add_organiser(event_id=event.pk, **form.cleaned_data, by=by, now=timezone.now())
        except Refusal as no:
            form.add_error("email", refusal_message(no.reason))
        else:
            messages.success(request, _("Added. We have sent an email."))
            return HttpResponseRedirect(request.path)
    return _team_page(request, event, by, form=form, pass_form=ReceptionForm(prefix="pass"))


def _team_page(
    request: HttpRequest, event: Event, by: Subject, *, form: OrganiserForm, pass_form: ReceptionForm
) -> HttpResponse:
    people, editors = event.organisers.select_related("user").order_by("since", "pk"), editors_of(event.pk)
    return page(
        request,
        "team",
        event=event,
        by=by,
        current="events:team",
        status=UNFIT if form.is_bound or pass_form.is_bound else 200,
        people=people,
        last_editors=editors if len(editors) == 1 else (),
        your_id=by.user_id,
        form=form,
        helpers=event.reception_passes.filter(withdrawn_at=None),
        pass_form=pass_form,
    )


@require_POST
def give_pass(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody gets access to the reception; what does not fit is said on the page of the team."""
    event, by = own_event_or_404(request, slug)
    form = ReceptionForm(request.POST, prefix="pass")
    if form.is_valid():
        given = form.cleaned_data
        try:
            reception.give_pass(
                event_id=event.pk, name=given["name"], email=given["email"], by=by, now=timezone.now()
            )
        except Refusal as no:
            form.add_error("email", refusal_message(no.reason))
        else:
            messages.success(request, _("Access given. We have sent an email with the link."))
            return HttpResponseRedirect(reverse("events:team", args=[slug]))
    return _team_page(request, event, by, form=OrganiserForm(), pass_form=form)


@require_POST
def change_pass(request: HttpRequest, slug: str, pass_id: int) -> HttpResponse:
    """A new link, or the end of the access; both at once on every device."""
    event, by = own_event_or_404(request, slug)
    is_renewed = request.POST.get("do") == "renew"
    change = reception.renew_pass if is_renewed else reception.withdraw_pass
    try:
        change(event_id=event.pk, pass_id=pass_id, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        renewed = _("A new link has been sent. The old one no longer works.")
        messages.success(request, renewed if is_renewed else _("The access has ended."))
    return HttpResponseRedirect(reverse("events:team", args=[slug]))


@require_POST
def change_rights(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Somebody of the team may change the event, or only view it."""
    event, by = own_event_or_404(request, slug)
    only_reads = {"view": True, "edit": False}.get(request.POST.get("do", ""))
    if only_reads is None:
        raise Http404
    try:
        is_new = actions.change_rights(
            event_id=event.pk, user_id=user_id, only_reads=only_reads, by=by, now=timezone.now()
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        if is_new:
            messages.success(request, _("Access changed. We have sent an email."))
    return HttpResponseRedirect(reverse("events:team", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def leave_team(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Asks first, then removes an organiser; those who leave themselves are led to their events."""
    event, by = own_event_or_404(request, slug)
    row = EventOrganiser.objects.filter(event=event, user_id=user_id).select_related("user").first()
    if row is None:
        raise Http404
    home = reverse("events:team", args=[slug])
    if request.method != "POST":
        is_you = row.user_id == by.user_id
        return page(
            request, "leave", event=event, by=by, current="events:team", person=row.user, is_you=is_you
        )
    try:
        actions.remove_organiser(event_id=event.pk, user_id=user_id, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(home)
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("events:manage") if user_id == by.user_id else home)
