"""The members of a network are added, dated, ended and taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import creating, memberships
from handschlag.directory.forms.editing.actors import NewActorForm
from handschlag.directory.forms.editing.members import DatesForm, EndForm, FindActorForm, SinceForm
from handschlag.directory.models import MemberProposal, Membership, Network
from handschlag.directory.queries.members import members_of, open_members
from handschlag.directory.rules.contents import ActorContent
from handschlag.directory.rules.criteria import clean
from handschlag.directory.screens.editing import members as screens
from handschlag.directory.views.editing.access import own_network
from handschlag.directory.views.editing.parameters import int_param, int_params

UNFIT = 422


def _back_to_list(network: Network) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory:manage_members", args=[network.slug]))


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a network's members, open or ended, narrowed to names that match `q`."""
    network, _by = own_network(request, slug)
    text, is_ended = clean(request.GET.get("q", "")), request.GET.get("ended") == "1"
    found = members_of(network, text=text, is_ended=is_ended, page=int_param(request.GET.get("page"), 1))
    screen = screens.members_screen(network, found, text=text, is_ended=is_ended)
    return render(request, "directory/editing/members.html", {"screen": screen})


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
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
    screen = screens.add_screen(
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
def end_members(request: HttpRequest, slug: str) -> HttpResponse:
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
            faults = (refusal_message(no.reason), *screens.early_names(rows, until))
        else:
            text = ngettext("%(n)s membership has ended.", "%(n)s memberships have ended.", number)
            undo = _("They are listed under “Ended”, where you can reopen them.")
            messages.success(request, f"{text % {'n': number}} {undo}")
            return _back_to_list(network)
    screen = screens.end_screen(network, rows, form, faults)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/end_members.html", {"screen": screen}, status=status)


@require_POST
def reopen_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
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
def member_dates(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
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
    screen = screens.dates_screen(network, row, form)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/member_dates.html", {"screen": screen}, status=status)
