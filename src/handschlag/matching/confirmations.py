"""Who has said shortly before the event that they come, who has not, and an answer given on the telephone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, dated_name, table_download
from handschlag.common.times import sortable_moment
from handschlag.design.components.organiser import Fact, Mark, Shape
from handschlag.design.components.parts import Link
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching import access, assisting, joining, leaving
from handschlag.matching.access import GET_OR_POST, event_for_team, no_matching_yet
from handschlag.matching.models import Participant, RequestState, Service
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.names import Called, everybody
from handschlag.matching.own_meetings import meetings_of
from handschlag.matching.participant_pages import for_participants, shell_of
from handschlag.matching.refusals import refusal_message

_ASKING = (EmailKind.COMING.value, EmailKind.TOMORROW.value)


class Answer(StrEnum):
    SILENT = "silent"
    COMES = "comes"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPerson:
    """Somebody of the matching. `asked_at` is None for whoever has had no email that asks."""

    who: Called
    registration: int
    meetings: int
    asked_at: datetime | None
    comes_at: datetime | None
    left_at: datetime | None

    @property
    def answer(self) -> Answer:
        if self.left_at is not None:
            return Answer.LEFT
        return Answer.SILENT if self.comes_at is None else Answer.COMES

    @property
    def answered_at(self) -> datetime | None:
        return self.left_at or self.comes_at


def expected_people(service: Service) -> tuple[ExpectedPerson, ...]:
    """Everybody of the matching, those first on whom most others rely; four queries."""
    names = everybody(service)
    columns = ("pk", "registration_id", "meetings", "asked_at", "comes_at", "left_at")
    found = [
        ExpectedPerson(
            who=names[pk],
            registration=registration,
            meetings=meetings,
            asked_at=asked_at,
            comes_at=comes_at,
            left_at=left_at,
        )
        for pk, registration, meetings, asked_at, comes_at, left_at in _people(service).values_list(*columns)
    ]
    return tuple(sorted(found, key=lambda one: (-one.meetings, one.who.name, one.who.id)))


def _people(service: Service) -> QuerySet[Participant]:
    held = Q(parties__request__state=RequestState.ACCEPTED, parties__request__meeting__isnull=False)
    return Participant.objects.filter(service=service, registration__erased_at=None).annotate(
        meetings=Count("parties", filter=held, distinct=True),
        asked_at=Max("phase_emails__sent_at", filter=Q(phase_emails__kind__in=_ASKING)),
    )


SHOWN: Final = 50
_LABELS: Final[Mapping[Answer, str | Promise]] = {
    Answer.SILENT: gettext_lazy("No answer"),
    Answer.COMES: gettext_lazy("Coming"),
    Answer.LEFT: gettext_lazy("Left matchmaking"),
}
_SHAPES: Final[Mapping[Answer, Shape]] = {Answer.SILENT: "wait", Answer.COMES: "ok", Answer.LEFT: "off"}


def answer_in(value: str) -> Answer | None:
    """The answer that an address asks to see; what cannot be read counts as all."""
    return next((one for one in Answer if one.value == value), None)


def confirmations_screen(
    event: Event, people: Sequence[ExpectedPerson], answer: Answer | None, *, is_all: bool
) -> dict[str, Any]:
    """How many come, and of those with this answer the first."""
    here = reverse("matching:confirmations", args=[event.slug])
    silent = [one for one in people if one.answer is Answer.SILENT]
    shown = people_with_answer(people, answer)
    return {
        "facts": [_fact(one, people, here=here) for one in Answer],
        "filters": _filters(people, answer, here=here),
        "answer": answer,
        "rows": [
            (one, Mark(_SHAPES[one.answer], str(_LABELS[one.answer])))
            for one in (shown if is_all else shown[:SHOWN])
        ],
        "count": len(shown),
        "is_asked": any(one.asked_at for one in people),
        "silent": len(silent),
        "depending": sum(one.meetings for one in silent),
    }


def people_with_answer(people: Sequence[ExpectedPerson], answer: Answer | None) -> list[ExpectedPerson]:
    """Those with this answer, or all of them; whoever has not answered first."""
    order = list(Answer)
    found = [one for one in people if answer in {None, one.answer}]
    return sorted(found, key=lambda one: order.index(one.answer))


def confirmation_lines(people: Sequence[ExpectedPerson]) -> Iterator[Sequence[str]]:
    """The list as a table."""
    yield (
        _("Name"),
        _("Organisation"),
        _("Phone"),
        _("Meetings"),
        _("Asked on"),
        _("Answer"),
        _("Answered at"),
    )
    for one in people:
        yield (
            one.who.name,
            one.who.organisation,
            one.who.phone,
            str(one.meetings),
            sortable_moment(one.asked_at) if one.asked_at else "",
            str(_LABELS[one.answer]),
            sortable_moment(one.answered_at) if one.answered_at else "",
        )


def _fact(answer: Answer, people: Sequence[ExpectedPerson], *, here: str) -> Fact:
    number = sum(one.answer is answer for one in people)
    return Fact(label=str(_LABELS[answer]), value=format_number(number), url=f"{here}?answer={answer.value}")


def _filters(people: Sequence[ExpectedPerson], answer: Answer | None, *, here: str) -> Sequence[Link]:
    return tuple(
        Link(
            label=str(_LABELS[one]) if one else _("All"),
            url=f"{here}?answer={one.value}" if one else here,
            count=sum(one in {None, person.answer} for person in people),
            is_current=answer is one,
        )
        for one in (None, *Answer)
    )


@never_cache
@require_safe
def confirmations_page(request: HttpRequest, slug: str) -> Any:
    """The page of confirmations; leads to the key dates where none are saved."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    wanted = answer_in(request.GET.get("answer", ""))
    is_all = request.GET.get("all") == "1"
    screen = confirmations_screen(event, expected_people(service), wanted, is_all=is_all)
    context = console_context(event, by, current="matching:confirmations", screen=screen)
    return render(request, "matching/preparing/confirmations.html", context)


@require_POST
def answer_by_phone(request: HttpRequest, slug: str, number: int) -> Any:
    """Somebody has phoned: they come, or they release their meetings."""
    event, by, service = event_for_team(request, slug)
    answer = request.POST.get("answer", "")
    if answer not in {"yes", "no"}:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    try:
        assisting.confirm_on_behalf(
            service_id=service.pk,
            registration_id=number,
            comes=answer == "yes",
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        messages.success(request, _("Saved."))
    return redirect("matching:confirmations", slug=slug)


@require_safe
def confirmations_export(request: HttpRequest, slug: str, ending: str) -> Any:
    """What the page shows, as a table; the log keeps who took it. 404 for unknown endings."""
    event, by, service = event_for_team(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    people = people_with_answer(expected_people(service), answer_in(request.GET.get("answer", "")))
    access.note_confirmations(service=service, number=len(people), by=by, now=timezone.now())
    return table_download(confirmation_lines(people), dated_name(event.slug, "confirmations", ending))


@require_http_methods(GET_OR_POST)
@for_participants
def coming_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Programs that read emails only look; the person presses."""
    by, now, answer = subject_of(request.user), timezone.now(), request.POST.get("answer")
    if answer == "yes":
        joining.confirm_coming(participant_id=participant.pk, has_link=True, by=by, now=now)
        messages.success(request, _("Thank you. The others can rely on you."))
        return redirect("matching:day", token=token)
    if answer == "no":
        leaving.leave(participant_id=participant.pk, has_link=True, by=by, now=now)
        messages.success(
            request,
            _(
                "Your meetings are released and the others are told. If you do not come to the event at all, "
                "please cancel your registration here, too."
            ),
        )
        return redirect("registration:details", token=token)
    context = {
        "shell": shell_of(participant, token, current=None, now=now),
        "meetings": [one for one in meetings_of(participant) if one.ends_at > now],
        "has_confirmed": participant.comes_at is not None,
        "token": token,
    }
    return render(request, "matching/people/coming.html", context)
