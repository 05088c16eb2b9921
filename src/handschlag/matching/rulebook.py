"""The rules that organisers set: which there are, what they say by themselves, and how far they go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations_with_replacement
from typing import Any, Final, Protocol

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _

# Kinds of organisations, as the directory names them; who comes from none of them is `other`.
KINDS: Final = ("company", "university", "research", "other")
# What a meeting is worth, in parts of its usual value, under rules that are goals.
USUAL, LESS, MORE = 2, 1, 4


class RuleKind(Labelled):
    SAME_ORGANISATION = "same_organisation", _("No meetings within one organisation")
    SAME_NETWORK = "same_network", _("No meetings within one network")
    KINDS = "kinds", _("Types of organisations that should not meet")
    CROSS_NETWORK = "cross_network", _("Share of meetings between networks")
    LEAST = "least", _("Minimum per person")
    MOST = "most", _("Maximum per person")
    BREAKS = "breaks", _("Waiting times per person")
    STEP_FREE = "step_free", _("Step-free meeting points")
    QUIET = "quiet", _("Quiet places")
    INTERPRETERS = "interpreters", _("Interpreters")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What may be said of a rule: on and off, as a hard rule, as a goal, with a number in a range."""

    can_be_off: bool = True
    can_be_hard: bool = True
    can_be_goal: bool = False
    range: tuple[int, int] | None = None
    usual: int = 0  # the number that a rule begins with
    words: str  # what it does; where it cannot be kept exactly, that is said


SHAPES: Final[Mapping[RuleKind, _Shape]] = {
    RuleKind.SAME_ORGANISATION: _Shape(
        can_be_goal=True,
        words=_(
            "Required: requests within an organisation are refused. As an aim, such meetings count half."
        ),
    ),
    RuleKind.SAME_NETWORK: _Shape(
        can_be_goal=True,
        words=_("Required: requests within a network are refused. As an aim, such meetings count half."),
    ),
    RuleKind.KINDS: _Shape(
        can_be_goal=True,
        words=_(
            "Required: requests between these types are refused. As an aim, such meetings count half. "
            "The type is the organisation’s type in the directory."
        ),
    ),
    RuleKind.CROSS_NETWORK: _Shape(
        can_be_hard=False,
        can_be_goal=True,
        range=(0, 100),
        usual=50,
        words=_(
            "This is an aim, not a guarantee: no meeting is refused because of it. Meetings between "
            "networks count double, so planning prefers them. The cost shows how many meetings you "
            "would lose by enforcing the share."
        ),
    ),
    RuleKind.LEAST: _Shape(
        can_be_hard=False,
        can_be_goal=True,
        range=(1, 40),
        usual=3,
        words=_(
            "An aim: after the total value, as few people as possible should have less. Nobody is "
            "refused, so no meetings are lost."
        ),
    ),
    RuleKind.MOST: _Shape(
        range=(1, 40), usual=10, words=_("Required: nobody is given more meetings than this.")
    ),
    RuleKind.BREAKS: _Shape(
        range=(0, 10),
        usual=2,
        words=_(
            "Required: nobody has more waiting times within a block. The effect depends on the order "
            "of time slots and is only shown by planning."
        ),
    ),
    RuleKind.STEP_FREE: _Shape(
        can_be_off=False,
        words=_("Always required: people who need step-free access are only given step-free meeting points."),
    ),
    RuleKind.QUIET: _Shape(
        words=_(
            "Required: people who need a quiet meeting point get one. If off, you have to arrange it "
            "yourself."
        )
    ),
    RuleKind.INTERPRETERS: _Shape(
        words=_(
            "Required: people without a common language only meet if an interpreter is free. If off, "
            "languages are ignored."
        )
    ),
}


class _Saved(Protocol):
    """A rule as it is stored."""

    kind: str
    number: int | None
    options: Any
    is_hard: bool
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """One rule as it stands."""

    kind: RuleKind
    is_on: bool = False
    is_hard: bool = True
    number: int | None = None
    barred: frozenset[tuple[str, str]] = frozenset()  # of KINDS

    @property
    def is_binding(self) -> bool:
        return self.is_on and self.is_hard

    @property
    def is_aim(self) -> bool:
        return self.is_on and not self.is_hard


@cache
def standard(kind: RuleKind) -> RuleSetting:
    """The rule before anybody has touched it: places that people need are kept, nothing else."""
    shape = SHAPES[kind]
    is_on = kind in {RuleKind.STEP_FREE, RuleKind.QUIET, RuleKind.INTERPRETERS}
    number = shape.usual if shape.range else None
    return RuleSetting(kind=kind, is_on=is_on, is_hard=shape.can_be_hard, number=number)


@dataclass(frozen=True, slots=True)
class Book:
    """All rules, by their kind."""

    terms: Mapping[RuleKind, RuleSetting] = field(default_factory=dict)

    def __getitem__(self, kind: RuleKind) -> RuleSetting:
        return self.terms.get(kind) or standard(kind)

    def number(self, kind: RuleKind) -> int | None:
        """How much, of a rule that is on."""
        term = self[kind]
        return term.number if term.is_on else None

    def with_term(self, term: RuleSetting) -> Book:
        return Book({**self.terms, term.kind: term})

    def without(self, kind: RuleKind) -> Book:
        return self.with_term(replace(self[kind], is_on=False))


def book_of(rows: Iterable[_Saved]) -> Book:
    """Rules as they are stored; kinds that this version does not know say nothing."""
    known = {kind.value for kind in RuleKind}
    terms = (_term_of(row) for row in rows if row.kind in known)
    return Book({term.kind: term for term in terms})


def _term_of(row: _Saved) -> RuleSetting:
    pairs = row.options.get("barred", ()) if isinstance(row.options, dict) else ()
    return RuleSetting(
        kind=RuleKind(row.kind),
        is_on=row.is_on,
        is_hard=row.is_hard,
        number=row.number,
        barred=frozenset(ordered_kinds(one, other) for one, other in pairs),
    )


def ordered_kinds(one: str, other: str) -> tuple[str, str]:
    """A pair of kinds, whoever comes first.

    >>> ordered_kinds("university", "company")
    ('company', 'university')
    """
    first, second = sorted((one, other))
    return first, second


def kind_pairs() -> tuple[tuple[str, str], ...]:
    """Every pair of kinds once, the equal ones as well."""
    return tuple(ordered_kinds(one, other) for one, other in combinations_with_replacement(KINDS, 2))


def is_sound(term: RuleSetting) -> bool:
    """Whether a rule says only what such a rule can say."""
    shape = SHAPES[term.kind]
    if not term.is_on:
        return shape.can_be_off
    if not (shape.can_be_hard if term.is_hard else shape.can_be_goal):
        return False
    if term.barred - set(kind_pairs()):
        return False
    if shape.range is None:
        return term.number is None
    return term.number is not None and shape.range[0] <= term.number <= shape.range[1]
