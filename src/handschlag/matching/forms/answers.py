"""Answers to requests, as a page sends them: one at once, or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from handschlag.common.refusal_messages import refusal_message
from handschlag.matching.rules.refusals import MatchingRefusal

YES: Final = ("must", "want", "maybe")
LATER, NO = "later", "no"
ANSWERS: Final = frozenset({*YES, LATER, NO})
MOST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInput:
    request: int
    answer: str


def answers_in(data: QueryDict) -> tuple[AnswerInput, ...]:
    """A button that was pressed counts alone (`now=17:want`); else every choice (`answer-17=want`)."""
    pressed = data.get("now", "")
    if pressed:
        return tuple(_given([pressed.partition(":")[::2]]))
    pairs = [
        (name.removeprefix("answer-"), data.get(name) or "") for name in data if name.startswith("answer-")
    ]
    return tuple(_given(pairs))[:MOST]


def _given(pairs: list[tuple[str, str]]) -> Iterator[AnswerInput]:
    for number, answer in pairs:
        if number.isascii() and number.isdigit() and len(number) < 18 and answer in ANSWERS:
            yield AnswerInput(request=int(number), answer=answer)


def refusals_in(text: str) -> dict[int, str]:
    """Refusals in an address, "12:too_many_musts,15:left": by person, the sentence."""
    known = {one.value: one for one in MatchingRefusal}
    pairs = [part.partition(":")[::2] for part in text.split(",")[:MOST]]
    return {
        int(number): refusal_message(known[reason])
        for number, reason in pairs
        if number.isascii() and number.isdigit() and len(number) < 18 and reason in known
    }


def numbers_in(text: str) -> tuple[int, ...]:
    """Keys in an address, "3,17": what makes no sense is left out."""
    parts = text.split(",")[:MOST]
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 18)
