"""Topic tables: somebody hosts one, others join by wish, and anybody can leave."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Place
from handschlag.matching.actions.access import require_self, require_team
from handschlag.matching.actions.requests import sent_now
from handschlag.matching.actions.table_seats import dissolve, give_up_seat, settle_all, settle_table
from handschlag.matching.actions.versioned_writes import lock_service, participant_now, phase_of
from handschlag.matching.models import ForbiddenPair, Participant, Service, TableWish, TopicTable
from handschlag.matching.queries.categories import keeps_apart
from handschlag.matching.queries.tables import people_at
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal, TableRefusal
from handschlag.matching.rules.tables import FEWEST, MOST_SEATS, TOPIC_LETTERS, WORDS_LETTERS


@transaction.atomic
def offer_table(
    *,
    participant_id: int,
    topic: str,
    words: str,
    seats: int,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> TopicTable:
    """The person hosts a table; all who take part can see it. It begins as soon as three are there."""
    participant, service = _self_and_service(participant_id, has_link=has_link, by=by, now=now)
    topic, words = " ".join(topic.split())[:TOPIC_LETTERS], " ".join(words.split())[:WORDS_LETTERS]
    if not topic:
        raise Refusal(TableRefusal.NO_TOPIC)
    if not FEWEST <= seats <= MOST_SEATS:
        raise Refusal(TableRefusal.SEATS)
    if not Place.objects.filter(event_id=service.event_id, seats__gte=seats).exists():
        raise Refusal(TableRefusal.NO_PLACE)
    if sent_now(participant) >= service.most_sent:
        raise Refusal(MatchingRefusal.TOO_MANY_SENT, most=service.most_sent)
    try:
        with transaction.atomic():
            made = TopicTable.objects.create(
                service=service, host=participant, topic=topic, words=words, seats=seats, offered_at=now
            )
    except IntegrityError as error:
        raise Refusal(TableRefusal.ONE_TABLE) from error
    Participant.objects.filter(pk=participant.pk, wished_at=None).update(wished_at=now)
    audit.record(verb="matching.table_offered", target=made, by_id=by.user_id, now=now)
    return made


@transaction.atomic
def join_table(
    *, table_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime
) -> TopicTable:
    """The person would like to sit there: a seat at once if one fits, otherwise the waiting list."""
    participant, service = _self_and_service(participant_id, has_link=has_link, by=by, now=now)
    table = _open_table(table_id, service)
    if table.host_id == participant.pk:
        raise Refusal(TableRefusal.OWN)
    if table.is_closed:
        raise Refusal(TableRefusal.CLOSED)
    everybody = {table.host_id, *people_at(table)}
    here = ForbiddenPair.objects.filter(service=service)
    if (
        here.filter(first=participant, second_id__in=everybody).exists()
        or here.filter(second=participant, first_id__in=everybody).exists()
    ):
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if keeps_apart(service.pk, (participant.pk, table.host_id)):
        raise Refusal(MatchingRefusal.CATEGORIES_APART)
    _, is_new = TableWish.objects.get_or_create(
        table=table, participant=participant, defaults={"wished_at": now}
    )
    if is_new:
        Participant.objects.filter(pk=participant.pk, wished_at=None).update(wished_at=now)
        audit.record(verb="matching.table_joined", target=table, by_id=by.user_id, now=now)
        settle_table(service, table, seen_by=participant.pk, now=now)
    return table


@transaction.atomic
def leave_table(
    *, table_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime
) -> TopicTable:
    """The person gives the seat, or the wish for one, back. Where the host leaves, the table ends."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if not phases.may_answer(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    table = _open_table(table_id, service)
    if table.host_id == participant.pk:
        return _end(service, table, but=participant.pk, by=by, now=now)
    if not table.wishes.filter(participant=participant).exists():
        raise Refusal(MatchingRefusal.NOT_YOURS)
    audit.record(verb="matching.table_left", target=table, by_id=by.user_id, now=now)
    give_up_seat(service, table, participant, now=now)
    return table


@transaction.atomic
def allow_tables(*, service_id: int, is_allowed: bool, by: Subject, now: datetime) -> Service:
    """People may host and join tables from now on, or not any more; tables that are there stay."""
    service = _service_of_team(service_id, by=by)
    if service.has_tables != is_allowed:
        Service.objects.filter(pk=service.pk).update(has_tables=is_allowed, changed_at=now)
        changes = {"has_tables": [service.has_tables, is_allowed]}
        audit.record(verb="matching.changed", target=service, by_id=by.user_id, now=now, changes=changes)
        service.has_tables = is_allowed
    return service


@transaction.atomic
def end_table(*, service_id: int, table_id: int, by: Subject, now: datetime) -> TopicTable:
    """The organisers take a table out of the event; its people are told."""
    service = _service_of_team(service_id, by=by)
    table = _open_table(table_id, service)
    return _end(service, table, but=None, by=by, now=now)


@transaction.atomic
def set_closed(*, service_id: int, table_id: int, is_closed: bool, by: Subject, now: datetime) -> TopicTable:
    """Nobody else joins from now on, or people do again. Who sits there stays."""
    table = _open_table(table_id, _service_of_team(service_id, by=by))
    if table.is_closed != is_closed:
        TopicTable.objects.filter(pk=table.pk).update(is_closed=is_closed)
        changes = {"is_closed": [table.is_closed, is_closed]}
        audit.record(verb="matching.table_closed", target=table, by_id=by.user_id, now=now, changes=changes)
        table.is_closed = is_closed
    return table


def settle_tables(*, service_id: int, now: datetime) -> None:
    """Tables that wait for time or for people are tried again, as the watch list is."""
    if TopicTable.objects.filter(service_id=service_id, ended_at=None).exists():
        with transaction.atomic():
            settle_all(lock_service(service_id), now=now)


def _self_and_service(
    participant_id: int, *, has_link: bool, by: Subject, now: datetime
) -> tuple[Participant, Service]:
    """Who acts, and the locked service, in a phase in which people wish and where tables are allowed."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if not service.has_tables:
        raise Refusal(TableRefusal.NOT_ALLOWED)
    if not phases.may_wish(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    return participant, service


def _open_table(table_id: int, service: Service) -> TopicTable:
    rows = TopicTable.objects.filter(pk=table_id, service=service, ended_at=None)
    table = rows.select_related("request").first()
    if table is None:
        raise Refusal(TableRefusal.GONE)
    return table


def _service_of_team(service_id: int, *, by: Subject) -> Service:
    service = lock_service(service_id)
    require_team(by, service.event_id)
    return service


def _end(service: Service, table: TopicTable, *, but: int | None, by: Subject, now: datetime) -> TopicTable:
    """Its people are told and free again; who waited waits no longer."""
    TopicTable.objects.filter(pk=table.pk).update(ended_at=now)
    table.ended_at = now
    dissolve(service, table, but=but, now=now)
    audit.record(verb="matching.table_ended", target=table, by_id=by.user_id, now=now)
    return table
