"""Colleagues who look after a network: invited, joined, removed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts import actions as accounts
from handschlag.accounts.models import User
from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.design.navigation import address_of
from handschlag.directory.actions import team
from handschlag.directory.forms.team import InviteForm
from handschlag.directory.models import Invitation, ManagedNetwork, Network
from handschlag.directory.rules.claiming import ClaimRefusal
from handschlag.directory.screens.editing.team import invitation_screen, remove_screen, team_screen
from handschlag.directory.views.editing.access import own_network

UNFIT = 422


def _back_to_team(network: Network) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory:manage_team", args=[network.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def manage_team(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of colleagues, and the form by which one more is invited by email."""
    network, by = own_network(request, slug)
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, initial={"language": (get_language() or "de")[:2]})
    if data is not None and form.is_valid():
        email, language = form.cleaned_data["email"], form.cleaned_data["language"]
        try:
            team.invite(network_id=network.pk, email=email, language=language, by=by, now=now)
        except Refusal as no:
            form.add_error("email", refusal_message(no.reason))
        else:
            messages.success(request, _("The invitation to %(email)s has been sent.") % {"email": email})
            return _back_to_team(network)
    screen = team_screen(by, network, form, now=now)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/team.html", {"screen": screen}, status=status)


@require_POST
def revoke_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ends an invitation, so its link no longer works, then leads to the team; others' are a 404."""
    network, by = own_network(request, slug)
    if not Invitation.objects.filter(network=network, pk=pk).exists():
        raise Http404
    try:
        team.revoke(invitation_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Invitation withdrawn. The link in the email no longer works."))
    return _back_to_team(network)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_colleague(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Asks, then removes a colleague; whoever removes themselves is led to the networks left to them."""
    network, by = own_network(request, slug)
    row = ManagedNetwork.objects.filter(network=network, user_id=user_id).select_related("user").first()
    if row is None:
        raise Http404
    if request.method != "POST":
        screen = remove_screen(by, network, row)
        return render(request, "directory/editing/remove_colleague.html", {"screen": screen})
    is_warned = request.POST.get("warned") == "1"
    try:
        team.remove(network_id=network.pk, user_id=user_id, by=by, now=timezone.now(), is_warned=is_warned)
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("Removed."))
    if user_id == by.user_id:
        return HttpResponseRedirect(reverse("directory:manage"))
    return _back_to_team(network)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A look at the invitation changes nothing: programs that read letters follow every link in them."""
    email = request.user.email if isinstance(request.user, User) else ""
    if request.method == "POST":
        by = subject_of(request.user)
        try:
            network = team.accept(token=token, by=by, email=email, now=timezone.now())
        except Refusal as no:
            if no.reason is not ClaimRefusal.CLAIMED:
                raise
            messages.warning(request, refusal_message(no.reason))
            return HttpResponseRedirect(reverse("directory:networks"))
        messages.success(request, _("Welcome. You now manage “%(name)s”.") % {"name": network.name})
        return HttpResponseRedirect(reverse("directory:manage_network", args=[network.slug]))
    link = accounts.look_at_link(token=token, purpose=team.PURPOSE, now=timezone.now())
    sign_in = f"{address_of('account_login')}?{urlencode({'next': request.path})}"
    screen = invitation_screen(link, email=email, sign_in_url=sign_in)
    if screen is None:
        raise Http404
    response = render(request, "directory/editing/invitation.html", {"screen": screen})
    # Nobody learns the secret address. With "no-referrer" a browser would say "null" for an origin,
    # and the form be refused.
    response["Referrer-Policy"] = "strict-origin"
    return response
