"""Who looks for what somebody offers, counted strictly: by the fit that recommendations say "matches" of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handschlag.common.threads.memo import Memo
from handschlag.matching.engine.vocabulary import term
from handschlag.matching.queries.demand_counts import DemandTexts, TextWithConcepts
from treffen.recommendation import Direction, Statement
from treffen.recommendation.meaning import Meaning

if TYPE_CHECKING:
    from scipy.sparse import coo_matrix  # takes long to import

EXACT: Final = 0.6  # a fit from which on the words say that a need is met
SAME: Final = 0.4  # enough where both name the same thing
_MOST_EXAMPLES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingTopic:
    """What others look for, as topics of the vocabulary, and which own words meet it."""

    topics: tuple[str, ...]  # codes
    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _StrictDemand:
    seekers: int
    examples: tuple[FittingTopic, ...] = ()


_MOST_REMEMBERED: Final = 16  # questions: an email's preview asks the same one each time
_remembered = Memo[str, _StrictDemand](_MOST_REMEMBERED)


def strict_demand(texts: DemandTexts, needs: Sequence[TextWithConcepts]) -> _StrictDemand:
    """People with at least one need that an offer meets, and the best fits, each of another topic."""
    offered = _offered(texts)
    if not offered or not needs:
        return _StrictDemand(seekers=0)
    asked = hashlib.sha256(repr((offered, tuple(needs))).encode()).hexdigest()
    return _remembered.get(asked, lambda: _counted(offered, needs))


def _counted(offered: Sequence[TextWithConcepts], needs: Sequence[TextWithConcepts]) -> _StrictDemand:
    meaning = Meaning(_statements(needs, Direction.NEED), _statements(offered, Direction.OFFER))
    fits = meaning.block(slice(None)).tocoo()
    seekers: set[int] = set()
    found: dict[str, FittingTopic] = {}
    for fit, need, offer in _best_first(fits):
        if fit < SAME:
            break
        shared = meaning.parts(need, offer).concepts
        topics = tuple(one.need for one in shared if one.need == one.offer and term(one.need) is not None)
        if fit >= EXACT or topics:
            seekers.add(needs[need].owner)
        if topics:
            found.setdefault(topics[0], FittingTopic(topics=topics[:1], offer=offered[offer].text))
    return _StrictDemand(seekers=len(seekers), examples=tuple(found.values())[:_MOST_EXAMPLES])


def _best_first(fits: coo_matrix) -> list[tuple[float, int, int]]:
    rows = zip(fits.data.tolist(), fits.row.tolist(), fits.col.tolist(), strict=True)
    return sorted(rows, key=lambda one: (-one[0], one[1], one[2]))


def _offered(texts: DemandTexts) -> tuple[TextWithConcepts, ...]:
    """The sentences; the mere field of an entry is too wide to be met."""
    return tuple(one for one in texts.said if one.text or one.concepts)


def _statements(many: Sequence[TextWithConcepts], direction: Direction) -> list[Statement]:
    return [
        Statement(
            id=f"{direction.value}{number}",
            direction=direction,
            text=one.text,
            language=one.language,
            concepts=one.concepts,
            not_meant=one.not_meant,
        )
        for number, one in enumerate(many)
    ]
