"""Funding calls are written down, published, corrected and withdrawn; each leaves an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.rules.slugs import free_slug, slug_of
from handschlag.programmes.models import FundingCall
from handschlag.programmes.queries import call_desk
from handschlag.programmes.rules import funding_calls as rules
from handschlag.programmes.rules.funding_calls import UNTOLD, CallFault

MOMENTS: Final = frozenset({"opens_at", "closes_at", "second_closes_at"})
LONGEST_SLUG: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContent:
    """What an editor writes down."""

    programme_id: int | None = None
    programme_name_de: str = ""
    programme_name_en: str = ""
    funder_de: str = ""
    funder_en: str = ""
    title_de: str
    title_en: str = ""
    text_de: str = ""
    text_en: str = ""
    applicants_de: str = ""
    applicants_en: str = ""
    conditions: Mapping[str, list[str]] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    second_closes_at: datetime | None = None
    amount_de: str = ""
    amount_en: str = ""
    contact: str = ""
    language: str = ""
    source_title: str = ""
    source_url: str = ""
    read_on: date | None = None


@transaction.atomic
def add(
    *, content: CallContent, by: Subject, now: datetime, today: date, is_demo: bool = False
) -> FundingCall:
    """The call is a draft that only editors see."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd(content, today=today)
    call = with_free_slug(
        content.title_de,
        lambda slug: FundingCall.objects.create(
            slug=slug, created_at=now, changed_at=now, is_demo=is_demo, **asdict(content)
        ),
    )
    _told("funding_call.added", call, by=by, now=now)
    return call


@transaction.atomic
def edit(
    *, call_id: int, version: int, content: CallContent, by: Subject, now: datetime, today: date
) -> FundingCall:
    """The call says what the editor wrote; a published one has to stay complete."""
    require(by, Action.EDIT_PROGRAMME)
    _refuse_odd(content, today=today)
    call = _held(call_id, version)
    _write(call, asdict(content), verb="funding_call.edited", by=by, now=now)
    return call


@transaction.atomic
def publish(*, call_id: int, version: int, by: Subject, now: datetime) -> FundingCall:
    """The call is public, until it is withdrawn; one that was withdrawn comes back as a new one."""
    require(by, Action.EDIT_PROGRAMME)
    call = _held(call_id, version)
    if not _is_complete(call):
        raise Refusal(CallFault.INCOMPLETE)
    first = now if call.withdrawn_at else call.published_at or now
    return _put(call, verb="funding_call.published", by=by, now=now, published_at=first, withdrawn_at=None)


@transaction.atomic
def withdraw(*, call_id: int, version: int, by: Subject, now: datetime) -> FundingCall:
    """The call is on no page any more; it can be published again."""
    require(by, Action.EDIT_PROGRAMME)
    call = _held(call_id, version)
    return _put(call, verb="funding_call.withdrawn", by=by, now=now, withdrawn_at=now)


@transaction.atomic
def undo(*, call_id: int, version: int, by: Subject, now: datetime) -> FundingCall:
    """The call says what it said before its last edit; its contact stays as it is."""
    require(by, Action.EDIT_PROGRAMME)
    call = _held(call_id, version)
    last = call_desk.last_edit(call)
    if last is None:
        raise Refusal(CallFault.NOTHING_TO_UNDO)
    before = {name: _read(name, pair[0]) for name, pair in last.changes.items() if name not in UNTOLD}
    _write(call, before, verb="funding_call.undone", by=by, now=now)
    return call


def _held(call_id: int, version: int) -> FundingCall:
    """The row, locked, as long as nobody has changed it since it was shown."""
    call = FundingCall.objects.select_for_update().filter(pk=call_id, version=version).first()
    if call is None:
        raise Refusal(CallFault.CHANGED_SINCE)
    return call


def _refuse_odd(content: CallContent, *, today: date) -> None:
    odd = rules.fault_of_times(content.opens_at, content.closes_at, content.second_closes_at)
    if odd:
        raise Refusal(odd[1], field=odd[0])
    if content.read_on and content.read_on > today:
        raise Refusal(CallFault.READ_TOMORROW, field="read_on")


def _is_complete(call: FundingCall) -> bool:
    has_giver = call.programme_id or call.programme_name_de or call.funder_de
    said = (call.title_de, call.title_en, call.closes_at, call.source_url, call.source_title, call.read_on)
    return bool(has_giver and all(said))


def _write(call: FundingCall, values: Mapping[str, Any], *, verb: str, by: Subject, now: datetime) -> None:
    """Nothing happens where nothing is different; what was published stays complete."""
    changes = {name: (getattr(call, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return
    for name, (_before, after) in changes.items():
        setattr(call, name, after)
    if call.published_at is not None and not _is_complete(call):
        raise Refusal(CallFault.INCOMPLETE)
    call.version += 1
    call.changed_at = now
    call.save(update_fields=[*changes, "version", "changed_at"])
    _told(verb, call, by=by, now=now, changes=changes)


def _put(
    call: FundingCall, *, verb: str, by: Subject, now: datetime, **values: datetime | None
) -> FundingCall:
    for name, value in values.items():
        setattr(call, name, value)
    call.version += 1
    call.changed_at = now
    call.save(update_fields=[*values, "version", "changed_at"])
    _told(verb, call, by=by, now=now)
    return call


def _told(
    verb: str,
    call: FundingCall,
    *,
    by: Subject,
    now: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    plain = {
        name: ["", ""] if name in UNTOLD else [_plain(one) for one in pair]
        for name, pair in (changes or {}).items()
    }
    said = plain or {"title": [None, call.title_de]}
    audit.record(verb=verb, target=call, by_id=by.user_id, now=now, changes=said)


def _plain(value: Any) -> Any:
    """Days and moments as the audit trail keeps them."""
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    if name in MOMENTS and value:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name == "read_on" and value else value


def with_free_slug[Made](title: str, create: Callable[[str], Made]) -> Made:
    """What is made under a slug that nobody has; tried once more where somebody takes it meanwhile."""
    try:
        with transaction.atomic():
            return create(_free_slug(title))
    except IntegrityError:
        return create(_free_slug(title))


def _free_slug(title: str) -> str:
    taken = FundingCall.objects.filter(slug__startswith=slug_of(title, longest=LONGEST_SLUG - 6))
    return free_slug(title, set(taken.values_list("slug", flat=True)), longest=LONGEST_SLUG)
