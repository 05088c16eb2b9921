"""Afterwards: both sides say of a meeting what they know, correct it, and contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import local_date
from handschlag.day.models import Mark, Signal, SignalKind
from handschlag.day.participant_pages import attempt, page_context
from handschlag.day.signals import Kind, heard_of_meetings, last_of, missing_since
from handschlag.day.signs import Denial, MarkSide, MeetingVerdict, verdict_of
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import participant_now
from handschlag.matching.models import Meeting, Participant, Party, Request
from handschlag.matching.names import Partner, partners_of
from handschlag.matching.own_meetings import (
    ToldMeeting,
    latest_two_versions,
    meetings_of,
    own_meetings,
    people_of,
)
from handschlag.matching.participant_pages import for_participants

LONGEST_STEP: Final = 200


class AfterwardsRefusal(Reason):
    NOT_YOURS = "not_yours", _("This meeting has been given to someone else.")
    NOT_YET = "not_yet", _("This meeting has not begun yet.")
    DID_NOT_TAKE_PLACE = "did_not_take_place", _("You reported that this meeting did not take place.")
    NOTHING_TO_OBJECT_TO = "nothing_to_object_to", _("Nobody says any longer that it did not take place.")
    OVER = "over", _("This offer has expired.")
    NO_CONTACT = "no_contact", _("This contact has not been released or is no longer shared.")
    NOT_ASKED_YET = "not_asked_yet", _("We ask this 30 days after the event at the earliest.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """One meeting. What the others say of contact is not here: that shows only when both release it."""

    request: int
    starts_at: datetime | None
    others: tuple[Partner, ...]
    purpose: str
    took_place: bool | None
    was_worth: bool | None
    next_step: str
    releases_contact: bool
    is_objected: bool  # somebody contradicts what the person says
    denied_by: tuple[Partner, ...]  # who say that it did not take place
    has_objected: bool  # the person contradicts that
    verdict: MeetingVerdict
    reported_at: datetime | None = None  # that it does not take place, on the day; nothing said since

    @property
    def names(self) -> str:
        return ", ".join(one.name for one in self.others)

    @property
    def deniers(self) -> str:
        return ", ".join(one.name for one in self.denied_by)

    @property
    def sub(self) -> str:
        """Who the other one is; of several, what they met for."""
        return self.others[0].sub if len(self.others) == 1 else self.purpose

    @property
    def denial(self) -> Denial | None:
        """Who says that it did not take place, and who contradicts: both sides read it."""
        if self.denied_by and self.has_objected:
            return Denial.OBJECTED
        if self.denied_by and self.took_place is not False:
            return Denial.THEIRS
        if self.is_objected:
            return Denial.CONTRADICTED
        return Denial.OWN if self.took_place is False else None


def over_of(participant: Participant, *, now: datetime) -> tuple[Over, ...]:
    """In the order of time; a constant number of queries. What was reported on the day is not asked again."""
    held = {one.request: one for one in meetings_of(participant) if one.ends_at <= now}
    lost = set(_lost_by(participant)) - held.keys()
    rows = {row.pk: row for row in Request.objects.filter(pk__in=[*held, *lost])}
    told = (
        {one.request: one.starts_at for one in own_meetings(latest_two_versions(participant)[0], participant)}
        if lost
        else {}
    )
    people = people_of(rows)
    names = partners_of({pk for several in people.values() for pk in several})
    marks = _marks_of(rows)
    reports = _reports_of(participant, people, held)
    found = [
        _over(
            participant,
            row,
            starts_at=held[pk].starts_at if pk in held else told.get(pk),
            others=tuple(names[one] for one in people[pk] if one != participant.pk),
            marks=marks[pk],
            reported_at=reports.get(pk),
        )
        for pk, row in rows.items()
    ]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return tuple(sorted(found, key=lambda one: (one.starts_at or far, one.request)))


def _lost_by(participant: Participant) -> Iterable[int]:
    """Meetings that ended otherwise: somebody was missing, and the place went to somebody else."""
    mine = Party.objects.filter(participant=participant).values("request_id")
    marked = Mark.objects.filter(request_id__in=mine).values_list("request_id", flat=True)
    missed = Signal.objects.filter(request_id__in=mine, kind=SignalKind.PARTNER_MISSING)
    over = {*marked, *missed.values_list("request_id", flat=True)}
    gone = Request.objects.filter(pk__in=over, meeting=None)
    return list(gone.values_list("pk", flat=True))


def _marks_of(requests: Collection[int]) -> Mapping[int, dict[int, Mark]]:
    found: dict[int, dict[int, Mark]] = defaultdict(dict)
    for row in Mark.objects.filter(request_id__in=list(requests)):
        found[row.request_id][row.participant_id] = row
    return found


def _over(
    participant: Participant,
    row: Request,
    *,
    starts_at: datetime | None,
    others: tuple[Partner, ...],
    marks: Mapping[int, Mark],
    reported_at: datetime | None,
) -> Over:
    mine = marks.get(participant.pk)
    if mine is not None and mine.took_place is not None:
        reported_at = None
    sides = [
        MarkSide(took_place=one.took_place, is_objected=one.objected_at is not None) for one in marks.values()
    ]
    if reported_at is not None:
        sides.append(MarkSide(took_place=False, is_objected=False))
    denying = [pk for pk, one in marks.items() if one.took_place is False and pk != participant.pk]
    return Over(
        request=row.pk,
        starts_at=starts_at,
        others=others,
        purpose=row.purpose,
        took_place=False if reported_at is not None else mine.took_place if mine else None,
        was_worth=mine.was_worth if mine else None,
        next_step=mine.next_step if mine else "",
        releases_contact=mine.releases_contact if mine else False,
        is_objected=mine is not None and mine.objected_at is not None and mine.took_place is False,
        denied_by=tuple(one for one in others if one.id in denying),
        has_objected=any(marks[pk].objected_at is not None for pk in denying),
        verdict=verdict_of(sides),
        reported_at=reported_at,
    )


def _reports_of(
    participant: Participant, people: Mapping[int, Collection[int]], meetings: Mapping[int, ToldMeeting]
) -> dict[int, datetime]:
    """By request: when the person said last that nobody came, or that they do not come themselves."""
    found = {}
    for request, said in heard_of_meetings(participant, people).items():
        ends_at = meetings[request].ends_at if request in meetings else None
        heard = [one for one in said if not one.is_rest or (ends_at is not None and one.at < ends_at)]
        mine = last_of(heard, participant.pk)
        if mine is not None and (mine.kind == Kind.CANNOT_COME or missing_since(heard, participant.pk)):
            found[request] = mine.at
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is said anew; None leaves it as it is."""

    took_place: bool | None = None
    was_worth: bool | None = None
    next_step: str | None = None
    releases_contact: bool | None = None


@transaction.atomic
def mark(
    *, request_id: int, participant_id: int, answers: Answers, has_link: bool, by: Subject, now: datetime
) -> Mark:
    """The person's side of the meeting says this; who corrects a no is contradicted no longer."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    own_meeting(request_id, participant, now=now)
    row = Mark.objects.filter(request_id=request_id, participant=participant).first()
    row = row or Mark(request_id=request_id, participant=participant)
    before = _said_in(row)
    _apply(row, answers)
    row.marked_at = now
    row.save()
    # Only which answers are new: what somebody thinks of a meeting is for nobody else, and the trail stays.
    changes = {name: ["changed", "changed"] for name, after in _said_in(row).items() if before[name] != after}
    audit.record(verb="day.marked", target=row, by_id=by.user_id, now=now, changes=changes)
    return row


def own_meeting(request_id: int, participant: Participant, *, now: datetime) -> Request:
    """The locked request, if the person is in it and its meeting has begun, or was given up on the day."""
    if not Party.objects.filter(request_id=request_id, participant=participant).exists():
        raise Refusal(AfterwardsRefusal.NOT_YOURS)
    request = Request.objects.select_for_update(no_key=True).get(pk=request_id)
    meeting = Meeting.objects.filter(request=request).first()
    missed = Signal.objects.filter(request=request, kind=SignalKind.PARTNER_MISSING)
    has_begun = meeting.starts_at <= now if meeting else missed.exists() or request.marks.exists()
    if not has_begun:
        raise Refusal(AfterwardsRefusal.NOT_YET)
    return request


def _said_in(row: Mark) -> dict[str, bool | str | None]:
    """All that a side says of a meeting, by name."""
    return {
        "took_place": row.took_place,
        "was_worth": row.was_worth,
        "next_step": row.next_step,
        "releases_contact": row.releases_contact,
    }


def _apply(row: Mark, answers: Answers) -> None:
    if answers.took_place is not None:
        row.took_place = answers.took_place
        if answers.took_place:
            row.objected_at = None
        else:
            row.was_worth = None
    if answers.was_worth is not None:
        if row.took_place is False:
            raise Refusal(AfterwardsRefusal.DID_NOT_TAKE_PLACE)
        row.took_place, row.was_worth = True, answers.was_worth
    if answers.next_step is not None:
        row.next_step = " ".join(answers.next_step.split())[:LONGEST_STEP]
    if answers.releases_contact is not None:
        row.releases_contact = answers.releases_contact


@transaction.atomic
def object_to(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The meeting did take place, says the person; whoever said that it did not is contradicted."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    request = own_meeting(request_id, participant, now=now)
    denied = Mark.objects.filter(request=request, took_place=False).exclude(participant=participant)
    rows = list(denied)
    if not rows:
        raise Refusal(AfterwardsRefusal.NOTHING_TO_OBJECT_TO)
    denied.update(objected_at=now)
    Mark.objects.update_or_create(
        request=request, participant=participant, defaults={"took_place": True, "marked_at": now}
    )
    for row in rows:
        audit.record(verb="day.objected", target=row, by_id=by.user_id, now=now)
    return request


YES_OR_NO: Final = {"yes": True, "no": False}


def answers_in(data: Mapping[str, str]) -> Answers:
    """What the form does not name stays as it is."""
    return Answers(
        took_place=YES_OR_NO.get(data.get("took_place", "")),
        was_worth=YES_OR_NO.get(data.get("was_worth", "")),
        next_step=printable(data["next_step"]) if "next_step" in data else None,
        releases_contact=YES_OR_NO.get(data.get("releases_contact", "")),
    )


def printable(text: str) -> str:
    """The text without control characters; blanks and ends of lines stay."""
    return "".join(sign for sign in text if sign.isprintable() or sign.isspace())


def _back_to(token: str, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('day:afterwards', args=[token])}#meeting-{number}")


@require_safe
@for_participants
def afterwards_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of one's meetings that are over."""
    now, registration = timezone.now(), participant.registration
    found = over_of(participant, now=now)
    context = {
        "rows": found,
        "open_count": sum(one.took_place is None for one in found),
        "has_certificate": local_date(now) >= registration.event.last_day,
        "released": ", ".join(filter(None, (registration.email, registration.phone))),
    }
    return render(
        request,
        "day/afterwards.html",
        page_context(participant, token, "day:afterwards", now=timezone.now()) | context,
    )


@require_POST
@for_participants
def save_mark(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Takes what somebody says of a meeting, then leads back to it."""
    attempt(
        request,
        lambda: mark(
            request_id=number,
            participant_id=participant.pk,
            answers=answers_in(request.POST),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _back_to(token, number)


@require_POST
@for_participants
def save_objection(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Takes the objection that a meeting did take place, then leads back to it."""
    attempt(
        request,
        lambda: object_to(
            request_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return _back_to(token, number)
