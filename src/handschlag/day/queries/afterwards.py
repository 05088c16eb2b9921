"""Somebody's meetings that are over, and what both sides say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.models import Mark, Signal, SignalKind
from handschlag.day.queries.signal_history import heard_of_meetings
from handschlag.day.rules.marks import Denial, MarkSide, MeetingVerdict, verdict_of
from handschlag.day.rules.signals import Kind, last_of, missing_since
from handschlag.matching.models import Participant, Party, Request
from handschlag.matching.queries.days import ToldMeeting, latest, meetings_of, own_meetings
from handschlag.matching.queries.inbox import people_of
from handschlag.matching.queries.partners import Partner, partners_of


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
        {one.request: one.starts_at for one in own_meetings(latest(participant)[0], participant)}
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
