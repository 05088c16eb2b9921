"""Five people who look for a programme: what each of them answers to the finder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    key: str
    answers: Mapping[str, str]


def _answered(who: str, want: str, *, together: str, market: str, size: str = "none") -> Mapping[str, str]:
    return {
        "who": who,
        "want": want,
        "together": together,
        "market": market,
        "begun": "no",
        "size": size,
    }


JOURNEYS: Final = (
    Journey(
        key="company",
        answers=_answered("company", "product", together="few", market="shown", size="sme"),
    ),
    Journey(key="professor", answers=_answered("research", "question", together="few", market="open")),
    Journey(key="association", answers=_answered("association", "question", together="six", market="open")),
    Journey(key="cluster", answers=_answered("cluster", "management", together="six", market="shown")),
    Journey(
        key="abroad",
        answers=_answered("abroad", "product", together="alone", market="shown", size="sme"),
    ),
)
