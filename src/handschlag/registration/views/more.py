"""What can be added to a registration: one topic a page, each optional, and each leads to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.registration.actions import changes
from handschlag.registration.forms import starting
from handschlag.registration.forms.topics import TopicForm
from handschlag.registration.models import Registration
from handschlag.registration.queries.addons import fields_asked_elsewhere
from handschlag.registration.queries.programmes import Offer, choosable
from handschlag.registration.queries.saved_data import data_of
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.refusals import RegistrationRefusal
from handschlag.registration.rules.registration_data import RegistrationData
from handschlag.registration.rules.topics import Topic, asked_topics, topic_after
from handschlag.registration.screens.shell import page_context
from handschlag.registration.screens.topics import next_url, overview_screen, topic_screen
from handschlag.registration.views.changes import saved
from handschlag.registration.views.decorators import UNFIT, by_link
from handschlag.registration.views.registering import GET_OR_POST


@require_safe
@by_link
def overview(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Every topic with what is known of it."""
    elsewhere = fields_asked_elsewhere(registration, token)
    asked = _topics_for(elsewhere, choosable(registration.event_id))
    screen = overview_screen(registration, token=token, asked=asked, elsewhere=elsewhere)
    context = page_context(registration, token, now=timezone.now()) | screen
    return render(request, "registration/more.html", context)


def _topics_for(elsewhere: Mapping[str, str], offers: Mapping[int, Offer]) -> Sequence[Topic]:
    return asked_topics(elsewhere=elsewhere, has_sessions=bool(offers))


@require_http_methods(GET_OR_POST)
@by_link
def topic_page(request: HttpRequest, registration: Registration, token: str, topic: str) -> HttpResponse:
    """One topic; saving leads to the next one, the last one to the own page."""
    if registration.state not in ACTIVE:
        messages.error(request, refusal_message(RegistrationRefusal.NOT_IN_THIS_STATE))
        return redirect("registration:own", token=token)
    elsewhere, offers = fields_asked_elsewhere(registration, token), choosable(registration.event_id)
    asked = _topics_for(elsewhere, offers)
    if topic not in asked:
        raise Http404
    known, which = data_of(registration), Topic(topic)
    form = TopicForm(
        request.POST if request.method == "POST" else None,
        initial=starting.of_registration(registration),
        event=registration.event,
        offers=offers,
        before=known,
        topic=which,
        elsewhere=elsewhere,
    )
    shown: dict[str, Any] = {}
    if form.is_bound:
        more = saved(request, form, _saver(request, registration, known))
        if more is None:
            if topic_after(which, asked) is None:
                messages.success(request, _("Thank you, everything is saved."))
            return redirect(next_url(token, which, asked))
        shown = more
    screen = topic_screen(
        registration, form, which, token=token, asked=asked, elsewhere=elsewhere, offers=offers, **shown
    )
    status = UNFIT if form.is_bound else 200
    context = page_context(registration, token, now=timezone.now()) | screen
    return render(request, "registration/topic.html", context, status=status)


def _saver(request: HttpRequest, registration: Registration, before: RegistrationData) -> Any:
    """Writes what is new; a page that was only looked through writes nothing."""

    def save(*, seen: int, facts: RegistrationData) -> None:
        if facts != before:
            changes.change(
                registration_id=registration.pk,
                seen=seen,
                facts=facts,
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
                is_addition=True,
            )

    return save
