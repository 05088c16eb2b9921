"""Rounds: at an announced moment the most valuable of the waiting requests are answered together."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from handschlag.common import audit
from handschlag.matching.actions.answering import apply_answer
from handschlag.matching.actions.versioned_writes import (
    increase_revision,
    lock_service,
    phase_of,
    write_spots,
)
from handschlag.matching.engine.admission_cache import clear_controller, controller_for
from handschlag.matching.engine.answers import spot_of
from handschlag.matching.engine.day_admission import admit_at
from handschlag.matching.engine.prices import round_of
from handschlag.matching.models import Policy, Request, RequestState, Service
from handschlag.matching.queries.engine_input import engine_meetings_of
from handschlag.matching.rules.phases import Phase


def due(*, now: datetime) -> list[int]:
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
def hold(*, service_id: int, now: datetime) -> bool:
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
