"""The simulated market under other assumptions, and the engine's settings on seeds that chose nothing.

Limit and price share were chosen on the market with seeds 0 to 19. Here are other seeds, markets that differ
in one assumption each, and other prices and limits. All ways of making lists meet the same worlds, so that
differences are taken seed by seed. What holds in every row may be believed of such markets; no row speaks of
real events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from benchmarks.machine import machine
from benchmarks.recommend.market import (
    RULES,
    SEEDS,
    USUAL,
    WAYS,
    Assumptions,
    Outcome,
    gains,
    played,
    ruled,
)
from benchmarks.recommend.measures import interval
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.recommendation.score.weights import Balance, ListRules

FRESH = 1_000  # the first of the seeds that nothing was chosen on
HEAD: Row = (
    "market", "one-sided", "two-way", "default", "95 %", "worst", "default vs two-way", "95 %",
    "prices vs default", "95 %", "Gini one-sided", "Gini two-way", "Gini default", "fewest lists",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row: what is assumed, what the engine was set to, and from which seed on."""

    name: str
    assumed: Assumptions = USUAL
    rules: ListRules = RULES
    first: int = FRESH


CASES = (
    Case(name="as it was chosen on", first=0),
    Case(name="other seeds"),
    Case(name="other seeds again", first=2 * FRESH),
    Case(name="popularity 0", assumed=replace(USUAL, popularity=0.0)),
    Case(name="popularity 0.2", assumed=replace(USUAL, popularity=0.2)),
    Case(name="popularity 0.6", assumed=replace(USUAL, popularity=0.6)),
    Case(name="sure choices", assumed=replace(USUAL, is_sure=True)),
    Case(name="breadth is not liked", assumed=replace(USUAL, is_breadth_liked=False)),
    Case(name="appeal no profile shows", assumed=replace(USUAL, appeal=1.0)),
    Case(name="... and breadth is not liked", assumed=replace(USUAL, appeal=1.0, is_breadth_liked=False)),
    Case(name="a third of statements wrong", assumed=replace(USUAL, error=1 / 3)),
    Case(name="people want 1 to 15", assumed=replace(USUAL, spread=7)),
    Case(name="price 0.6, where there are prices", rules=replace(RULES, price=0.6)),
    Case(name="price 1, where there are prices", rules=replace(RULES, price=1.0)),
    Case(name="limit k", rules=replace(RULES, cap=1.0)),
    Case(name="limit 1.5 k", rules=replace(RULES, cap=1.5)),
    Case(name="limit 2 k", rules=replace(RULES, cap=2.0)),
)


def row(case: Case, *, seeds: int = SEEDS) -> Row:
    """One line of the table; medians over seeds, intervals by bootstrap over them."""
    ways = {name: WAYS[name] for name in ("one-sided", "two-way")}
    ways["default"] = ruled(case.rules)
    ways["prices"] = ruled(replace(case.rules, balance=Balance.MARKET))
    found = played(ways, range(case.first, case.first + seeds), assumed=case.assumed)
    more = {name: gains(mine, found["one-sided"]) for name, mine in found.items()}
    return (
        case.name,
        f"{median(one.meetings for one in found['one-sided']):.0f}",
        f"{median(more['two-way']):+.0%}",
        *_told(more["default"]),
        f"{min(more['default']):+.0%}",
        *_told(gains(found["default"], found["two-way"])),
        *_told(gains(found["prices"], found["default"])),
        *(_gini(found[name]) for name in ("one-sided", "two-way", "default")),
        str(min(one.fewest for one in found["default"])),
    )


def _told(values: list[float]) -> tuple[str, str]:
    kept = np.array(values)
    low, high = interval(len(kept), lambda drawn: float(np.median(kept[drawn])))
    return f"{np.median(kept):+.0%}", f"{low:+.0%} to {high:+.0%}"


def _gini(outcomes: list[Outcome]) -> str:
    return f"{median(one.gini for one in outcomes):.2f}"


def rows(*, seeds: int = SEEDS) -> Iterator[Row]:
    """All lines."""
    for case in CASES:
        yield row(case, seeds=seeds)


def report(*, seeds: int = SEEDS, is_kept: bool = False) -> int:
    """Print the table, keep it if wanted. There is no aim: what comes out is what there is to say."""
    host, table = machine(), list(rows(seeds=seeds))
    told = [f"Median of {seeds} seeds each; meetings against those of one-sided lists unless said otherwise."]
    print(f"\nrecommend, sensitivity: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, table))
    print("\n".join(["", *told]))
    if is_kept:
        kept = {"head": HEAD, "rows": table}
        write_table("recommend-sensitivity", (HEAD, table), host, kept=kept, sentences=told)
    return 0
