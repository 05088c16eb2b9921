"""Topic tables: somebody hosts one, others join by wish; it begins with three, and anybody can leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.directory.emails import Letter
from handschlag.events.models import Place
from handschlag.matching import meeting_emails, phases
from handschlag.matching.access import require_self, require_team
from handschlag.matching.agreed_meetings import (
    apply_outside_changes,
    increase_revision,
    lock_service,
    look_again,
    participant_now,
    release,
    write_spots,
)
from handschlag.matching.answering import take_over
from handschlag.matching.categories import keeps_apart
from handschlag.matching.engine import admission
from handschlag.matching.engine.admission import controller_for
from handschlag.matching.engine_input import EngineRequest, living, promised_of
from handschlag.matching.hooks import MeetingEventKind, hand_on, notify_listeners
from handschlag.matching.meeting_emails import concerned
from handschlag.matching.models import (
    AGREED,
    ForbiddenPair,
    Meeting,
    Participant,
    Party,
    Policy,
    Request,
    RequestState,
    Seat,
    Service,
    TableWish,
    TopicTable,
    WishKind,
)
from handschlag.matching.models.wishes import (
    FEWEST,
    MOST_SEATS,
    TOPIC_LETTERS,
    WORDS_LETTERS,
    beginnings,
    value_of,
)
from handschlag.matching.names import Partner, partners_of
from handschlag.matching.own_meetings import avoided_by
from handschlag.matching.phases import Phase, phase_of
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.requests import sent_now
from handschlag.registration.emails import event_title, greeting, own_address, post_to
from handschlag.registration.models import Registration


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


def tell_table_off(request: Request, *, is_over: bool, but: int | None, now: datetime) -> None:
    """To everyone who had a seat. Unless it `is_over`, it takes place again as soon as three are there."""
    people = concerned(request, but=but)
    hand_on(service_id=request.service_id, registrations=[one.pk for one, *_ in people], at=now)
    for registration, _names, others in people:
        post_table_off(registration, topic=request.purpose, is_over=is_over, named=others, now=now)


def post_table_off(
    registration: Registration,
    *,
    topic: str,
    is_over: bool,
    named: Sequence[Registration],
    now: datetime,
) -> None:
    """To one of them; `named` are the others whose names its purpose may hold."""

    def write() -> Letter:
        known = {"topic": topic, "event": event_title(registration.event)}
        if is_over:
            why = gettext("The topic table “%(topic)s” at “%(event)s” has been withdrawn.")
            then = gettext("You are free again at this time. See your page for other tables and people.")
        else:
            why = gettext("Fewer than three people are left at the topic table “%(topic)s” at “%(event)s”.")
            then = gettext(
                "You are free again at this time. Your wish stays: as soon as three are there, the "
                "table takes place after all."
            )
        return Letter(
            subject=gettext("Your topic table will not take place"),
            paragraphs=(greeting(registration), why % known, then),
            values={"topic": topic},
            url=own_address("matching:tables", registration),
            link=gettext("Topic tables"),
        )

    post_to(registration, write, kind="matching.table_off", now=now, named=named)


def settle_table(service: Service, table: TopicTable, *, seen_by: int | None, now: datetime) -> None:
    """The table begins if it can, and who waits gets a seat if one fits. The service is locked.

    `seen_by` sees the answer on the page; everybody else who gets a seat is told by email.
    """
    request = table.request
    if table.ended_at is not None or (request is not None and request.is_barred):
        return
    if request is not None and request.state == RequestState.WATCHED and phase_of(service, now) is Phase.DAY:
        return  # what was dropped on the day comes back by a repair, or not at all
    if not _is_held(table) and not _begin(service, table, seen_by=seen_by, now=now):
        return
    for pk in waiting_for_seat(table):
        if len(people_at(table)) < table.seats and _seat(service, table, pk, now=now):
            meeting_emails.tell_held(_request_of(table), only=pk, but=seen_by, now=now)


def settle_all(service: Service, *, now: datetime) -> None:
    """Every table of the event that is not full is tried again."""
    for table in TopicTable.objects.filter(service=service, ended_at=None).select_related("request"):
        if len(people_at(table)) < table.seats:
            settle_table(service, table, seen_by=None, now=now)


def give_up_seat(service: Service, table: TopicTable, participant: Participant, *, now: datetime) -> None:
    """The seat is free for whoever waits; with fewer than three the table is given up. All are told."""
    request = table.request
    table.wishes.filter(participant=participant).delete()
    if request is None or request.state not in AGREED or participant.pk not in people_at(table):
        return
    Party.objects.filter(request=request, participant=participant).delete()
    Seat.objects.filter(meeting__request=request, participant=participant).delete()
    _write(service, table, people_at(table), now=now)
    settle_table(service, table, seen_by=None, now=now)
    if len(people_at(table)) < FEWEST:
        dissolve(service, table, but=participant.pk, now=now)
    elif request.state == RequestState.ACCEPTED:
        look_again(service, now=now)


def leave_tables(service: Service, participant: Participant, *, now: datetime) -> None:
    """Somebody takes part no longer: own tables end, and the others go on without them if three stay."""
    rows = TopicTable.objects.filter(service=service, ended_at=None).select_related("request")
    for table in rows.filter(host=participant):
        TopicTable.objects.filter(pk=table.pk).update(ended_at=now)
        table.ended_at = now
        dissolve(service, table, but=participant.pk, now=now)
    for table in rows.filter(wishes__participant=participant):
        give_up_seat(service, table, participant, now=now)


def dissolve(service: Service, table: TopicTable, *, but: int | None, now: datetime) -> None:
    """The table is not held; its people are free again and are told. Their wishes stay."""
    request = table.request
    if request is None:
        return
    was_agreed = request.state in AGREED
    request.service = service
    if was_agreed:
        release(service, request, now=now)
        audit.record(verb="matching.table_given_up", target=table, by_id=None, now=now)
        tell_table_off(request, is_over=table.ended_at is not None, but=but, now=now)
    TopicTable.objects.filter(pk=table.pk).update(request=None)
    table.request = None


def _is_held(table: TopicTable) -> bool:
    return table.request is not None and table.request.state == RequestState.ACCEPTED


def _request_of(table: TopicTable) -> Request:
    assert table.request is not None
    return table.request


def _begin(service: Service, table: TopicTable, *, seen_by: int | None, now: datetime) -> bool:
    """With all who wish it, or with two whom the host can meet. Whether the table is held now."""
    groups = list(beginnings(table.host_id, wishing_for(table), seats=table.seats))
    if not groups:
        return False
    is_round = service.policy == Policy.ROUNDS and phase_of(service, now) is Phase.WISHES
    people = _chosen(service, table, groups, now=now)
    if not people:
        return False
    request = _as_it_waits(service, table, people) or _write(service, table, people, now=now)
    if is_round:
        return False
    table.request = take_over(service, request, now=now)
    if not _is_held(table):
        return False
    meeting_emails.tell_held(table.request, but=seen_by, now=now)
    return True


def _as_it_waits(service: Service, table: TopicTable, people: tuple[int, ...]) -> Request | None:
    """The request of a table that waits with the same people: it is asked for again as it is.

    Writing it anew would make every desk read the whole event again, for each table that waits.
    """
    request = table.request
    if request is None or request.state not in AGREED or set(people_at(table)) != set(people):
        return None
    request.service = service
    return request


def _chosen(
    service: Service, table: TopicTable, groups: list[tuple[int, ...]], *, now: datetime
) -> tuple[int, ...]:
    """The first group that can be held; where none can, the first that may, so that it waits for time."""
    with controller_for(service) as kept:
        apply_outside_changes(service, kept, now=now)
        return admission.first_possible(kept, [_asked(table, one) for one in groups])


def _asked(table: TopicTable, people: tuple[int, ...]) -> EngineRequest:
    return EngineRequest(
        id=table.request_id or 0,
        state=RequestState.ACCEPTED,
        value=_value_of(people),
        is_barred=False,
        parties=people,
        seats=table.seats,
    )


def _value_of(people: tuple[int, ...]) -> int:
    return value_of(WishKind.WANT for _ in people)


def _seat(service: Service, table: TopicTable, participant_id: int, *, now: datetime) -> bool:
    """One more at a table that is held, if everything that was promised still holds."""
    request = _request_of(table)
    people = (*people_at(table), participant_id)
    with controller_for(service, request=request.pk) as kept:
        apply_outside_changes(service, kept, now=now)
        promised = promised_of(service, kept.facts.held)
        is_soon = phase_of(service, now) in {Phase.FIXED, Phase.DAY}
        may_move = request.pk not in promised and not is_soon
        asked = _asked(table, people)
        spots = admission.with_one_more(kept, asked, may_move=may_move, now=now)
    if spots is None:
        return False
    _write(service, table, people, now=now)
    if spots:
        write_spots(service, spots)
    if all(one.request != request.pk for one in spots):
        meeting = Meeting.objects.get(request=request)
        Seat.objects.create(meeting=meeting, participant_id=participant_id, starts_at=meeting.starts_at)
        notify_listeners(MeetingEventKind.MOVED, service_id=service.pk, requests=[request.pk])
    audit.record(verb="matching.table_seated", target=table, by_id=None, now=now)
    return True


def _write(service: Service, table: TopicTable, people: tuple[int, ...], *, now: datetime) -> Request:
    """The request of the table among exactly these people; desks read it anew."""
    increase_revision(service, structure=True)
    values = {"value": _value_of(people), "revision": service.revision}
    request = table.request
    if request is None or request.state not in AGREED:
        request = Request.objects.create(
            service=service,
            sender_id=table.host_id,
            purpose=table.topic,
            sent_at=now,
            state=RequestState.ROUND,
            **values,
        )
        TopicTable.objects.filter(pk=table.pk).update(request=request)
        table.request = request
    else:
        Request.objects.filter(pk=request.pk).update(sequence=F("sequence") + 1, **values)
        request.value = _value_of(people)
    rows = Party.objects.filter(request=request)
    rows.exclude(participant__in=people).delete()
    there = set(rows.values_list("participant_id", flat=True))
    Party.objects.bulk_create(
        [
            Party(
                request=request,
                participant_id=pk,
                is_sender=pk == table.host_id,
                kind=WishKind.WANT,
                said_yes_at=now,
            )
            for pk in people
            if pk not in there
        ]
    )
    request.service = service
    return request


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


class TableRefusal(Reason):
    """Why something with a topic table does not happen."""

    NOT_ALLOWED = "not_allowed", _("This event has no topic tables.")
    NO_TOPIC = "no_topic", _("Enter the topic in one line.")
    SEATS = "seats", _("A table has three to six seats.")
    NO_PLACE = "no_place", _("No meeting point at this event has enough seats for so many.")
    ONE_TABLE = "one_table", _("You already host a table. Withdraw it first.")
    GONE = "gone", _("This table has been withdrawn.")
    CLOSED = "closed", _("Nobody else can join this table.")
    OWN = "own", _("This is your own table.")
