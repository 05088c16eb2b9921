"""The guarantee at yes: given only after the engine has held it beside all that is accepted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.prepared_queries import PreparedQuery, PreparedRows
from handschlag.common.refusals import Refusal
from handschlag.matching import meeting_emails, phases
from handschlag.matching.access import is_own, require_self
from handschlag.matching.agreed_meetings import (
    apply_outside_changes,
    cache_after_commit,
    increase_revision,
    lock_service,
    participant_now,
    release,
    require_present,
    service_id_of,
    write_spots,
)
from handschlag.matching.engine import admission
from handschlag.matching.engine.admission import (
    AdmissionVerdict,
    Answer,
    CachedController,
    all_or_nothing,
    clear_controller,
    controller_for,
    round_of,
    spot_of,
)
from handschlag.matching.engine.newcomers import admit_at
from handschlag.matching.engine_input import engine_meetings_of
from handschlag.matching.meeting_emails import parties_of, read_again, request_with_parties
from handschlag.matching.models import (
    ACTIVE,
    AGREED,
    Participant,
    Party,
    Policy,
    Request,
    RequestState,
    Service,
    Wish,
    WishKind,
)
from handschlag.matching.models.wishes import pair_of, value_of
from handschlag.matching.names import colleagues_of
from handschlag.matching.phases import Phase, phase_of
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.wishing import require_must_left

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
    ahead = meeting_emails.write_ahead(known, but=participant_id, now=now)
    with transaction.atomic():
        request = _accept(known, participant_id, kind=kind, has_link=has_link, by=by, now=now)
        if request.state == RequestState.ACCEPTED:
            meeting_emails.tell_held(request, but=participant_id, ahead=ahead, now=now)
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
        if is_priced and not admission.is_now(kept, request.pk, share=_share_of(service)):
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


@transaction.atomic
def undo_answer(
    *, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime
) -> Request:
    """After a no, a "later", or a yes for which others still have to answer, the request waits again."""
    service, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state == RequestState.DECLINED and request.pair == pair_of(request.sender_id, participant_id):
        _require_still_wanted(service, request)
        Request.objects.filter(pk=request.pk).update(state=RequestState.OPEN, answered_at=None, ended_at=None)
    elif request.state == RequestState.OPEN and not party.is_sender and _is_answered(party):
        Party.objects.filter(pk=party.pk).update(later_at=None, said_yes_at=None, kind="")
        said = Party.objects.filter(request=request, said_yes_at__isnull=False)
        value = value_of(said.values_list("kind", flat=True))
        Request.objects.filter(pk=request.pk).update(value=value)
    else:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    audit.record(verb="matching.answer_undone", target=request, by_id=by.user_id, now=now)
    request.refresh_from_db()
    return request


def _is_answered(party: Party) -> bool:
    return party.later_at is not None or party.said_yes_at is not None


def _require_still_wanted(service: Service, request: Request) -> None:
    """Since the no, the sender may have left, or sent as many other requests as are allowed."""
    if request.sender.left_at is not None:
        raise Refusal(MatchingRefusal.LEFT)
    if Request.objects.filter(pair=request.pair, state__in=ACTIVE).exists():
        raise Refusal(MatchingRefusal.ALREADY)
    if request.sender.sent.filter(state__in=ACTIVE).count() >= service.most_sent:
        raise Refusal(MatchingRefusal.ASKED_OTHERS)


@transaction.atomic
def propose(
    *,
    request_id: int,
    participant_id: int,
    colleague_id: int,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """A new request between the colleague and the other. Until both say yes the old one stays."""
    service, old, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if old.state not in AGREED or not old.pair:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=old.state)
    if colleague_id not in {one.pk for one in colleagues_of(party.participant)}:
        raise Refusal(MatchingRefusal.LEFT)
    other = _other_of(old, party.participant)
    if other.pk == colleague_id:
        raise Refusal(MatchingRefusal.ALREADY)
    try:
        with transaction.atomic():
            made = Request.objects.create(
                service=service,
                sender=party.participant,
                pair=pair_of(colleague_id, other.pk),
                purpose=old.purpose,
                value=old.value,
                replaces=old,
                revision=service.revision,
                sent_at=now,
            )
    except IntegrityError as error:
        raise Refusal(MatchingRefusal.ALREADY) from error
    Party.objects.bulk_create([Party(request=made, participant_id=pk) for pk in (colleague_id, other.pk)])
    audit.record(verb="matching.delegated", target=made, by_id=by.user_id, now=now)
    return made


def _other_of(request: Request, me: Participant) -> Participant:
    """The other of a pair."""
    return Participant.objects.exclude(pk=me.pk).get(parties__request=request)


def rounds_due(*, now: datetime) -> list[int]:
    """Services whose round is due, or whose first round has not been announced yet."""
    rows = Service.objects.filter(is_open=True, wishes_from__lte=now)
    waiting = rows.filter(requests__state=RequestState.ROUND)
    announced = rows.filter(next_round_at__lte=now)
    silent = rows.exclude(policy=Policy.AT_ONCE).filter(next_round_at=None, answers_until__gt=now)
    late = waiting.filter(answers_until__lte=now)
    unasked = waiting.filter(policy=Policy.AT_ONCE)
    return sorted(
        {pk for some in (announced, silent, late, unasked) for pk in some.values_list("pk", flat=True)}
    )


@transaction.atomic
def hold_round(*, service_id: int, now: datetime) -> bool:
    """The round, if it is due; afterwards the next one is announced. Whether there was one."""
    service = lock_service(service_id)
    is_due = service.next_round_at is not None and service.next_round_at <= now
    is_last = phase_of(service, now) is not Phase.WISHES or service.policy == Policy.AT_ONCE
    if is_due or is_last:
        answer_all(service, now=now)
    _announce(service, now=now)
    return is_due or is_last


def answer_all(service: Service, *, now: datetime) -> None:
    """Every waiting request is answered: held, or on the watch list with its reason."""
    rows = Request.objects.filter(service=service, state=RequestState.ROUND, is_barred=False)
    waiting = list(rows.order_by("-value", "pk").values_list("pk", flat=True))
    if not waiting:
        return
    held = _hold_the_best(service, waiting, now=now)
    for pk in waiting:
        if pk not in held:
            _settle_one(service, pk, now=now)
    changes = {"held": [None, len(held)], "waiting": [len(waiting), 0]}
    audit.record(verb="matching.round_held", target=service, by_id=None, now=now, changes=changes)


def _hold_the_best(service: Service, waiting: list[int], *, now: datetime) -> set[int]:
    """The most valuable set that fits beside all that is accepted."""
    before = {one.request: one for one in engine_meetings_of(service)}
    with controller_for(service, request=waiting[0]) as kept:
        admitted, witness = round_of(kept, waiting)
        spots = [spot_of(kept, one) for one in witness.meetings]
    changed = [
        one
        for one in spots
        if one.request not in before
        or (before[one.request].starts_at, before[one.request].place, before[one.request].interpreter)
        != (one.starts_at, one.place, one.interpreter)
    ]
    if admitted:
        increase_revision(service)
        Request.objects.filter(pk__in=admitted).update(
            state=RequestState.ACCEPTED, answered_at=now, tried_at=now, refusal=None
        )
        write_spots(service, changed)
        clear_controller(service.pk)
        transaction.on_commit(lambda: clear_controller(service.pk))
    return set(admitted)


def _settle_one(service: Service, request_id: int, *, now: datetime) -> None:
    """What was left over hears its reason, or is held after all."""
    request = Request.objects.get(pk=request_id)
    with controller_for(service, request=request_id) as kept:
        if kept.knows(request_id):
            apply_answer(service, request, admit_at(kept, request_id, now=now), kept, now=now)
        else:
            Request.objects.filter(pk=request_id).update(state=RequestState.WATCHED, tried_at=now)


def _announce(service: Service, *, now: datetime) -> None:
    """When the next round is; none after the answers are over."""
    is_over = now >= service.answers_until or service.policy == Policy.AT_ONCE
    upcoming = None
    if not is_over:
        step = timedelta(hours=service.round_hours)
        upcoming = service.next_round_at or now
        while upcoming <= now:
            upcoming += step
        upcoming = min(upcoming, service.answers_until)
    Service.objects.filter(pk=service.pk).update(next_round_at=upcoming)
