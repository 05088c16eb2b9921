#!/usr/bin/env python3
"""Checks a plan and its proofs from the ground up: `python3 checker.py EVENT PLAN [PROOFS]`.

Standard library only; not a line of the engine. EVENT is a file of the format `treffen.problem/1`, PLAN of
`treffen.plan/1`, PROOFS the folder that `treffen prove` wrote. docs/background/refutations.md states what is
checked, every formula clause by clause, and why it may be believed.

Exit status: 0 all is proved; 1 refused; 2 no event or plan for this checker; 3 sound, but something is claimed
without a proof.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

TRUE, FALSE = 10**9, -(10**9)  # constants: no literal of a formula is so large
NEVER = 10**15  # a cost that no day has
KNOWN = {
    "slots": "id name block start end",
    "places": "id name kind zone features open",
    "participants": "id name organisation network free minimum maximum most_breaks home needs must_attend",
    "requests": "id name participants value must slots slot places place after needs fewest length",
    "talks": "id name slots",
    "walks": "here there minutes",
    "": "format title goals pair_once most_breaks break_spread",
}
OPEN = "NOT PROVED, no refutation was handed in"
COUNTED = ("breaks", "idle_range", "idle")


class Refused(Exception):
    """What is claimed does not hold, or is not proved by what was handed in."""


class Unknown(Exception):
    """Not an event or a plan that this checker knows."""


class Event:
    """An event in numbers, with all requests or those of a core alone (`only`)."""

    def __init__(self, body: Any, only: Sequence[str] | None = None) -> None:
        self._check(body)
        people, everything = body["participants"], body["requests"]
        wanted = everything if only is None else [r for r in everything if r["id"] in set(only)]
        self.slots, self.places = self._numbers(body["slots"]), self._numbers(body["places"])
        self.persons, self.requests = self._numbers(people), self._numbers(wanted)
        number, blocks = self.requests, [s.get("block", "") for s in body["slots"]]
        self.ends = [one != other for one, other in pairwise([*blocks, None])]  # a block ends with the slot
        self.open = [self._chosen(p.get("open"), self.slots) for p in body["places"]]
        talks = {t["id"]: self._chosen(t["slots"], self.slots) for t in body.get("talks", ())}
        self.talk = [{t for id in p.get("must_attend", ()) for t in talks[id]} for p in people]
        self.people = [[self.persons[p] for p in r["participants"]] for r in wanted]
        self.suits = [self._places_of(r, people, body["places"]) for r in wanted]
        self.domain = [self._slots_of(r, people, i) for r, i in zip(wanted, self.suits, strict=True)]
        self.before = [
            (number[a], number[r["id"]]) for r in wanted for a in r.get("after", ()) if a in number
        ]
        self.spread, common = body.get("break_spread"), body.get("most_breaks")
        self.limit = [self._first(p.get("most_breaks"), common, len(blocks)) for p in people]
        self.held = [sum(id in r["participants"] for r in everything) for id in self.persons]
        self.tasks = [[m for m, who in enumerate(self.people) if p in who] for p in range(len(people))]
        self.is_one_day = self.ends.count(True) == 1 and not any(self.talk)
        lacking = sum(max(0, p.get("minimum", 0) - n) for p, n in zip(people, self.held, strict=True))
        self.constant = {"value": sum(r.get("value", 1) for r in wanted), "shortfall": lacking, "talks": 0}
        maxima = [self._first(p.get("maximum"), len(blocks)) for p in people]
        is_twice = len({frozenset(who) for who in self.people}) < len(self.people)
        self.is_over = any(len(own) > most for own, most in zip(self.tasks, maxima, strict=True))
        self.is_over |= is_twice and body.get("pair_once", True)

    @staticmethod
    def _check(body: Any) -> None:
        """Whether this checker knows all that the event says."""
        if body.get("format") != "treffen.problem/1":
            raise Unknown("the event is not of the format treffen.problem/1")
        for key, value in body.items():
            for name, content in (
                [(key, value)] if key not in KNOWN else [i for one in value for i in one.items()]
            ):
                if name not in KNOWN.get(key, KNOWN[""]).split() and content:
                    raise Unknown(f"this checker does not know {name!r} of the event or its {key!r}")
        for r in body["requests"]:
            if not r.get("must") or r.get("length", 1) != 1:
                raise Unknown(f"request {r['id']} need not be held, or is longer than one slot")

    @staticmethod
    def _numbers(nouns: Any) -> dict[str, int]:
        found = {one["id"]: i for i, one in enumerate(nouns)}
        if len(found) < len(nouns):
            raise Unknown("two of a kind have one id")
        return found

    @staticmethod
    def _chosen(ids: Iterable[str] | None, numbers: dict[str, int]) -> set[int]:
        return set(numbers.values()) if ids is None else {numbers[id] for id in ids}

    @staticmethod
    def _first(*several: int | None) -> int:
        return next(one for one in several if one is not None)

    def _slots_of(self, r: Any, people: Any, places: Iterable[int]) -> set[int]:
        """Allowed, fixed, a suitable place open, and everybody there and in no talk."""
        found = self._chosen(r.get("slots"), self.slots).intersection(*[set().union(*(self.open[i] for i in places))])
        found &= self._chosen(None if r.get("slot") is None else [r["slot"]], self.slots)
        for p in (self.persons[id] for id in r["participants"]):
            found &= self._chosen(people[p].get("free"), self.slots) - self.talk[p]
        return found

    def _places_of(self, r: Any, people: Any, places: Any) -> frozenset[int]:
        """Allowed, fixed, and with every feature that is needed."""
        found = self._chosen(r.get("places"), self.places)
        found &= self._chosen(None if r.get("place") is None else [r["place"]], self.places)
        needs = set(r.get("needs", ()))
        needs.update(*(people[self.persons[id]].get("needs", ()) for id in r["participants"]))
        return frozenset(i for i in found if needs <= set(places[i].get("features", ())))

    # --- the timetable, and its goals ---

    def timetable(self, meetings: Any) -> list[int]:
        """The slot of each request; raises `Refused` where a rule is broken."""
        slots, taken = [-1] * len(self.requests), set[tuple[str, int, int]]()
        for one in meetings:
            said = f"request {one['request']} in {one['slot']} at {one['place']}"
            m, t = self.requests.get(one["request"], -1), self.slots.get(one["slot"], -1)
            i = self.places.get(one["place"], -1)
            if min(m, t, i) < 0 or slots[m] >= 0 or t not in self.domain[m] or i not in self.suits[m]:
                raise Refused(f"{said}: not allowed, not of this event, or twice")
            busy = {("place", i, t), *(("person", p, t) for p in self.people[m])}
            if t not in self.open[i] or busy & taken:
                raise Refused(f"{said}: the place is closed, or the place or somebody is taken")
            taken |= busy
            slots[m] = t
        if -1 in slots or self.is_over:
            raise Refused("a request is not held, a maximum is exceeded, or a pair meets twice")
        if any(slots[a] >= slots[b] for a, b in self.before):
            raise Refused("a request is not after one that it must follow")
        breaks = [self.day(p, slots)[0] for p in range(len(self.persons))]
        if any(n > most for n, most in zip(breaks, self.limit, strict=True)):
            raise Refused("somebody has more breaks than allowed")
        if self.spread is not None and max(breaks, default=0) - min(breaks, default=0) > self.spread:
            raise Refused("the breaks of two people differ by more than allowed")
        return slots

    def day(self, p: int, slots: list[int]) -> tuple[int, int]:
        """Breaks (longest runs of idle slots between two meetings of a block) and idle slots of a person."""
        held, total = {slots[m] for m in self.tasks[p]}, (0, 0)
        runs, waited, has_met, is_idle = 0, 0, False, False  # of this block, since the last meeting
        for t, is_end in enumerate(self.ends):
            if t in held:
                total = total[0] + runs, total[1] + waited
                runs, waited, has_met, is_idle = 0, 0, True, False
            elif t in self.talk[p]:
                is_idle = False
            elif has_met:
                runs, waited, is_idle = runs + (not is_idle), waited + 1, True
            if is_end:
                runs, waited, has_met, is_idle = 0, 0, False, False
        return total

    def measure(self, goal: str, slots: list[int]) -> int:
        """The value of a goal, counted."""
        days = [self.day(p, slots) for p in range(len(self.persons))]
        if goal != "idle_range":
            return sum(one[goal == "idle"] for one in days)
        waits = [days[p][1] for p, n in enumerate(self.held) if n > 1]
        return max(waits, default=0) - min(waits, default=0)

    # --- what is so in every timetable ---

    def whole(self) -> list[int]:
        """The people who have requests, all of them here: only their breaks and idle time are known."""
        return [p for p, own in enumerate(self.tasks) if own and len(own) == self.held[p]]

    def narrow(self) -> None:
        """Put twins in order, and take from the domains what the order forbids, until nothing changes."""
        self.before, is_changing = self.before + self._twins(), True
        while is_changing and all(self.domain):
            is_changing = False
            for a, b in self.before:
                later = {t for t in self.domain[b] if t > min(self.domain[a], default=-1)}
                earlier = {t for t in self.domain[a] if t < max(later, default=-1)}
                is_changing |= later != self.domain[b] or earlier != self.domain[a]
                self.domain[a], self.domain[b] = earlier, later

    def _twins(self) -> list[tuple[int, int]]:
        """Requests that can change places in every timetable, as pairs of neighbours."""
        ordered = {m for pair in self.before for m in pair}
        families: dict[Any, list[int]] = {}
        for m, who in enumerate(self.people):
            busy = frozenset(p for p in who if self.held[p] > 1)
            if busy and m not in ordered:
                families.setdefault((busy, frozenset(self.domain[m]), self.suits[m]), []).append(m)
        return [pair for family in families.values() for pair in pairwise(family)]

    def windows(self, p: int) -> list[tuple[int, int]]:
        """The fewest and the most meetings of a person by the end of each slot."""
        own = [self.domain[m] for m in self.tasks[p]]
        return [
            (sum(max(d) <= t for d in own), sum(min(d) <= t for d in own)) for t in range(len(self.slots))
        ]

    def cheapest(self, p: int, goal: str, *, scale: int = 1, prices: Sequence[int] = ()) -> int:
        """Least of scale * breaks (or idle slots) less the prices of the busy slots, over a person's days."""
        usable: set[int] = set().union(*(self.domain[m] for m in self.tasks[p]))
        again = scale if goal == "idle" else 0
        before, going, idle, done = {0: 0}, Costs(), Costs(), Costs()  # not begun; just met; idle; all over
        for t, (fewest, most) in enumerate(self.windows(p)):
            on = _least(before, going, idle) if t in usable else Costs()
            met = {k + 1: cost - (prices[t] if prices else 0) for k, cost in on.items()}
            rest = _least({k: c + scale for k, c in going.items()}, {k: c + again for k, c in idle.items()})
            hears = t in self.talk[p]
            several = (before, _least(met, going if hears else {}, idle if hears else {}))
            several = (*several, Costs() if hears else rest, _least(done, met))
            before, going, idle, done = (
                {k: cost for k, cost in costs.items() if fewest <= k <= most} for costs in several
            )
            if self.ends[t]:
                before, going, idle, done = _least(before, done), Costs(), Costs(), Costs()
        return before.get(len(self.tasks[p]), NEVER)

    def priced(self, goal: str, certificate: Any) -> int:
        """The bound that prices of slots prove (docs/background/certificates.md)."""
        scale, place = certificate["scale"], [0] * len(self.slots)
        rows = {id: [0] * len(place) for id in self.persons}
        for one in certificate["prices"]:
            row = place if one.get("participant") is None else rows[one["participant"]]
            row[self.slots[one["slot"]]] += one["price"]
        if certificate["goal"] != goal or scale < 1 or min(place) < 0 or type(sum(place) + scale) is not int:
            raise Refused(f"the prices for {goal} are no certificate")
        mine = list(rows.values())
        total = sum(self.cheapest(p, goal, scale=scale, prices=row) for p, row in enumerate(mine))
        for m, who in enumerate(self.people):
            total += min(place[t] + sum(mine[p][t] for p in who) for t in self.domain[m])
        return -(-(total - sum(place[t] for slots in self.open for t in slots)) // scale)


Costs = dict[int, int]  # least cost by number of meetings so far


def _least(*several: Costs) -> Costs:
    return {n: min(c.get(n, NEVER) for c in several) for n in {n for c in several for n in c}}


class Formula:
    """The clauses of "all is held, within these limits": variables and clauses in the stated order."""

    def __init__(self, event: Event, limits: dict[str, int]) -> None:
        self.event, self.limits, self.n = event, limits, 0
        self.clauses: list[list[int]] = []
        event.narrow()
        if event.is_over or not all(event.domain):
            self.add()
            return
        self.x, self.busy, self.count = [], [], []
        by = [self.held(m) for m in range(len(event.people))]
        for a, b in event.before:
            for t in range(len(event.slots)):
                self.add(-by[b][t + 1], by[a][t])
        for p, own in enumerate(event.tasks):
            self.busy.append([self.ladder(self.x[m][t] for m in own)[-1] for t in range(len(event.slots))])
            self.count.append(self.counts(p))
        self.rooms()
        self.breaks()
        if event.is_one_day and {"idle", "idle_range"} & limits.keys():
            self.waits()

    def new(self) -> int:
        self.n += 1
        return self.n

    def add(self, *literals: int) -> None:
        if TRUE not in literals:
            self.clauses.append([x for x in literals if x != FALSE])

    def either(self, one: int, other: int) -> int:
        """A literal for "one or the other"."""
        if TRUE in (one, other) or FALSE in (one, other):
            return max(one, other) if TRUE in (one, other) else other if one == FALSE else one
        new = self.new()
        self.add(-one, new)
        self.add(-other, new)
        self.add(-new, one, other)
        return new

    def ladder(self, literals: Iterable[int]) -> list[int]:
        """Literals "one of the first t of these", t = 0, 1, ...; at most one of all is true."""
        steps = [FALSE]
        for x in literals:
            self.add(-x, -steps[-1])
            steps.append(self.either(steps[-1], x))
        return steps

    def at_most(self, ladders: Iterable[list[int]], most: int) -> None:
        """At most so many in all; each ladder says "one or more", "two or more", ..."""
        rows = [row for ladder in ladders if (row := [x for x in ladder if x != FALSE])]
        most -= sum(row.count(TRUE) for row in rows)
        rows = [rest for row in rows if (rest := row[row.count(TRUE) :])]
        if most < 0:
            self.add()
        elif sum(map(len, rows)) > most:
            while len(rows) > 1:
                pairs = [rows[i : i + 2] for i in range(0, len(rows), 2)]
                rows = [self.merged(*pair, most + 1) if len(pair) > 1 else pair[0] for pair in pairs]
            self.add(-rows[0][most])

    def merged(self, one: list[int], other: list[int], longest: int) -> list[int]:
        one, other = one[:longest], other[:longest]
        size = min(len(one) + len(other), longest)
        out = [self.new() for _ in range(size)]
        for i in range(len(one) + 1):
            for j in range(min(len(other), size + 1 - i) + 1):
                if i + j:
                    self.add(*(-x for x in one[i - 1 : i] + other[j - 1 : j]), out[min(i + j, size) - 1])
        return out

    def held(self, m: int) -> list[int]:
        """When request m is held: exactly once."""
        domain = self.event.domain[m]
        is_sure = len(domain) == 1
        row = [
            FALSE if t not in domain else TRUE if is_sure else self.new() for t in self.event.slots.values()
        ]
        self.x.append(row)
        steps = self.ladder(row)
        self.add(steps[-1])
        return steps

    def counts(self, p: int) -> list[list[int]]:
        """c[t][k]: person p has k meetings or more in the first t slots."""
        rows = [[TRUE] + [FALSE] * (len(self.event.tasks[p]) + 1)]
        for (fewest, most), b in zip(self.event.windows(p), self.busy[p], strict=True):
            old, row = rows[-1], [TRUE]
            for k in range(1, len(old)):
                c = TRUE if k <= fewest else FALSE if k > most else self.new()
                self.add(-old[k], c)
                self.add(-c, old[k], b)
                self.add(-old[k - 1], -b, c)
                self.add(-c, old[k - 1])
                row.append(c)
            rows.append(row)
        return rows

    def rooms(self) -> None:
        """No more meetings in a slot than places that suit them, and no more busy people than seats."""
        event, everywhere = self.event, frozenset(self.event.places.values())
        biggest = max(map(len, event.people), default=0)
        for places in dict.fromkeys([everywhere, *event.suits]):
            groups = list(self._stars({m for m, suits in enumerate(event.suits) if suits <= places}))
            for t in range(len(event.slots)):
                room, row = sum(t in event.open[i] for i in places), []
                for p, own in groups:
                    is_all = own == event.tasks[p]
                    row.append(self.busy[p][t] if is_all else self.ladder(self.x[m][t] for m in own)[-1])
                self.at_most(([x] for x in row), room)
                if places == everywhere:
                    self.at_most(([row[t]] for row in self.busy), room * biggest)

    def _stars(self, members: set[int]) -> Iterator[tuple[int, list[int]]]:
        """The requests in groups around one person each, largest first: one of a group is held at a time."""
        while members:
            own = [[m for m in tasks if m in members] for tasks in self.event.tasks]
            p = max(range(len(own)), key=lambda q: (len(own[q]), -q))
            yield p, own[p]
            members = members.difference(own[p])

    def breaks(self) -> None:
        """No more breaks of a person than allowed, and no more in all."""
        event, most, people = self.event, self.limits.get("breaks"), self.event.whole()
        fewest = {p: event.cheapest(p, "breaks") for p in people}
        possible = [n - 1 + len(event.talk[p]) if n > 1 else 0 for p, n in enumerate(event.held)]
        lowest = min(possible, default=0)  # somebody has no more than this
        extra = sum(possible) if most is None else most - sum(fewest.values())
        is_even = event.spread is not None and lowest > 0 and len(people) == len(event.persons)
        ladders: dict[int, list[int]] = {}
        for p in people:
            widest = possible[p] if event.spread is None else event.spread + lowest
            cap = min(possible[p], widest, event.limit[p], fewest[p] + extra)
            if cap < fewest[p]:
                self.add()
            elif most is not None or cap < possible[p] or is_even:
                ladders[p] = self.breaks_of(p, cap, is_even=is_even)
        if is_even:
            self.range_of([[TRUE, *ladder] for ladder in ladders.values()], event.spread)
        if most is not None:
            self.at_most((ladder[fewest[p] :] for p, ladder in ladders.items()), extra)

    def breaks_of(self, p: int, cap: int, *, is_even: bool) -> list[int]:
        """Literals "more than j breaks", j = 0, 1, ... below the cap."""
        b, c, n = self.busy[p], self.count[p], len(self.event.tasks[p])
        more = [FALSE] * (cap + 1)
        for base, ways in self.breaks_end(p):
            below, old = TRUE, more
            more = [self.new() for _ in old]
            for new, same in zip(more, old, strict=True):
                self.add(-same, new)
                for way in ways:
                    self.add(-below, *(-x for x in base), -way, new)
                for x in (below, *base, *(ways if len(ways) == 1 else ())) if is_even else ():
                    self.add(-new, same, x)
                below = same
        self.add(-more[cap])
        for t in range(len(b) if self.event.is_one_day else 0):
            over = c[t - n + 1][1] if t >= n else FALSE  # without a break: n meetings from the first on
            self.add(more[0], -over, -b[t])
            self.add(more[0], -c[t + 1][1], over, b[t])
        return more[:cap]

    def breaks_end(self, p: int) -> Iterator[tuple[list[int], list[int]]]:
        """Where a break may end: the slot before idle, after a meeting, and one of the ways of going on."""
        b, talk, ends = self.busy[p], self.event.talk[p], self.event.ends
        first = 0  # of the block
        begun: list[int] = []  # whether p has met in the block of a slot, up to and with it
        for t in range(len(b)):
            first = t if t and ends[t - 1] else first
            begun.append(
                self.either(begun[-1] if t > first else FALSE, b[t]) if first else self.count[p][t + 1][1]
            )
            if t >= first + 2 and t - 1 not in talk and b[t - 1] != TRUE and begun[t - 2] != FALSE:
                ways = b[t : ends.index(True, t) + 1] if t in talk else [b[t]]
                if any(x != FALSE for x in ways):
                    yield [-b[t - 1], begun[t - 2]], [x for x in ways if x != FALSE]

    def waits(self) -> None:
        people = [p for p in self.event.whole() if self.event.held[p] > 1]
        fewest = [self.event.cheapest(p, "idle") for p in people]
        if NEVER in fewest:
            self.add()
            return
        ladders = [self.waits_of(p, low) for p, low in zip(people, fewest, strict=True)]
        if "idle_range" in self.limits:
            self.range_of(ladders, self.limits["idle_range"])
        if "idle" in self.limits:
            rest = (ladder[low + 1 :] for ladder, low in zip(ladders, fewest, strict=True))
            self.at_most(rest, self.limits["idle"] - sum(fewest))

    def waits_of(self, p: int, fewest: int) -> list[int]:
        """Literals "k idle slots or more", k = 0, 1, ..."""
        n, size, c = len(self.event.tasks[p]), len(self.event.slots), self.count[p]
        ladder = [TRUE] * (fewest + 1)
        for k in range(fewest + 1, size - n + 1):
            waits = self.new()
            self.add(-waits, ladder[-1])
            for t in range(size):
                unfinished = -c[t + n + k - 1][n] if t + n + k - 1 < size else FALSE
                self.add(-c[t + 1][1], -unfinished, waits)
                self.add(-waits, -c[t + 1][1], c[t][1], unfinished)
            ladder.append(waits)
        return ladder

    def range_of(self, ladders: list[list[int]], width: int) -> None:
        """Where somebody has k + width or more, everybody has k or more."""
        lowest, before = min(map(len, ladders), default=0), TRUE
        for k in range(1, max(map(len, ladders), default=0)):
            everybody = self.new() if k < lowest else FALSE
            for literal in (before, *(ladder[k] for ladder in ladders if k < lowest)):
                self.add(-everybody, literal)
            for ladder in ladders:
                if k + width < len(ladder):
                    self.add(-ladder[k + width], everybody)
            before = everybody


def check_log(clauses: list[list[int]], path: Path | None) -> int | None:
    """The number of steps from the clauses to a contradiction, None without a log; raises `Refused`.

    A line is `id literals 0 hints 0` (LRAT). It follows if, all its literals being false, each hint is a clause
    with at most one literal that is not false, which then becomes true, and the last hint has none.
    """
    known: dict[int, frozenset[int]] = {i: frozenset(c) for i, c in enumerate(clauses, 1)}
    steps = 0
    if frozenset() in known.values():
        return steps
    if path is None or not path.exists():
        return None
    try:
        with gzip.open(path, "rt", encoding="ascii") as lines:
            for line in lines:
                id, *numbers = map(int, line.split())
                end, steps = numbers.index(0), steps + 1
                literals = frozenset(numbers[:end])
                if id in known or not follows(known, literals, numbers[end + 1 : -1]):
                    raise Refused(f"{path.name}: step {steps} does not follow")
                if not literals:
                    return steps
                known[id] = literals
    except (OSError, EOFError, ValueError, KeyError, zlib.error) as error:
        raise Refused(f"{path.name}: after step {steps} comes no step that refutes this formula") from error
    raise Refused(f"{path.name}: ends without a contradiction")


def follows(known: dict[int, frozenset[int]], literals: frozenset[int], hints: list[int]) -> bool:
    """Whether the literals, all false, contradict the clauses named."""
    false = set(literals)
    for hint in hints:
        left = known[hint] - false
        if len(left) != 1:
            return not left
        false.update(-x for x in left)
    return False


def judge(body: Any, plan: Any, proofs: Path | None) -> Iterator[tuple[bool, str]]:
    """A sentence for everything that is claimed, and whether it is proved."""
    if plan.get("format") != "treffen.plan/1":
        raise Unknown("the plan is not of the format treffen.plan/1")
    status, event = plan["status"], Event(body)
    if status == "infeasible":
        core = (plan.get("core") or {}).get("requests") or list(event.requests)
        how = refuted(Event(body, core), {}, proofs and proofs / "core.lrat.gz")
        yield bool(how), f"no timetable holds these {len(core)} requests: {how or OPEN}"
    elif status != "unknown":
        slots, goals = event.timetable(plan["meetings"]), plan["goals"]
        yield True, f"the timetable keeps every rule, {len(slots)} meetings"
        for i, one in enumerate(goals):
            goal, value, bound = one["name"], one["value"], one["bound"]
            if goal not in COUNTED and goal not in event.constant:
                yield False, f"{goal} {value}: this checker does not count it"
                continue
            counted = event.constant[goal] if goal in event.constant else event.measure(goal, slots)
            if value != counted or bound != value and (bound > value or goal in event.constant):
                raise Refused(f"{goal} is {counted}; the plan says {value}, and never less than {bound}")
            how = (
                "the same in every timetable"
                if goal in event.constant
                else proved(body, goals[: i + 1], proofs)
            )
            yield bool(how), f"{goal} {value}, bound {bound}: {how or OPEN}"
        if any(one["bound"] != one["value"] and "optimal" in (status, one["status"]) for one in goals):
            raise Refused("it is called optimal, but a bound is not its value")


def proved(body: Any, goals: Any, proofs: Path | None) -> str | None:
    """What proves the bound of the last of the goals, the values of the others being kept: the simplest."""
    *before, last = goals
    goal, bound, event = last["name"], last["bound"], Event(body)
    event.narrow()
    if bound <= 0:
        return "nothing is below 0"
    if goal != "idle_range" and all(event.domain):
        if bound <= sum(event.cheapest(p, goal) for p in event.whole()):
            return "what each person cannot avoid adds up to it"
        if last.get("certificate") and bound <= event.priced(goal, last["certificate"]):
            return f"{len(last['certificate']['prices'])} prices of slots add up to it"
    limits = {one["name"]: one["value"] for one in before if one["name"] in COUNTED} | {goal: bound - 1}
    return refuted(Event(body), limits, proofs and proofs / f"{goal}.lrat.gz")


def refuted(event: Event, limits: dict[str, int], path: Path | None) -> str | None:
    formula = Formula(event, limits)
    steps = check_log(formula.clauses, path)
    size = f"{formula.n} variables and {len(formula.clauses)} clauses"
    return None if steps is None else f"less is refuted in {steps} steps ({size})"


def main(arguments: list[str]) -> int:
    """Read, judge, say what was found."""
    if len(arguments) not in (2, 3):
        print(__doc__)
        return 2
    try:
        body, plan = (json.loads(Path(name).read_text("utf-8")) for name in arguments[:2])
        is_proved = True
        for is_sure, sentence in judge(body, plan, Path(arguments[2]) if arguments[2:] else None):
            is_proved &= is_sure
            print(sentence, flush=True)
    except Refused as error:
        print(f"REFUSED: {error}")
        return 1
    except (Unknown, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"not for this checker: {error!r}")
        return 2
    print("PROVED" if is_proved else "sound, but something is claimed without a proof")
    return 0 if is_proved else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
