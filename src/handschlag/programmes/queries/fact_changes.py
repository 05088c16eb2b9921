"""Which facts about programmes were changed when, read from the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handschlag.common.models import AuditEntry
from handschlag.programmes.models import Fact

# Who merely reads a fact again changes nothing that it says.
_VERBS: Final = ("fact.added", "fact.edited", "fact.removed", "fact.brought_back", "fact.undone")


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact as it stands now, and when it was changed last."""

    fact: Fact
    at: datetime


def fact_changes(programme_ids: Iterable[int], *, since: datetime, until: datetime) -> list[FactChange]:
    """Of these programmes, each fact once."""
    entries = AuditEntry.objects.filter(kind="programmes.fact", verb__in=_VERBS, at__gt=since, at__lte=until)
    moments = {int(pk): at for pk, at in entries.order_by("at").values_list("object_id", "at")}
    facts = Fact.objects.select_related("programme").filter(
        pk__in=list(moments), programme__in=list(programme_ids)
    )
    return [FactChange(fact, moments[fact.pk]) for fact in facts]
