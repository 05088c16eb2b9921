"""Calls before the event, and filling in for somebody who asked for it on the telephone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.language import pick, written_language
from handschlag.common.refusals import Refusal
from handschlag.common.web import number_in
from handschlag.directory.emails import Letter
from handschlag.events.console import console_context
from handschlag.matching import answering, joining, leaving, requests
from handschlag.matching.access import (
    FOLDER,
    GET_OR_POST,
    UNFIT,
    event_for_team,
    no_matching_yet,
    require_team,
)
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.models import (
    RESERVE,
    Call,
    CallResult,
    CallTask,
    Listed,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
)
from handschlag.matching.profile import ProfileForm, initial_of, profile_screen, speak_of_the_participant
from handschlag.matching.profile_data import Profile
from handschlag.matching.refusals import PreparingRefusal, refusal_message
from handschlag.registration.emails import greeting, own_address, post_to
from handschlag.registration.models import Registration


def tell_assisted(call: Call, *, now: datetime) -> None:
    """To the person, in the person's language."""
    registration = call.registration
    participant = Participant.objects.filter(registration=registration).first()
    asked, accepted = _people_asked(participant, call), _people_accepted(participant, call)
    post_assisted(
        registration, lambda: _entered(participant, asked, accepted), named=[*asked, *accepted], now=now
    )


def post_assisted(
    registration: Registration,
    lines: Callable[[], Sequence[str]],
    *,
    named: Sequence[Registration],
    now: datetime,
) -> None:
    """The email itself; `lines` say what was entered, in the language of the reader."""

    def write() -> Letter:
        event = registration.event
        names = {"event": pick(event.title_de, event.title_en)}
        return Letter(
            subject=_("Filled in for you: %(event)s") % names,
            paragraphs=(
                greeting(registration),
                _(
                    "You asked the organisers of “%(event)s” to fill this in for you. They entered the "
                    "following."
                )
                % names,
            ),
            quote="\n".join(lines()),
            url=own_address("registration:own", registration),
            link=_("View or change everything"),
            end=_("If you did not ask for this, please tell the organisers."),
        )

    post_to(registration, write, kind="matching.assisted", now=now, named=named)


def _entered(
    participant: Participant | None, asked: Sequence[Registration], accepted: Sequence[Registration]
) -> tuple[str, ...]:
    """Profile, requests, answers since the call."""
    statements = participant.statements.exclude(text="") if participant else None
    said = ", ".join(statements.values_list("text", flat=True)) if statements is not None else ""
    lines = (
        (_("Your offers and needs: %(list)s"), said),
        (_("Requests sent to: %(list)s"), ", ".join(one.name for one in asked)),
        (_("You said yes to: %(list)s"), ", ".join(one.name for one in accepted)),
    )
    return tuple(text % {"list": content} for text, content in lines if content)


def _people_asked(participant: Participant | None, call: Call) -> list[Registration]:
    sent = Request.objects.filter(sender=participant, sent_at__gte=call.at, by_hand_of__isnull=False)
    return _registrations(Party.objects.filter(request__in=sent, is_sender=False)) if participant else []


def _people_accepted(participant: Participant | None, call: Call) -> list[Registration]:
    yes = Party.objects.filter(participant=participant, is_sender=False, said_yes_at__gte=call.at)
    senders = Party.objects.filter(request__in=yes.values("request"), is_sender=True)
    return _registrations(senders) if participant else []


def _registrations(parties: QuerySet[Party]) -> list[Registration]:
    rows = parties.select_related("participant__registration").order_by("participant__registration__name")
    return [row.participant.registration for row in rows]


SUMMARY: Final = "matching.summary"
AFTER: Final = timedelta(minutes=30)
LASTS: Final = timedelta(hours=12)


def _registered(service: Service, registration_id: int) -> Registration:
    """Somebody of this event."""
    rows = Registration.objects.filter(event_id=service.event_id, erased_at=None)
    found = rows.filter(pk=registration_id).first()
    if found is None:
        raise Refusal(PreparingRefusal.GONE)
    return found


@transaction.atomic
def log_call(*, service_id: int, registration_id: int, result: str, by: Subject, now: datetime) -> Call:
    """The result stands with the person; who takes no part has left matching, too."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = _registered(service, registration_id)
    if result not in CallResult.values or result == CallResult.IN_NAME:
        raise Refusal(PreparingRefusal.NOT_SOUND)
    call = Call.objects.create(service=service, registration=row, result=result, by_id=by.user_id, at=now)
    audit.record(
        verb="matching.called",
        target=row,
        by_id=by.user_id,
        now=now,
        changes={"result": [None, result]},
    )
    participant = Participant.objects.filter(registration=row, left_at=None).first()
    if result == CallResult.NO_PART and participant is not None:
        leaving.leave(participant_id=participant.pk, has_link=False, by=by, now=now)
    return call


@transaction.atomic
def confirm_on_behalf(
    *, service_id: int, registration_id: int, comes: bool, by: Subject, now: datetime
) -> Participant:
    """Somebody said on the telephone that they come, or that they cannot: as if they had pressed it."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = _registered(service, registration_id)
    participant = Participant.objects.filter(registration=row, left_at=None).first()
    if participant is None:
        raise Refusal(PreparingRefusal.GONE)
    act = joining.confirm_coming if comes else leaving.leave
    return act(participant_id=participant.pk, has_link=False, by=by, now=now)


@transaction.atomic
def begin(
    *, service_id: int, registration_id: int, has_agreed: bool, by: Subject, now: datetime
) -> Participant:
    """From now on the team fills in for this person, who has agreed to that on the telephone."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = _registered(service, registration_id)
    if not has_agreed:
        raise Refusal(PreparingRefusal.NO_CONSENT_BY_PHONE)
    participant = joining.join(registration_id=row.pk, has_link=False, by=by, now=now, agrees=True)
    Participant.objects.filter(pk=participant.pk).update(is_by_phone=True)
    call = Call.objects.create(
        service=service, registration=row, result=CallResult.IN_NAME, by_id=by.user_id, at=now
    )
    audit.record(verb="matching.fills_in", target=participant, by_id=by.user_id, now=now)
    payload = {"call_id": call.pk}
    enqueue(kind=SUMMARY, payload=payload, owner_id=None, now=now, due_at=now + AFTER)
    return participant


def current_call(participant: Participant, now: datetime) -> Call | None:
    """Under which call the team fills in for this person just now."""
    rows = Call.objects.filter(
        registration_id=participant.registration_id, result=CallResult.IN_NAME, summed_up_at=None
    )
    return rows.filter(at__gt=now - LASTS).order_by("-at").first()


def acting_for(participant_id: int, *, by: Subject, now: datetime) -> Participant:
    """The person, if the team fills in for them now."""
    rows = Participant.objects.select_related("registration", "service")
    participant = rows.filter(pk=participant_id, left_at=None).first()
    if participant is None:
        raise Refusal(PreparingRefusal.GONE)
    require_team(by, participant.registration.event_id)
    if current_call(participant, now) is None:
        raise Refusal(PreparingRefusal.NO_CONSENT_BY_PHONE)
    return participant


@transaction.atomic
def describe_on_behalf(
    *, participant_id: int, seen: int, profile: Profile, by: Subject, now: datetime
) -> Participant:
    """The team saves a profile for somebody; refused without the person's consent by telephone."""
    one = acting_for(participant_id, by=by, now=now)
    return joining.describe(participant_id=one.pk, seen=seen, profile=profile, has_link=False, by=by, now=now)


@transaction.atomic
def ask_on_behalf(
    *, participant_id: int, towards_id: int, kind: str, purpose: str, by: Subject, now: datetime
) -> Request:
    """The team sends a request for somebody; refused without the person's consent by telephone."""
    one = acting_for(participant_id, by=by, now=now)
    return requests.send_request(
        participant_id=one.pk,
        towards_id=towards_id,
        kind=kind,
        purpose=purpose,
        has_link=False,
        by=by,
        now=now,
    )


def answer_on_behalf(
    *, participant_id: int, request_id: int, is_yes: bool, by: Subject, now: datetime
) -> Request:
    """Yes is checked by the engine, as the person's own would be, in a transaction of its own as that is."""
    one = acting_for(participant_id, by=by, now=now)
    if is_yes:
        return answering.accept(
            request_id=request_id, participant_id=one.pk, kind="want", has_link=False, by=by, now=now
        )
    return answering.decline(request_id=request_id, participant_id=one.pk, has_link=False, by=by, now=now)


@transaction.atomic
def finish(*, participant_id: int, by: Subject, now: datetime) -> None:
    """The person gets the summary, and nobody fills in any more."""
    one = acting_for(participant_id, by=by, now=now)
    call = current_call(one, now)
    assert call is not None, "acting_for has seen it"
    audit.record(verb="matching.filled_in", target=one, by_id=by.user_id, now=now)
    sum_up(call_id=call.pk, now=now)


@transaction.atomic
def sum_up(*, call_id: int, now: datetime) -> bool:
    """The letter goes out once, however often this is asked for."""
    rows = Call.objects.filter(pk=call_id, result=CallResult.IN_NAME, summed_up_at=None)
    call = rows.select_related("registration__event").first()
    if call is None or not rows.update(summed_up_at=now):
        return False
    if call.registration.erased_at is None:
        tell_assisted(call, now=now)
    return True


@transaction.atomic
def take_call(*, service_id: int, registration_id: int, by: Subject, now: datetime) -> None:
    """Whoever asks calls this person from now on, in place of a colleague who had taken it."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    people = Registration.objects.filter(event_id=service.event_id, erased_at=None)
    row = people.filter(pk=registration_id).first()
    if row is None:
        raise Refusal(PreparingRefusal.GONE)
    assert by.user_id is not None
    CallTask.objects.update_or_create(
        registration=row, defaults={"service": service, "caller_id": by.user_id, "taken_at": now}
    )
    audit.record(verb="matching.call_taken", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def give_call_back(*, service_id: int, registration_id: int, by: Subject, now: datetime) -> None:
    """Nobody has this call any more; only whoever has it gives it back."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    rows = CallTask.objects.filter(service=service, registration=registration_id, caller=by.user_id)
    task = rows.select_related("registration").first()
    if task is None:
        raise Refusal(PreparingRefusal.GONE)
    task.delete()
    audit.record(verb="matching.call_given_back", target=task.registration, by_id=by.user_id, now=now)


def incoming_of(participant: Participant) -> Sequence[Party]:
    """Requests that wait for this person's answer."""
    rows = Party.objects.filter(
        participant=participant,
        is_sender=False,
        said_yes_at=None,
        request__state=RequestState.OPEN,
        request__sender__left_at=None,
    ).select_related("request__sender__registration__actor")
    return tuple(rows.order_by("request__sent_at", "pk"))


def proposed_to(participant: Participant) -> Sequence[Listed]:
    """The recommendations of whom nobody has asked yet, whatever the person thinks of them in private."""
    asked = Party.objects.filter(request__parties__participant=participant).values("participant")
    rows = Listed.objects.filter(participant=participant, partner__left_at=None)
    rows = (
        rows.exclude(place=RESERVE).exclude(partner__in=asked).select_related("partner__registration__actor")
    )
    return tuple(rows.order_by("position"))


def asked_by(participant: Participant) -> Sequence[str]:
    """The names of whom this person has asked."""
    rows = Party.objects.filter(request__sender=participant, is_sender=False)
    rows = rows.filter(request__state__in=["open", "accepted", "round", "watched"])
    return tuple(
        rows.order_by("request__sent_at", "pk").values_list("participant__registration__name", flat=True)
    )


def _one_of(service: Service, number: int) -> Registration:
    rows = Registration.objects.filter(event_id=service.event_id, erased_at=None)
    found = rows.select_related("actor").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(GET_OR_POST)
def assist_page(request: HttpRequest, slug: str, number: int) -> Any:
    """The person's profile, answers and requests, in the person's name and under a banner."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    registration, now = _one_of(service, number), timezone.now()
    rows = Participant.objects.filter(registration=registration, left_at=None)
    participant = rows.select_related("registration__actor").first()
    if participant is None or current_call(participant, now) is None:
        participant = None
    form, fault = None, ""
    if participant is not None:
        language = written_language()
        form = ProfileForm(
            request.POST if "profile" in request.POST else None,
            initial=initial_of(participant, is_english=language == "en"),
            language=language,
        )
        speak_of_the_participant(form)
        if form.is_bound and form.is_valid():
            fault = _tried(lambda: _describe(request, participant, form, by=by))
            if not fault:
                messages.success(request, _("The profile has been saved on the person’s behalf."))
                return redirect("matching:assist", slug=slug, number=number)
    context = console_context(
        event,
        by,
        current="matching:readiness",
        registration=registration,
        participant=participant,
        form=form,
        screen=profile_screen(form, ()) if form else None,
        fault=fault,
        incoming=incoming_of(participant) if participant else (),
        proposed=proposed_to(participant) if participant else (),
        sent=asked_by(participant) if participant else (),
    )
    is_unfit = form is not None and form.is_bound
    return render(request, f"{FOLDER}/assist.html", context, status=UNFIT if is_unfit else 200)


def _describe(request: HttpRequest, participant: Participant, form: ProfileForm, *, by: Subject) -> None:
    seen = request.POST.get("seen", "")
    describe_on_behalf(
        participant_id=participant.pk,
        seen=int(seen[:9]) if seen.isdecimal() else 0,
        profile=form.profile(),
        by=by,
        now=timezone.now(),
    )


def _tried(action: Callable[[], object]) -> str:
    """Nothing, or why not."""
    try:
        action()
    except Refusal as no:
        return refusal_message(no)
    return ""


@require_POST
def assisted_step(request: HttpRequest, slug: str, number: int) -> Any:
    """Begin, answer, ask, finish: each in the person's name, each written down."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    registration = _one_of(service, number)
    fault = _tried(lambda: _step(request, service, registration, by=by))
    if fault:
        messages.error(request, fault)
    if request.POST.get("step") == "finish" and not fault:
        messages.success(request, _("Done. The person gets a summary by email."))
        return redirect("matching:readiness", slug=slug)
    return redirect(reverse("matching:assist", args=[slug, number]))


def _step(request: HttpRequest, service: Service, registration: Registration, *, by: Subject) -> None:
    given, now = request.POST, timezone.now()
    kind = given.get("step", "")
    if kind == "begin":
        begin(
            service_id=service.pk,
            registration_id=registration.pk,
            has_agreed=given.get("agreed") == "yes",
            by=by,
            now=now,
        )
        return
    participant = Participant.objects.filter(registration=registration, left_at=None).first()
    pk, chosen = participant.pk if participant else 0, number_in(given, "chosen")
    if kind in {"yes", "no"}:
        answer_on_behalf(participant_id=pk, request_id=chosen, is_yes=kind == "yes", by=by, now=now)
    elif kind == "ask":
        ask_on_behalf(
            participant_id=pk,
            towards_id=chosen,
            kind="must" if given.get("must") else "want",
            purpose=given.get("purpose", "")[:200],
            by=by,
            now=now,
        )
    elif kind == "finish":
        finish(participant_id=pk, by=by, now=now)
