"""The guarantee at yes: a yes is given only after the engine has held it beside all that is accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.common.database.prepared_rows import PreparedRows
from handschlag.common.refusals import Refusal
from handschlag.matching import emails
from handschlag.matching.actions.access import is_own, require_self
from handschlag.matching.actions.freed_capacity import release
from handschlag.matching.actions.outside_changes import apply_outside_changes
from handschlag.matching.actions.versioned_writes import (
    cache_after_commit,
    increase_revision,
    lock_service,
    participant_now,
    phase_of,
    require_present,
    service_id_of,
    write_spots,
)
from handschlag.matching.actions.wishing import require_must_left
from handschlag.matching.engine import prices
from handschlag.matching.engine.admission_cache import CachedController, all_or_nothing, controller_for
from handschlag.matching.engine.answers import AdmissionVerdict, Answer
from handschlag.matching.engine.day_admission import admit_at
from handschlag.matching.models import (
    AGREED,
    Party,
    Policy,
    Request,
    RequestState,
    Service,
    Wish,
    WishKind,
)
from handschlag.matching.queries.parties import parties_of, read_again, request_with_parties
from handschlag.matching.rules import phases
from handschlag.matching.rules.phases import Phase
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.values import value_of

_PARTIES: Final = PreparedRows(Party)
_REQUESTS: Final = PreparedRows(Request)
_WISHES: Final = PreparedRows(Wish)
_WISH: Final = PreparedQuery(
    lambda by, towards: (
        Wish.objects.filter(by_id=by, towards_id=towards).order_by("pk").values_list("pk", flat=True)[:1]
    )
)


def accept(
    *, request_id: int, participant_id: int, kind: str, has_link: bool, by: Subject, now: datetime
) -> Request:
    """The person says yes. When all have, the engine is asked: guaranteed, or why not yet.

    Letters are written before anybody has to wait for them: only time and place are missing then.
    """
    known = request_with_parties(request_id, has_event=True)
    if known is None:
        raise Refusal(MatchingRefusal.NOT_YOURS)
    ahead = emails.write_ahead(known, but=participant_id, now=now)
    with transaction.atomic():
        request = _accept(known, participant_id, kind=kind, has_link=has_link, by=by, now=now)
        if request.state == RequestState.ACCEPTED:
            emails.tell_held(request, but=participant_id, ahead=ahead, now=now)
    return request


def _accept(
    before: Request, participant_id: int, *, kind: str, has_link: bool, by: Subject, now: datetime
) -> Request:
    service = lock_service(before.service_id, event=before.service.event)
    request = read_again(before)
    party = _party_in(service, request, participant_id, has_link=has_link, by=by, now=now)
    request = party.request
    if request.state != RequestState.OPEN or party.is_sender or party.said_yes_at is not None:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    _note(service, party, request, kind=kind, now=now)
    party.kind, party.said_yes_at, party.later_at = kind, now, None
    party.is_by_hand = not is_own(by, party.participant, has_link=has_link)
    _PARTIES.update(party.pk, kind=kind, said_yes_at=now, is_by_hand=party.is_by_hand, later_at=None)
    return agree(service, request, by=by, now=now)


def _note(service: Service, party: Party, request: Request, *, kind: str, now: datetime) -> None:
    """The yes is a wish, too: a must counts among the few."""
    pair = {"by_id": party.participant_id, "towards_id": request.sender_id}
    if kind == WishKind.MUST and not Wish.objects.filter(**pair, kind=WishKind.MUST).exists():
        require_must_left(service, party.participant)
    wish = _WISH.first(by=party.participant_id, towards=request.sender_id)
    if wish is None:  # nobody else writes it: the service is locked
        _WISHES.insert(Wish(**pair, kind=kind, changed_at=now))
    else:
        _WISHES.update(wish, kind=kind, changed_at=now)


@transaction.atomic
def decline(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The person says no; the sender's budget is free again."""
    _, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state != RequestState.OPEN or party.is_sender:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    if not is_own(by, party.participant, has_link=has_link):
        Party.objects.filter(pk=party.pk).update(is_by_hand=True)
    _write(request, state=RequestState.DECLINED, answered_at=now, ended_at=now)
    audit.record(verb="matching.declined", target=request, by_id=by.user_id, now=now)
    return request


@transaction.atomic
def put_aside(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The person decides later."""
    _, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state != RequestState.OPEN or party.is_sender:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    Party.objects.filter(pk=party.pk).update(later_at=now)
    audit.record(verb="matching.put_aside", target=request, by_id=by.user_id, now=now)
    return request


def own_party(
    request_id: int, participant_id: int, *, has_link: bool, by: Subject, now: datetime
) -> tuple[Service, Request, Party]:
    """The locked event, the request, and the person's part in it."""
    service = lock_service(service_id_of(participant_id))
    request = request_with_parties(request_id)
    party = _party_in(service, request, participant_id, has_link=has_link, by=by, now=now)
    return service, party.request, party


def _party_in(
    service: Service,
    request: Request | None,
    participant_id: int,
    *,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Party:
    """The person's part in a request that was read since the event is locked, if they may answer it."""
    known = () if request is None else request.parties.all()
    party = next((one for one in known if one.participant_id == participant_id), None)
    participant = participant_now(participant_id) if party is None else require_present(party.participant)
    require_self(by, participant, has_link=has_link)
    if not phases.may_answer(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    if request is None or party is None:
        raise Refusal(MatchingRefusal.NOT_YOURS)
    request.service, party.request = service, request
    return party


def agree(service: Service, request: Request, *, by: Subject, now: datetime) -> Request:
    """What becomes of a request to which somebody has just said yes. The service is locked."""
    parties = parties_of(request)
    _write(request, value=value_of(one.kind for one in parties if one.said_yes_at))
    audit.record(verb="matching.accepted", target=request, by_id=by.user_id, now=now)
    if any(one.said_yes_at is None for one in parties):
        return request
    if any(one.participant.left_at is not None for one in parties):
        raise Refusal(MatchingRefusal.LEFT)
    is_round = service.policy == Policy.ROUNDS and phase_of(service, now) is Phase.WISHES
    if is_round:
        return _wait(request, RequestState.ROUND, now=now)
    return take_over(service, request, now=now)


class _NotHeld(Exception):
    """What was tried is undone."""


def take_over(service: Service, request: Request, *, now: datetime) -> Request:
    """The engine's answer; a request that replaces another one ends that, if and only if it is held."""
    old = None
    if request.replaces_id is not None:
        old = Request.objects.filter(pk=request.replaces_id, state__in=AGREED).first()
    if old is None:
        return decide(service, request, now=now)
    try:
        with transaction.atomic(), all_or_nothing(service):
            release(service, old, now=now)
            request = decide(service, request, now=now)
            if request.state != RequestState.ACCEPTED:
                raise _NotHeld
    except _NotHeld:
        _write(request, refusal=request.refusal, tried_at=now)
        return _wait(request, RequestState.WATCHED, now=now)
    audit.record(verb="matching.withdrawn", target=old, by_id=None, now=now)
    return request


def decide(service: Service, request: Request, *, now: datetime) -> Request:
    """The engine is asked within this transaction; what it holds is written before anybody hears a yes."""
    with controller_for(service, request=request.pk) as kept:
        apply_outside_changes(service, kept, now=now)
        if not kept.knows(request.pk):
            raise Refusal(MatchingRefusal.NOT_POSSIBLE)
        is_priced = service.policy == Policy.PRICED and phase_of(service, now) is Phase.WISHES
        if is_priced and not prices.is_now(kept, request.pk, share=_share_of(service)):
            return _wait(request, RequestState.ROUND, now=now)
        answer = admit_at(kept, request.pk, now=now)
        return apply_answer(service, request, answer, kept, now=now)


def _share_of(service: Service) -> float:
    """How much of all wishes is known, by the people who have sent theirs."""
    everybody = service.participants.filter(left_at=None)
    return everybody.exclude(wished_at=None).count() / max(1, everybody.count())


def apply_answer(
    service: Service, request: Request, answer: Answer, kept: CachedController, *, now: datetime
) -> Request:
    """The engine's answer as rows."""
    if answer.verdict is not AdmissionVerdict.YES:
        _write(request, refusal=answer.refusal, tried_at=now)
        return _wait(request, RequestState.WATCHED, now=now)
    increase_revision(service)
    _write(
        request,
        state=RequestState.ACCEPTED,
        answered_at=now,
        tried_at=now,
        refusal=None,
        revision=service.revision,
    )
    write_spots(service, answer.spots, new=request.pk)
    cache_after_commit(service, kept)
    return request


def _wait(request: Request, state: RequestState, *, now: datetime) -> Request:
    """Both have said yes; the answer comes later."""
    _write(request, state=state, answered_at=now)
    return request


def _write(request: Request, **values: Any) -> None:
    """These fields, in the row and in what is at hand: asking again would cost those who wait their turn."""
    _REQUESTS.update(request.pk, **values)
    for name, value in values.items():
        setattr(request, name, value)
