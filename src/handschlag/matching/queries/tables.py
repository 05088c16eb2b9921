"""Topic tables: what is on offer, who sits there, and who waits for a seat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handschlag.matching.models import (
    AGREED,
    Meeting,
    Participant,
    Party,
    RequestState,
    Service,
    TableWish,
    TopicTable,
)
from handschlag.matching.queries.engine_input import living
from handschlag.matching.queries.inbox import avoided_by
from handschlag.matching.queries.partners import Partner, partners_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCard:
    """One table as others see it; `seated` begins with the host, `waiting` are those without a seat."""

    id: int
    topic: str
    words: str
    language: str
    seats: int
    is_closed: bool
    host: Partner
    request: int | None
    state: str  # of its request; empty as long as too few are there
    seated: tuple[Partner, ...]
    waiting: tuple[int, ...]

    @property
    def is_held(self) -> bool:
        return self.state == RequestState.ACCEPTED

    @property
    def free(self) -> int:
        """Seats that nobody has; of a table that has not begun, beside the host's own."""
        return self.seats - (len(self.seated) or 1)


def tables_for(me: Participant) -> tuple[TableCard, ...]:
    """Tables of the event in the order in which they were offered, without hosts whom the person avoids."""
    rows = TopicTable.objects.filter(service_id=me.service_id, ended_at=None, host__in=living(me.service))
    return _cards_of(rows.exclude(host__in=avoided_by(me)).select_related("host__registration", "request"))


def tables_of(service: Service) -> tuple[TableCard, ...]:
    """All tables of an event that were not withdrawn."""
    rows = TopicTable.objects.filter(service=service, ended_at=None)
    return _cards_of(rows.select_related("host__registration", "request"))


def spots_of_tables(service: Service) -> dict[int, tuple[datetime, str]]:
    """By request: when and where the tables of an event are held as things stand."""
    rows = Meeting.objects.filter(service=service, request__table__isnull=False)
    return {pk: (at, code) for pk, at, code in rows.values_list("request_id", "starts_at", "place__code")}


def number_of_tables(service: Service) -> int:
    """How many tables people can join."""
    return TopicTable.objects.filter(service=service, ended_at=None, host__in=living(service)).count()


def _cards_of(rows: Iterable[TopicTable]) -> tuple[TableCard, ...]:
    """A constant number of queries."""
    tables = list(rows)
    agreed = {one.request_id for one in tables if one.request and one.request.state in AGREED}
    seated: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(request__in=agreed).order_by("-is_sender", "pk")
    for request, person in parties.values_list("request_id", "participant_id"):
        seated[request].append(person)
    wishing: dict[int, list[int]] = defaultdict(list)
    wishes = TableWish.objects.filter(table__in=tables, participant__left_at=None)
    for table, person in wishes.values_list("table_id", "participant_id"):
        wishing[table].append(person)
    names = partners_of({one.host_id for one in tables} | {pk for some in seated.values() for pk in some})
    return tuple(_card_of(one, seated.get(one.request_id or 0, []), wishing[one.pk], names) for one in tables)


def _card_of(
    table: TopicTable, seated: list[int], wishing: list[int], names: Mapping[int, Partner]
) -> TableCard:
    return TableCard(
        id=table.pk,
        topic=table.topic,
        words=table.words,
        language=table.host.registration.language,
        seats=table.seats,
        is_closed=table.is_closed,
        host=names[table.host_id],
        request=table.request_id,
        state=table.request.state if table.request and seated else "",
        seated=tuple(names[pk] for pk in seated),
        waiting=tuple(pk for pk in wishing if pk not in seated),
    )


def people_at(table: TopicTable) -> tuple[int, ...]:
    """Who sits at the table, the host first; nobody as long as it has not begun."""
    if table.request is None or table.request.state not in AGREED:
        return ()
    rows = Party.objects.filter(request=table.request).order_by("-is_sender", "pk")
    return tuple(rows.values_list("participant_id", flat=True))


def waiting_for_seat(table: TopicTable) -> tuple[int, ...]:
    """Who would like to sit there and does not yet, the first first."""
    seated = people_at(table)
    return tuple(pk for pk in wishing_for(table) if pk not in seated)


def wishing_for(table: TopicTable) -> tuple[int, ...]:
    """Who takes part and would like to sit there, seated or not, the first first."""
    rows = table.wishes.filter(participant__in=living(table.service))
    return tuple(rows.values_list("participant_id", flat=True))


def open_table_of(request_id: int) -> TopicTable | None:
    """The table whose meeting this is; None for any other request."""
    rows = TopicTable.objects.filter(request=request_id, ended_at=None)
    return rows.select_related("request").first()
