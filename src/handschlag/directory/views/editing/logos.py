"""The logo of a network: sent, removed, and served."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common import pictures
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import logos
from handschlag.directory.forms.logos import LogoForm
from handschlag.directory.models import Network, Status
from handschlag.directory.queries.managing import manages
from handschlag.directory.rules.refusals import EditRefusal
from handschlag.directory.screens.editing.logo import logo_screen
from handschlag.directory.views.editing.access import own_network

CONFLICT, UNFIT = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def manage_logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a logo; uploads or removes it, with a 409 if somebody else changed it meanwhile."""
    network, by = own_network(request, slug)
    if request.method == "POST" and request.POST.get("remove"):
        return _removed(request, network, by)
    data = request.POST if request.method == "POST" else None
    form = LogoForm(data, request.FILES or None, initial={"seen": network.logo.name or ""})
    status = 200 if data is None else UNFIT
    if data is not None and form.is_valid():
        picture, seen = form.cleaned_data["picture"], form.cleaned_data["seen"]
        try:
            logos.set_logo(network_id=network.pk, data=picture, seen=seen, by=by, now=timezone.now())
        except Refusal as no:
            form.add_error("picture", refusal_message(no.reason))
            status = CONFLICT if no.reason is EditRefusal.STALE else UNFIT
        else:
            messages.success(request, _("Logo uploaded."))
            return HttpResponseRedirect(request.path)
    screen = logo_screen(network, form)
    return render(request, "directory/editing/logo.html", {"screen": screen}, status=status)


def _removed(request: HttpRequest, network: Network, by: Subject) -> HttpResponse:
    try:
        logos.remove_logo(network_id=network.pk, seen=request.POST.get("seen", ""), by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The logo is removed."))
    return HttpResponseRedirect(request.path)


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """The picture itself. Its random name changes with it, so a browser may keep it for ever."""
    path = f"{logos.FOLDER}/{name}"
    network = Network.objects.filter(logo=path).first()
    if network is None or not _is_visible(request, network):
        raise Http404
    return pictures.picture_response(path, is_public=network.status == Status.PUBLISHED)


def _is_visible(request: HttpRequest, network: Network) -> bool:
    if network.status == Status.PUBLISHED:
        return True
    by = subject_of(request.user)
    return may(by, Action.EDIT_NETWORK, owns=manages(by, network.pk))
