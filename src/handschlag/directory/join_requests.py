"""Requests to join a network are read and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.directory import joining
from handschlag.directory.access import int_param, own_network
from handschlag.directory.contents import ActorContent
from handschlag.directory.editing import dashboard as page
from handschlag.directory.editing.dashboard import confirmed_requests
from handschlag.directory.editing.forms import NewActorForm
from handschlag.directory.joining import KEEP_DECIDED, KEEP_UNDECIDED, AnswerForm, DeclineForm
from handschlag.directory.members import SinceForm
from handschlag.directory.models import JoinRequest, JoinState, Network
from handschlag.directory.similar_actors import NEW, Candidate, likely_actors


def requests_context(network: Network) -> dict[str, Any]:
    """The requests that were confirmed by email, open ones first, and for how many days they stay."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_requests"),
        "tabs": page.tabs(network, "manage_requests"),
        "rows": confirmed_requests(network),
        "keep_undecided": KEEP_UNDECIDED.days,
        "keep_decided": KEEP_DECIDED.days,
    }


def request_context(
    by: Subject,
    network: Network,
    row: JoinRequest,
    *,
    since: forms.Form,
    new: forms.Form,
    accept: forms.Form,
    decline: forms.Form,
) -> dict[str, Any]:
    """One request with the forms to decide it; actors are proposed as long as it is open."""
    is_open = row.state == JoinState.OPEN
    asked = Candidate(id=NEW, name=row.organisation, place=row.place, website=row.website)
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_requests", row.organisation),
        "request": row,
        "is_open": is_open,
        "proposed": likely_actors(network, asked, by) if is_open else (),
        "since": since,
        "new": new,
        "accept": accept,
        "decline": decline,
        "is_public_at_once": may(by, Action.PUBLISH_ACTOR),
    }


UNFIT = 422


@require_safe
def manage_requests_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of requests to join a network, for those who may edit it."""
    network, _by = own_network(request, slug)
    return render(request, "directory/editing/requests.html", {"screen": requests_context(network)})


@dataclass(slots=True, kw_only=True)
class _Forms:
    """The forms of the page; only the one whose button was pressed looks at what was sent."""

    since: SinceForm
    new: NewActorForm
    accept: AnswerForm
    decline: DeclineForm

    @classmethod
    def of(cls, row: JoinRequest, data: QueryDict | None, pressed: str) -> _Forms:
        empty = ActorContent(kind="company", name=row.organisation, website=row.website)
        made = data if pressed == "make" else None
        return cls(
            since=SinceForm(made, initial={"since": timezone.localdate()}),
            new=NewActorForm(made, content=empty, initial={"place": row.place}),
            accept=AnswerForm(made),
            decline=DeclineForm(data if pressed == "decline" else None, auto_id="decline_%s"),
        )

    def is_fit(self, pressed: str) -> bool:
        if pressed == "decline":
            return self.decline.is_valid()
        if pressed == "make":
            return self.new.is_valid() and self.since.is_valid() and self.accept.is_valid()
        return pressed == "take"


@require_http_methods(["GET", "HEAD", "POST"])
def manage_request_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The page of one request; deciding it leads to the list, and one not confirmed yet is a 404."""
    network, by = own_network(request, slug)
    row = JoinRequest.objects.filter(network=network, pk=pk).exclude(state=JoinState.UNCONFIRMED).first()
    if row is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    pressed = request.POST.get("do", "")
    forms = _Forms.of(row, data, pressed)
    if data is not None and forms.is_fit(pressed):
        try:
            _decide(row, pressed, forms, actor_id=int_param(data.get("actor"), 0), by=by)
        except Refusal as no:
            messages.warning(request, refusal_message(no.reason))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Decision saved. The organisation is notified by email."))
        return HttpResponseRedirect(reverse("directory:manage_requests", args=[slug]))
    screen = request_context(
        by, network, row, since=forms.since, new=forms.new, accept=forms.accept, decline=forms.decline
    )
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/request.html", {"screen": screen}, status=status)


def _decide(row: JoinRequest, pressed: str, forms: _Forms, *, actor_id: int, by: Subject) -> None:
    now = timezone.now()
    if pressed == "decline":
        answer = forms.decline.cleaned_data["answer"]
        joining.decline(request_id=row.pk, answer=answer, by=by, now=now)
        return
    is_new = pressed == "make"
    joining.accept(
        request_id=row.pk,
        actor=forms.new.made() if is_new else actor_id,
        since=forms.since.cleaned_data["since"] if is_new else timezone.localdate(),
        answer=forms.accept.cleaned_data["answer"] if is_new else "",
        by=by,
        now=now,
    )
