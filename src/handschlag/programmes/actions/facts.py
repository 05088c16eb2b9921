"""Facts about programmes are added, changed, checked, taken off and brought back; each leaves an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.programmes.models import Fact
from handschlag.programmes.queries import fact_list
from handschlag.programmes.rules import facts as rules
from handschlag.programmes.rules.facts import FactFault

DAYS = frozenset({"read_on", "old_from", "valid_from", "valid_until"})
READ_ITSELF: Final = {"is_copy": False, "copy_date": ""}  # an editor read the page, not a stored copy of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an editor writes down."""

    kind: str
    position: int
    text_de: str
    text_en: str
    source_title: str
    source_url: str
    read_on: date
    old_from: date
    valid_from: date | None = None
    valid_until: date | None = None
    is_second_hand: bool = False


@transaction.atomic
def add(*, programme_id: int, key: str, content: Content, by: Subject, now: datetime, today: date) -> Fact:
    """The fact stands on the page of its programme."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd_days(content, today=today)
    if Fact.objects.filter(key=key).exists():
        raise Refusal(FactFault.KEY_IS_TAKEN)
    fact = Fact.objects.create(programme_id=programme_id, key=key, **asdict(content))
    audit.record(
        verb="fact.added", target=fact, by_id=by.user_id, now=now, changes=_plain({"key": (None, key)})
    )
    return fact


@transaction.atomic
def edit(*, fact_id: int, version: int, content: Content, by: Subject, now: datetime, today: date) -> Fact:
    """The fact says what the editor wrote; refused where somebody else was faster."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd_days(content, today=today)
    fact = held(fact_id, version)
    values = asdict(content) | (READ_ITSELF if content.read_on != fact.read_on else {})
    _write(fact, values, verb="fact.edited", by=by, now=now)
    return fact


@transaction.atomic
def check(*, fact_id: int, version: int, by: Subject, now: datetime, today: date) -> Fact:
    """The fact was read again today and is still right."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version)
    fresh = rules.old_from(read_on=fact.read_on, was_old_from=fact.old_from, today=today)
    read = {"read_on": today, "old_from": fresh, **READ_ITSELF}
    _write(fact, read, verb="fact.checked", by=by, now=now)
    return fact


@transaction.atomic
def undo(*, fact_id: int, version: int, by: Subject, now: datetime) -> Fact:
    """The fact is as it was before its last edit or check."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version)
    last = fact_list.last_change(fact)
    if last is None:
        raise Refusal(FactFault.NOTHING_TO_UNDO)
    before = {name: _read(name, pair[0]) for name, pair in last.changes.items()}
    _write(fact, before, verb="fact.undone", by=by, now=now)
    return fact


@transaction.atomic
def remove(*, fact_id: int, version: int, by: Subject, now: datetime) -> Fact:
    """The fact is on no page any more; it can be brought back."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version)
    if fault := rules.fault_of_removing(fact.key):
        raise Refusal(fault)
    return _put(fact, removed_at=now, verb="fact.removed", by=by, now=now)


@transaction.atomic
def bring_back(*, fact_id: int, version: int, by: Subject, now: datetime) -> Fact:
    """The fact stands on its page again."""
    require(by, Action.EDIT_PROGRAMME)
    fact = held(fact_id, version, is_removed=True)
    return _put(fact, removed_at=None, verb="fact.brought_back", by=by, now=now)


def held(fact_id: int, version: int, *, is_removed: bool = False) -> Fact:
    """The row, locked, as long as nobody has changed it since it was shown."""
    fact = Fact.objects.select_for_update().filter(pk=fact_id, version=version).first()
    if fact is None or (fact.removed_at is not None) is not is_removed:
        raise Refusal(FactFault.CHANGED_SINCE)
    return fact


def _refuse_odd_days(content: Content, *, today: date) -> None:
    fault = rules.fault_of_days(
        read_on=content.read_on,
        old_from=content.old_from,
        valid_from=content.valid_from,
        valid_until=content.valid_until,
        today=today,
    )
    if fault:
        raise Refusal(fault)


def _write(fact: Fact, values: Mapping[str, object], *, verb: str, by: Subject, now: datetime) -> None:
    """Nothing happens where nothing is different."""
    changes = {name: (getattr(fact, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return
    for name, (_before, after) in changes.items():
        setattr(fact, name, after)
    fact.version += 1
    fact.save(update_fields=[*changes, "version"])
    audit.record(verb=verb, target=fact, by_id=by.user_id, now=now, changes=_plain(changes))


def _put(fact: Fact, *, removed_at: datetime | None, verb: str, by: Subject, now: datetime) -> Fact:
    fact.removed_at = removed_at
    fact.version += 1
    fact.save(update_fields=["removed_at", "version"])
    audit.record(verb=verb, target=fact, by_id=by.user_id, now=now, changes={"key": [fact.key, fact.key]})
    return fact


def _plain(changes: Mapping[str, tuple[object, object]]) -> dict[str, list[object]]:
    """Days as the audit trail keeps them."""
    return {
        name: [one.isoformat() if isinstance(one, date) else one for one in pair]
        for name, pair in changes.items()
    }


def _read(name: str, value: object) -> object:
    return date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value
