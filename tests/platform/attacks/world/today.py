"""A conference whose day is today: incidents, repairs, walk-ins, stand-ins; one soon, one a month ago."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from tests.platform import builders, matchmaking
from tests.platform.attacks.world.conferences import NOBODY, linked

from handschlag.accounts.models import User
from handschlag.day import afterwards, proposals, walk_in
from handschlag.day import incidents as day_incidents
from handschlag.day.afterwards import Answers
from handschlag.day.incidents import IncidentSubject
from handschlag.day.models import Asked, IncidentKind, StandBy
from handschlag.day.walk_in import WalkIn
from handschlag.events.models import Block, Event, EventDay, Place
from handschlag.matching import answering
from handschlag.matching.models import Meeting, Participant, Request, Service
from handschlag.matching.moves import actions
from handschlag.matching.publishing import actions as publishing_actions

TODAY = date(2026, 11, 25)
EVE = builders.NOW - timedelta(days=2)


def build(who: dict[str, User]) -> dict[str, Any]:
    organiser = who["organiser"]
    return {**day(organiser), **soon(organiser), **earlier(organiser)}


def conference(title: str, organiser: User, day: date, *, fixed: int = 2) -> Service:
    """Meetings from half past eight to nine, and from half past ten to half past twelve."""
    event = builders.event(title, organiser, first_day=day, last_day=day)
    EventDay.objects.create(
        event=event, day=day, opens_at=builders.clock("8:00", day), closes_at=builders.clock("18:00", day)
    )
    places = tuple(builders.place(event, code) for code in ("T1", "T2", "T3"))
    block(event, day, "Früh", "8:30", "9:05", places)
    block(event, day, "Vormittag", "10:30", "12:30", places)
    return matchmaking.matching(
        event,
        profiles_from=builders.clock("8:00", day - timedelta(days=60)),
        wishes_from=builders.clock("8:00", day - timedelta(days=50)),
        answers_until=builders.clock("8:00", day - timedelta(days=fixed + 2)),
        fixed_at=builders.clock("8:00", day - timedelta(days=fixed)),
    )


def block(event: Event, day: date, name: str, at: str, until: str, places: tuple[Place, ...]) -> Block:
    row = Block.objects.create(
        event=event,
        name_de=name,
        starts_at=builders.clock(at, day),
        ends_at=builders.clock(until, day),
        meeting_minutes=15,
        change_minutes=5,
    )
    for one in places:
        row.open_places.create(place=one)
    return row


def met(service: Service, one: Participant, other: Participant) -> Request:
    """They have agreed long before the event, at the first time that is free."""
    asked = matchmaking.asked(one, other)
    when = service.answers_until - timedelta(days=1)
    return answering.accept(
        request_id=asked.pk, participant_id=other.pk, kind="want", has_link=True, by=NOBODY, now=when
    )


def day(organiser: User) -> dict[str, Any]:
    service = conference("Heute im Gespräch", organiser, TODAY)
    ann, ben, cat, dom, eli, fio = (
        matchmaking.participant(service, name, needs=("Linsen",), offers=("Laser",))
        for name in ("Ann Heute", "Ben Heute", "Cat Heute", "Dom Heute", "Eli Heute", "Fio Heute")
    )
    for one, other in ((ann, ben), (ann, cat), (ann, dom), (ann, eli), (ben, cat), (dom, eli), (cat, fio)):
        met(service, one, other)
    service.refresh_from_db()
    publishing_actions.publish(
        service_id=service.pk, revision=service.revision, by=organiser.subject, now=EVE
    )
    over = Meeting.objects.filter(service=service, seats__participant=ann).earliest("starts_at")
    late = Meeting.objects.filter(service=service, seats__participant=ann).latest("starts_at")
    partner = over.seats.exclude(participant=ann).get().participant
    said_no(over.request, partner)
    offer = stand_by(service, ben, ann, late)
    return {
        "ann": linked(ann.registration),
        "fio": linked(fio.registration),
        "ann_registration": ann.registration_id,
        "over": over.request_id,
        "late": late.request_id,
        "partner": partner.pk,
        "offer": offer.pk,
        **walked_in(service, organiser),
        **incidents(service, organiser, dom, eli),
    }


def said_no(request: Request, one: Participant) -> None:
    afterwards.mark(
        request_id=request.pk,
        participant_id=one.pk,
        answers=Answers(took_place=False),
        has_link=True,
        by=NOBODY,
        now=builders.NOW,
    )


def stand_by(service: Service, one: Participant, other: Participant, after: Meeting) -> StandBy:
    """Ben is asked whether he meets Ann in the last slot."""
    return StandBy.objects.create(
        service=service,
        participant=one,
        partner=other,
        starts_at=builders.clock("12:10", TODAY),
        place=after.place,
        offered_at=builders.NOW,
        ends_at=builders.clock("12:00", TODAY),
    )


def incidents(service: Service, organiser: User, one: Participant, other: Participant) -> dict[str, Any]:
    by, now = organiser.subject, builders.NOW
    values: dict[str, Any] = {"from_at": now, "by": by, "now": now, "service_id": service.pk}
    first = day_incidents.open_incident(
        kind=IncidentKind.CANCELLED, about=IncidentSubject(participant_id=one.pk), **values
    )
    proposals.propose(incident_id=first.pk, by=by, now=now)
    repair = proposals.approve_proposal(incident_id=first.pk, position=1, by=by, now=now)
    second = day_incidents.open_incident(
        kind=IncidentKind.CANCELLED, about=IncidentSubject(participant_id=other.pk), **values
    )
    proposals.propose(incident_id=second.pk, by=by, now=now)
    supposed = day_incidents.open_incident(
        kind=IncidentKind.PLACE_LOST,
        about=IncidentSubject(place_id=service.event.places.get(code="T3").pk),
        is_supposed=True,
        **values,
    )
    return {"repair": repair.pk, "incident": second.pk, "what_if": supposed.pk}


def walked_in(service: Service, organiser: User) -> dict[str, Any]:
    who = walk_in.take_in(
        event_id=service.event_id,
        walk_in=WalkIn(name="Hanna Spontan", organisation="Inselhof", offers="Laser", needs="Linsen"),
        wanted=[],
        has_agreed=True,
        key=str(uuid.UUID(int=1)),
        by=organiser.subject,
        now=builders.NOW,
    )
    return {"walked_in": who.registration_id}


def soon(organiser: User) -> dict[str, Any]:
    """A conference whose fix date has come: two people are asked whether their meeting may be later."""
    then = date(2026, 12, 10)
    service = conference("Bald im Gespräch", organiser, then, fixed=20)
    ira, jan = (matchmaking.participant(service, name) for name in ("Ira Bald", "Jan Bald"))
    request = met(service, ira, jan)
    by, now = organiser.subject, builders.NOW
    service.refresh_from_db()
    publishing_actions.publish(service_id=service.pk, revision=service.revision, by=by, now=now)
    move = planned(Meeting.objects.get(request=request), builders.clock("8:50", then), organiser)
    service.refresh_from_db()
    actions.ask_consent(service_id=service.pk, revision=service.revision, by=by, now=now)
    return {
        "ira": linked(ira.registration),
        "move": move.pk,
        "soon_revision": Service.objects.get(pk=service.pk).revision,
    }


def planned(meeting: Meeting, to: datetime, organiser: User) -> Any:
    return actions.plan_move(
        request_id=meeting.request_id,
        block_id=meeting.block_id,
        starts_at=to,
        place_id=meeting.place_id,
        by=organiser.subject,
        now=builders.NOW,
    )


def earlier(organiser: User) -> dict[str, Any]:
    """A conference a month ago: people are asked what came of it."""
    then = date(2026, 10, 14)
    service = conference("Frühere Gespräche", organiser, then)
    gil, hed = (matchmaking.participant(service, name) for name in ("Gil Früher", "Hed Früher"))
    asked = met(service, gil, hed)
    service.refresh_from_db()
    publishing_actions.publish(
        service_id=service.pk, revision=service.revision, by=organiser.subject, now=service.fixed_at
    )
    for one in (gil, hed):
        afterwards.mark(
            request_id=asked.pk,
            participant_id=one.pk,
            answers=Answers(took_place=True, was_worth=True, releases_contact=True),
            has_link=True,
            by=NOBODY,
            now=builders.clock("18:00", then),
        )
        Asked.objects.create(participant=one, after_days=30, asked_at=builders.NOW)
    return {"gil": linked(gil.registration), "was": asked.pk, "hed_participant": hed.pk}
