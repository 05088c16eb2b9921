"""Somebody registers the others of a delegation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handschlag.accounts.queries import subject_of
from handschlag.accounts.web import sessions
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.registration.actions import delegations
from handschlag.registration.forms.delegations import ColleaguesForm
from handschlag.registration.models import Registration
from handschlag.registration.queries.links import named_by
from handschlag.registration.screens.shell import page_context
from handschlag.registration.views.decorators import UNFIT, by_link
from handschlag.registration.views.registering import GET_OR_POST


@require_http_methods(GET_OR_POST)
@by_link
def colleagues(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """One line for each; everybody gets a link of their own."""
    data = request.POST if request.method == "POST" else None
    form = ColleaguesForm(data, initial={"language": registration.language})
    if form.is_bound and form.is_valid():
        try:
            number = delegations.register_colleagues(
                registration_id=registration.pk,
                colleagues=form.guests(),
                has_link=True,
                origin=sessions.place(request),
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
        else:
            text = ngettext(
                "%(n)s colleague gets an email to confirm.",
                "%(n)s colleagues get an email to confirm.",
                number,
            )
            messages.success(request, text % {"n": number})
            return redirect("registration:colleagues", token=token)
    context = {
        **page_context(registration, token, now=timezone.now()),
        "form": form,
        "named": named_by(registration),
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/colleagues.html", context, status=status)
