"""What invented people wish of one another, drawn from their recommendations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

SILENT: Final = 0.12  # how many have not wished for anybody yet
SAYS_YES: Final = {True: 0.92, False: 0.55}  # whether the other one stands on the own list, too
SAYS_NO: Final = 0.12
OPEN: Final = 0.25  # how many requests have not been answered yet
MOST: Final = 9
PURPOSES: Final = (
    (
        "Wir suchen dazu einen Partner für ein gemeinsames Vorhaben.",
        "We look for a partner for a joint project.",
    ),
    ("Ich möchte Ihr Verfahren an unserem Bauteil prüfen.", "I would like to test your process on our part."),
    (
        "Lassen Sie uns über eine Skizze für das nächste Jahr sprechen.",
        "Let us talk about an outline for next year.",
    ),
    ("Unsere Anlage steht offen: Was brauchen Sie?", "Our plant is open to others: what do you need?"),
    ("Wir haben die gleiche Frage von der anderen Seite.", "We have the same question from the other side."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedRequest:
    """`answer` is what the other one said: a kind of wish for yes, "no", or nothing yet."""

    sender: int
    receiver: int
    kind: str
    purpose: int
    answer: str
    days_ago: int


def draw(lists: Mapping[int, Sequence[int]], *, seed: int) -> list[InventedRequest]:
    """Requests between people of the lists (by person, the best partner first); each pair at most once."""
    dice = Random(seed)
    asked: set[frozenset[int]] = set()
    found: list[InventedRequest] = []
    for person in sorted(lists):
        if dice.random() < SILENT:
            continue
        for place, partner in enumerate(lists[person][: dice.randint(3, MOST)]):
            if frozenset((person, partner)) in asked:
                continue
            asked.add(frozenset((person, partner)))
            found.append(
                InventedRequest(
                    sender=person,
                    receiver=partner,
                    kind=_kind_at(place),
                    purpose=dice.randrange(len(PURPOSES)),
                    answer=_answer(dice, is_mutual=person in lists.get(partner, ())),
                    days_ago=dice.randint(0, 9),
                )
            )
    return found


def _kind_at(place: int) -> str:
    return "must" if place < 2 else "want" if place < 6 else "maybe"


def _answer(dice: Random, *, is_mutual: bool) -> str:
    if dice.random() < OPEN:
        return ""
    if dice.random() < SAYS_YES[is_mutual]:
        return dice.choices(("must", "want", "maybe"), (15, 60, 25))[0]
    return "no" if dice.random() < SAYS_NO * 4 else ""
