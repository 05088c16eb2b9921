"""The limits of a claim in clauses: breaks of each person and in all, range of idle time, idle time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from treffen.problem import Goal
from treffen.solvers.satisfiability.clauses import FALSE, TRUE
from treffen.solvers.satisfiability.idle import shortest_wait
from treffen.solvers.satisfiability.instance import bits
from treffen.solvers.satisfiability.patterns import fewest_breaks
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.prices import limit_prices


def formula_of(claim: Claim) -> list[list[int]]:
    """The clauses of a claim, in the stated order; one empty clause among them where no search is needed."""
    if claim.is_absurd():
        return [[]]
    claim.write()
    _limit_breaks(claim)
    is_open = [] not in claim.clauses.fresh
    if is_open and claim.is_one_day and claim.limits.keys() & {Goal.IDLE, Goal.IDLE_RANGE}:
        _limit_waits(claim)
    return claim.clauses.stated()


# --- breaks -----------------------------------------------------------------------------------------


def _limit_breaks(claim: Claim) -> None:
    most, instance = claim.limits.get(Goal.BREAKS), claim.instance
    days = {p: claim.day(p) for p in claim.whole}
    fewest = {p: fewest_breaks(day, instance.n_slots) for p, day in days.items()}
    possible = [n - 1 + instance.talk[p].bit_count() if n > 1 else 0 for p, n in enumerate(claim.held)]
    lowest, spread = min(possible, default=0), instance.spread
    extra = sum(possible)
    if most is not None:
        extra = most - sum(low for low in fewest.values() if low is not None)
    ladders, floors = [], []
    for p, low in fewest.items():
        cap = min(possible[p], instance.most_breaks[p])
        cap = cap if spread is None else min(cap, spread + lowest)
        cap = cap if low is None else min(cap, low + extra)
        if low is None or cap < low:
            claim.clauses.add()
        elif most is not None or cap < possible[p]:
            ladders.append(_more_than(claim, p, cap))
            floors.append(low)
    if most is not None:
        rest = [ladder[low:] for ladder, low in zip(ladders, floors, strict=True)]
        claim.clauses.bound_sum(rest, extra)


def _more_than(claim: Claim, p: int, cap: int) -> list[int]:
    """Literals "more than j holes", j = 0 .. cap - 1; more than `cap` is forbidden."""
    add, n = claim.clauses.add, len(claim.instance.tasks[p])
    counts = [FALSE] * (cap + 1)
    for idle, met, ways in _ends_of_holes(claim, p):
        was, counts = counts, [claim.clauses.variable() for _ in counts]
        for j, new in enumerate(counts):
            below = was[j - 1] if j else TRUE
            add(-was[j], new)
            for way in ways:
                add(-below, -idle, -met, -way, new)
    add(-counts[cap])
    if claim.is_one_day:
        begun = [row[1] for row in claim.count[p]]
        for t, busy in enumerate(claim.busy[p]):
            over = begun[t + 1 - n] if t >= n else FALSE
            add(counts[0], -over, -busy)
            add(counts[0], -begun[t + 1], over, busy)
    return counts[:cap]


def _ends_of_holes(claim: Claim, p: int) -> Iterator[tuple[int, int, list[int]]]:
    """Where a hole may end: literals for idle before, met before that, and the ways of going on."""
    instance, busy = claim.instance, claim.busy[p]
    start = 0
    for end in bits(instance.block_ends):
        begun: list[int] = []
        for t in range(start, end + 1):
            if start:
                begun.append(claim.clauses.either(begun[-1] if begun else FALSE, busy[t]))
            else:
                begun.append(claim.count[p][t + 1][1])
            if t < start + 2 or instance.talk[p] >> (t - 1) & 1:
                continue
            met, is_talk = begun[t - start - 2], instance.talk[p] >> t & 1
            if busy[t - 1] != TRUE and met != FALSE and (is_talk or busy[t] != FALSE):
                yield -busy[t - 1], met, busy[t : end + 1] if is_talk else [busy[t]]
        start = end + 1


# --- idle time --------------------------------------------------------------------------------------


def _limit_waits(claim: Claim) -> None:
    people = [p for p in claim.whole if claim.held[p] > 1]
    floors = [shortest_wait(claim.day(p)) for p in people]
    lows = [low for low in floors if low is not None]
    ladders = [_waits(claim, p, low) for p, low in zip(people, lows, strict=True)]
    claim.waiting, claim.waits = people, ladders
    if Goal.IDLE_RANGE in claim.limits:
        _limit_range(claim, ladders, claim.limits[Goal.IDLE_RANGE])
    if Goal.IDLE in claim.limits:
        rest = {p: ladder[low + 1 :] for p, ladder, low in zip(people, ladders, lows, strict=True)}
        first = {p: rest[p] for p in claim.order}
        claim.sums = claim.clauses.bound_sum(
            list({**first, **rest}.values()), claim.limits[Goal.IDLE] - sum(lows), is_growing=bool(first)
        )
        if claim.prices is not None:
            limit_prices(claim, claim.prices)


def _waits(claim: Claim, p: int, low: int) -> list[int]:
    """Literals "k idle slots or more", k = 0, 1, ... as far as the day goes."""
    add, count = claim.clauses.add, claim.count[p]
    n, n_slots = len(claim.instance.tasks[p]), claim.instance.n_slots
    ladder = [TRUE] * (low + 1)
    for k in range(low + 1, n_slots - n + 1):
        waits = claim.clauses.variable()
        add(-waits, ladder[-1])
        for t in range(n_slots):
            end = t + n + k - 1
            finished = count[end][n] if end < n_slots else TRUE
            add(-count[t + 1][1], finished, waits)
            add(-waits, -count[t + 1][1], count[t][1], -finished)
        ladder.append(waits)
    return ladder


def _limit_range(claim: Claim, ladders: Sequence[Sequence[int]], width: int) -> None:
    """Between the highest and the lowest ladder lie no more rungs than so."""
    add = claim.clauses.add
    common = min((len(ladder) for ladder in ladders), default=0)
    claim.everybody = [TRUE]
    for k in range(1, max((len(ladder) for ladder in ladders), default=0)):
        was, everybody = claim.everybody[-1], claim.clauses.variable() if k < common else FALSE
        claim.everybody.append(everybody)
        if k < common:
            add(-everybody, was)
            for ladder in ladders:
                add(-everybody, ladder[k])
        _keep_width(claim, k, width)


def _keep_width(claim: Claim, k: int, width: int) -> None:
    """If somebody waits so much longer than k, everybody waits k."""
    for ladder in claim.waits:
        if k + width < len(ladder):
            claim.clauses.add(-ladder[k + width], claim.everybody[k])


def narrow_range(claim: Claim, width: int) -> None:
    """A smaller range from now on, in a formula that limits it already."""
    for k in range(1, len(claim.everybody)):
        _keep_width(claim, k, width)
