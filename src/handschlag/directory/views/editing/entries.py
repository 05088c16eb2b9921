"""What can be done with an entry of any kind: sent to the editors, withdrawn, archived, restored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Action
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import creating, editing, moderation
from handschlag.directory.forms.editing.networks import NewNetworkForm
from handschlag.directory.rules.contents import Kind
from handschlag.directory.screens.editing.dashboard import url_of
from handschlag.directory.screens.editing.history import history_screen, home_of
from handschlag.directory.views.editing.access import kind_in, own_entry, somebody
from handschlag.directory.views.editing.parameters import int_param

UNFIT = 422


@require_POST
def submit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Sends an entry to the editors, then leads to its page; a refusal is told there."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    try:
        moderation.submit(kind=kind_in(kind), pk=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Sent. An editor reviews it; we will email you."))
    return HttpResponseRedirect(home_of(entry))


@require_POST
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Drops changes that wait for an editor, then leads to the entry; what is public stays."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    try:
        editing.withdraw_proposal(kind=kind_in(kind), pk=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Your changes have been discarded. The page stays unchanged."))
    return HttpResponseRedirect(home_of(entry))


@require_POST
def archive(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Takes an entry off the public pages, then leads to where it is edited; a refusal is told there."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    version = int_param(request.POST.get("version"), 0)
    try:
        moderation.archive(kind=kind_in(kind), pk=pk, version=version, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Archived. It is no longer public."))
    return HttpResponseRedirect(home_of(entry))


@require_safe
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The versions of an entry, and the differences between `a` and `b` of the address."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    old, new = int_param(request.GET.get("a"), 0), int_param(request.GET.get("b"), 0)
    screen = history_screen(by, entry, old=old, new=new)
    return render(request, "directory/editing/history.html", {"screen": screen})


@require_POST
def restore(request: HttpRequest, kind: str, pk: int, number: int) -> HttpResponse:
    """Restores an old version as a new one, or asks an editor to, then leads to the entry."""
    entry, by = own_entry(request, kind_in(kind), pk=pk)
    version = int_param(request.POST.get("version"), 0)
    try:
        is_waiting = moderation.restore(
            kind=kind_in(kind), pk=pk, number=number, version=version, by=by, now=timezone.now()
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(home_of(entry))
    text = _("Sent to an editor, who restores it.") if is_waiting else _("Restored, as a new version.")
    messages.success(request, text)
    return HttpResponseRedirect(home_of(entry))


@require_http_methods(["GET", "HEAD", "POST"])
def new_network(request: HttpRequest) -> HttpResponse:
    """Editors enter a network: name and kind first, everything else on its page."""
    by = somebody(request, Action.CREATE_NETWORK)
    data = request.POST if request.method == "POST" else None
    form = NewNetworkForm(data)
    if data is not None and form.is_valid():
        network = creating.create_network(content=form.made(), by=by, now=timezone.now())
        messages.success(request, _("Entered as a draft. Add its facts, each with its source."))
        return HttpResponseRedirect(url_of(Kind.NETWORK, network.slug))
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/new_network.html", {"form": form}, status=status)
