"""The open form, the page behind the mailed link, and the page for colleagues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts import sessions
from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.design.fields import TidyText
from handschlag.directory.models import Actor
from handschlag.events.models import Event
from handschlag.events.programme.my_programme import saved_sessions_of
from handschlag.registration import registration_data
from handschlag.registration.access import (
    GET_OR_POST,
    UNFIT,
    by_link,
    closed_page,
    closed_to_strangers,
    crumbs_of,
    link_of,
    named_by,
    next_page,
    page_context,
    public_event_or_404,
    require_hand,
    unconfirmed_with,
    unknown_link_page,
)
from handschlag.registration.hooks import asked_consents
from handschlag.registration.invitations import Invitee, InviteForm
from handschlag.registration.models import (
    ConsentPurpose,
    EventInvitation,
    Registration,
    SessionChoice,
    UnconfirmedRegistration,
)
from handschlag.registration.places import (
    ACTIVE,
    Occupancy,
    PlaceState,
    RegistrationRefusal,
    closed_because,
    first_state,
    lock_registration,
    occupancy_of,
)
from handschlag.registration.questions import FIELD, typed_answers
from handschlag.registration.registering import actions
from handschlag.registration.registering import form as registering_form
from handschlag.registration.registering.actions import count_tries, keep_form
from handschlag.registration.registering.form import NamedForm, RegistrationForm, endangered_words
from handschlag.registration.registration_data import (
    RegistrationData,
    audiences_of,
    columns,
    facts_of,
    unpacked,
)
from handschlag.registration.sessions import Offer, choosable, chosen_sessions, days_of, seats_taken

MOST_COLLEAGUES: Final = 20


def register_colleagues(
    *,
    registration_id: int,
    colleagues: Sequence[Invitee],
    has_link: bool,
    origin: str,
    by: Subject,
    now: datetime,
) -> int:
    """Each has a place held and a link of their own by email; how many.

    They come from the organisation of who names them. Nothing tells who is registered already.
    """
    with transaction.atomic():
        me = lock_registration(registration_id)
        require_hand(by, me, has_link=has_link)
        if me.state not in ACTIVE:
            raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
        if closed := closed_because(me.event, now=now):
            raise Refusal(closed)
        named = UnconfirmedRegistration.objects.filter(named_by=me).count()
        if named + len(colleagues) > MOST_COLLEAGUES:
            raise Refusal(RegistrationRefusal.TOO_MANY_COLLEAGUES)
        for one in colleagues:
            count_tries(me.event_id, one.email, origin=origin, now=now)
            facts = RegistrationData(
                name=one.name,
                email=one.email,
                actor_id=me.actor_id,
                organisation=me.organisation_name,
                category_id=me.category_id,
                language=one.language,
            )
            keep_form(me.event, facts, named_by=me, origin=origin, by=by, now=now)
        changes = {"colleagues": [None, len(colleagues)]}
        audit.record(
            verb="registration.colleagues_registered", target=me, by_id=by.user_id, now=now, changes=changes
        )
    return len(colleagues)


class ColleaguesForm(InviteForm):
    """The same lines as organisers type, fewer of them."""

    people = TidyText(
        label=gettext_lazy("Your colleagues"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One person per line: name; email address."),
    )

    def clean_people(self) -> list[dict[str, str]]:
        found = super().clean_people()
        if len(found) > MOST_COLLEAGUES:
            raise ValidationError(
                gettext_lazy("You can register up to %(most)s colleagues.") % {"most": MOST_COLLEAGUES}
            )
        return found


_TIMES: Final = ("arrives_day", "arrives_time", "leaves_day", "leaves_time")
_CONTACT: Final = ("role", "place", "phone")
_NEEDS: Final = (
    "is_remote",
    "diet",
    "needs_step_free",
    "needs_quiet",
    "needs_interpreter",
    "needs",
    "speaks",
)
_FEW: Final = 10


def _form_screen(
    form: Any,
    *,
    event: Event,
    offers: Mapping[int, Offer],
    fault: str = "",
    clashing: Iterable[int] = (),
    endangered: Iterable[str] = (),
) -> dict[str, Any]:
    """Fields by their groups, in the order in which a person goes through them, and what is wrong."""
    bound = {field.name: field for field in form}
    has_seats = form.has_sessions and any(offer.seats is not None for offer in offers.values())
    taken = seats_taken(event.pk) if has_seats else {}
    return {
        "event": event,
        "form": form,
        "contact": [bound[name] for name in _CONTACT if name in bound],
        "times": [bound[name] for name in _TIMES if name in bound],
        "lunch": [bound["has_lunch"]] if "has_lunch" in bound else [],
        "days": days_of(offers, form, taken=taken, clashing=clashing) if form.has_sessions else [],
        "needs": [bound[name] for name in _NEEDS if name in bound],
        "answers": [field for name, field in bound.items() if name.startswith(FIELD)],
        "audiences": [field for name, field in bound.items() if name.startswith("sees_")],
        "consents": [field for name, field in bound.items() if name.startswith("consent_")],
        "fault": fault,
        "endangered": endangered,
    }


def register_screen(
    event: Event, form: Any, *, house: Occupancy, is_invited: bool = False, **shown: Any
) -> dict[str, Any]:
    """The page with the form; it says at once whether a place or the waiting list is the outlook."""
    state = first_state(house, needs_approval=event.needs_approval, is_invited=is_invited)
    return {
        **_form_screen(form, event=event, **shown),
        "crumbs": (_event_crumb(event), Crumb(_("Register"))),
        "outlook": _outlook(state, house),
        "saved_sessions": len(form.before.wishes),
        "is_waiting": state is PlaceState.WAITING,
    }


def add_screen(event: Event, form: Any, **shown: Any) -> dict[str, Any]:
    """The same form, filled in by the organisers."""
    return {**_form_screen(form, event=event, **shown), "crumbs": crumbs_of(event, _("Register someone"))}


def change_screen(registration: Registration, form: Any, *, back_url: str, **shown: Any) -> dict[str, Any]:
    """The form with everything that was said; its version is the state that the person has seen."""
    event = registration.event
    return {
        **_form_screen(form, event=event, **shown),
        "crumbs": (_event_crumb(event), Crumb(_("Registration"), back_url), Crumb(_("Change"))),
        "version": registration.version,
        "back_url": back_url,
    }


def _event_crumb(event: Event) -> Crumb:
    return Crumb(event.title, reverse("events:event", args=[event.slug]))


def _outlook(state: PlaceState, house: Occupancy) -> str:
    """What happens after the button is pressed."""
    match state:
        case PlaceState.ASKED:
            return _("The organisers check each registration and email you.")
        case PlaceState.WAITING:
            return _(
                "All places are taken. You can join the waiting list; we will email you when a place "
                "becomes free."
            )
    if house.free is not None and house.free <= _FEW:
        return _("Only a few places are left.")
    return _("Places are available.")


def confirm_screen(row: UnconfirmedRegistration) -> dict[str, Any]:
    """Everything that a person said, as the registration's own page will show it."""
    data = unpacked(row.facts)
    typed = Registration(event=row.event, **columns(data))
    choices = [SessionChoice(session_id=pk, wish=wish) for pk, wish in data.wishes.items()]
    return {
        "row": row,
        "event": row.event,
        "facts": [*facts_of(typed), *typed_answers(row.event_id, data.answers)],
        "sessions": chosen_sessions(choices, choosable(row.event_id) if choices else {}),
        "consents": [purpose for purpose in registration_data.CONSENTS if purpose in data.consents],
        "audiences": audiences_of(typed),
        "has_accepted_terms": data.has_accepted_terms,
    }


@never_cache
@require_http_methods(GET_OR_POST)
def register_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The open form."""
    event = public_event_or_404(slug)
    closed = closed_because(event, now=timezone.now())
    if closed:
        return closed_page(request, event, refusal_message(closed))
    user = request.user
    account = registering_form.of_account(user) if isinstance(user, User) else {}
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        initial={**registering_form.of_chosen(saved_sessions_of(request)), **account},
        event=event,
        offers=choosable(event.pk),
        has_terms=bool(event.terms_de or event.terms_en),
    )
    return form_page(request, event, form)


def form_page(
    request: HttpRequest,
    event: Event,
    form: RegistrationForm,
    *,
    template: str = "registration/register.html",
    invitation: EventInvitation | None = None,
) -> HttpResponse:
    """The page with the form; what was typed stays, whatever is wrong with it."""
    shown: dict[str, Any] = {"offers": form.offers, "is_invited": invitation is not None}
    status = 200
    if form.is_bound:
        answer, more = _sent(request, event, form, invitation=invitation)
        if answer is not None:
            return answer
        shown, status = {**shown, **more}, UNFIT
    screen = register_screen(event, form, house=occupancy_of(event), **shown)
    context = {**screen, "hours": settings.CONFIRM_WITHIN_HOURS}
    return render(request, template, context, status=status)


def _sent(
    request: HttpRequest, event: Event, form: RegistrationForm, *, invitation: EventInvitation | None
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """The next page; or None, and what the form has to say besides its own errors."""
    if request.POST.get("topic"):
        # A program filled in what no person sees: it learns nothing from the answer.
        return redirect("registration:sent", slug=event.slug), {}
    if not form.is_valid():
        return None, {}
    facts = form.facts()
    dangers = endangered_words(facts, form.offers)
    if dangers and "anyway" not in request.POST:
        return None, {"endangered": dangers}
    return _registered(request, event, facts, invitation=invitation)


def _registered(
    request: HttpRequest, event: Event, facts: RegistrationData, *, invitation: EventInvitation | None
) -> tuple[HttpResponse | None, dict[str, Any]]:
    now = timezone.now()
    try:
        registration = actions.begin(
            event_id=event.pk,
            facts=facts,
            origin=sessions.place(request),
            by=subject_of(request.user),
            now=now,
            invitation_id=invitation.pk if invitation else None,
        )
    except Refusal as no:
        if no.reason is RegistrationRefusal.ALREADY:
            actions.remind(event_id=event.pk, email=facts.email, now=now)
            return redirect("registration:sent", slug=event.slug), {}
        pairs = no.details.get("pairs", ())
        return None, {"fault": refusal_message(no.reason), "clashing": {pk for pair in pairs for pk in pair}}
    if registration is None:
        return redirect("registration:sent", slug=event.slug), {}
    messages.success(request, _("We have sent a confirmation to %(email)s.") % {"email": registration.email})
    return next_page(registration, now=now), {}


@require_safe
def sent_page(request: HttpRequest, slug: str) -> HttpResponse:
    """For every address the same: what there is to know goes to its owner alone."""
    context = {"event": public_event_or_404(slug), "hours": settings.CONFIRM_WITHIN_HOURS}
    return render(request, "registration/sent.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def confirm_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Everything that was typed, and one button; afterwards the way to the registration."""
    now = timezone.now()
    row = unconfirmed_with(token, now=now)
    if row is None:
        return unknown_link_page(request, now=now)
    move_to(row.event.time_zone)
    if row.registration is not None:
        return _own_page_of(request, row.registration)
    if row.named_by_id is not None:
        return _named(request, row, token, now=now)
    if request.method != "POST":
        context = {**confirm_screen(row), "token": token}
        return closed_to_strangers(render(request, "registration/confirm.html", context))
    try:
        registration = actions.confirm(unconfirmed_id=row.pk, by=subject_of(request.user), now=now)
    except Refusal as no:
        return closed_to_strangers(
            closed_page(request, row.event, refusal_message(no.reason), may_have_link=True)
        )
    messages.success(request, _("Registration confirmed. We have sent you an email with your personal link."))
    return next_page(registration, now=now)


def _named(
    request: HttpRequest, row: UnconfirmedRegistration, token: str, *, now: datetime
) -> HttpResponseBase:
    """Somebody whom a colleague has named says everything themselves, and consents or not."""
    typed = unpacked(row.facts)
    form = NamedForm(
        request.POST if request.method == "POST" else None,
        initial=registering_form.of_typed(typed),
        event=row.event,
        offers=choosable(row.event_id),
        actor=Actor.objects.filter(pk=typed.actor_id or 0).first(),
        has_terms=bool(row.event.terms_de or row.event.terms_en),
        before=typed,
        asks_matching=ConsentPurpose.MATCHING in asked_consents(row.event_id),
    )
    fault = ""
    if form.is_bound and form.is_valid():
        try:
            made = actions.confirm(
                unconfirmed_id=row.pk, facts=form.facts(), by=subject_of(request.user), now=now
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(
                request, _("Registration confirmed. We have sent you an email with your personal link.")
            )
            return next_page(made, now=now)
    screen = register_screen(row.event, form, house=occupancy_of(row.event), offers=form.offers, fault=fault)
    context = {**screen, "named_by": row.named_by, "token": token, "is_waiting": False}
    status = UNFIT if form.is_bound else 200
    return closed_to_strangers(render(request, "registration/invited.html", context, status=status))


def _own_page_of(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    """The first link leads on, until the personal link was renewed: then it has ended with it."""
    if registration.erased_at is not None or registration.link_number != 1:
        return unknown_link_page(request, now=timezone.now())
    return redirect("registration:own", token=link_of(registration))


@require_POST
def discard_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """It was not the owner of the address who filled in the form."""
    now = timezone.now()
    row = unconfirmed_with(token, now=now)
    if row is None:
        return unknown_link_page(request, now=now)
    try:
        actions.discard(unconfirmed_id=row.pk, by=subject_of(request.user), now=now)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Entries deleted. You are not registered with them."))
    return redirect("registration:register", slug=row.event.slug)


@require_http_methods(GET_OR_POST)
@by_link
def colleagues_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """One line for each; everybody gets a link of their own."""
    data = request.POST if request.method == "POST" else None
    form = ColleaguesForm(data, initial={"language": registration.language})
    if form.is_bound and form.is_valid():
        try:
            number = register_colleagues(
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
