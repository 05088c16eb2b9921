"""An organisation asks to join a network, without an account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts import actions as accounts
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.limits import LimitFault
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_time
from handschlag.directory.actions import joining
from handschlag.directory.forms.joining import JoinForm
from handschlag.directory.models import JoinRequest, Network
from handschlag.directory.queries.public import public_networks
from handschlag.directory.screens.joining import join_screen

UNFIT, TOO_MANY = 422, 429


def _network_at(slug: str) -> Network:
    network = public_networks().filter(slug=slug).first()
    if network is None:
        raise Http404
    return network


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The public form for a request to join; whatever a program fills in is dropped without a word."""
    network = _network_at(slug)
    data = request.POST if request.method == "POST" else None
    form = JoinForm(data)
    sent = HttpResponseRedirect(reverse("directory:join_sent", args=[slug]))
    if data is not None and data.get("topic"):
        return sent  # a program filled in what no person sees: it learns nothing from the answer
    if data is not None and form.is_valid():
        asking = joining.MembershipRequest(
            language=(get_language() or "de")[:2],
            **{name: form.cleaned_data[name] for name in FIELDS},
        )
        try:
            joining.request_membership(
                network_id=network.pk,
                asking=asking,
                origin=sessions.place(request),
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal as no:
            return _refused(request, network, form, no)
        return sent
    status = UNFIT if data is not None else 200
    screen = join_screen(network, form)
    return render(request, "directory/joining/join.html", {"screen": screen}, status=status)


FIELDS = ("organisation", "place", "website", "contact_name", "contact_email", "message")


def _refused(request: HttpRequest, network: Network, form: JoinForm, no: Refusal) -> HttpResponse:
    """The page once more, with everything that was typed."""
    if no.reason is LimitFault.TOO_OFTEN:
        until = format_time(no.details["again_at"])
        fault, status = (
            _("Too many requests. Try again at %(time)s.") % {"time": until},
            TOO_MANY,
        )
    else:
        fault, status = refusal_message(no.reason), UNFIT
    screen = join_screen(network, form, fault=fault)
    return render(request, "directory/joining/join.html", {"screen": screen}, status=status)


@require_safe
def join_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The page after a request was sent: it asks to look for the email that confirms it."""
    return render(request, "directory/joining/sent.html", _about(_network_at(slug)))


@require_safe
def join_done(request: HttpRequest, slug: str) -> HttpResponse:
    """The page after a request was confirmed; needs a network that is public."""
    return render(request, "directory/joining/done.html", _about(_network_at(slug)))


def _about(network: Network) -> dict[str, object]:
    return {"name": network.name, "url": reverse("directory:network", args=[network.slug])}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Only the button confirms: programs that read letters follow every link in them."""
    now = timezone.now()
    if request.method == "POST":
        done = joining.confirm(token=token, now=now)
        return HttpResponseRedirect(reverse("directory:join_done", args=[done.network.slug]))
    link = accounts.look_at_link(token=token, purpose=joining.PURPOSE, now=now)
    row = JoinRequest.objects.select_related("network").filter(link=link).first()
    if row is None:
        raise Http404
    context = {"organisation": row.organisation, **_about(row.network)}
    response = render(request, "directory/joining/confirm.html", context)
    # Nobody learns the secret address. With "no-referrer" a browser would say "null" for an origin,
    # and the form be refused.
    response["Referrer-Policy"] = "strict-origin"
    return response
