"""Requests that wait for somebody's answer.

Nothing here tells of people whom the person would rather not meet: neither the rows nor the numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.matching.models import (
    Listed,
    Participant,
    Party,
    Request,
    RequestState,
    Wish,
    WishKind,
)
from handschlag.matching.queries.partners import Partner, partners_of

ORDER: Final[dict[str, int]] = {WishKind.MUST: 0, WishKind.WANT: 1, WishKind.MAYBE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The own wish, and what the lists say of both."""

    own_wish: str = ""
    score: float = 0.0
    reasons: Sequence[Mapping[str, Any]] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """What was wished comes first, then what brings most."""
        return ORDER.get(self.own_wish, len(ORDER)), -self.score


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingRequest:
    """One open request."""

    request: int
    sender: Partner
    others: tuple[Partner, ...]  # more people who are asked, in a group
    is_for_colleague: bool  # the sender will not be there: somebody goes instead
    purpose: str
    fit: Fit
    sent_at: datetime
    is_later: bool


def avoided_by(participant: Participant) -> frozenset[int]:
    """Whom the person would rather not meet; for the person's own pages only."""
    return frozenset(_AVOIDED.rows(person=participant.pk))


def people_of(requests: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """The participants of each request, the sender first."""
    found: dict[int, list[int]] = defaultdict(list)
    for request, participant in _PEOPLE.rows(requests=set(requests)):
        found[request].append(participant)
    return {request: tuple(several) for request, several in found.items()}


def inbox_of(participant: Participant) -> tuple[IncomingRequest, ...]:
    """What waits for an answer, the most useful for both first."""
    parties = _WAITING.rows(person=participant.pk)
    rows, later = [one.request for one in parties], {one.request_id for one in parties if one.later_at}
    people = people_of(row.pk for row in rows)
    avoided = avoided_by(participant)
    rows = [row for row in rows if not avoided.intersection((row.sender_id, *people[row.pk]))]
    names = partners_of({pk for row in rows for pk in (row.sender_id, *people[row.pk])})
    fits = _fits_of(participant, {row.sender_id for row in rows})
    found = [
        IncomingRequest(
            request=row.pk,
            sender=names[row.sender_id],
            others=tuple(names[pk] for pk in people[row.pk] if pk not in {row.sender_id, participant.pk}),
            is_for_colleague=row.sender_id not in people[row.pk],
            purpose=row.purpose,
            fit=fits.get(row.sender_id, Fit()),
            sent_at=row.sent_at,
            is_later=row.pk in later,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (*one.fit.rank, one.sent_at, one.request)))


def _fits_of(participant: Participant, senders: Collection[int]) -> Mapping[int, Fit]:
    """What the person wished, and what the lists say."""
    wishes = dict(_WISHED.rows(person=participant.pk, senders=senders))
    listed = {row.partner_id: row for row in _LISTED.rows(person=participant.pk, senders=senders)}
    return {
        pk: Fit(
            own_wish=wishes.get(pk, ""),
            score=listed[pk].score if pk in listed else 0.0,
            reasons=listed[pk].reasons if pk in listed else (),
        )
        for pk in senders
    }


def _open_parties(person: int) -> QuerySet[Party]:
    """The person's part in requests that wait for this person's answer."""
    rows = Party.objects.filter(participant_id=person, is_sender=False, said_yes_at=None)
    return rows.filter(request__state=RequestState.OPEN)


_AVOIDED: Final = PreparedQuery(
    lambda person: (
        Wish.objects.filter(by_id=person, kind=WishKind.RATHER_NOT)
        .order_by()
        .values_list("towards_id", flat=True)
    )
)
_PEOPLE: Final = PreparedQuery(
    lambda requests: (
        Party.objects.filter(request_id__in=requests)
        .order_by("-is_sender", "pk")
        .values_list("request_id", "participant_id")
    )
)
_WAITING: Final = PreparedQuery(lambda person: _open_parties(person).select_related("request"))
_WISHED: Final = PreparedQuery(
    lambda person, senders: (
        Wish.objects.filter(by_id=person, towards_id__in=senders).order_by().values_list("towards_id", "kind")
    )
)
_LISTED: Final = PreparedQuery(
    lambda person, senders: Listed.objects.filter(participant_id=person, partner_id__in=senders).order_by(
        "position"
    )
)


def waiting_for(participant: Participant) -> int:
    """How many requests the person is shown as open."""
    ids = list(_open_parties(participant.pk).values_list("request_id", flat=True))
    avoided = avoided_by(participant)
    if not avoided:
        return len(ids)
    hidden = Q(parties__participant__in=avoided) | Q(sender__in=avoided)
    return len(set(ids) - set(Request.objects.filter(hidden, pk__in=ids).values_list("pk", flat=True)))
