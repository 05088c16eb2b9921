"""What links a need and an offer, as far as it can be said of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handschlag.common.language import pick
from handschlag.matching.engine.strict_demand import EXACT, SAME
from handschlag.matching.engine.vocabulary import term
from handschlag.matching.queries.cards import StatementLine
from handschlag.matching.rules.kind_names import Kind
from handschlag.matching.rules.kinds import kind_read


class PairFit(StrEnum):
    """How much may be claimed of a need and an offer."""

    EXACT = "exact"  # topic and kind agree
    COMMON = "common"  # something stands in both
    RELATED = "related"  # something of the one is near to something of the other
    SIMILAR = "similar"  # nothing that could be named


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """How well two sentences fit, the words of one's own that are linked, and those of the other to mark."""

    fit: PairFit
    mine: str
    theirs: tuple[str, ...]

    def said(self, what: str) -> Mapping[str, str]:
        """The gaps of a sentence about it; `what` is one's own sentence."""
        return {"what": what, "mine": self.mine}


def link_of(
    reason: Mapping[str, Any], need: StatementLine, offer: StatementLine, *, is_mine_the_offer: bool = False
) -> _Link:
    """The link that a reason of the engine names."""
    at = int(is_mine_the_offer)
    common = [*reason["through"], *reason["words"]]
    links = common or reason.get("related", [])
    theirs = tuple(name for link in links for name in _names_of(link[1 - at]))
    if not links:
        return _Link(fit=PairFit.SIMILAR, mine="", theirs=())
    fit = (PairFit.EXACT if _is_exact(reason, need, offer) else PairFit.COMMON) if common else PairFit.RELATED
    return _Link(fit=fit, mine=_label(min(links[0], key=_words) if common else links[0][at]), theirs=theirs)


def _is_exact(reason: Mapping[str, Any], need: StatementLine, offer: StatementLine) -> bool:
    """The fit is high, and both say of what kind they are, and the same."""
    is_high = float(reason["value"]) >= (SAME if reason["through"] else EXACT)
    kind = _kind(need, "need")
    return is_high and kind is not None and kind == _kind(offer, "offer")


def _kind(line: StatementLine, direction: str) -> Kind | None:
    return Kind(line.kind) if line.kind else kind_read(line.text, direction)


def _words(name: str) -> int:
    """A compound says more shortly what the words that it is made of say."""
    return len(name.split())


def _label(name: str) -> str:
    """The label of a concept, or the words as they are."""
    known = term(name)
    return pick(known.label_de, known.label_en) if known else name


def _names_of(name: str) -> Iterable[str]:
    """Names of a concept in both languages, in case the text says it so; or the words, one by one."""
    known = term(name)
    return (known.label_de, known.label_en) if known else name.split()
