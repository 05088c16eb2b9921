"""The editors' list of facts, on the page and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.programmes.labels import KINDS
from handschlag.programmes.models import Fact, FactKind
from handschlag.programmes.queries.fact_list import SOON
from handschlag.programmes.rules.tables import facts_relied_on, rules

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
    state, tone = _state_of(fact, today)
    return {"fact": fact, "kind": KINDS[FactKind(fact.kind)], "state": state, "tone": tone}


def _state_of(fact: Fact, today: date) -> tuple[str, str]:
    """A word, and the tone of its frame."""
    if fact.removed_at is not None:
        return _("removed"), ""
    if fact.old_from <= today:
        return _("needs checking"), "wait"
    return (_("check soon"), "") if fact.old_from <= today + SOON else (_("fresh"), "ok")


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
