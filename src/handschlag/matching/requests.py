"""A wish is sent as a request, to one or to a group; some say yes beforehand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import IntegrityError, transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.refusals import Refusal
from handschlag.events.models import Place
from handschlag.matching import meeting_emails, phases
from handschlag.matching.access import is_own, require_self
from handschlag.matching.agreed_meetings import lock_service, participant_now
from handschlag.matching.answering import agree
from handschlag.matching.categories import keeps_apart
from handschlag.matching.models import (
    ACTIVE,
    RESERVE,
    Direction,
    ForbiddenPair,
    Listed,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
    StandingYes,
    Statement,
    Wish,
    WishKind,
)
from handschlag.matching.models.wishes import pair_of, value_of
from handschlag.matching.phases import phase_of
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.wishing import partner_of, require_must_left


@dataclass(frozen=True, slots=True, kw_only=True)
class _NeedLine:
    """One need; `most` is 0 without a standing yes. `accepted` are those whom it has said yes to."""

    need: int
    text: str
    most: int
    accepted: tuple[str, ...]


def needs_with_standing_yes(participant: Participant) -> tuple[_NeedLine, ...]:
    """All needs of a person in their order; a second query where a yes was given beforehand."""
    rows, accepted = _NEEDS.rows(person=participant.pk), dict[int, list[str]]()
    has_any = any(hasattr(row, "standing_yes") for row in rows)
    for need, name in _USED.rows(person=participant.pk) if has_any else ():
        accepted.setdefault(need, []).append(name)
    return tuple(
        _NeedLine(
            need=row.pk,
            text=row.text,
            most=row.standing_yes.most if hasattr(row, "standing_yes") else 0,
            accepted=tuple(accepted.get(row.pk, ())),
        )
        for row in rows
    )


_NEEDS: Final = PreparedQuery(
    lambda person: (
        Statement.objects.filter(participant_id=person, direction=Direction.NEED)
        .select_related("standing_yes")
        .order_by("position", "pk")
    )
)
_USED: Final = PreparedQuery(
    lambda person: (
        Party.objects.filter(participant_id=person, standing__isnull=False, request__state__in=ACTIVE)
        .order_by("said_yes_at", "pk")
        .values_list("standing__need_id", "request__sender__registration__name")
    )
)


def standing_yes_for(participant: Participant, sender: int) -> StandingYes | None:
    """The one that says yes to this sender: listed for the need, not avoided, and not used up."""
    if Wish.objects.filter(by=participant, towards=sender, kind=WishKind.RATHER_NOT).exists():
        return None
    line = Listed.objects.filter(participant=participant, partner=sender).exclude(place=RESERVE).first()
    met = {
        one["evidence"][0]
        for one in (line.reasons if line else ())
        if one["kind"] == "need_met" and one["side"] == "for_you"
    }
    rows = StandingYes.objects.filter(need__participant=participant, need__in=met).order_by("need__position")
    return next((one for one in rows if _used(one) < one.most), None)


def open_senders(participant: Participant) -> tuple[tuple[int, int], ...]:
    """Requests of one person each that wait for the answer, with their sender; best on the list first."""
    places = dict(Listed.objects.filter(participant=participant).values_list("partner_id", "position"))
    waiting = Party.objects.filter(
        participant=participant, is_sender=False, said_yes_at=None, request__state="open"
    ).exclude(request__pair="")
    rows = [(pk, sender) for pk, sender in waiting.values_list("request_id", "request__sender_id")]
    return tuple(sorted(rows, key=lambda row: (places.get(row[1], len(places) + 1), row[0])))


def _used(one: StandingYes) -> int:
    return Party.objects.filter(standing=one, request__state__in=ACTIVE).count()


_NOBODY = Subject()  # the answer is the person's, given before; whoever asks now did not give it


@transaction.atomic
def set_standing_yes(
    *, participant_id: int, need_id: int, most: int, has_link: bool, by: Subject, now: datetime
) -> tuple[Request, ...]:
    """For this need at most so often, 0 ends it; which requests that wait are answered by it now."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    need = Statement.objects.filter(pk=need_id, participant=participant, direction=Direction.NEED).first()
    if need is None or not 0 <= most <= phases.MOST_STANDING:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if not most:
        StandingYes.objects.filter(need=need).delete()
        audit.record(verb="matching.standing_ended", target=participant, by_id=by.user_id, now=now)
        return ()
    if not phases.may_answer(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    StandingYes.objects.update_or_create(need=need, defaults={"most": most, "given_at": now})
    audit.record(verb="matching.standing_given", target=participant, by_id=by.user_id, now=now)
    answered = [
        apply_standing_yes(service, Request.objects.get(pk=pk), participant, seen_by=participant.pk, now=now)
        for pk, _sender in open_senders(participant)
    ]
    return tuple(one for one in answered if one is not None)


def apply_standing_yes(
    service: Service, request: Request, participant: Participant, *, seen_by: int, now: datetime
) -> Request | None:
    """The yes that was given before, if one fits this request: guaranteed like any yes. None: it waits.

    `seen_by` sees the answer on the page and gets no email. The service is locked.
    """
    found = standing_yes_for(participant, request.sender_id)
    if found is None or not phases.may_answer(phase_of(service, now)):
        return None
    request.service = service
    try:
        with transaction.atomic():
            Party.objects.filter(request=request, participant=participant).update(
                kind=WishKind.WANT, said_yes_at=now, standing=found, later_at=None
            )
            Wish.objects.get_or_create(
                by=participant,
                towards_id=request.sender_id,
                defaults={"kind": WishKind.WANT, "changed_at": now},
            )
            request = agree(service, request, by=_NOBODY, now=now)
            audit.record(verb="matching.standing_used", target=request, by_id=None, now=now)
    except Refusal:
        return None
    if request.state == RequestState.ACCEPTED:
        meeting_emails.tell_held(request, but=seen_by, now=now)
    return request


def use_standing_yes(request: Request, people: Collection[int], *, now: datetime) -> None:
    """The yes of these, which has just counted, was given in advance: what they gave is used up by one.

    Needs no right of its own: it belongs to holding what the two have agreed on.
    """
    parties = list(Party.objects.filter(request=request).select_related("participant"))
    for party in parties:
        others = [one.participant_id for one in parties if one.pk != party.pk]
        if party.participant_id not in people or party.said_yes_at != now or len(others) != 1:
            continue
        found = standing_yes_for(party.participant, others[0])
        if found is not None:
            Party.objects.filter(pk=party.pk).update(standing=found)
            audit.record(verb="matching.standing_used", target=request, by_id=None, now=now)


@transaction.atomic
def send_request(
    *,
    participant_id: int,
    towards_id: int,
    kind: str,
    purpose: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """The request is with the other person; where that one has asked before, both have said yes."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if not phases.may_wish(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    if kind == WishKind.RATHER_NOT:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if not purpose.strip():
        raise Refusal(MatchingRefusal.NO_PURPOSE)
    partner = partner_of(participant, towards_id)
    is_theirs = is_own(by, participant, has_link=has_link)
    _note(service, participant, partner, kind=kind, purpose=purpose, is_theirs=is_theirs, now=now)
    other = Request.objects.filter(pair=pair_of(participant.pk, partner.pk), state__in=ACTIVE).first()
    if other is not None:
        is_by_hand = not is_theirs
        return _answered(service, other, participant, kind=kind, is_by_hand=is_by_hand, by=by, now=now)
    _require_budgets(service, participant, partner)
    request = _create(
        service, participant, partner, kind=kind, purpose=purpose, by=by, is_theirs=is_theirs, now=now
    )
    audit.record(verb="matching.asked", target=request, by_id=by.user_id, now=now)
    Participant.objects.filter(pk=participant.pk, wished_at=None).update(
        wished_at=now, is_wished_by_hand=request.by_hand_of_id is not None
    )
    answered = apply_standing_yes(service, request, partner, seen_by=participant.pk, now=now)
    return answered or request


def _note(
    service: Service,
    participant: Participant,
    partner: Participant,
    *,
    kind: str,
    purpose: str,
    is_theirs: bool,
    now: datetime,
) -> None:
    """The wish behind the request."""
    before = Wish.objects.filter(by=participant, towards=partner).first()
    if kind == WishKind.MUST and (before is None or before.kind != WishKind.MUST):
        require_must_left(service, participant, is_theirs=is_theirs)
    values = {"kind": kind, "purpose": purpose, "changed_at": now}
    Wish.objects.update_or_create(by=participant, towards=partner, defaults=values)


def _answered(
    service: Service,
    request: Request,
    participant: Participant,
    *,
    kind: str,
    is_by_hand: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """Somebody asks who was asked already: that is a yes."""
    if request.state != RequestState.OPEN or request.sender_id == participant.pk:
        raise Refusal(MatchingRefusal.ALREADY)
    Party.objects.filter(request=request, participant=participant).update(
        kind=kind, said_yes_at=now, is_by_hand=is_by_hand
    )
    return agree(service, request, by=by, now=now)


def _require_budgets(service: Service, participant: Participant, partner: Participant) -> None:
    """What was sent to somebody who would rather not counts as well, so that a budget tells nothing."""
    if sent_now(participant) >= service.most_sent:
        raise Refusal(MatchingRefusal.TOO_MANY_SENT, most=service.most_sent)
    if received_now(partner) >= service.most_received:
        raise Refusal(MatchingRefusal.TOO_MANY_RECEIVED)
    first, second = sorted((participant.pk, partner.pk))
    if ForbiddenPair.objects.filter(first_id=first, second_id=second).exists():
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if keeps_apart(service.pk, (first, second)):
        raise Refusal(MatchingRefusal.CATEGORIES_APART)


def sent_now(participant: Participant) -> int:
    """How many requests of a person are open or agreed."""
    return participant.sent.filter(state__in=ACTIVE).count()


def received_now(participant: Participant) -> int:
    """How many requests wait for a person's answer."""
    rows = Party.objects.filter(participant=participant, is_sender=False, said_yes_at=None)
    return rows.filter(request__state=RequestState.OPEN).count()


def _create(
    service: Service,
    participant: Participant,
    partner: Participant,
    *,
    kind: str,
    purpose: str,
    by: Subject,
    is_theirs: bool,
    now: datetime,
) -> Request:
    try:
        with transaction.atomic():
            request = Request.objects.create(
                service=service,
                sender=participant,
                pair=pair_of(participant.pk, partner.pk),
                purpose=purpose.strip(),
                value=value_of([kind]),
                revision=service.revision,
                sent_at=now,
                by_hand_of_id=None if is_theirs else by.user_id,
            )
    except IntegrityError as error:
        raise Refusal(MatchingRefusal.ALREADY) from error
    Party.objects.bulk_create(
        [
            Party(request=request, participant=participant, is_sender=True, kind=kind, said_yes_at=now),
            Party(request=request, participant=partner),
        ]
    )
    return request


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    towards: int
    kind: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """By person: what became of it, or why it was not sent."""

    requests: Mapping[int, Request]
    faults: Mapping[int, StrEnum]


def send_all(
    *, participant_id: int, wishes: Sequence[Outgoing], has_link: bool, by: Subject, now: datetime
) -> _Sent:
    """The musts first; each is committed by itself, so that one that fails takes no other with it."""
    requests: dict[int, Request] = {}
    faults: dict[int, StrEnum] = {}
    for one in sorted(wishes, key=lambda one: one.kind != "must"):
        try:
            with transaction.atomic():
                requests[one.towards] = send_request(
                    participant_id=participant_id,
                    towards_id=one.towards,
                    kind=one.kind,
                    purpose=one.purpose,
                    has_link=has_link,
                    by=by,
                    now=now,
                )
        except Refusal as no:
            faults[one.towards] = no.reason
    return _Sent(requests=requests, faults=faults)


FEWEST: Final = 2  # others than the sender
MOST: Final = 4


@transaction.atomic
def send_to_group(
    *,
    participant_id: int,
    towards_ids: Collection[int],
    purpose: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """Everybody finds the request in the inbox; it is held when the last one says yes."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if not phases.may_wish(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    if not purpose.strip():
        raise Refusal(MatchingRefusal.NO_PURPOSE)
    others = [partner_of(participant, pk) for pk in dict.fromkeys(towards_ids)]
    _require_room(service, participant, others)
    made = Request.objects.create(
        service=service,
        sender=participant,
        purpose=purpose.strip(),
        value=value_of([WishKind.WANT]),
        revision=service.revision,
        sent_at=now,
    )
    own = Party(request=made, participant=participant, is_sender=True, kind=WishKind.WANT, said_yes_at=now)
    Party.objects.bulk_create([own, *(Party(request=made, participant=one) for one in others)])
    audit.record(verb="matching.asked_group", target=made, by_id=by.user_id, now=now)
    return made


def _require_room(service: Service, participant: Participant, others: Collection[Participant]) -> None:
    """Few enough people, a table for them, and budgets."""
    if not FEWEST <= len(others) <= MOST:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if not Place.objects.filter(event_id=service.event_id, seats__gt=len(others)).exists():
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if sent_now(participant) >= service.most_sent:
        raise Refusal(MatchingRefusal.TOO_MANY_SENT, most=service.most_sent)
    if any(received_now(one) >= service.most_received for one in others):
        raise Refusal(MatchingRefusal.TOO_MANY_RECEIVED)
    everybody = [participant.pk, *(one.pk for one in others)]
    if ForbiddenPair.objects.filter(first_id__in=everybody, second_id__in=everybody).exists():
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if keeps_apart(service.pk, everybody):
        raise Refusal(MatchingRefusal.CATEGORIES_APART)
