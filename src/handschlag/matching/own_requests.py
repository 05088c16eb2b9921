"""Where somebody's requests stand, in one word each, and which of their wishes can be sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from handschlag.common.models import AuditEntry
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.times import format_day_and_time, format_time, local_date
from handschlag.events.models import Place, PlaceKind
from handschlag.matching import own_meetings
from handschlag.matching.engine_input import meetings_held
from handschlag.matching.models import (
    ACTIVE,
    RESERVE,
    Listed,
    Participant,
    Party,
    Request,
    RequestState,
    Seat,
    Service,
    WishKind,
)
from handschlag.matching.names import Partner, partner_of, partners_of
from handschlag.matching.own_meetings import avoided_by, people_of, waiting_for


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
    found = own_meetings.spots_of(participant, accepted, own_meetings.latest_two_versions(participant)[0])
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


def circle_of(participant: Participant) -> tuple[Partner, ...]:
    """In the order of their names; nobody whom the person avoids, and nobody who only asked in vain."""
    wished = participant.wishes.exclude(kind=WishKind.RATHER_NOT).values_list("towards_id", flat=True)
    lines = Listed.objects.filter(participant=participant).exclude(place=RESERVE)
    listed = lines.values_list("partner_id", flat=True)
    agreed = Party.objects.filter(
        request__parties__participant=participant, request__parties__said_yes_at__isnull=False
    ).values_list("participant_id", flat=True)
    ids = {*wished, *listed, *agreed} - {participant.pk} - avoided_by(participant)
    rows = Participant.objects.filter(pk__in=ids, left_at=None).select_related("registration__actor")
    return tuple(partner_of(row) for row in rows.order_by("registration__name", "pk"))


SENT = (WishKind.MUST, WishKind.WANT)


def wished(me: Participant) -> dict[int, str]:
    """Musts and wants by person, the musts first."""
    rows = me.wishes.filter(kind__in=SENT).order_by("kind", "changed_at", "pk")
    return dict(rows.values_list("towards_id", "kind"))


def ready_of(me: Participant) -> dict[int, str]:
    """Those of them that can be sent: neither asked yet nor agreed with, and still taking part."""
    return _unasked(me, SENT)


def noted_of(me: Participant) -> dict[int, str]:
    """Whom somebody may want to meet: noted, and not sent."""
    return _unasked(me, (WishKind.MAYBE,))


def _unasked(me: Participant, kinds: Collection[str]) -> dict[int, str]:
    own = Party.objects.filter(participant=me, said_yes_at__isnull=False, request__state__in=ACTIVE)
    own = own.exclude(request__pair="")
    asked = Party.objects.filter(request__in=own.values("request_id")).values("participant_id")
    rows = me.wishes.filter(kind__in=kinds, towards__left_at=None).exclude(towards__in=asked)
    return dict(rows.order_by("kind", "changed_at", "pk").values_list("towards_id", "kind"))


def answered_since(me: Participant, since: datetime) -> dict[int, str]:
    """By the other one: the state of each request to which one has said yes since then."""
    own = Party.objects.filter(participant=me, said_yes_at__gte=since).values("request_id")
    rows = Party.objects.filter(request__in=own).exclude(participant=me)
    return dict(rows.order_by("pk").values_list("participant_id", "request__state"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """`received` are requests that wait for this person's answer."""

    musts: int
    most_musts: int
    sent: int
    most_sent: int
    received: int


def budget_of(participant: Participant) -> Budget:
    """At most five queries, whatever there is."""
    found = participant.sent.aggregate(sent=Count("pk", filter=Q(state__in=ACTIVE)))
    return Budget(
        musts=participant.wishes.filter(kind=WishKind.MUST).count(),
        most_musts=participant.service.musts,
        sent=found["sent"],
        most_sent=participant.service.most_sent,
        received=waiting_for(participant),
    )


def words_of(one: OwnRequest) -> tuple[str, str]:
    """The mark of the state and its words, as the person themselves sees it."""
    match one.state:
        case RequestState.ACCEPTED:
            return "meets", _("takes place")
        case RequestState.ROUND:
            return "asked", _("answered in the next round")
        case RequestState.WATCHED:
            return "clash", _("not possible yet")
        case RequestState.OPEN:
            if not one.is_mine:
                return "asked", _("your colleague has been asked")
            return ("asked", _("not answered yet")) if one.has_said_yes else ("invited", _("waiting for you"))
        case RequestState.DECLINED:
            return "empty", _("not this time")
        case RequestState.LAPSED:
            return "empty", _("never answered")
    return "empty", _("withdrawn")


def checked_at(at: datetime | None, now: datetime) -> str:
    """today at 14:02, or the day"""
    if at is None:
        return ""
    if local_date(at) == local_date(now):
        return _("today at %(time)s") % {"time": format_time(at)}
    return format_day_and_time(at)


def held_words(spot: ToldSpot, service: Service, *, now: datetime) -> str:
    """When and where, and whether that may still move without a question."""
    known = {"spot": spot_words(spot)}
    if spot.is_fixed(fixed_at=service.fixed_at, now=now):
        return _("Fixed: %(spot)s") % known
    if local_date(now) >= service.event.first_day:
        return spot_words(spot)
    return _("Provisional: %(spot)s") % known


def spot_words(spot: ToldSpot) -> str:
    """Day, time and meeting point, in one phrase of the page's language."""
    if spot.is_online:
        return _("%(time)s, online") % {"time": format_day_and_time(spot.starts_at)}
    return _("%(time)s, meeting point %(place)s") % {
        "time": format_day_and_time(spot.starts_at),
        "place": spot.place,
    }
