"""Checks a plan and its proofs from the ground up: `python3 checker.py EVENT PLAN [PROOFS [GIB]]`.

Not a line of the engine: docs/background/refutations.md states each formula. `treffen prove` writes PROOFS.
GIB: memory for clauses (4). Exit: 0 all proved, 1 refused, 2 no event for this checker, 3 not all is proved.
"""

import gzip
import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, filterfalse, pairwise, product
from pathlib import Path
from typing import Any

TRUE, FALSE, NEVER = 10**9, -(10**9), 10**15  # larger than a literal of a formula; a cost that no day has
KNOWN = {  # texts (*), a whole number (#), yes or no (!), else a text, as are id and name of everything
    "slots": "block start end",
    "places": "kind zone features* open*",
    "participants": "organisation network home free* needs* must_attend* minimum# maximum# most_breaks#",
    "requests": "participants* value# must! slots* slot places* place after* needs* length# fewest#",
    "talks": "slots*",
    "walks": "here there minutes#",
}
OF_ALL = "format title goals* pair_once! most_breaks# break_spread#"
COUNTED, CONSTANT = ("breaks", "idle_range", "idle"), ("value", "shortfall", "talks")
UNREADABLE = (AttributeError, EOFError, LookupError, OSError, RecursionError, TypeError, ValueError)
LONGEST, MOST, UNPACKED, BESIDE = 2**24, 2**34, 16, ("prices", "order")  # bytes: a line, a log, a packed one


class Refused(Exception):
    """What is claimed does not hold, or is not proved by what was handed in."""


def single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, none of whose keys stands twice; null is as good as nothing."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError(f"a key stands twice among {[key for key, _ in pairs]}")
    return {key: value for key, value in pairs if value is not None}


def is_known(value: Any, word: str | None) -> bool:
    """Whether a value is of the type that its word in `KNOWN` says; without a word it must say nothing."""
    if word is None:
        return not value
    kind: Any = {"*": list, "#": int, "!": bool}.get(word[-1], str)
    if type(value) is not kind:
        return False
    return all(type(one) is str for one in value) if kind is list else kind is not int or value >= 0


class Event:
    """An event in numbers, with all requests or those of a core alone (`only`)."""

    memory = 4 * 2**30  # bytes that the clauses of a formula and of a log may take, some hundreds each

    def __init__(self, body: Any, only: Sequence[str] | None = None) -> None:
        self._check(body)
        people, everything = body["participants"], body["requests"]
        wanted = [r for r in everything if only is None or r["id"] in only]
        nouns = (body["slots"], body["places"], people, wanted)
        numbers = [{one["id"]: i for i, one in enumerate(several)} for several in nouns]
        self.slots, self.places, self.persons, self.requests = numbers
        if len(self.slots) * (len(people) + sum(len(r["participants"]) for r in wanted)) * 256 > self.memory:
            raise MemoryError("more slots, people and requests than the memory allowed is enough for")
        blocks, at = [s.get("block", "") for s in body["slots"]], self.requests
        self.ends = [one != other for one, other in pairwise(blocks)] + [True]  # a block ends with the slot
        self.open = [self._chosen(self.slots, p.get("open")) for p in body["places"]]
        talks = {t["id"]: self._chosen(self.slots, t["slots"]) for t in body.get("talks", ())}
        self.talk = [{t for id in p.get("must_attend", ()) for t in talks[id]} for p in people]
        self.people = [[self.persons[p] for p in r["participants"]] for r in wanted]
        ways = [self._ways(r, people, body["places"]) for r in wanted]
        self.domain, self.suits = [slots for slots, _ in ways], [suits for _, suits in ways]
        self.before = [(at[a], m) for m, r in enumerate(wanted) for a in r.get("after", ()) if a in at]
        self.spread, common = body.get("break_spread", NEVER), body.get("most_breaks", len(blocks))
        self.limit = [p.get("most_breaks", common) for p in people]
        self.held = [sum(id in r["participants"] for r in everything) for id in self.persons]
        self.tasks = [[m for m, who in enumerate(self.people) if p in who] for p in range(len(people))]
        self.whole = [p for p, own in enumerate(self.tasks) if own and len(own) == self.held[p]]
        self.is_one_day = self.ends.count(True) == 1 and not any(self.talk)
        lacking = sum(max(0, p.get("minimum", 0) - n) for p, n in zip(people, self.held, strict=True))
        self.constant = {"value": sum(r.get("value", 1) for r in wanted), "shortfall": lacking, "talks": 0}
        most = [min(p.get("maximum", NEVER), len(blocks)) for p in people]
        self.is_over = any(len(own) > n for own, n in zip(self.tasks, most, strict=True))
        self.is_over |= body.get("pair_once", True) and len({*map(frozenset, self.people)}) < len(self.people)

    def _check(self, body: Any) -> None:  # whether this checker knows all that the event says
        for key, value in body.items():
            nouns = value if key in KNOWN else [{key: value}]
            known = {word.rstrip("*#!"): word for word in f"id name {KNOWN.get(key, OF_ALL)}".split()}
            wrong = [name for noun in nouns for name in noun if not is_known(noun[name], known.get(name))]
            if wrong or len({noun.get("id", i) for i, noun in enumerate(nouns)}) < len(nouns):
                raise ValueError(f"of {key!r} this checker does not know {wrong}, or two have one id")
        ids = {r["id"] for r in body["requests"]}
        for r in body["requests"]:
            who, is_held = r["participants"], r.get("must") is True and r.get("length", 1) == 1
            if not is_held or not 2 <= len(who) == len(set(who)) or not ids.issuperset(r.get("after", ())):
                raise ValueError(f"{r}: need not be held, or is longer, or not of two people or more")

    def _chosen(self, numbers: dict[str, int], ids: Any, only: str | None = None) -> set[int]:
        found = set(numbers.values()) if ids is None else {numbers[id] for id in ids}
        return found if only is None else found & {numbers[only]}

    def _ways(self, r: Any, people: Any, places: Any) -> tuple[set[int], frozenset[int]]:
        """The slots and the places that suit a request (D and the suitable places of the document)."""
        who = [people[self.persons[id]] for id in r["participants"]]
        needs = {need for noun in (r, *who) for need in noun.get("needs", ())}
        suits = self._chosen(self.places, r.get("places"), r.get("place"))
        suits = {i for i in suits if needs <= set(places[i].get("features", ()))}
        slots = {t for i in suits for t in self.open[i]}
        slots &= self._chosen(self.slots, r.get("slots"), r.get("slot"))
        for p in who:
            slots &= self._chosen(self.slots, p.get("free")) - self.talk[self.persons[p["id"]]]
        return slots, frozenset(suits)

    def values(self, meetings: Any) -> dict[str, int]:  # of each goal; `Refused` where a rule is broken
        slots, taken = [-1] * len(self.requests), set[tuple[str, int, int]]()
        for one in meetings:
            if {key for key in one if one[key]} != {"request", "slot", "place"}:
                raise Refused(f"{one}: a meeting has a request, a slot and a place, and nothing else")
            m, t, i = (getattr(self, f"{noun}s").get(one[noun], -1) for noun in ("request", "slot", "place"))
            busy = {("place", i, t), *(("person", p, t) for p in self.people[m])}
            is_wrong = min(m, t, i) < 0 or slots[m] >= 0 or t not in self.domain[m] or i not in self.suits[m]
            if is_wrong or t not in self.open[i] or busy & taken:
                raise Refused(f"{one}: not allowed, not of this event, twice, or something is taken")
            slots[m] = t
            taken |= busy
        if -1 in slots or self.is_over or any(slots[a] >= slots[b] for a, b in self.before):
            raise Refused("a request is not held or not in order, or somebody or a pair meets too often")
        breaks, idle = zip(*(self.day(p, slots) for p in range(len(self.persons))), strict=True)
        is_over = any(n > most for n, most in zip(breaks, self.limit, strict=True))
        if is_over or max(breaks) - min(breaks) > self.spread:
            raise Refused("somebody has too many breaks, or the breaks of two people differ too much")
        wait = [idle[p] for p, n in enumerate(self.held) if n > 1] or [0]
        return self.constant | {"breaks": sum(breaks), "idle_range": max(wait) - min(wait), "idle": sum(idle)}

    def day(self, p: int, slots: list[int]) -> tuple[int, int]:  # breaks (runs of idle slots), idle slots
        held, day = {slots[m] for m in self.tasks[p]}, ""
        for t, is_end in enumerate(self.ends):
            day += ("M" if t in held else "t" if t in self.talk[p] else ".") + "|" * is_end
        runs = [run for one in day.split("|") for run in one.strip(".t").replace("t", "M").split("M") if run]
        return len(runs), sum(map(len, runs))

    def narrow(self) -> None:  # put twins in order; take from the domains what the order forbids
        ordered, families = {m for pair in self.before for m in pair}, dict[Any, list[int]]()
        for m, who in enumerate(self.people):
            busy = frozenset(p for p in who if self.held[p] > 1)
            if busy and m not in ordered:  # twins can change places in every timetable
                families.setdefault((busy, frozenset(self.domain[m]), self.suits[m]), []).append(m)
        self.before += [pair for family in families.values() for pair in pairwise(family)]
        was, now = list[set[int]](), self.domain
        while was != now and all(now):
            was = list(now)
            for a, b in self.before:
                now[b] = {t for t in now[b] if t > min(now[a], default=-1)}
                now[a] = {t for t in now[a] if t < max(now[b], default=-1)}

    def windows(self, p: int) -> list[tuple[int, int]]:  # fewest and most meetings by the end of each slot
        ends = [(max(self.domain[m]), min(self.domain[m])) for m in self.tasks[p]]
        return [(sum(b <= t for b, _ in ends), sum(a <= t for _, a in ends)) for t in range(len(self.slots))]

    def least(self, *several: dict[int, int]) -> dict[int, int]:
        return {n: min(c.get(n, NEVER) for c in several) for n in {n for c in several for n in c}}

    def cheapest(self, p: int, goal: str, *, scale: int = 1, prices: Sequence[int] = ()) -> int:
        """Least of scale * breaks (or idle slots) less the prices of the busy slots, of a person's days."""
        usable, again = {t for m in self.tasks[p] for t in self.domain[m]}, scale if goal == "idle" else 0
        before, never = {0: 0}, dict[int, int]()  # by number of meetings: not begun; met; idle; all over
        going = idle = done = never
        for t, (fewest, most) in enumerate(self.windows(p)):
            on = self.least(before, going, idle) if t in usable else never
            met = {k + 1: cost - (prices[t] if prices else 0) for k, cost in on.items()}
            waiting = self.least({k: c + scale for k, c in going.items()}, {k: idle[k] + again for k in idle})
            going = self.least(met, *((going, idle) if t in self.talk[p] else ()))
            now = (before, going, {} if t in self.talk[p] else waiting, self.least(done, met))
            before, going, idle, done = ({k: c[k] for k in c if fewest <= k <= most} for c in now)
            if self.ends[t]:
                before, going, idle, done = self.least(before, done), never, never, never
        return before.get(len(self.tasks[p]), NEVER)

    def priced(self, goal: str, certificate: Any) -> tuple[int, int, list[list[int]], list[dict[int, int]]]:
        """The bound that prices prove (docs/background/certificates.md), times the scale; its parts."""
        scale, prices = certificate["scale"], certificate["prices"]
        rows = {id: [0] * len(self.slots) for id in (None, *self.persons)}
        for one in prices:
            rows[one.get("participant")][self.slots[one["slot"]]] += one["price"]
        place, *mine = rows.values()
        is_whole = {int} == {type(scale), *(type(one["price"]) for one in prices)}
        is_huge = max(scale, *(abs(x) for row in rows.values() for x in row)) * len(self.slots) >= NEVER
        if certificate["goal"] != goal or scale < 1 or min(place) < 0 or not is_whole or is_huge:
            raise Refused(f"the prices for {goal} are no certificate" + is_huge * ": they are too large")
        ways = zip(self.people, self.domain, strict=True)
        pay = [{t: place[t] + sum(mine[p][t] for p in who) for t in slots} for who, slots in ways]
        total = sum(self.cheapest(p, goal, scale=scale, prices=row) for p, row in enumerate(mine))
        total += sum(min(costs.values()) for costs in pay)
        return total - sum(place[t] for slots in self.open for t in slots), scale, mine, pay


class Formula:
    """The clauses of "all is held, within these limits": variables and clauses in the stated order."""

    def __init__(self, event: Event, limits: dict[str, int], *beside: Path | None) -> None:
        prices, order = (file if file and file.exists() else None for file in (*beside, None, None)[:2])
        self.event, self.limits, self.new, self.clauses = event, limits, count(1).__next__, list[list[int]]()
        event.narrow()
        if event.is_over or not all(event.domain):
            self.add()
            return
        self.x, self.busy, self.count = list[list[int]](), [], []
        by = [self.held(m) for m in range(len(event.people))]
        for (a, b), t in product(event.before, range(len(event.slots))):
            self.add(-by[b][t + 1], by[a][t])
        for p, own in enumerate(event.tasks):
            self.busy.append([self.ladder(self.x[m][t] for m in own)[-1] for t in range(len(event.slots))])
            self.count.append(self.counts(p))
        self.rooms()
        self.breaks()
        if event.is_one_day and {"idle", "idle_range"} & limits.keys() and [] not in self.clauses:
            self.waits([event.persons[id] for id in json.loads(order.read_text("utf-8"))] if order else [])
            if prices and "idle" in limits:
                self.dear(json.loads(prices.read_text("utf-8"), object_pairs_hook=single))

    def add(self, *literals: int) -> None:
        if TRUE not in literals:
            self.clauses.append([x for x in literals if x != FALSE])
        if len(self.clauses) * 512 > self.event.memory:
            raise MemoryError("the formula has more clauses than the memory allowed is enough for")

    def either(self, left: int, right: int) -> int:  # a literal for "one or the other"
        if {TRUE, FALSE} & {left, right}:
            return max(left, right)
        self.clauses += [[-left, new := self.new()], [-right, new], [-new, left, right]]
        return new

    def ladder(self, literals: Iterable[int]) -> list[int]:  # "one of the first t"; at most one is true
        steps = [FALSE]
        for x in literals:
            self.add(-x, -steps[-1])
            steps.append(self.either(steps[-1], x))
        return steps

    def at_most(self, ladders: Iterable[list[int]], most: int, *, at_once: int = NEVER) -> None:
        rows = [row for ladder in ladders if (row := [x for x in ladder if x != FALSE])]
        most -= sum(row.count(TRUE) for row in rows)
        rows = [rest for row in rows if (rest := row[row.count(TRUE) :])]
        if most < 0:
            self.add()
        elif sum(map(len, rows)) > most:
            while len(rows) > 1:
                pairs = [rows[i : i + 2] for i in range(0, len(rows[:at_once]), 2)]
                rows[:at_once] = [self.merged(p[0], p[1], most + 1) if p[1:] else p[0] for p in pairs]
            self.add(-rows[0][most])

    def merged(self, left: list[int], right: list[int], longest: int) -> list[int]:
        left, right = left[:longest], right[:longest]
        out = [self.new() for _ in (left + right)[:longest]]
        for i, j in product(range(len(left) + 1), range(len(right) + 1)):
            if 0 < i + j <= len(out) + 1:
                self.add(*(-x for x in left[i - 1 : i] + right[j - 1 : j]), out[min(i + j, len(out)) - 1])
        return out

    def held(self, m: int) -> list[int]:  # when request m is held: exactly once
        allowed = [t in self.event.domain[m] for t in range(len(self.event.slots))]
        self.x.append([(TRUE if sum(allowed) == 1 else self.new()) if one else FALSE for one in allowed])
        steps = self.ladder(self.x[m])
        self.add(steps[-1])
        return steps

    def counts(self, p: int) -> list[list[int]]:  # c[t][k]: p has k meetings or more in the first t slots
        rows = [[TRUE] + [FALSE] * (len(self.event.tasks[p]) + 1)]
        for (fewest, most), b in zip(self.event.windows(p), self.busy[p], strict=True):
            old, row = rows[-1], [TRUE]
            for k in range(1, len(old)):
                row.append(c := TRUE if k <= fewest else FALSE if k > most else self.new())
                for clause in ((-old[k], c), (-c, old[k], b), (-old[k - 1], -b, c), (-c, old[k - 1])):
                    self.add(*clause)
            rows.append(row)
        return rows

    def rooms(self) -> None:  # no more meetings than places that suit, no more busy people than seats
        event, everywhere = self.event, frozenset(self.event.places.values())
        for places in dict.fromkeys([everywhere, *event.suits]):
            groups = list[tuple[int, list[int]]]()
            left = {m for m, suits in enumerate(event.suits) if suits <= places}
            while left:  # groups around one person each, largest first: one of a group is held at a time
                own = [[m for m in tasks if m in left] for tasks in event.tasks]
                groups.append(max(enumerate(own), key=lambda group: len(group[1])))  # the first of equals
                left = left.difference(groups[-1][1])
            for t in range(len(event.slots)):
                room = sum(t in event.open[i] for i in places)
                self.at_most(([self.some_of(p, own, t)] for p, own in groups), room)
                if places == everywhere:
                    self.at_most(([b[t]] for b in self.busy), room * max(map(len, event.people), default=0))

    def some_of(self, p: int, own: list[int], t: int) -> int:
        return self.busy[p][t] if own == self.event.tasks[p] else self.ladder(self.x[m][t] for m in own)[-1]

    def breaks(self) -> None:  # no more breaks of a person than allowed, and no more in all
        event, most, ladders = self.event, self.limits.get("breaks"), list[list[int]]()
        fewest = {p: event.cheapest(p, "breaks") for p in event.whole}
        possible = [n - 1 + len(event.talk[p]) if n > 1 else 0 for p, n in enumerate(event.held)]
        extra = sum(possible) if most is None else most - sum(fewest.values())
        for p in event.whole:
            cap = min(possible[p], event.spread + min(possible), event.limit[p], fewest[p] + extra)
            if cap < fewest[p]:
                self.add()
            elif most is not None or cap < possible[p]:
                ladders.append(self.breaks_of(p, cap)[fewest[p] :])
        if most is not None:
            self.at_most(ladders, extra)

    def breaks_of(self, p: int, cap: int) -> list[int]:  # "more than j breaks": idle before, met before that
        b, c, n = self.busy[p], self.count[p], len(self.event.tasks[p])
        talk, ends = self.event.talk[p], self.event.ends
        more, first, begun = [FALSE] * (cap + 1), 0, list[int]()  # begun[t]: p has met in this block by t
        for t in range(len(b)):
            first = t if t and ends[t - 1] else first
            begun.append(self.either(begun[-1] if t > first else FALSE, b[t]) if first else c[t + 1][1])
            is_possible = t >= first + 2 and t - 1 not in talk and (t in talk or b[t] != FALSE)
            if is_possible and b[t - 1] != TRUE and begun[t - 2] != FALSE:
                old, more = more, [self.new() for _ in more]
                for below, same, new in zip([TRUE, *old], old, more, strict=False):
                    self.add(-same, new)
                    for busy in b[t : ends.index(True, t) + 1] if t in talk else [b[t]]:
                        self.add(-below, b[t - 1], -begun[t - 2], -busy, new)
        self.add(-more[cap])
        for t in range(len(b) if self.event.is_one_day else 0):
            over = c[t - n + 1][1] if t >= n else FALSE  # without a break: n meetings from the first on
            self.add(more[0], -over, -b[t])
            self.add(more[0], -c[t + 1][1], over, b[t])
        return more[:cap]

    def waits(self, order: list[int]) -> None:  # k + width or more: everybody k; no more than so in all
        least = {p: self.event.cheapest(p, "idle") for p in self.event.whole if self.event.held[p] > 1}
        ladders = [self.waits_of(p, low) for p, low in least.items()]
        if "idle_range" in self.limits:
            width, before = self.limits["idle_range"], TRUE
            for k in range(1, max(map(len, ladders), default=0)):
                has_all = all(k < len(ladder) for ladder in ladders)
                everybody = self.new() if has_all else FALSE  # everybody waits k slots or more
                for literal in (before, *(ladder[k] for ladder in ladders if has_all)):
                    self.add(-everybody, literal)
                for ladder in ladders:
                    self.add(*(-x for x in ladder[k + width : k + width + 1] or [FALSE]), everybody)
                before = everybody
        if "idle" in self.limits:
            rest = {p: ladder[least[p] + 1 :] for p, ladder in zip(least, ladders, strict=True)}
            rest, most = {p: rest[p] for p in order} | rest, self.limits["idle"] - sum(least.values())
            self.at_most(rest.values(), most, at_once=2 if order else NEVER)

    def waits_of(self, p: int, fewest: int) -> list[int]:  # literals "k idle slots or more", k = 0, 1, ...
        n, size, c = len(self.event.tasks[p]), len(self.event.slots), self.count[p]
        ladder = [TRUE] * (fewest + 1)
        for k in range(fewest + 1, size - n + 1):
            ladder.append(waits := self.new())
            self.add(-waits, ladder[-2])
            for t in range(size):
                unfinished = -c[t + n + k - 1][n] if t + n + k - 1 < size else FALSE
                self.add(-c[t + 1][1], -unfinished, waits)
                self.add(-waits, -c[t + 1][1], c[t][1], unfinished)
        return ladder

    def dear(self, prices: Any) -> None:  # slots and steps of days that cost more than the limit of idle time
        event, (total, scale, mine, pay) = self.event, self.event.priced("idle", prices)
        spare = self.limits["idle"] * scale - total
        for row, costs in zip(self.x, pay, strict=True):
            for t in sorted(costs):
                self.add(-row[t] if costs[t] - min(costs.values()) > spare else TRUE)
        for p, own in enumerate(event.tasks):
            n, usable, c, b = len(own), {t for m in own for t in event.domain[m]}, self.count[p], self.busy[p]
            steps = [
                ((t, k), (t + 1, k + met), -mine[p][t] if met else scale * (0 < k < n))
                for t, (fewest, most) in enumerate(event.windows(p))
                for k, met in product(range(n + 1), range(1 + (t in usable)))
                if fewest <= k + met <= most
            ]
            before, after = {(0, 0): 0}, {(len(b), n): 0}
            for best, ways in ((before, steps), (after, [(z, a, cost) for a, z, cost in reversed(steps)])):
                for a, z, cost in ways:
                    best[z] = min(best.get(z, NEVER), best.get(a, NEVER) + cost)
            most = spare + event.cheapest(p, "idle", scale=scale, prices=mine[p])  # as it went into the total
            for (t, k), z, cost in steps:
                if before.get((t, k), NEVER) + cost + after.get(z, NEVER) > most:
                    self.add(-c[t][k], c[t][k + 1], -b[t] if z[1] > k else b[t])


def refuted(event: Event, limits: dict[str, int], proofs: Path | None, name: str) -> str | None:
    """How a formula is refuted by lines `id literals 0 hints 0` (LRAT); None without a log; or `Refused`."""
    steps, kept, log = 0, 0, proofs / f"{name}.lrat.gz" if proofs else None
    try:
        formula = Formula(event, limits, *(proofs / f"{name}.{x}.json" for x in BESIDE if proofs))
        known = {id: array("i", {*clause}) for id, clause in enumerate(formula.clauses, 1)}
        if [] in formula.clauses or not log or not log.exists():
            return f"a formula of {len(known)} clauses, one of them empty" if [] in formula.clauses else None
        most = min(MOST, LONGEST + UNPACKED * log.stat().st_size)
        with gzip.open(log) as lines:
            while line := lines.readline(LONGEST):
                if line[-1:] != b"\n" or lines.tell() > most or 320 * len(known) + 4 * kept > event.memory:
                    raise Refused(f"{name}: step {steps} has no end, or the log outgrows its file or memory")
                id, *numbers = map(int, line.split())
                end, steps = numbers.index(0), steps + 1
                literals = {*numbers[:end]}
                if id in known or not follows(known, literals, numbers[end + 1 : -1]):
                    raise Refused(f"{name}: step {steps} of the refutation does not follow")
                if not literals:
                    return f"a formula of {len(formula.clauses)} clauses, refuted in {steps} steps"
                known[id], kept = array("i", literals), kept + end
    except (*UNREADABLE, OverflowError, zlib.error) as error:
        raise Refused(f"{name}: no prices or no refutation, after step {steps}: {error!r}") from error
    raise Refused(f"{name}: the refutation ends without a contradiction")


def follows(clauses: dict[int, Any], literals: set[int], hints: list[int]) -> bool:
    """Whether literals, all false, contradict the clauses named: each leaves one open, the last none."""
    false = set(literals)
    for hint in hints:
        if len(left := [*filterfalse(false.__contains__, clauses[hint])]) != 1:
            return not left
        false.add(-left[0])
    return False


def judge(body: Any, plan: Any, proofs: Path | None) -> Iterator[tuple[str, str | None]]:
    """Everything that is claimed, and what proves it."""
    if (body.get("format"), plan.get("format")) != ("treffen.problem/1", "treffen.plan/1"):
        raise ValueError("the formats are not treffen.problem/1 and treffen.plan/1")
    status, goals, event = plan["status"], plan.get("goals") or [], Event(body)
    if status in ("infeasible", "unknown") and (goals or plan.get("meetings")):
        raise Refused(f"a plan that is called {status} has goals or meetings")
    if status == "unknown":
        yield "no plan was found", None
    elif status == "infeasible":
        core = (plan.get("core") or {}).get("requests") or list(event.requests)
        if type(core) is not list or not event.requests.keys() >= set(core):
            raise Refused("the core has requests that are none of the event")
        yield f"no timetable holds these {len(core)} requests", refuted(Event(body, core), {}, proofs, "core")
    elif status in ("optimal", "feasible"):
        values, names = event.values(plan["meetings"]), [one["name"] for one in goals]
        yield f"a timetable of {len(event.requests)} meetings", "it keeps every rule"
        asked = body.get("goals", [*CONSTANT, "idle", "changes", "walking", "places"])
        if len(set(names)) < len(names) or (status == "optimal" and names not in (asked, [*asked, "value"])):
            raise Refused(f"the goals are {names}; the event asks for {asked}")
        for i in range(len(goals)):
            yield judge_goal(goals[i], values, status), proved(body, goals[: i + 1], proofs)
    else:
        raise Refused(f"{status!r} is no status of a plan")


def judge_goal(one: Any, values: dict[str, int], status: str) -> str:
    """What a goal claims; raises `Refused` where its numbers contradict each other or the timetable."""
    goal, value, bound = one["name"], one["value"], one["bound"]
    is_absurd = {type(value), type(bound)} != {int} or one["status"] not in ("optimal", "feasible")
    is_absurd |= (goal in COUNTED and bound > value) or (goal in CONSTANT and bound != value)
    if is_absurd or not goal.isidentifier() or value != values.get(goal, value):  # a name is printed as it is
        raise Refused(f"{goal!r} is {values.get(goal)}; the plan says {value!r}, and bound {bound!r}")
    if "optimal" in (status, one["status"]) and (bound != value or status not in ("feasible", one["status"])):
        raise Refused(f"{goal} {value} is called optimal, but is {one['status']}, and its bound is {bound}")
    return f"{goal} {value}, bound {bound}" + ("" if goal in values else " (not counted here)")


def proved(body: Any, goals: Any, proofs: Path | None) -> str | None:
    """What proves the bound of the last of the goals, the values of the others being kept: the simplest."""
    goal, bound, event = goals[-1]["name"], goals[-1]["bound"], Event(body)
    event.narrow()
    if goal not in COUNTED:
        return "the same in every timetable" if goal in CONSTANT else None
    if bound <= 0:
        return "nothing is below 0"
    if any(event.cheapest(p, "breaks") == NEVER for p in event.whole):
        raise Refused("somebody is said to have no day, and has one in the plan")
    if goal != "idle_range" and bound <= sum(event.cheapest(p, goal) for p in event.whole):
        return "what each person cannot avoid adds up to it"
    certificate = goals[-1].get("certificate") if goal != "idle_range" else None
    if certificate and event.priced(goal, certificate)[0] > (bound - 1) * certificate["scale"]:
        return f"{len(certificate['prices'])} prices of slots add up to it"
    limits = {one["name"]: one["value"] for one in goals[:-1] if one["name"] in COUNTED} | {goal: bound - 1}
    return refuted(Event(body), limits, proofs, goal)


def main(arguments: list[str]) -> int:  # read, judge, say what was found
    is_proved = True
    try:
        body, plan = (json.loads(Path(n).read_text("utf-8"), object_pairs_hook=single) for n in arguments[:2])
        Event.memory = 2**30 * int([*arguments[3:], "4"][0])
        for claim, how in judge(body, plan, Path(arguments[2]) if arguments[2:] else None):
            is_proved &= how is not None
            print(f"{claim}: {how or 'NOT PROVED'}", flush=True)
    except Refused as error:
        print(f"REFUSED: {error}")
        return 1
    except Exception as error:  # noqa: BLE001  # whatever it is, nothing was judged
        print(f"{__doc__}\nnot for this checker: {error!r}")
        return 2
    print("PROVED, all of it" if is_proved else "sound, but something is claimed without a proof")
    return 0 if is_proved else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
