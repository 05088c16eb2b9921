"""When others looked at, or took, what is kept about a person; the person is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common.audit.verb_labels import access_verbs
from handschlag.common.models import AuditEntry
from handschlag.common.times import local_date
from handschlag.registration.models import Registration

MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Access:
    """The last time on that day that somebody did this."""

    at: datetime
    verb: str


def accesses_of(registration: Registration) -> Sequence[_Access]:
    """The newest first; several of one kind on a day are one."""
    rows = AuditEntry.objects.filter(
        kind="registration.registration", object_id=str(registration.pk), verb__in=access_verbs()
    )
    found: dict[tuple[str, object], _Access] = {}
    for at, verb in rows.order_by("-at", "-pk").values_list("at", "verb"):
        found.setdefault((verb, local_date(at)), _Access(at=at, verb=verb))
    return tuple(found.values())[:MOST]


def history_of(registration: Registration) -> Sequence[AuditEntry]:
    """What the audit trail has about it, the newest first; the person has no name there."""
    rows = AuditEntry.objects.filter(kind="registration.registration", object_id=str(registration.pk))
    return list(rows.select_related("by").order_by("-at", "-pk")[:MOST])
