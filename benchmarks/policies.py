"""The price of the guarantee: what each answer policy holds of what could be held, and who waits."""

from __future__ import annotations

import fnmatch
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from benchmarks.admission import case_name
from benchmarks.aims import POLICY_INSTANT, POLICY_VALUE
from benchmarks.keeping import MEASURED, Kept, today
from benchmarks.machine import machine
from benchmarks.suites import Choice
from benchmarks.tables import aligned
from treffen.admission import (
    AdmissionController,
    Admitted,
    Budget,
    Chance,
    Policy,
    Undecided,
    answer_round,
    gains,
    is_answered_at_once,
    is_declined_at_once,
)
from treffen.generation import FAMILIES
from treffen.problem import Goal, Problem, RequestId
from treffen.scheduling import Limits
from treffen.solvers.base import build_model
from treffen.solvers.relaxation.selection import bound_selection
from treffen.timetable import Timetable

FAMILY_NAMES = ("base", "tight")
SEEDS = {150: 3}
BATCHES = 50  # prices are learnt anew with each; whoever wishes is answered with the batch
ROUND = Limits(seconds=5.0)
HEAD = (
    "case",
    "policy",
    "runs",
    "value held %",
    "worst",
    "instant %",
    "by price %",
    "yes at once %",
    "waits %",
    MEASURED,
    "aim",
)
CASES = (
    (Policy.AT_ONCE, 0),
    (Policy.PRICED, 1),
    (Policy.BOTH_WAYS, 1),
    (Policy.ROUNDS, 5),
    (Policy.ROUNDS, 1),
)


@dataclass(slots=True)
class Market:
    """One event in which wishes come in: who was answered when, and the witness so far."""

    problem: Problem
    witness: Timetable = field(default_factory=Timetable)
    known: list[RequestId] = field(default_factory=list)
    waiting: list[RequestId] = field(default_factory=list)
    instant: int = 0  # answered by the engine
    declined: int = 0  # by prices, for good: they take part in no round
    promised: int = 0
    waits: float = 0.0

    def answer(self, batch: Sequence[RequestId], policy: Policy) -> None:
        """Those that the policy answers now; the others wait."""
        self.known += batch
        is_priced = policy in (Policy.PRICED, Policy.BOTH_WAYS)
        worth = self._worth() if is_priced else {}
        value = {r.id: r.value for r in self.problem.requests}
        desk = AdmissionController(self.problem, self.witness)
        for request in batch:
            gain = worth.get(request)
            is_wanted = is_answered_at_once(policy, value=value[request], gain=gain)
            is_lost = is_priced and _is_impossible(desk, request)
            if not is_wanted and not is_lost:
                is_declined = is_declined_at_once(policy, value=value[request], gain=gain)
                self.declined += is_declined
                if not is_declined:
                    self.waiting.append(request)
                continue
            told = desk.admit(request, budget=Budget(ways=0))
            self.promised += isinstance(told, Admitted)
            self.instant += not isinstance(told, Undecided)
        self.witness = desk.witness

    def _worth(self) -> dict[RequestId, float]:
        return dict(gains(self.problem, self.known, share=len(self.known) / len(self.problem.requests)))

    def close_round(self, at: int) -> None:
        """All who wait are answered now; `at` is the batch, of all `BATCHES`."""
        came = {r: i for i, r in enumerate(self.known)}
        step = len(self.problem.requests) / BATCHES
        self.waits += sum(at - came[r] / step for r in self.waiting) / BATCHES
        self.witness = answer_round(self.problem, self.witness, waiting=self.waiting, limits=ROUND).witness
        self.waiting = []

    @property
    def value(self) -> int:
        """Value promised."""
        held = self.witness.by_request()
        return sum(r.value for r in self.problem.requests if r.id in held)


def _is_impossible(desk: AdmissionController, request: RequestId) -> bool:
    return desk.possible([request])[0].chance is Chance.IMPOSSIBLE


def run(problem: Problem, policy: Policy, *, rounds: int, seed: int) -> tuple[float, ...]:
    """Per cent of the bound held, of wishes and of yeses answered at once, and of the time waited."""
    order = np.random.default_rng(seed).permutation(len(problem.requests))
    ids = [problem.requests[i].id for i in order]
    market, n = Market(problem), len(ids)
    for at in range(1, BATCHES + 1):
        market.answer(ids[n * (at - 1) // BATCHES : n * at // BATCHES], policy)
        if rounds and at % (BATCHES // rounds) == 0:
            market.close_round(at)
    bound = bound_selection(build_model(problem), Goal.VALUE)
    assert bound is not None
    held = len(market.witness.meetings)
    at_once = ((market.instant + market.declined) / n, market.declined / n, market.promised / max(held, 1))
    shares = (market.value / bound.bound, *at_once, market.waits / n)
    return tuple(100 * share for share in shares)


def _name(policy: Policy, rounds: int) -> str:
    ends = "" if not rounds else f", {rounds} round{'s' if rounds > 1 else ''}"
    return f"{policy.value.replace('_', ' ')}{ends}" if policy is not Policy.ROUNDS else f"rounds only{ends}"


def measure(choice: Choice) -> Iterator[tuple[str, ...]]:
    """A row for each family, size and policy; medians over seeds."""
    for family in FAMILY_NAMES:
        for people in choice.sizes or SEEDS:
            if not fnmatch.fnmatch(case_name(family, people), choice.only):
                continue
            for policy, rounds in CASES:
                seeds = range(1, 1 + (choice.seeds or SEEDS.get(people, 1)))
                found = [run(FAMILIES[family](people, s), policy, rounds=rounds, seed=s) for s in seeds]
                value, *others = (median(column) for column in zip(*found, strict=True))
                worst = min(one[0] for one in found)
                made = (
                    case_name(family, people),
                    _name(policy, rounds),
                    str(len(found)),
                    *(f"{x:.2f}" for x in (value, worst, *others)),
                    today(),
                )
                made = (*made, verdict(made))
                print(" ".join(made), file=sys.stderr, flush=True)
                yield made


def verdict(cells: Sequence[str]) -> str:
    """What is aimed at are the mixed policies: nearly all of the value, and most of the answers at once."""
    if cells[1] not in (_name(Policy.PRICED, 1), _name(Policy.BOTH_WAYS, 1)):
        return "-"
    value, instant = (float(cells[HEAD.index(name)]) for name in ("value held %", "instant %"))
    misses = ["value"] if value < POLICY_VALUE[cells[0].split()[0]] else []
    misses += ["instant"] if instant < POLICY_INSTANT else []
    return f"MISSED: {', '.join(misses)}" if misses else "kept"


def report(choice: Choice, *, is_kept: bool) -> int:
    """Print the table, keep it if wanted."""
    host = machine()
    rows = list(measure(choice))
    print(f"\npolicies: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    if is_kept:
        cases = [case_name(family, people) for family in FAMILY_NAMES for people in SEEDS]
        names = [(case, _name(*one)) for case in cases for one in CASES]
        Kept(suite="policies", head=HEAD, names=names, host=host, judge=verdict).keep(rows)
    return 0
