"""30 and 90 days after the event people are asked what came of their meetings: one click for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import local_date
from handschlag.day.afterwards import AfterwardsRefusal, Over, over_of, own_meeting
from handschlag.day.models import Asked, Mark, Outcome, OutcomeResult
from handschlag.day.participant_pages import attempt, page_context
from handschlag.day.signs import MeetingVerdict
from handschlag.directory.emails import Letter
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import participant_now
from handschlag.matching.models import Participant, RequestState, Service
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.participant_pages import for_participants
from handschlag.matching.phase_emails import emails_way
from handschlag.registration.emails import event_title, greeting, own_address, post_to


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One meeting, and the answer that was given."""

    over: Over
    result: str


def questions_of(participant: Participant, *, after_days: int, now: datetime) -> tuple[_Question, ...]:
    """Meetings of which nobody says that they did not take place."""
    rows = Outcome.objects.filter(participant=participant, after_days=after_days)
    given = dict(rows.values_list("request_id", "result"))
    return tuple(
        _Question(over=one, result=given.get(one.request, ""))
        for one in over_of(participant, now=now)
        if one.took_place is not False and one.verdict is not MeetingVerdict.NOT_HELD
    )


def to_ask(service: Service, *, after_days: int) -> Iterable[Participant]:
    """Who had a meeting, can be written to, and was not asked yet."""
    asked = Asked.objects.filter(participant__service=service, after_days=after_days)
    denied = Mark.objects.filter(request__service=service, took_place=False)
    silent = denied.values_list("participant_id", "request_id")
    without = set(silent)
    rows = Participant.objects.filter(service=service, left_at=None, registration__erased_at=None)
    rows = rows.exclude(muted_emails__kind=EmailKind.RESULTS)
    rows = rows.exclude(pk__in=asked.values("participant_id")).exclude(registration__email="")
    met = rows.filter(
        parties__request__state=RequestState.ACCEPTED, parties__request__meeting__isnull=False
    ).values_list("pk", "parties__request_id")
    with_meeting = {pk for pk, request in met if (pk, request) not in without}
    return rows.filter(pk__in=with_meeting).select_related("registration__event").order_by("pk")


SOON: Final = 30


def ask_what_came(participant: Participant, *, after_days: int, now: datetime) -> None:
    """One link; each meeting is answered by one click."""
    registration = participant.registration

    def write() -> Letter:
        known = {"event": event_title(registration.event)}
        first = (
            _("A month ago you met people at “%(event)s”.")
            if after_days == SOON
            else _("Three months ago you met people at “%(event)s”.")
        )
        return Letter(
            subject=_("Results of your meetings: one click each") % known,
            paragraphs=(
                greeting(registration),
                first % known,
                _("No result, still in touch, or a project: one click per meeting, no password needed."),
                _("Results are counted without names and show whether such meetings are useful."),
            ),
            url=own_address("day:came_of_it", registration),
            link=_("Give feedback"),
            ways=(emails_way(participant),),
        )

    mute = own_address("matching:mute", registration, EmailKind.RESULTS.value)
    post_to(registration, write, kind=f"day.results_{after_days}", now=now, unsubscribe=mute)


def send_outcome_reminders(*, now: datetime) -> int:
    """Everybody of whom there is something to ask now has an email; how many were written."""
    number = 0
    for service in Service.objects.select_related("event").filter(event__last_day__lt=local_date(now)):
        for after_days in questions_due(service.event.last_day, local_date(now)):
            for participant in to_ask(service, after_days=after_days):
                if questions_of(participant, after_days=after_days, now=now):
                    number += _ask(participant, after_days=after_days, now=now)
    return number


def _ask(participant: Participant, *, after_days: int, now: datetime) -> bool:
    """The letter waits and the question counts as asked, or neither; False where it was asked before."""
    try:
        with transaction.atomic():
            Asked.objects.create(participant=participant, after_days=after_days, asked_at=now)
            ask_what_came(participant, after_days=after_days, now=now)
            audit.record(verb="day.asked", target=participant, by_id=None, now=now)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def answer(
    *,
    request_id: int,
    participant_id: int,
    after_days: int,
    result: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Outcome:
    """This came of the meeting, as far as the person knows; a later answer to the same question counts."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    own_meeting(request_id, participant, now=now)
    if (local_date(now) - participant.service.event.last_day).days < after_days:
        raise Refusal(AfterwardsRefusal.NOT_ASKED_YET)
    outcome, _ = Outcome.objects.update_or_create(
        request_id=request_id,
        participant=participant,
        after_days=after_days,
        defaults={"result": result, "answered_at": now},
    )
    audit.record(verb="day.answered", target=outcome, by_id=by.user_id, now=now)
    return outcome


RESULTS: Final[Mapping[str, str | Promise]] = {
    OutcomeResult.NOTHING: gettext_lazy("Nothing yet"),
    OutcomeResult.IN_TOUCH: gettext_lazy("Still in touch"),
    OutcomeResult.PLANNING: gettext_lazy("Planning something"),
    OutcomeResult.APPLICATION: gettext_lazy("Applied for funding"),
    OutcomeResult.CONTRACT: gettext_lazy("Agreed by contract"),
}


@require_safe
@for_participants
def came_of_it_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page that asks what came of each meeting, from 30 days after the event, and again from 90."""
    now = timezone.now()
    after_days = question_now(participant.service.event.last_day, local_date(now))
    found = questions_of(participant, after_days=after_days, now=now) if after_days else ()
    context = {
        "after_days": after_days,
        "questions": found,
        "open_count": sum(not one.result for one in found),
        "results": RESULTS,
    }
    return render(request, "day/came_of_it.html", page_context(participant, token, now=now) | context)


@require_POST
@for_participants
def save_answer(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Takes the click for one meeting, then leads back to it; 404 for an unknown day or result."""
    after_days, result = after_days_in(request.POST), result_in(request.POST)
    if after_days is None or result is None:
        raise Http404
    attempt(
        request,
        lambda: answer(
            request_id=number,
            participant_id=participant.pk,
            after_days=after_days,
            result=result,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return HttpResponseRedirect(f"{reverse('day:came_of_it', args=[token])}#meeting-{number}")


ASKED_AFTER: Final = (30, 90)  # days


PATIENCE: Final = 21  # days after which nobody is asked for the first time any more


def question_now(last_day: date, today: date) -> int | None:
    """After how many days one is asked today: the newest question that has come up.

    >>> question_now(date(2027, 4, 14), date(2027, 5, 14)), question_now(date(2027, 4, 14), date(2027, 5, 13))
    (30, None)
    """
    passed = (today - last_day).days
    return max((days for days in ASKED_AFTER if passed >= days), default=None)


def questions_due(last_day: date, today: date) -> tuple[int, ...]:
    """For which questions letters go out today; nobody hears of an old one long after."""
    passed = (today - last_day).days
    return tuple(days for days in ASKED_AFTER if days <= passed <= days + PATIENCE)


def after_days_in(data: Mapping[str, str]) -> int | None:
    """The number of days after the event that the form asks about; None where we never ask then."""
    found = {str(days): days for days in ASKED_AFTER}
    return found.get(data.get("after", ""))


def result_in(data: Mapping[str, str]) -> str | None:
    """The value of the button that was pressed; None where it is no result."""
    given = data.get("result", "")
    return given if given in set(OutcomeResult.values) else None
