"""A network is taken over, or one of its facts corrected, without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.limits import LimitFault
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_time
from handschlag.directory.actions import claiming, correcting
from handschlag.directory.forms.claiming import ClaimForm, CorrectionForm
from handschlag.directory.models import Network
from handschlag.directory.queries.public import public_networks
from handschlag.directory.screens.claiming import claim_screen, correction_screen

UNFIT, TOO_MANY = 422, 429


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever runs the network asks for a letter to an address at its domain."""
    network, form = _network_at(slug), ClaimForm(_posted(request))
    sent = HttpResponseRedirect(reverse("directory:claim_sent", args=[slug]))
    fault, status = "", UNFIT if form.is_bound else 200
    if form.is_bound and form.data.get("topic"):
        return sent  # a program filled in what no person sees: it learns nothing from the answer
    if form.is_bound and form.is_valid():
        try:
            claiming.claim(
                network_id=network.pk,
                email=form.cleaned_data["email"],
                language=(get_language() or "de")[:2],
                **_from(request),
            )
        except Refusal as no:
            fault, status = _said(no)
        else:
            return sent
    screen = claim_screen(network, form, fault=fault)
    return render(request, "directory/joining/claim.html", {"screen": screen}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Anybody tells one fact; an editor decides."""
    network, form = _network_at(slug), CorrectionForm(_posted(request))
    sent = HttpResponseRedirect(reverse("directory:correct_sent", args=[slug]))
    fault, status = "", UNFIT if form.is_bound else 200
    if form.is_bound and form.data.get("topic"):
        return sent
    if form.is_bound and form.is_valid():
        fact, value = form.cleaned_data["change"]
        source = form.cleaned_data["source"]
        try:
            correcting.correct(network_id=network.pk, fact=fact, value=value, source=source, **_from(request))
        except Refusal as no:
            fault, status = _said(no)
        else:
            return sent
    screen = correction_screen(network, form, fault=fault)
    return render(request, "directory/joining/correct.html", {"screen": screen}, status=status)


@require_safe
def claim_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """It asks to look for the email."""
    screen = claim_screen(_network_at(slug), forms.Form())
    return render(request, "directory/joining/claim_sent.html", {"screen": screen})


@require_safe
def correct_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """It thanks, and says what happens next."""
    screen = correction_screen(_network_at(slug), forms.Form())
    return render(request, "directory/joining/correct_sent.html", {"screen": screen})


def _network_at(slug: str) -> Network:
    network = public_networks().filter(slug=slug).first()
    if network is None:
        raise Http404
    return network


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _from(request: HttpRequest) -> dict[str, Any]:
    """Who asks, from where, and when."""
    return {"origin": sessions.place(request), "by": subject_of(request.user), "now": timezone.now()}


def _said(no: Refusal) -> tuple[str, int]:
    """What a refusal says, and its status."""
    if no.reason is LimitFault.TOO_OFTEN:
        until = format_time(no.details["again_at"])
        return _("Too many requests. Try again at %(time)s.") % {"time": until}, TOO_MANY
    return refusal_message(no.reason), UNFIT
