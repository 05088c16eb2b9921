"""Certificates of attendance: taken by their person, checked by anybody, revoked by the organisers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.actions import limits
from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name
from handschlag.common.times import move_to
from handschlag.events.web.access import own_event_or_404
from handschlag.registration.actions import certificates
from handschlag.registration.models import Registration
from handschlag.registration.queries.certificates import certificate_facts, certificate_with
from handschlag.registration.rules.limits import UNKNOWN_LINKS_FROM_A_PLACE
from handschlag.registration.screens.certificates import printed_certificate
from handschlag.registration.screens.shell import page_context
from handschlag.registration.views.decorators import by_link
from handschlag.registration.views.organising import one_of
from handschlag.registration.views.registering import GET_OR_POST
from handschlag.registration.web.links import NOT_FOUND, TOO_MANY, closed_to_strangers


@require_http_methods(GET_OR_POST)
@by_link
def certificate(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What stands on it, and the button that downloads it; the first time it is issued."""
    now = timezone.now()
    if request.method == "POST":
        try:
            issued = certificates.issue_certificate(
                registration_id=registration.pk, has_link=True, by=subject_of(request.user), now=now
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
            return redirect("registration:certificate", token=token)
        made = printed_certificate(certificate_facts(registration, now=now), issued, now=issued.issued_at)
        response = HttpResponse(made, content_type="application/pdf")
        name = dated_name(registration.event.slug, _("certificate"), "pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response
    context = page_context(registration, token, now=now) | {"facts": certificate_facts(registration, now=now)}
    return render(request, "registration/certificate.html", context)


@never_cache
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponseBase:
    """Valid, for which event and since when; everything else has one and the same answer."""
    found = certificate_with(token)
    status = 200
    if found is not None:
        move_to(found.registration.event.time_zone)
    else:
        status = NOT_FOUND
        try:
            limits.count(UNKNOWN_LINKS_FROM_A_PLACE, sessions.place(request), now=timezone.now())
        except Refusal:
            status = TOO_MANY
    page = "design/errors/429.html" if status == TOO_MANY else "registration/certificate_check.html"
    context = {
        "event": found.registration.event if found else None,
        "issued_at": found.issued_at if found else None,
    }
    return closed_to_strangers(render(request, page, context, status=status))


@require_POST
def certificate_of(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The organisers revoke somebody's certificate, or take that back."""
    event, by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    row, now = one_of(event, number), timezone.now()
    is_restored = request.POST.get("do") == "restore"
    try:
        if is_restored:
            certificates.restore_certificate(registration_id=row.pk, by=by, now=now)
        else:
            certificates.revoke_certificate(registration_id=row.pk, by=by, now=now)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        done = _("The certificate is valid again.") if is_restored else _("Certificate revoked.")
        messages.success(request, done)
    return redirect("registration:registration", slug=slug, number=number)
