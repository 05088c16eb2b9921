"""Five people who look for a programme: what each of them answers to the finder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    key: str
    answers: Mapping[str, str]


def answered(who: str, want: str, *, together: str, market: str, size: str = "none") -> Mapping[str, str]:
    return {"who": who, "want": want, "together": together, "market": market, "size": size}


JOURNEYS: Final = (
    Journey(
        key="company",
        answers=answered("company", "product", together="few", market="shown", size="sme"),
    ),
    Journey(key="professor", answers=answered("research", "question", together="few", market="open")),
    Journey(key="association", answers=answered("association", "question", together="six", market="open")),
    Journey(key="cluster", answers=answered("cluster", "management", together="six", market="shown")),
    Journey(
        key="abroad",
        answers=answered("abroad", "product", together="alone", market="shown", size="sme"),
    ),
)
