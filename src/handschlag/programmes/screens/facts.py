"""The facts about a programme on its page: by what they are about, each with its source and its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.programmes.labels import KINDS
from handschlag.programmes.models import Fact, FactKind
from handschlag.programmes.screens.programmes import day, period
from handschlag.programmes.screens.sources import SourceLine, source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _FactLine:
    text: str
    source: SourceLine
    validity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _FactGroup:
    """Everything that is known of one kind; phases follow each other."""

    title: str
    lines: Sequence[_FactLine]
    is_ordered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _FactsScreen:
    groups: Sequence[_FactGroup]
    missing: str  # the kinds of which nothing is documented


def facts_screen(facts: Sequence[Fact], *, today: date) -> _FactsScreen:
    kinds = {kind: [fact for fact in facts if fact.kind == kind] for kind in FactKind}
    return _FactsScreen(
        groups=tuple(
            _FactGroup(
                title=str(KINDS[kind]),
                lines=tuple(_line(fact, today) for fact in known),
                is_ordered=kind is FactKind.PHASE,
            )
            for kind, known in kinds.items()
            if known
        ),
        missing=", ".join(str(KINDS[kind]) for kind, known in kinds.items() if not known),
    )


def _line(fact: Fact, today: date) -> _FactLine:
    return _FactLine(
        text=pick(fact.text_de, fact.text_en),
        source=source_of(fact, today=today),
        validity=_valid(fact, today),
    )


def _valid(fact: Fact, today: date) -> str:
    """From when to when it holds, and whether that is over."""
    words = period(fact.valid_from, fact.valid_until)
    if fact.valid_until is not None and fact.valid_until < today:
        return _("no longer valid: %(until)s") % {"until": day(fact.valid_until)}
    return words
