"""Rows that are put in by prepared statements hold what Django would have written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Model
from tests.platform import builders, matchmaking

from handschlag.common.models import Mail, MailPerson
from handschlag.common.prepared_queries import PreparedRows
from handschlag.events.models import Block, Place
from handschlag.matching.models import (
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Seat,
    Service,
    Wish,
    WishKind,
)

pytestmark = pytest.mark.django_db
NOW, LATER = builders.NOW, builders.NOW + timedelta(minutes=15)
type People = tuple[Participant, Participant, Participant]
type Rows = list[Any]


def requests(people: People) -> Rows:
    ada, bo, _cy = people
    shared: dict[str, Any] = {"service": ada.service, "sender": ada, "sent_at": NOW}
    refusal = {"what": [None, "Ä %s", 1.5]}
    return [
        Request(
            uid=UUID(int=1), purpose="O'Hara, 50 %", state=RequestState.WATCHED, refusal=refusal, **shared
        ),
        Request(uid=UUID(int=2), purpose="Linsen", refusal=None, pair=f"{ada.pk}-{bo.pk}", **shared),
    ]


def parties(people: People) -> Rows:
    request = matchmaking.asked(people[0])
    return [
        Party(request=request, participant=people[1], kind=WishKind.MUST, said_yes_at=NOW, is_by_hand=True),
        Party(request=request, participant_id=people[2].pk),
    ]


def wishes(people: People) -> Rows:
    ada, bo, cy = people
    return [
        Wish(by=ada, towards=bo, kind=WishKind.MUST, purpose="", changed_at=NOW),
        Wish(by_id=bo.pk, towards_id=cy.pk, kind="want", purpose="%s", changed_at=LATER),
    ]


def meetings(people: People) -> Rows:
    block, places = Block.objects.order_by("pk")[0], Place.objects.order_by("pk")
    return [
        Meeting(
            service=people[0].service,
            request=matchmaking.asked(*pair),
            block=block,
            place=place,
            starts_at=NOW,
            ends_at=LATER,
            is_time_locked=place == places[0],
        )
        for pair, place in zip((people[:2], people[1:]), places, strict=True)
    ]


def seats(people: People) -> Rows:
    (meeting, _other) = meetings(people)
    meeting.save()
    return [Seat(meeting=meeting, participant=one, starts_at=NOW) for one in people]


def mail_people(people: People) -> Rows:
    mail = Mail.objects.create(to="a@example.org", language="de", message_id="1", due_at=NOW, created_at=NOW)
    return [
        MailPerson(mail=mail, kind="registration", object_id=one.pk, is_recipient=one == people[0])
        for one in people
    ]


@pytest.mark.parametrize("rows_of", [requests, parties, wishes, meetings, seats, mail_people])
def test_what_is_written_is_what_django_writes(
    ada: Participant, bo: Participant, cy: Participant, rows_of: Callable[[People], Rows]
) -> None:
    rows = rows_of((ada, bo, cy))
    model: type[Model] = type(rows[0])
    stored = []
    for insert in (model._base_manager.bulk_create, lambda rows: PreparedRows(model).insert(*rows)):
        with transaction.atomic():
            for row in rows:
                row.pk = None
            keys = [row.pk for row in insert(rows)]
            found = model._base_manager.in_bulk(keys)
            stored.append([{**vars(found[pk]), "_state": None, "id": None} for pk in keys])
            transaction.set_rollback(True)
    assert stored[0] == stored[1]
    assert len(stored[0]) == len(rows)


def test_what_is_changed_is_what_django_changes(ada: Participant, bo: Participant) -> None:
    request = matchmaking.asked(ada, bo)
    for values in (
        {"state": RequestState.WATCHED, "refusal": {"why": [None, "%"]}, "tried_at": NOW},
        {"state": RequestState.OPEN, "refusal": None, "tried_at": None},
    ):
        with transaction.atomic():
            Request.objects.filter(pk=request.pk).update(**values)
            django = Request.objects.filter(pk=request.pk).values().get()
            transaction.set_rollback(True)
        PreparedRows(Request).update(request.pk, **values)
        assert Request.objects.filter(pk=request.pk).values().get() == django
        assert Request.objects.filter(refusal__isnull=values["refusal"] is None).exists()


def test_numbers_are_added_to_what_stands_there(ada: Participant) -> None:
    service, other = ada.service, matchmaking.matching(builders.event("Anderes"))
    Service.objects.update(revision=5, structure=7)
    rows = PreparedRows(Service)
    rows.add(service.pk, revision=1, structure=0)
    rows.add(service.pk, revision=2, structure=3)
    found = dict(Service.objects.values_list("pk", "revision"))
    assert found == {service.pk: 8, other.pk: 5}
    assert Service.objects.get(pk=service.pk).structure == 10
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.add(service.pk + other.pk, revision=1)
