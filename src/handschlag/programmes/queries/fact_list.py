"""What editors ask about facts: which grow old, who is told, and what changed last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Role
from handschlag.common.models import AuditEntry
from handschlag.programmes.models import Fact

SOON: Final = timedelta(days=60)
FACT: Final = "programmes.fact"
UNDOABLE: Final = frozenset({"fact.edited", "fact.checked"})


class FactFilter(StrEnum):
    """Which facts are wanted."""

    SHOWN = ""
    OLD = "old"
    SOON = "soon"
    REMOVED = "removed"


class Sort(StrEnum):
    """The oldest first, unless another order is wanted."""

    OLD_FROM = ""
    READ_ON = "read"
    PROGRAMME = "programme"


ORDERS: Final[dict[Sort, tuple[str, ...]]] = {
    Sort.OLD_FROM: ("old_from", "pk"),
    Sort.READ_ON: ("read_on", "pk"),
    Sort.PROGRAMME: ("programme__position", "programme__short_name", "position", "pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuery:
    state: FactFilter = FactFilter.SHOWN
    programme: str = ""
    kind: str = ""
    words: str = ""
    sort: Sort = Sort.OLD_FROM


def facts(wanted: FactQuery, *, today: date) -> QuerySet[Fact]:
    """The facts that an editor wants to see, with their programmes."""
    found = Fact.objects.select_related("programme").order_by(*ORDERS[wanted.sort])
    found = found.filter(removed_at__isnull=wanted.state is not FactFilter.REMOVED)
    if wanted.state is FactFilter.OLD:
        found = found.filter(old_from__lte=today)
    if wanted.state is FactFilter.SOON:
        found = found.filter(old_from__lte=today + SOON)
    if wanted.programme:
        found = found.filter(programme__slug=wanted.programme)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.words:
        texts = ("text_de", "text_en", "source_title", "source_url", "key")
        anywhere = Q()
        for name in texts:
            anywhere |= Q(**{f"{name}__icontains": wanted.words})
        found = found.filter(anywhere)
    return found


def fact_at(pk: int) -> Fact | None:
    """The fact with its programme, even a removed one; none where there is no such key."""
    return Fact.objects.select_related("programme").filter(pk=pk).first()


def readers() -> QuerySet[User]:
    """The editors, who are reminded."""
    return User.objects.filter(is_active=True, grants__role=Role.EDITOR).order_by("pk").distinct()


def last_change(fact: Fact) -> AuditEntry | None:
    """What was done to it last, if that is an edit or a check and so can be undone."""
    entries = AuditEntry.objects.filter(kind=FACT, object_id=str(fact.pk))
    last = entries.select_related("by").order_by("-pk").first()
    return last if last is not None and last.verb in UNDOABLE else None
