"""The form of a registration that is changed: by its person, or by the organisers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.registration.forms import starting
from handschlag.registration.forms.registering import RegistrationForm
from handschlag.registration.models import Registration
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.screens.missed_sessions import endangered_words
from handschlag.registration.screens.registering import change_screen
from handschlag.registration.views.decorators import UNFIT


def change_page(
    request: HttpRequest,
    registration: Registration,
    *,
    save: Callable[..., object],
    back: HttpResponse,
    template: str = "registration/change.html",
    is_for_others: bool = False,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """`save(seen=..., facts=...)` is the action; its refusals are said on the page, nothing typed is lost."""
    if registration.state not in ACTIVE:
        messages.error(request, refusal_message(RegistrationRefusal.NOT_IN_THIS_STATE))
        return back
    offers = choosable(registration.event_id)
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        initial=starting.of_registration(registration),
        event=registration.event,
        offers=offers,
        actor=registration.actor,
        is_for_others=is_for_others,
        asks_category=is_for_others,
    )
    shown: dict[str, Any] = {}
    if form.is_bound:
        more = saved(request, form, save)
        if more is None:
            messages.success(request, _("The changes are saved."))
            return back
        shown = more
    screen = change_screen(registration, form, offers=offers, back_url=back["Location"], **shown)
    status = UNFIT if form.is_bound else 200
    return render(request, template, {**(context or {}), **screen}, status=status)


def saved(request: HttpRequest, form: RegistrationForm, save: Callable[..., object]) -> dict[str, Any] | None:
    """None: it is saved. Otherwise what the page has to say besides the errors of the form."""
    if not form.is_valid():
        return {}
    facts = form.facts()
    dangers = endangered_words(facts, form.offers)
    if dangers and "anyway" not in request.POST:
        return {"endangered": dangers}
    seen = request.POST.get("seen", "")
    try:
        save(seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0, facts=facts)
    except Refusal as no:
        pairs = no.details.get("pairs", ())
        return {"fault": refusal_message(no.reason), "clashing": {pk for pair in pairs for pk in pair}}
    return None
