"""Where somebody's requests stand: agreed, waiting, not possible yet, unanswered, over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.common.models import AuditEntry
from handschlag.events.models import Place, PlaceKind
from handschlag.matching.models import ACTIVE, Participant, Party, Request, RequestState, Seat
from handschlag.matching.queries import days
from handschlag.matching.queries.changes import meetings_held
from handschlag.matching.queries.inbox import avoided_by, people_of
from handschlag.matching.queries.partners import Partner, partners_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSpot:
    """As the person was told; `is_told`: it stands in the valid version."""

    starts_at: datetime
    ends_at: datetime
    place: str
    is_told: bool
    is_locked: bool
    is_online: bool

    def is_fixed(self, *, fixed_at: datetime, now: datetime) -> bool:
        """Whether it moves only with everybody's consent."""
        return self.is_locked or (self.is_told and now >= fixed_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequest:
    """One request as one of its people sees it; `others` are the rest."""

    request: int
    uid: str
    state: str
    purpose: str
    is_sender: bool
    is_mine: bool  # the person is in it; otherwise only asked a colleague
    has_said_yes: bool
    is_later: bool
    sender: Partner
    others: tuple[Partner, ...]
    is_for_colleague: bool
    spot: ToldSpot | None
    refusal: dict[str, Any] | None
    tried_at: datetime | None
    sent_at: datetime
    is_pair: bool
    is_table: bool  # a seat at a topic table, which is given back there

    @property
    def names(self) -> str:
        return ", ".join(one.name for one in self.others)


def own_requests_of(participant: Participant) -> tuple[OwnRequest, ...]:
    """Everything but what waits in the inbox, the newest last; a constant number of queries."""
    parties = {
        one.request_id: one for one in Party.objects.filter(participant=participant).order_by("request_id")
    }
    sent = participant.sent.values_list("pk", flat=True)
    rows = Request.objects.filter(pk__in={*parties, *sent}).order_by("sent_at", "pk").select_related("table")
    found = _standings(participant, rows, parties)
    return tuple(one for one in found if one.is_sender or one.has_said_yes or one.state != RequestState.OPEN)


def own_requests_with(
    participant: Participant, ids: Collection[int], *, sent: Collection[int] = ()
) -> tuple[OwnRequest, ...]:
    """Some requests, in the order of `ids`; those of others are left out.

    `sent`: requests that the person has sent, which are there without the person being in them, too.
    """
    wanted = dict.fromkeys((*ids, *sent))
    parties = {one.request_id: one for one in _PARTS.rows(person=participant.pk, requests=wanted)}
    rows = _REQUESTS.rows(ids={*parties, *sent})
    found = {one.request: one for one in _standings(participant, rows, parties)}
    return tuple(found[pk] for pk in wanted if pk in found)


def active_sent_by(participant: Participant) -> tuple[int, ...]:
    """Requests of the person that still count, the newest last."""
    return tuple(_SENT.rows(person=participant.pk))


def _standings(
    participant: Participant, rows: Iterable[Request], parties: dict[int, Party]
) -> list[OwnRequest]:
    """Requests of people whom the person avoids are left out, unless the person asked or agreed."""
    requests = list(rows)
    people = people_of(row.pk for row in requests)
    avoided = avoided_by(participant)
    names = partners_of({pk for row in requests for pk in (row.sender_id, *people.get(row.pk, ()))})
    spots = _spots_of(participant, requests)
    found = []
    for row in requests:
        own = parties.get(row.pk)
        is_sender = row.sender_id == participant.pk
        others = [pk for pk in people.get(row.pk, ()) if pk != participant.pk]
        is_hidden = avoided.intersection((row.sender_id, *others))
        if is_hidden and not is_sender and (own is None or own.said_yes_at is None):
            continue
        found.append(
            OwnRequest(
                request=row.pk,
                uid=str(row.uid),
                state=row.state,
                purpose=row.purpose,
                is_sender=is_sender,
                is_mine=own is not None,
                has_said_yes=own is not None and own.said_yes_at is not None,
                is_later=own is not None and own.later_at is not None,
                sender=names[row.sender_id],
                others=tuple(names[pk] for pk in others),
                is_for_colleague=row.sender_id not in people.get(row.pk, ()),
                spot=spots.get(row.pk),
                refusal=row.refusal,
                tried_at=row.tried_at,
                sent_at=row.sent_at,
                is_pair=bool(row.pair),
                is_table=hasattr(row, "table"),
            )
        )
    return found


def _spots_of(participant: Participant, rows: Iterable[Request]) -> dict[int, ToldSpot]:
    accepted = {row.pk: row for row in rows if row.state == RequestState.ACCEPTED}
    if not accepted:
        return {}
    found = days.spots_of(participant, accepted, days.latest(participant)[0])
    places = {row.pk: row for row in _PLACES.rows(ids={one.place for one in found.values()})}
    return {
        pk: ToldSpot(
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=places[one.place].code if one.place in places else "",
            is_told=one.is_told,
            is_locked=one.is_locked,
            is_online=one.place in places and places[one.place].kind == PlaceKind.LINK,
        )
        for pk, one in found.items()
    }


def held_now(participant: Participant) -> tuple[int, int]:
    """Meetings of the person, and of everybody: what was checked together."""
    return _SEATS.first(person=participant.pk) or 0, meetings_held(participant.service_id)


_PARTS: Final = PreparedQuery(
    lambda person, requests: Party.objects.filter(participant_id=person, request_id__in=requests).order_by(
        "pk"
    )
)
_REQUESTS: Final = PreparedQuery(
    lambda ids: Request.objects.filter(pk__in=ids).select_related("table").order_by("pk")
)
_SENT: Final = PreparedQuery(
    lambda person: (
        Request.objects.filter(sender_id=person, state__in=ACTIVE)
        .order_by("sent_at", "pk")
        .values_list("pk", flat=True)
    )
)
_PLACES: Final = PreparedQuery(lambda ids: Place.objects.filter(pk__in=ids).only("code", "kind").order_by())
_SEATS: Final = PreparedQuery(
    lambda person: (
        Seat.objects.filter(participant_id=person)
        .order_by()
        .values("participant_id")
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)


def own_held(participant: Participant) -> frozenset[int]:
    """Requests of the person that are held."""
    rows = Party.objects.filter(participant=participant, request__state=RequestState.ACCEPTED)
    return frozenset(rows.values_list("request_id", flat=True))


def was_asked(request_id: int, participant_id: int) -> bool:
    """Whether this person has asked the other for room already."""
    rows = AuditEntry.objects.filter(
        verb="matching.way_asked", kind="matching.request", object_id=str(request_id)
    )
    return rows.filter(changes__by=[None, participant_id]).exists()
