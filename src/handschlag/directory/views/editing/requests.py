"""Requests to join are read and answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import joining
from handschlag.directory.forms.editing.actors import NewActorForm
from handschlag.directory.forms.editing.members import SinceForm
from handschlag.directory.forms.joining import AnswerForm, DeclineForm
from handschlag.directory.models import JoinRequest, JoinState
from handschlag.directory.rules.contents import ActorContent
from handschlag.directory.screens.editing.requests import request_screen, requests_screen
from handschlag.directory.views.editing.access import own_network
from handschlag.directory.views.editing.parameters import int_param

UNFIT = 422


@require_safe
def manage_requests(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of requests to join a network, for those who may edit it."""
    network, _by = own_network(request, slug)
    return render(request, "directory/editing/requests.html", {"screen": requests_screen(network)})


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
def manage_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
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
    screen = request_screen(
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
