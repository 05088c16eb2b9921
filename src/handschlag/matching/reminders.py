"""People are invited to matchmaking or reminded, after the team has seen what they get."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.common.times import at_place, format_moment
from handschlag.common.web import number_in
from handschlag.design.components.parts import Link
from handschlag.directory.emails import Letter
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.access import GET_OR_POST, event_for_team, no_matching_yet, require_team
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.joining import changed_profiles
from handschlag.matching.missing import (
    REMINDERS,
    Missing,
    Reminder,
    agreed_outside,
    count_agreed_outside,
    may_invite,
    registered,
    reminders_of,
    steps_of,
)
from handschlag.matching.models import JoinInvitation, Participant, PhaseEmail, Service
from handschlag.matching.phase_emails import phase_letter, tell_phase
from handschlag.matching.profile_data import drafted_statements
from handschlag.matching.refusals import MatchingRefusal, PreparingRefusal, refusal_message
from handschlag.registration.emails import as_sent, event_title, own_address, post_to
from handschlag.registration.models import Registration

JOIN: Final = "matching.invitation"


def tell_to_join(registration: Registration, service: Service, *, now: datetime) -> None:
    """One email with the way to the invitation; what a list says of the person is shown there."""
    post_to(registration, lambda: join_letter(registration, service), kind=JOIN, now=now)


def join_letter(registration: Registration, service: Service) -> Letter:
    """The words, in the language that is spoken now."""
    names = {
        "event": event_title(registration.event),
        "name": registration.name,
        "until": format_moment(service.answers_until),
    }
    has_draft = bool(drafted_statements(registration))
    return Letter(
        subject=_("Meet the right people: %(event)s") % names,
        paragraphs=(
            _("Hello %(name)s,") % names,
            _("You are registered for “%(event)s”, but you do not take part in matchmaking yet.") % names,
            _("Tell us what you offer and need; we suggest people and plan the meetings."),
            _("We have prepared what you offer and what you are looking for. One press confirms it.")
            if has_draft
            else _("It takes about three minutes."),
            _("Requests can be sent and answered until %(until)s.") % names,
        ),
        values={"until": names["until"]},
        url=own_address("matching:invitation", registration),
        link=_("Check and take part") if has_draft else _("Take part in matchmaking"),
        end=_("If you do not want to take part, you do not need to do anything. Your registration stays."),
    )


REMIND: Final = "matching.remind"


@transaction.atomic
def ask_to_remind(
    *, service_id: int, steps: Collection[Missing], expected: int, by: Subject, now: datetime
) -> Job:
    """A job writes to everybody concerned, if they are still as many as the page named.

    One at a time: a second one would find the same people before the first has written to them.
    """
    service = lock_service(service_id)
    require_team(by, service.event_id)
    jobs = Job.objects.filter(kind=REMIND, payload__service_id=service.pk)
    if jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists():
        raise Refusal(PreparingRefusal.STALE)
    due = reminders_of(service, steps, now=now).due
    if not due or len(due) != expected:
        raise Refusal(PreparingRefusal.STALE)
    audit.record(
        verb="matching.reminders_asked",
        target=service,
        by_id=by.user_id,
        now=now,
        changes={"emails": [None, len(due)]},
    )
    payload = {"service_id": service.pk, "steps": sorted(steps)}
    return enqueue(kind=REMIND, payload=payload, owner_id=by.user_id, now=now)


def send_reminders(
    *, service_id: int, steps: Collection[Missing], now: datetime, tell: Callable[[int, int], None]
) -> int:
    """Each person gets one, however often this is begun; how many were written."""
    service = Service.objects.select_related("event").get(pk=service_id)
    due = reminders_of(service, steps, now=now).due
    for number, one in enumerate(due, start=1):
        _remind(one, service, now=now)
        tell(number, len(due))
    return len(due)


@transaction.atomic
def _remind(reminder: Reminder, service: Service, *, now: datetime) -> None:
    registration = Registration.objects.select_related("event").get(pk=reminder.registration)
    kind = REMINDERS[reminder.missing]
    if kind is None or reminder.participant is None:
        invited, is_new = JoinInvitation.objects.get_or_create(
            registration=registration, defaults={"sent_at": now}
        )
        if not is_new:
            JoinInvitation.objects.filter(pk=invited.pk).update(sent_at=now, times=F("times") + 1)
        tell_to_join(registration, service, now=now)
        audit.record(verb="matching.invited", target=registration, by_id=None, now=now)
        return
    participant = Participant.objects.select_related("service__event", "registration__event").get(
        pk=reminder.participant
    )
    PhaseEmail.objects.update_or_create(participant=participant, kind=kind, defaults={"sent_at": now})
    tell_phase(participant, kind, now=now)
    audit.record(verb="matching.reminded", target=participant, by_id=None, now=now)


@transaction.atomic
def take_in_agreed(*, service_id: int, by: Subject, now: datetime) -> int:
    """Everybody who is registered and has agreed takes part, without being asked again; how many."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if not may_invite(service, now):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    made = Participant.objects.bulk_create(
        Participant(service=service, registration=one, joined_at=now) for one in agreed_outside(service)
    )
    if made:
        changed_profiles(service)
        audit.record_all(
            verb="matching.joined", targets=((one, {}) for one in made), by_id=by.user_id, now=now
        )
    return len(made)


LABELS: Final[dict[Missing, str | Promise]] = {
    Missing.OUTSIDE: gettext_lazy("Not in matchmaking"),
    Missing.PROFILE: gettext_lazy("Without profile"),
    Missing.WISHES: gettext_lazy("Without wishes"),
    Missing.ANSWERS: gettext_lazy("Open requests"),
}
_LANGUAGES: Final = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _EmailForGroup:
    """One email, as a real person gets it, in both languages; the person's own comes first."""

    label: str
    count: int
    name: str
    letters: Sequence[tuple[str, str, Letter]]  # code and name of the language


def reminders_screen(
    event: Event, service: Service, step: Missing | None, *, now: datetime
) -> dict[str, Any]:
    """Everybody who misses the chosen step, or any; with an example of each email."""
    everything = reminders_of(service, frozenset(Missing), now=now)
    due = [one for one in everything.due if step in {None, one.missing}]
    here = reverse("matching:reminders", args=[event.slug])
    groups = {missing: [one for one in due if one.missing is missing] for missing in Missing}
    return {
        "steps": steps_of(event, service, current="invitations"),
        "may_invite": may_invite(service, now),
        "agreed": count_agreed_outside(service),
        "count": len(due),
        "wanted": step.value if step else "",
        "left_out": everything.left_out if step is None else 0,
        "filters": _filters_of(everything.due, step, here=here),
        "groups": [
            _group_of(missing, several, service, now=now) for missing, several in groups.items() if several
        ],
    }


def _filters_of(due: Sequence[Reminder], step: Missing | None, *, here: str) -> Sequence[Link]:
    return tuple(
        Link(
            label=str(LABELS[one]) if one else _("All"),
            url=f"{here}?missing={one.value}" if one else here,
            count=sum(one in {None, each.missing} for each in due),
            is_current=step is one,
        )
        for one in (None, *Missing)
    )


def _group_of(
    missing: Missing, several: Sequence[Reminder], service: Service, *, now: datetime
) -> _EmailForGroup:
    registration, participant = registered(several[0])
    languages = sorted(_LANGUAGES, key=lambda code: code != registration.language)

    def letter() -> Letter:
        kind = REMINDERS[missing]
        if kind is None or participant is None:
            return as_sent(registration, join_letter(registration, service), kind=JOIN)
        letter_of_phase = phase_letter(participant, kind, now=now)
        return as_sent(registration, letter_of_phase, kind=f"matching.{kind.value}")

    letters = []
    for code in languages:
        label = str(_LANGUAGES[code])
        with translation.override(code), at_place(service.event.time_zone):
            letters.append((code, label, letter()))
    return _EmailForGroup(
        label=str(LABELS[missing]), count=len(several), name=registration.name, letters=letters
    )


def _wanted(text: str) -> Missing | None:
    return next((one for one in Missing if one.value == text), None)


@never_cache
@require_http_methods(GET_OR_POST)
def reminders_page(request: HttpRequest, slug: str) -> Any:
    """Who gets which email, with an example; the button sends them."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    if request.method == "POST":
        _send(request, service, by)
        return redirect("matching:readiness", slug=slug)
    screen = reminders_screen(event, service, _wanted(request.GET.get("missing", "")), now=timezone.now())
    context = console_context(event, by, current="matching:readiness", screen=screen)
    return render(request, "matching/preparing/reminders.html", context)


def _send(request: HttpRequest, service: Service, by: Subject) -> None:
    chosen = _wanted(request.POST.get("missing", ""))
    number = number_in(request.POST, "expected")
    try:
        ask_to_remind(
            service_id=service.pk,
            steps=frozenset({chosen} if chosen else Missing),
            expected=number,
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no))
        return
    text = ngettext("%(n)s email is being sent.", "%(n)s emails are being sent.", number)
    messages.success(request, text % {"n": number})


@require_POST
def take_in(request: HttpRequest, slug: str) -> Any:
    """Everybody who has agreed takes part now."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    try:
        number = take_in_agreed(service_id=service.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        text = ngettext(
            "%(n)s person takes part in matchmaking now.",
            "%(n)s people take part in matchmaking now.",
            number,
        )
        messages.success(request, text % {"n": number})
    return redirect("matching:readiness", slug=slug)
