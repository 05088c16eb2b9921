"""How long and how often actors ask one another all year, and how a list is read from the other side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

LIST_LENGTH: Final = 12
WEEK: Final = timedelta(days=7)
INTERESTS_A_WEEK: Final = 5
ANSWER_WITHIN: Final = timedelta(days=30)
ASK_AGAIN_AFTER: Final = timedelta(days=90)  # since the last time, whatever came of it
KEEP_OVER: Final = ASK_AGAIN_AFTER
KEEP_AGREED: Final = timedelta(days=365)
SHORTEST_PURPOSE: Final = 20
LONGEST_PURPOSE: Final = 200
_OTHER_SIDE: Final = {"for_you": "for_them", "for_them": "for_you"}


def tidy_purpose(text: str) -> str:
    """One line, without needless blanks."""
    return " ".join(text.split())


def is_purpose(text: str) -> bool:
    """Whether a line says enough, and not too much.

    >>> is_purpose("Bitte melden"), is_purpose("Prüfstand für Brennstoffzellen")
    (False, True)
    """
    return SHORTEST_PURPOSE <= len(text) <= LONGEST_PURPOSE


def interests_left(asked: int) -> int:
    """How many more may be sent, after so many within a week.

    >>> interests_left(0), interests_left(5), interests_left(9)
    (5, 0, 0)
    """
    return max(0, INTERESTS_A_WEEK - asked)


def seen_from_the_other_side(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The reasons of a pair as the partner reads them.

    >>> one = {"kind": "networks", "side": "for_you", "evidence": ["n3|n7"]}
    >>> seen_from_the_other_side([one])
    [{'kind': 'networks', 'side': 'for_them', 'evidence': ['n7|n3']}]
    """
    return [
        {
            **one,
            "side": _OTHER_SIDE.get(one["side"], one["side"]),
            "evidence": [_turned(part) for part in one["evidence"]],
        }
        for one in reasons
    ]


def _turned(part: Any) -> Any:
    return "|".join(reversed(part.split("|"))) if isinstance(part, str) and "|" in part else part
