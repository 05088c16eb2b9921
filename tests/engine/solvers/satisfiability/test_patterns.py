"""What one person's day can look like, against every set of slots."""

from __future__ import annotations

import random
import re
from itertools import combinations

import pytest

from treffen.solvers.satisfiability.patterns import BusyPattern, fewest_breaks, supported


def invented(seed: int) -> BusyPattern:
    dice = random.Random(seed)
    n = dice.randint(2, 8)
    everything = (1 << n) - 1
    talk = dice.getrandbits(n) & dice.getrandbits(n)
    open_ = dice.getrandbits(n) | dice.getrandbits(n)
    ends = dice.getrandbits(n) & dice.getrandbits(n) | 1 << (n - 1)
    windows = tuple(everything << 1 | 1 if dice.random() < 0.8 else dice.getrandbits(n + 1) for _ in range(n))
    return BusyPattern(
        n_slots=n,
        n_meetings=dice.randint(1, n),
        open=open_ & ~talk,
        forced=open_ & ~talk & dice.getrandbits(n) & dice.getrandbits(n) & dice.getrandbits(n),
        talk=talk,
        ends=ends,
        windows=windows,
    )


def days(person: BusyPattern) -> list[tuple[int, int]]:
    """(mask of busy slots, breaks) of every day allowed."""
    found = []
    for slots in combinations(range(person.n_slots), person.n_meetings):
        held = sum(1 << t for t in slots)
        if held & ~person.open or person.forced & ~held:
            continue
        counts = [(held & ((2 << t) - 1)).bit_count() for t in range(person.n_slots)]
        if all(w >> c & 1 for w, c in zip(person.windows, counts, strict=True)):
            found.append((held, breaks(person, held)))
    return found


def breaks(person: BusyPattern, held: int) -> int:
    text = ""
    for t in range(person.n_slots):
        text += "M" if held >> t & 1 else "t" if person.talk >> t & 1 else "."
        text += "|" if person.ends >> t & 1 else ""
    inner = (re.search("M.*M", block) for block in text.split("|"))
    return sum(len(re.findall(r"\.+", m.group())) for m in inner if m)


@pytest.mark.parametrize("seed", range(300))
def test_the_fewest_breaks_and_the_slots_used_are_those_of_all_days(seed: int) -> None:
    person = invented(seed)
    every_day = days(person)
    least = min((b for _, b in every_day), default=None)
    assert fewest_breaks(person, person.n_slots) == least
    for at_most in range(4):
        allowed = [held for held, b in every_day if b <= at_most]
        some, every = 0, -1 if allowed else 0
        for held in allowed:
            some, every = some | held, every & held
        assert supported(person, at_most) == (some, every)
