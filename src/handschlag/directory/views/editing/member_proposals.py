"""Members that other networks propose: listed, accepted, declined, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Action, Subject, may, may_awake, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import member_proposals
from handschlag.directory.models import MemberProposal
from handschlag.directory.queries.managing import manages
from handschlag.directory.queries.member_proposals import proposals_to_decide
from handschlag.directory.screens.moderating.member_proposals import (
    member_proposal_screen,
    member_proposals_screen,
)
from handschlag.directory.views.editing.access import somebody
from handschlag.directory.views.editing.parameters import int_param


def _somebody_with(request: HttpRequest, action: Action) -> Subject:
    """Whoever has signed in; a role that sleeps is woken first. For others there is no such page."""
    by = somebody(request)
    if may_awake(by, action, owns=True):
        require(by, action, owns=True)
    return by


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What this person may decide."""
    by = somebody(request, Action.DECIDE_MEMBERSHIP)
    screen = member_proposals_screen(by, page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/editing/member_proposals.html", {"screen": screen})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, what follows from each answer, and the two answers."""
    by = _somebody_with(request, Action.DECIDE_MEMBERSHIP)
    row = proposals_to_decide(by).filter(pk=pk).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        screen = member_proposal_screen(row)
        return render(request, "directory/editing/member_proposal.html", {"screen": screen})
    is_accepted = request.POST.get("do") == "accept"
    act = member_proposals.accept_member if is_accepted else member_proposals.decline_member
    try:
        act(proposal_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        words = _("“%(actor)s” is a member now.") if is_accepted else _("Declined: “%(actor)s” is no member.")
        messages.success(request, words % {"actor": row.actor.name})
    return redirect("directory:member_proposals")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who proposed it take it back."""
    by = _somebody_with(request, Action.EDIT_MEMBERSHIP)
    row = MemberProposal.objects.select_related("network").filter(pk=pk).first()
    if row is None or not may(by, Action.EDIT_MEMBERSHIP, owns=manages(by, row.network_id)):
        raise Http404
    try:
        member_proposals.withdraw_member(proposal_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("directory:manage_members", row.network.slug)
