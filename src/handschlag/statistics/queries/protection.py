"""What is kept about the people of an event, until when, and what was erased."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from handschlag.accounts.hooks.processing_records import Processing, processing_records
from handschlag.common.models import AuditEntry
from handschlag.day.queries.stored_data import kept_at_registration, stored_data_of
from handschlag.events.models import Event
from handschlag.registration.models import Registration
from handschlag.registration.queries.export import hand_out_of

FOUND: Final = 20
ORDER: Final = ("registration", "matching", "day", "events", "accounts")
ERASED: Final = ("registration.erased", "matching.erased", "day.erased")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingStatus:
    """One processing at this event: erased from `due` on; how much it holds now, None where nobody counts."""

    processing: Processing
    due: date | None
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Erasure:
    """A registration whose person is erased: its number, and the entry that says so."""

    number: int
    at: datetime
    entry: int | None
    is_by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry of the trail, without a name."""

    number: int
    at: datetime
    verb: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProof:
    """What the database says of an erased registration: entries, and what is left; the digest is of both."""

    number: int
    erased_at: datetime
    entries: tuple[_Entry, ...]
    left: Mapping[str, int]
    digest: str


def processing_statuses_of(event: Event) -> tuple[ProcessingStatus, ...]:
    """Every processing, those of events with their date."""
    return tuple(
        ProcessingStatus(
            processing=one,
            due=event.last_day + timedelta(days=one.days() + 1) if one.days else None,
            count=one.count(event.pk) if one.count else None,
        )
        for one in sorted(processing_records, key=_place_of)
    )


def _place_of(one: Processing) -> int:
    """People first, then what they do, then those who organise."""
    floor = one.key.partition(".")[0]
    return ORDER.index(floor) if floor in ORDER else len(ORDER)


def erasures_of(event: Event, *, most: int) -> tuple[int, tuple[_Erasure, ...]]:
    """How many people were erased, and the last of them."""
    rows = Registration.objects.filter(event=event, erased_at__isnull=False).order_by("-erased_at", "-pk")
    last = list(rows.values_list("pk", "erased_at")[:most])
    entries = {
        object_id: (pk, by)
        for pk, object_id, by in AuditEntry.objects.filter(
            verb="registration.erased",
            kind="registration.registration",
            object_id__in=[str(pk) for pk, _at in last],
        ).values_list("pk", "object_id", "by_id")
    }
    nothing = (None, None)
    return rows.count(), tuple(
        _Erasure(
            number=pk,
            at=at,
            entry=entries.get(str(pk), nothing)[0],
            is_by_hand=entries.get(str(pk), nothing)[1] is not None,
        )
        for pk, at in last
        if at is not None
    )


def people_found(event: Event, text: str) -> tuple[Registration, ...]:
    """People of the event whose name or address holds the words; nobody without words."""
    words = text.replace("\0", "").split()
    if not words:
        return ()
    wanted = Q()
    for word in words:
        wanted &= Q(name__icontains=word) | Q(email__icontains=word)
    rows = Registration.objects.filter(wanted, event=event, erased_at=None).select_related("actor")
    return tuple(rows.order_by("name", "pk")[:FOUND])


def kept_about(registration: Registration) -> Mapping[str, Any]:
    """All that the team may see of it; what only the person may read is not there, nor how much it is."""
    return hand_out_of(registration)


def proof_of(event: Event, number: int) -> ErasureProof | None:
    """None where nobody with this number was erased here."""
    row = Registration.objects.filter(event=event, pk=number, erased_at__isnull=False).first()
    if row is None or row.erased_at is None:
        return None
    entries, left = _entries_of(row), _left_of(row)
    return ErasureProof(
        number=number, erased_at=row.erased_at, entries=entries, left=left, digest=_digest_of(entries, left)
    )


def _entries_of(row: Registration) -> tuple[_Entry, ...]:
    """The entries that say that something about the person was erased."""
    participant = getattr(row, "matching", None)
    about = Q(kind="registration.registration", object_id=str(row.pk))
    if participant is not None:
        about |= Q(kind="matching.participant", object_id=str(participant.pk))
    found = AuditEntry.objects.filter(about, verb__in=ERASED).order_by("pk")
    return tuple(
        _Entry(number=pk, at=at, verb=verb, request_id=request_id)
        for pk, at, verb, request_id in found.values_list("pk", "at", "verb", "request_id")
    )


def _left_of(row: Registration) -> dict[str, int]:
    """What an erased registration still holds: nothing of it may be more than none."""
    participant = getattr(row, "matching", None)
    found = kept_at_registration(row) if participant is None else stored_data_of(participant)
    return {**found, "links": sum(one is not None for one in (row.user_id, row.actor_id))}


def _digest_of(entries: Iterable[_Entry], left: Mapping[str, int]) -> str:
    lines: Sequence[Any] = [
        [[one.number, one.at.isoformat(), one.verb, one.request_id] for one in entries],
        dict(sorted(left.items())),
    ]
    return hashlib.sha256(json.dumps(lines, separators=(",", ":")).encode()).hexdigest()
