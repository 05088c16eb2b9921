"""Prices beside the limit, or the limit alone: what an equilibrium adds where nobody stands too often.

Both ways meet the same simulated worlds, so that differences are taken seed by seed. The seeds have chosen
nothing. Besides the markets of the other parts there are those in which people want different numbers of
meetings, and say so: the equilibrium knows these numbers, the limit does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.machine import machine
from benchmarks.recommend.market import RULES, USUAL, Assumptions, Outcome, played, ruled
from benchmarks.recommend.measures import interval
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.recommendation.score.weights import Balance

SEEDS, FIRST = 60, 20_000
HEAD: Row = (
    "market", "meetings: limit", "with prices", "95 %", "met nobody: limit", "with prices", "95 %",
    "content %: limit", "with prices", "95 %", "Gini: limit", "with prices",
)  # fmt: skip
WAYS = {
    "limit": ruled(replace(RULES, balance=Balance.CAP)),
    "prices": ruled(replace(RULES, balance=Balance.MARKET)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row."""

    name: str
    assumed: Assumptions = USUAL


CASES = (
    Case(name="as usual"),
    Case(name="popularity 0", assumed=replace(USUAL, popularity=0.0)),
    Case(name="popularity 0.6", assumed=replace(USUAL, popularity=0.6)),
    Case(name="appeal no profile shows", assumed=replace(USUAL, appeal=1.0)),
    Case(name="breadth is not liked", assumed=replace(USUAL, is_breadth_liked=False)),
    Case(name="a third of statements wrong", assumed=replace(USUAL, error=1 / 3)),
    Case(name="people want 4 to 12", assumed=replace(USUAL, spread=4)),
    Case(name="people want 1 to 15", assumed=replace(USUAL, spread=7)),
    Case(name="... and popularity 0.6", assumed=replace(USUAL, spread=7, popularity=0.6)),
    Case(name="... and breadth is not liked", assumed=replace(USUAL, spread=7, is_breadth_liked=False)),
)
MEASURES: tuple[tuple[Callable[[Outcome], float], str], ...] = (
    (lambda one: one.meetings, ".1f"),
    (lambda one: one.met_nobody, ".1f"),
    (lambda one: 100 * one.content, ".1f"),
)


def row(case: Case, *, seeds: int = SEEDS) -> Row:
    """Means over the seeds, and the mean difference with 95 % of bootstrapped ones."""
    found = played(WAYS, range(FIRST, FIRST + seeds), assumed=case.assumed)
    cells = [case.name]
    for measure, form in MEASURES:
        limit, prices = (np.array([measure(one) for one in found[way]]) for way in ("limit", "prices"))
        more = prices - limit
        low, high = interval(len(more), lambda drawn, more=more: float(more[drawn].mean()))
        cells += [format(limit.mean(), form), format(more.mean(), f"+{form}")]
        cells.append(f"{low:+.1f} to {high:+.1f}")
    cells += [f"{np.mean([one.gini for one in found[way]]):.2f}" for way in ("limit", "prices")]
    return tuple(cells)


def rows(*, seeds: int = SEEDS) -> Iterator[Row]:
    """All lines."""
    for case in CASES:
        yield row(case, seeds=seeds)


def report(*, seeds: int = SEEDS, is_kept: bool = False) -> int:
    """Print the table, keep it if wanted. There is no aim: where both are equal, the simpler one wins."""
    host, table = machine(), list(rows(seeds=seeds))
    told = [
        f"Means of {seeds} seeds each; `with prices` is the difference to the limit alone, world by world.",
        "Content: the mean share of the meetings that somebody wants that they have.",
    ]
    print(f"\nrecommend, balance: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, table))
    print("\n".join(["", *told]))
    if is_kept:
        kept = {"head": HEAD, "rows": table}
        write_table("recommend-balance", (HEAD, table), host, kept=kept, sentences=told)
    return 0
