"""Facts about programmes: where they come from, how old they are; as a list, on pages, loaded from tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.loading import Loaded, read_table
from handschlag.common.models import AuditEntry
from handschlag.common.times import format_date, format_known_date
from handschlag.programmes.fit import facts_relied_on, rules
from handschlag.programmes.models import KINDS, Fact, FactKind, Programme

# Who merely reads a fact again changes nothing that it says.
_VERBS: Final = ("fact.added", "fact.edited", "fact.removed", "fact.brought_back", "fact.undone")


@dataclass(frozen=True, slots=True)
class _FactChange:
    """A fact as it stands now, and when it was changed last."""

    fact: Fact
    at: datetime


def fact_changes(programme_ids: Iterable[int], *, since: datetime, until: datetime) -> list[_FactChange]:
    """Of these programmes, each fact once."""
    entries = AuditEntry.objects.filter(kind="programmes.fact", verb__in=_VERBS, at__gt=since, at__lte=until)
    moments = {int(pk): at for pk, at in entries.order_by("at").values_list("object_id", "at")}
    facts = Fact.objects.select_related("programme").filter(
        pk__in=list(moments), programme__in=list(programme_ids)
    )
    return [_FactChange(fact, moments[fact.pk]) for fact in facts]


OLD_SOON: Final = timedelta(days=60)
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


def get_facts(wanted: FactQuery, *, today: date) -> QuerySet[Fact]:
    """The facts that an editor wants to see, with their programmes."""
    found = Fact.objects.select_related("programme").order_by(*ORDERS[wanted.sort])
    found = found.filter(removed_at__isnull=wanted.state is not FactFilter.REMOVED)
    if wanted.state is FactFilter.OLD:
        found = found.filter(old_from__lte=today)
    if wanted.state is FactFilter.SOON:
        found = found.filter(old_from__lte=today + OLD_SOON)
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


DATA = Path(__file__).resolve().parent / "data"
TABLE = DATA / "programmes.csv"
FACTS = DATA / "facts.csv"
TEXTS = (
    *("short_name", "name_de", "name_en", "purpose_de", "purpose_en"),
    *("body_de", "body_en", "website", "source"),
)
FACT_TEXTS = ("key", "kind", "text_de", "text_en", "source_title", "source_url")
FACT_DAYS = ("read_on", "old_from", "valid_from", "valid_until")


@transaction.atomic
def load_published(*, now: datetime) -> Loaded:
    """Every programme of the table exists; one that is there already keeps all that editors may change."""
    known = {one.slug: one for one in Programme.objects.all()}
    loaded = Loaded()
    for row in read_table(TABLE):
        if row["slug"] in known:
            loaded += _brought_up(known[row["slug"]], {"is_closed": row["is_closed"] == "yes"}, now=now)
            continue
        programme = Programme.objects.create(
            slug=row["slug"],
            position=int(row["position"]),
            is_funding=row["is_funding"] == "yes",
            is_closed=row["is_closed"] == "yes",
            source_seen_on=date.fromisoformat(row["source_seen_on"]),
            **{name: row[name] for name in TEXTS},
        )
        audit.record(verb="loaded", target=programme, by_id=None, now=now)
        loaded += Loaded(created=1)
    return loaded + _load_facts(now=now)


def _load_facts(*, now: datetime) -> Loaded:
    """Every fact of the table exists; one whose key is known stays as editors left it, or took it away.

    How it was read is taken from the table as long as nobody has read it on another day; whether at second
    hand, which editors may change, as long as nobody has changed anything.
    """
    known = {one.key: one for one in Fact.objects.all()}
    programmes = {one.slug: one for one in Programme.objects.all()}
    loaded = Loaded()
    for row in read_table(FACTS):
        if fact := known.get(row["key"]):
            loaded += _brought_up(fact, _reading_of(fact, row), now=now)
            continue
        fact = Fact.objects.create(
            programme=programmes[row["programme"]],
            position=int(row["position"]),
            is_copy=True,
            copy_date=row["copy_date"],
            is_second_hand=row["is_second_hand"] == "yes",
            **{name: row[name] for name in FACT_TEXTS},
            **{name: date.fromisoformat(row[name]) if row[name] else None for name in FACT_DAYS},
        )
        audit.record(verb="loaded", target=fact, by_id=None, now=now)
        loaded += Loaded(created=1)
    return loaded


def _reading_of(fact: Fact, row: Mapping[str, str]) -> dict[str, Any]:
    if fact.read_on.isoformat() != row["read_on"]:
        return {}
    copied = {"is_copy": True, "copy_date": row["copy_date"]}
    return copied if fact.version > 1 else {**copied, "is_second_hand": row["is_second_hand"] == "yes"}


def _brought_up(row: Programme | Fact, values: Mapping[str, Any], *, now: datetime) -> Loaded:
    """What an earlier release did not know is taken from the table."""
    changes = {name: [getattr(row, name), value] for name, value in values.items()}
    changes = {name: [before, after] for name, (before, after) in changes.items() if before != after}
    if not changes:
        return Loaded(kept=1)
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    row.save(update_fields=list(changes))
    audit.record(verb="loaded", target=row, by_id=None, now=now, changes=changes)
    return Loaded(updated=1)


def facts_context(programme: Programme, facts: Sequence[Fact], *, today: date) -> dict[str, Any]:
    """Everything that is known of each kind, and the kinds of which nothing is documented."""
    needless = {FactKind.FIGURES}
    if programme.purpose:
        needless.add(FactKind.PURPOSE)  # it stands above
    if programme.is_closed:
        needless |= {FactKind.ELIGIBLE, FactKind.CONDITION, FactKind.APPLY}
    kinds = {kind: [fact for fact in facts if fact.kind == kind] for kind in FactKind}
    return {
        "groups": tuple(
            (KINDS[kind], kind, tuple((fact, _validity(fact, today)) for fact in known))
            for kind, known in kinds.items()
            if known
        ),
        "missing": ", ".join(
            str(KINDS[kind]) for kind, known in kinds.items() if not known and kind not in needless
        ),
        "today": today,
    }


def read_words(fact: Fact) -> str:
    """When the source was read, or of which day the copy is that was read, and whether it is second hand."""
    if not fact.is_copy:
        read = _("read on %(day)s") % {"day": format_date(fact.read_on)}
    elif fact.copy_date:
        read = _("copy as of %(day)s") % {"day": format_known_date(fact.copy_date)}
    else:
        read = _("copy without a date, read on %(day)s") % {"day": format_date(fact.read_on)}
    return _("%(read)s, second hand") % {"read": read} if fact.is_second_hand else read


def _validity(fact: Fact, today: date) -> str:
    """From when to when it holds, and whether that is over."""
    words = period(fact.valid_from, fact.valid_until)
    if fact.valid_until is not None and fact.valid_until < today:
        return _("no longer valid: %(until)s") % {"until": format_date(fact.valid_until)}
    return words


def sources(facts: Iterable[Fact], *, today: date) -> Sequence[tuple[str, Sequence[Fact]]]:
    """In the order of the facts, with when they were read: of two readings of a source the first one."""
    found: dict[str, Fact] = {}
    for fact in facts:
        known = found.get(fact.source_url)
        if known is None or fact.read_on < known.read_on:
            found[fact.source_url] = fact
    alike: dict[str, list[Fact]] = {}
    for fact in found.values():
        alike.setdefault(_words(fact, today), []).append(fact)
    return tuple(alike.items())


def _words(fact: Fact, today: date) -> str:
    read = read_words(fact)
    return _("%(read)s, to be checked again") % {"read": read} if fact.old_from <= today else read


AT_ONCE: Final = 25
HEADS: Final[tuple[str | Promise, ...]] = (
    gettext_lazy("Programme"),
    gettext_lazy("Key"),
    gettext_lazy("Topic"),
    gettext_lazy("In German"),
    gettext_lazy("In English"),
    gettext_lazy("Source"),
    gettext_lazy("Address"),
    gettext_lazy("Read on"),
    gettext_lazy("Check again from"),
    gettext_lazy("Valid from"),
    gettext_lazy("Valid until"),
    gettext_lazy("Copy of"),
    gettext_lazy("Second hand"),
)


def facts_list(found: QuerySet[Fact], *, page: str, query: str, today: date) -> dict[str, Any]:
    """One page of the facts for editors; `query` is the filter that links to other pages keep."""
    shown = Paginator(found, AT_ONCE).get_page(page)
    return {"rows": tuple(row(fact, today=today) for fact in shown), "page": shown, "query": query}


def row(fact: Fact, *, today: date) -> dict[str, Any]:
    """The fact with its kind and its state in words; `tone` is the colour of the state."""
    state, tone = _fact_state(fact, today)
    return {"fact": fact, "kind": KINDS[FactKind(fact.kind)], "state": state, "tone": tone}


def _fact_state(fact: Fact, today: date) -> tuple[str, str]:
    """A word, and the tone of its frame."""
    if fact.removed_at is not None:
        return _("removed"), ""
    if fact.old_from <= today:
        return _("needs checking"), "wait"
    return (_("check soon"), "") if fact.old_from <= today + OLD_SOON else (_("fresh"), "ok")


def said_by_the_finder(key: str) -> Sequence[str]:
    """What the finder says because of this fact; it has to be true still after a change."""
    return tuple(dict.fromkeys(pick(rule.words.de, rule.words.en) for rule in rules() if rule.fact == key))


def is_relied_on(key: str) -> bool:
    """Whether the finder rests on the fact with this key, so that it cannot be removed."""
    return key in facts_relied_on()


def fact_lines(found: Iterable[Fact]) -> Iterator[list[str]]:
    """A head, and one line for each fact."""
    yield [str(head) for head in HEADS]
    yield from map(_values, found)


def _values(fact: Fact) -> list[str]:
    days = (fact.read_on, fact.old_from, fact.valid_from, fact.valid_until)
    return [
        fact.programme.short_name,
        fact.key,
        str(KINDS[FactKind(fact.kind)]),
        fact.text_de,
        fact.text_en,
        fact.source_title,
        fact.source_url,
        *(one.isoformat() if one else "" for one in days),
        fact.copy_date,
        _("yes") if fact.is_second_hand else _("no"),
    ]


def period(since: date | None, until: date | None) -> str:
    """From when to when something holds, as far as that is documented."""
    if since and until:
        return _("%(since)s to %(until)s") % {"since": format_date(since), "until": format_date(until)}
    if since:
        return _("since %(since)s") % {"since": format_date(since)}
    return _("until %(until)s") % {"until": format_date(until)} if until else ""
