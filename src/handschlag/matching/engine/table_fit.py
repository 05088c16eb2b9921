"""What a topic table has to do with what somebody offers and seeks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from handschlag.matching.engine.vocabulary import around, codes_named
from handschlag.matching.queries.cards import StatementLine


def best_fit(
    topic: str, language: str, statements: Iterable[StatementLine]
) -> tuple[StatementLine, bool] | None:
    """The person's statement that fits a topic best, and whether it names the same concept.

    Otherwise it names a related one. None where no statement shares anything with the topic.
    """
    named = _codes(topic, language)
    near = around(named)
    found = []
    for line in statements:
        own = {*line.concepts, *_codes(line.text, line.language)}
        if named & own or near & around(own):
            found.append((line, bool(named & own)))
    return min(found, key=rank_of, default=None)


def rank_of(fit: tuple[StatementLine, bool] | None) -> tuple[int, int]:
    """The same before what is related, what is sought before what is offered, and nothing last."""
    if fit is None:
        return 2, 0
    line, is_same = fit
    return (0 if is_same else 1, 0 if line.direction == "need" else 1)


@lru_cache(maxsize=1024)
def _codes(text: str, language: str) -> frozenset[str]:
    return frozenset(codes_named(text, language))
