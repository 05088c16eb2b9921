"""Reasons drawn at random, to be read against both texts: is each of them true?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.recommend.reason_pools import NATURAL, composed, managers, mixed
from treffen.recommendation import Pool, Statement
from treffen.recommendation.lists import FitDirection, ReasonKind, RecommendationReason
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.vocabulary import Vocabulary
from treffen.words.recommending import recommendation

SEED, OF_EACH = 11, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One reason with the two statements that it is about."""

    owner: str
    partner: str
    reason: RecommendationReason
    need: Statement
    offer: Statement

    def said(self) -> str:
        """The reason as a list prints it in English."""
        texts = {one.id: one.text for one in (self.need, self.offer)}
        return recommendation(self.reason, "en", partner=self.partner, quote=lambda id: _quoted(texts, id))


def _quoted(texts: dict[str, str], id: str) -> str:
    """The text of a statement, the label of a concept, or the words themselves."""
    known = Vocabulary.standard()
    return texts.get(id) or (known[id].label_en if id in known.position else id)


def met(pool: Pool, *, seed: int) -> Iterator[Drawn]:
    """All reasons of all lists that say that an offer serves a need."""
    said = {one.id: one for person in pool.profiles for one in (*person.offers, *person.needs)}
    for one in recommender(pool, seed=seed).lists().lists:
        for entry in one.entries:
            for reason in entry.reasons:
                if reason.kind is ReasonKind.NEED_MET and reason.side is FitDirection.FOR_YOU:
                    need, offer = (said[id] for id in reason.evidence)
                    yield Drawn(
                        owner=one.participant, partner=entry.partner, reason=reason, need=need, offer=offer
                    )


def drawn(pool: Pool, *, count: int = OF_EACH, seed: int = SEED) -> list[Drawn]:
    """So many of them, by lot."""
    found = list(met(pool, seed=seed))
    return Random(seed).sample(found, min(count, len(found)))


def report(*, folder: Path | None, seed: int = SEED) -> int:
    """Print the sample of each pool; those of `folder` where it is given."""
    pools = {"composed": composed(seed=seed), "managers": managers()}
    if folder is not None:
        pools = {"mixed": mixed(folder, seed=seed), "natural": managers(folder / NATURAL)}
    for name, pool in pools.items():
        print(f"\n=== {name}: {len(pool.profiles)} people, seed {seed} ===\n")
        for number, one in enumerate(drawn(pool, seed=seed), start=1):
            print(f"{number}. [{one.reason.value:.2f}] {one.need.text} | {one.offer.text}\n   {one.said()}\n")
    return 0
