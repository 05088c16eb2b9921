"""Where nothing was found: what could be asked for less."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handschlag.directory.rules.criteria import Criteria

MOST = 4  # each of them is a search of its own
WORDS = "q"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosening:
    """One thing left out: the name of its parameter, its value, and what is still asked for."""

    name: str
    value: str
    rest: Criteria


def loosenings(criteria: Criteria) -> list[Loosening]:
    """Each choice left out by itself, and the words; not the only thing that was asked for, which is all.

    >>> [way.value for way in loosenings(Criteria(text="Optik", lands=("hessen",)))]
    ['hessen', 'Optik']
    """
    ways = [
        Loosening(name=name, value=value, rest=criteria.without(name, value))
        for name, value in criteria.chosen
    ]
    if criteria.text:
        ways = [
            *ways[: MOST - 1],
            Loosening(name=WORDS, value=criteria.text, rest=replace(criteria, text="")),
        ]
    return [way for way in ways[:MOST] if not way.rest.is_empty]
