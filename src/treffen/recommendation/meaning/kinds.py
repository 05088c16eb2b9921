"""How far the kind of an offer answers the kind of a need: a maker is no pilot user, two buyers no market.

The kind of a statement is a chance for each kind, whether it was chosen or is read from the words; how far an
offer answers a need is what is to be expected of both. So a sentence that says no kind rules nothing out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from treffen.language.kind_names import StatementKind as Kind
from treffen.language.kinds import KINDS, kind_chances
from treffen.recommendation.profiles import Direction, Statement

Numbers = NDArray[np.float64]
Exact = NDArray[np.float32]
STEPS = 1024.0
CHOSEN = 0.9  # how sure a kind is that was chosen or left as it was shown; the rest is what the words say
NO_ANSWER = 0.15
# What else serves a need of a kind, and how far. Most is looked for where it is; a partner of a project, one
# for research, or somebody for sales can be whoever works in the field.
ALSO: Final[Mapping[Kind, Mapping[Kind, float]]] = {
    Kind.PILOT: {Kind.CUSTOMER: 0.7, Kind.SUPPLIER: 0.35, Kind.PARTNER: 0.3, Kind.RESEARCH: 0.2},
    Kind.CUSTOMER: {Kind.PILOT: 0.6, Kind.SALES: 0.4, Kind.SUPPLIER: 0.35, Kind.PARTNER: 0.2},
    Kind.SUPPLIER: {
        Kind.RESEARCH: 0.5,
        Kind.EQUIPMENT: 0.4,
        Kind.SALES: 0.3,
        Kind.TEST: 0.25,
        Kind.EXPERTISE: 0.2,
    },
    Kind.TEST: {Kind.EQUIPMENT: 0.6, Kind.RESEARCH: 0.4, Kind.EXPERTISE: 0.3, Kind.SUPPLIER: 0.2},
    Kind.EQUIPMENT: {Kind.TEST: 0.6, Kind.RESEARCH: 0.4, Kind.SUPPLIER: 0.2, Kind.PILOT: 0.2},
    Kind.RESEARCH: {
        Kind.PARTNER: 0.6,
        Kind.SUPPLIER: 0.5,
        Kind.TEST: 0.3,
        Kind.EXPERTISE: 0.3,
        Kind.PILOT: 0.3,
        Kind.EQUIPMENT: 0.3,
    },
    Kind.PARTNER: {
        Kind.RESEARCH: 0.8,
        Kind.SUPPLIER: 0.6,
        Kind.PILOT: 0.6,
        Kind.CUSTOMER: 0.5,
        Kind.TEST: 0.5,
        Kind.EXPERTISE: 0.4,
        Kind.SALES: 0.4,
        Kind.EQUIPMENT: 0.3,
    },
    Kind.EXPERTISE: {Kind.PARTNER: 0.3, Kind.RESEARCH: 0.3, Kind.SUPPLIER: 0.25, Kind.TEST: 0.2},
    Kind.STAFF: {Kind.PARTNER: 0.2, Kind.EXPERTISE: 0.2, Kind.RESEARCH: 0.2},
    Kind.SALES: {Kind.PARTNER: 0.4, Kind.SUPPLIER: 0.3, Kind.CUSTOMER: 0.3, Kind.EXPERTISE: 0.2},
    Kind.INVESTOR: {Kind.PARTNER: 0.3, Kind.EXPERTISE: 0.15},
}


class Kinds:
    """How far each offer answers each need by its kind: 1 where neither says one, more where they agree, less
    where they do not; 1 everywhere where `weight` is 0."""

    def __init__(self, needs: Sequence[Statement], offers: Sequence[Statement], *, weight: float) -> None:
        answers = _answers() ** weight
        need, offer = (np.array(kind_chances("", side)) for side in (Direction.NEED, Direction.OFFER))
        self._needs = _exact(_chances(needs) @ answers / (need @ answers @ offer))
        self._offers = _exact(_chances(offers))
        lacking = 1 - self._offers.sum(axis=1)
        self._offers[np.arange(len(offers)), self._offers.argmax(axis=1)] += lacking

    def block(self, needs: slice, offers: slice) -> Exact:
        """(needs, offers), dense."""
        made: Exact = self._needs[needs] @ self._offers[offers].T
        return made

    def pairs(self, needs: NDArray[np.integer], offers: NDArray[np.integer]) -> Exact:
        """Pair by pair."""
        made: Exact = np.einsum("ij,ij->i", self._needs[needs], self._offers[offers])
        return made


def _exact(numbers: Numbers) -> Exact:
    """So few digits that sums of products are exact: equal in whatever order, and so for any rows at once."""
    made: Exact = (np.round(numbers * STEPS) / STEPS).astype(np.float32)
    return made


@cache
def _answers() -> Numbers:
    """(kinds of needs, kinds of offers)."""
    made = [[1.0 if a is b else ALSO[a].get(b, NO_ANSWER) for b in KINDS] for a in KINDS]
    return np.array(made)


def _chances(statements: Sequence[Statement]) -> Numbers:
    found = np.array([_of(one) for one in statements])
    return found.reshape(len(statements), len(KINDS))


def _of(statement: Statement) -> tuple[float, ...]:
    read = kind_chances(statement.text, statement.direction)
    if statement.kind is None:
        return read
    chosen = KINDS.index(statement.kind)
    return tuple((1 - CHOSEN) * one + CHOSEN * (at == chosen) for at, one in enumerate(read))
