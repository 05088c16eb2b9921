"""The members of a network are added, dated, ended, taken up again and proposed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Action, Subject, may, may_awake, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb, Link
from handschlag.design.fields import OneLine
from handschlag.directory import creating, memberships
from handschlag.directory.access import int_param, int_params, own_network, somebody
from handschlag.directory.contents import ActorContent
from handschlag.directory.criteria import clean
from handschlag.directory.editing import dashboard as page
from handschlag.directory.editing.fields import whole_day
from handschlag.directory.editing.forms import NewActorForm
from handschlag.directory.entries import MemberRefusal, has_entered, manages
from handschlag.directory.memberships import (
    PAGE,
    Members,
    begin,
    members_of,
    open_members,
    proposals_of,
    proposals_to_decide,
)
from handschlag.directory.models import Actor, MemberProposal, MemberProposalState, Membership, Network
from handschlag.directory.moderation import tabs
from handschlag.directory.similar_actors import NEW, Candidate, likely_actors


@transaction.atomic
def accept_member(*, proposal_id: int, by: Subject, now: datetime) -> MemberProposal:
    """The actor is a member; those who look after the network may now propose changes to its entry."""
    proposal = _decided(proposal_id, MemberProposalState.ACCEPTED, by=by, now=now)
    actor = _kept(proposal.actor)
    pair = Membership.objects.filter(network_id=proposal.network_id, actor=actor, until__isnull=True)
    if not pair.exists():
        begin(proposal.network_id, actor.pk, since=proposal.since, is_origin=False, by=by, now=now)
    memberships.tell_member_decided(proposal, by=by, now=now)
    return proposal


@transaction.atomic
def decline_member(*, proposal_id: int, by: Subject, now: datetime) -> MemberProposal:
    """The actor does not become a member, and is not proposed again for a while."""
    proposal = _decided(proposal_id, MemberProposalState.DECLINED, by=by, now=now)
    memberships.tell_member_decided(proposal, by=by, now=now)
    return proposal


@transaction.atomic
def withdraw_member(*, proposal_id: int, by: Subject, now: datetime) -> MemberProposal:
    """Those who look after the network have thought better of it."""
    proposal = _open(proposal_id)
    require(by, Action.EDIT_MEMBERSHIP, owns=manages(by, proposal.network_id))
    return _closed(proposal, MemberProposalState.WITHDRAWN, by=by, now=now)


def _open(proposal_id: int) -> MemberProposal:
    rows = MemberProposal.objects.select_related("network", "actor")
    proposal = rows.filter(pk=proposal_id, state=MemberProposalState.OPEN).first()
    if proposal is None:
        raise Refusal(MemberRefusal.DECIDED)
    return proposal


def _decided(proposal_id: int, state: MemberProposalState, *, by: Subject, now: datetime) -> MemberProposal:
    proposal = _open(proposal_id)
    require(by, Action.DECIDE_MEMBERSHIP, owns=has_entered(by, _kept(proposal.actor).pk))
    return _closed(proposal, state, by=by, now=now)


def _closed(
    proposal: MemberProposal, state: MemberProposalState, *, by: Subject, now: datetime
) -> MemberProposal:
    """Of two who decide at once, the second is told that it is decided."""
    still_open = MemberProposal.objects.filter(pk=proposal.pk, state=MemberProposalState.OPEN)
    if still_open.update(state=state, decided_at=now, decided_by_id=by.user_id) != 1:
        raise Refusal(MemberRefusal.DECIDED)
    proposal.state, proposal.decided_at, proposal.decided_by_id = state, now, by.user_id
    changes = {"network": [None, proposal.network_id], "actor": [None, proposal.actor_id]}
    audit.record(verb=f"member.{state}", target=proposal, by_id=by.user_id, now=now, changes=changes)
    return proposal


def _kept(actor: Actor) -> Actor:
    """The actor that this one was merged into meanwhile, or itself."""
    while actor.merged_into is not None:
        actor = actor.merged_into
    return actor


def _since_field() -> forms.DateField:
    field = whole_day()
    field.label = gettext_lazy("Member since")
    field.help_text = gettext_lazy("Leave it empty if you do not know the day.")
    return field


class FindActorForm(forms.Form):
    """The name of the organisation that is to become a member."""

    name = OneLine(
        label=gettext_lazy("Name of the organisation"),
        max_length=200,
        help_text=gettext_lazy("We first check whether it is already in the directory."),
    )


class SinceForm(forms.Form):
    since = _since_field()


class EndForm(forms.Form):
    """The last day of memberships."""

    until = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day > self.today:
            raise forms.ValidationError(
                gettext_lazy("This date is in the future. End the membership on that day.")
            )
        return day


class DatesForm(forms.Form):
    """Both days of one membership."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    since = _since_field()
    until = forms.DateField(
        label=gettext_lazy("Ended on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: the membership goes on."),
    )


def members_context(network: Network, found: Members, *, text: str, is_ended: bool) -> dict[str, Any]:
    """One page of memberships, open or ended; proposed members stand with the open ones only."""
    here = reverse("directory:manage_members", args=[network.slug])
    query = {**({"q": text} if text else {}), **({"ended": 1} if is_ended else {})}
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_members"),
        "tabs": page.tabs(network, "manage_members"),
        "switch": (
            Link(label=_("Open (%(n)s)") % {"n": found.open}, url=here, is_current=not is_ended),
            Link(label=_("Ended (%(n)s)") % {"n": found.ended}, url=f"{here}?ended=1", is_current=is_ended),
        ),
        "proposed": () if is_ended else proposals_of(network),
        "page": found.page,
        "query": urlencode(query),
        "text": text,
        "is_ended": is_ended,
    }


def add_member_context(
    network: Network,
    by: Subject,
    *,
    find: forms.Form,
    since: forms.Form,
    new: forms.Form | None,
    name: str,
) -> dict[str, Any]:
    """The search for an actor, those that are likely meant, and the forms to add it or a new one."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_members", _("Add a member")),
        "find": find,
        "is_asked": bool(name),
        "proposed": likely_actors(network, Candidate(id=NEW, name=name), by) if name else (),
        "since": since,
        "new": new,
        "is_public_at_once": may(by, Action.PUBLISH_ACTOR),
    }


def end_members_context(
    network: Network, rows: tuple[Membership, ...], form: forms.Form, faults: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The memberships that are about to end, by name, before they do."""
    crumbs = page.crumbs_of_part(network, "manage_members", _("End memberships"))
    return {"network": network, "crumbs": crumbs, "members": rows, "form": form, "faults": faults}


def member_dates_context(network: Network, row: Membership, form: forms.Form) -> dict[str, Any]:
    """The form for the days on which one membership begins and ends."""
    crumbs = page.crumbs_of_part(network, "manage_members", row.actor.name)
    return {"network": network, "actor": row.actor, "crumbs": crumbs, "form": form}


def early_names(rows: tuple[Membership, ...], until: date) -> tuple[str, ...]:
    """Who began after the day that was typed."""
    return tuple(row.actor.name for row in rows if row.since is not None and row.since > until)


def member_proposals_context(by: Subject, *, page: int) -> dict[str, Any]:
    """One page of proposals this person may decide; only editors see them with tabs."""
    is_editor = may(by, Action.DECIDE_MEMBERSHIP)
    return {
        "crumbs": () if is_editor else (_desk(), Crumb(_("Proposed members"))),
        "tabs": tabs("member_proposals") if is_editor else (),
        "rows": Paginator(proposals_to_decide(by), PAGE).get_page(page),
    }


def member_proposal_context(row: MemberProposal) -> dict[str, Any]:
    """One proposed membership with the way back to the list."""
    here = Crumb(_("Proposed members"), reverse("directory:member_proposals"))
    return {"crumbs": (_desk(), here, Crumb(row.actor.name)), "proposal": row}


def _desk() -> Crumb:
    return Crumb(_("Your networks"), reverse("directory:manage"))


UNFIT = 422


def _back_to_list(network: Network) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory:manage_members", args=[network.slug]))


@require_safe
def members_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a network's members, open or ended, narrowed to names that match `q`."""
    network, _by = own_network(request, slug)
    text, is_ended = clean(request.GET.get("q", "")), request.GET.get("ended") == "1"
    found = members_of(network, text=text, is_ended=is_ended, page=int_param(request.GET.get("page"), 1))
    screen = members_context(network, found, text=text, is_ended=is_ended)
    return render(request, "directory/editing/members.html", {"screen": screen})


@require_http_methods(["GET", "HEAD", "POST"])
def add_member_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The name is looked for first; then an actor is taken, or a new one made."""
    network, by = own_network(request, slug)
    data = request.POST if request.method == "POST" else None
    name = clean(request.POST.get("name") or request.GET.get("name") or "")
    since = SinceForm(data)
    empty = ActorContent(kind="", name=name)
    new = NewActorForm(data if data is not None and "new" in data else None, content=empty)
    if data is not None and since.is_valid() and ("new" not in data or new.is_valid()):
        try:
            return _added(request, network, since=since, new=new)
        except Refusal as no:
            messages.warning(request, refusal_message(no.reason))
    screen = add_member_context(
        network, by, find=FindActorForm(initial={"name": name}), since=since, new=new, name=name
    )
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/add_member.html", {"screen": screen}, status=status)


def _added(request: HttpRequest, network: Network, *, since: SinceForm, new: NewActorForm) -> HttpResponse:
    _network, by = own_network(request, network.slug)
    now, day = timezone.now(), since.cleaned_data["since"]
    if "new" in request.POST:
        actor = creating.create_actor(network_id=network.pk, content=new.made(), since=day, by=by, now=now)
        messages.success(request, _("Saved. Now add what the actor offers and is looking for."))
        return HttpResponseRedirect(reverse("directory:manage_actor", args=[actor.slug]))
    actor_id = int_param(request.POST.get("actor"), 0)
    joined = memberships.add_member(network_id=network.pk, actor_id=actor_id, since=day, by=by, now=now)
    if isinstance(joined, MemberProposal):
        messages.success(request, _("Proposed. The actor’s team or an editor decides."))
    else:
        messages.success(request, _("The actor is a member now."))
    return _back_to_list(network)


@require_http_methods(["GET", "HEAD", "POST"])
def end_members_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form to end several open memberships on one day; leads back to the list if none is chosen."""
    network, by = own_network(request, slug)
    data = request.POST if request.method == "POST" else None
    rows = open_members(network, int_params((data or request.GET).getlist("m")))
    if not rows:
        messages.info(request, _("Choose at least one membership that is open."))
        return _back_to_list(network)
    today = timezone.localdate()
    form = EndForm(data, today=today, initial={"until": today})
    faults: tuple[str, ...] = ()
    if data is not None and form.is_valid():
        until = form.cleaned_data["until"]
        ids = [row.pk for row in rows]
        try:
            number = memberships.end_members(
                network_id=network.pk, membership_ids=ids, until=until, by=by, now=timezone.now()
            )
        except Refusal as no:
            faults = (refusal_message(no.reason), *early_names(rows, until))
        else:
            text = ngettext("%(n)s membership has ended.", "%(n)s memberships have ended.", number)
            undo = _("They are listed under “Ended”, where you can reopen them.")
            messages.success(request, f"{text % {'n': number}} {undo}")
            return _back_to_list(network)
    screen = end_members_context(network, rows, form, faults)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/end_members.html", {"screen": screen}, status=status)


@require_POST
def reopen_member_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Opens a membership that had ended, then leads to the list; a refusal is told there."""
    network, by = own_network(request, slug)
    try:
        memberships.reopen_member(network_id=network.pk, membership_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The membership goes on."))
    return _back_to_list(network)


@require_http_methods(["GET", "HEAD", "POST"])
def member_dates_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for the days of a membership; one of another network is a 404."""
    network, by = own_network(request, slug)
    row = Membership.objects.select_related("actor").filter(network=network, pk=pk).first()
    if row is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    start = {"since": row.since, "until": row.until, "seen": memberships.mark_of(row)}
    form = DatesForm(data, initial=start)
    if data is not None and form.is_valid():
        try:
            memberships.set_dates(
                network_id=network.pk,
                membership_id=pk,
                since=form.cleaned_data["since"],
                until=form.cleaned_data["until"],
                seen=form.cleaned_data["seen"],
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
        else:
            messages.success(request, _("Saved."))
            return _back_to_list(network)
    screen = member_dates_context(network, row, form)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/member_dates.html", {"screen": screen}, status=status)


def _somebody_with(request: HttpRequest, action: Action) -> Subject:
    """Whoever has signed in; a role that sleeps is woken first. For others there is no such page."""
    by = somebody(request)
    if may_awake(by, action, owns=True):
        require(by, action, owns=True)
    return by


@require_safe
def member_proposals_page(request: HttpRequest) -> HttpResponse:
    """What this person may decide."""
    by = somebody(request, Action.DECIDE_MEMBERSHIP)
    screen = member_proposals_context(by, page=int_param(request.GET.get("page"), 1))
    return render(request, "directory/editing/member_proposals.html", {"screen": screen})


@require_http_methods(["GET", "HEAD", "POST"])
def member_proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, what follows from each answer, and the two answers."""
    by = _somebody_with(request, Action.DECIDE_MEMBERSHIP)
    row = proposals_to_decide(by).filter(pk=pk).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        screen = member_proposal_context(row)
        return render(request, "directory/editing/member_proposal.html", {"screen": screen})
    is_accepted = request.POST.get("do") == "accept"
    act = accept_member if is_accepted else decline_member
    try:
        act(proposal_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        words = _("“%(actor)s” is a member now.") if is_accepted else _("Declined: “%(actor)s” is no member.")
        messages.success(request, words % {"actor": row.actor.name})
    return redirect("directory:member_proposals")


@require_POST
def withdraw_proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who proposed it take it back."""
    by = _somebody_with(request, Action.EDIT_MEMBERSHIP)
    row = MemberProposal.objects.select_related("network").filter(pk=pk).first()
    if row is None or not may(by, Action.EDIT_MEMBERSHIP, owns=manages(by, row.network_id)):
        raise Http404
    try:
        withdraw_member(proposal_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("directory:manage_members", row.network.slug)
