"""The matching service of an event: its dates, its policy of answers, its budgets; open or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import BlockPlace, Event, EventDay
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import increase_revision, lock_service
from handschlag.matching.models import Service
from handschlag.matching.rules.refusals import PreparingRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the first step of setting up says."""

    profiles_from: datetime
    wishes_from: datetime
    answers_until: datetime
    fixed_at: datetime
    policy: str
    next_round_at: datetime | None
    round_hours: int
    musts: int
    most_sent: int
    most_received: int
    wanted: int


@transaction.atomic
def create(*, event_id: int, settings: Settings, by: Subject, now: datetime) -> Service:
    """The event has a matching service from now on, closed at first."""
    require_team(by, event_id)
    _require_order(settings, event_id)
    try:
        with transaction.atomic():
            made = Service.objects.create(event_id=event_id, changed_at=now, **asdict(settings))
    except IntegrityError as error:
        raise Refusal(PreparingRefusal.STALE) from error
    audit.record(verb="matching.set_up", target=made, by_id=by.user_id, now=now)
    return made


@transaction.atomic
def change(*, service_id: int, settings: Settings, seen: int, by: Subject, now: datetime) -> Service:
    """The service says this; of two who change it at once the second is told so."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    _require_order(settings, service.event_id)
    values = asdict(settings)
    changes = {name: _told(getattr(service, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes and service.version == seen:
        return service
    rows = Service.objects.filter(pk=service.pk, version=seen)
    if not rows.update(version=F("version") + 1, changed_at=now, **values):
        raise Refusal(PreparingRefusal.STALE)
    increase_revision(service, structure=True)
    audit.record(verb="matching.changed", target=service, by_id=by.user_id, now=now, changes=changes)
    service.refresh_from_db()
    return service


@transaction.atomic
def set_open(*, service_id: int, is_open: bool, by: Subject, now: datetime) -> Service:
    """People can take part from now on, or not any more; nothing that was agreed is lost by that."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if is_open and not _has_time(service.event):
        raise Refusal(PreparingRefusal.NO_TIME)
    if service.is_open != is_open:
        rows = Service.objects.filter(pk=service.pk)
        rows.update(is_open=is_open, version=F("version") + 1, changed_at=now)
        changes = {"is_open": [service.is_open, is_open]}
        audit.record(verb="matching.opened", target=service, by_id=by.user_id, now=now, changes=changes)
    service.refresh_from_db()
    return service


def _has_time(event: Event) -> bool:
    """Whether there is a block of slots in which a place is open."""
    return BlockPlace.objects.filter(block__event=event).exists()


def _require_order(settings: Settings, event_id: int) -> None:
    """Each phase begins after the one before it, and times are fixed before the event begins."""
    moments = (settings.profiles_from, settings.wishes_from, settings.answers_until, settings.fixed_at)
    in_order = moments[0] <= moments[1] < moments[2] <= moments[3]
    if not in_order:
        raise Refusal(PreparingRefusal.DATES_CROSSED)
    first = EventDay.objects.filter(event_id=event_id).order_by("opens_at").first()
    if first is not None and settings.fixed_at > first.opens_at:
        raise Refusal(PreparingRefusal.AFTER_THE_EVENT)


def _told(before: Any, after: Any) -> list[Any]:
    return [_plain(before), _plain(after)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def values_of(service: Service) -> Mapping[str, Any]:
    """What the form shows at first."""
    return {name: getattr(service, name) for name in Settings.__dataclass_fields__}
