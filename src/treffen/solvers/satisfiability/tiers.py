"""Several goals in order: breaks, the range of idle time, idle time, each kept while the next is lowered.

The range is the longest wait less the shortest among people with two meetings or more. It is
raised from its bound: is there a timetable in which everybody waits a to a + r slots? Two
assumptions ask it, for each a. Idle time is lowered from above while answers are quick, and raised
from its bound in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from treffen.problem import Goal
from treffen.solvers.base import Limits, OnProgress, Progress, Stop
from treffen.solvers.satisfiability.closing import Closing, Gather, OpenQuestion, gather
from treffen.solvers.satisfiability.idle import idle_of, shortest_wait
from treffen.solvers.satisfiability.instance import Instance
from treffen.solvers.satisfiability.limits import break_limits, breaks_of
from treffen.solvers.satisfiability.outcome import Tier
from treffen.solvers.satisfiability.patterns import fewest_breaks
from treffen.solvers.satisfiability.propagation import Conflict, Propagator
from treffen.solvers.satisfiability.search import BEGINNING, Certify, Search
from treffen.solvers.satisfiability.waiting import Case, NoWait, Waiting, cases_of
from treffen.timetable import AssignmentCertificate

PATIENCE = 3  # questions without an answer before the formula of the claim is asked instead
FAR = 4  # the value is more than so many times what prices prove: these narrow little
Ask = Callable[[Mapping[Goal, int], Goal], OpenQuestion]  # within limits, of which one is to be lowered


class TierSearch:
    """The best timetable of all tasks for goals in order; breaks, where they count, are the first.

    The instance is one day without talks (see `is_one_day`); a limit on the spread of breaks binds
    everybody alike, as somebody surely has none. Idle time in front begins where breaks are fewest.
    """

    def __init__(
        self,
        instance: Instance,
        *,
        goals: Sequence[Goal],
        stop: Stop,
        limits: Limits,
        on_progress: OnProgress | None = None,
        certify: Certify | None = None,
        certify_idle: Certify | None = None,
        ask: Ask | None = None,
        gather: Gather | None = None,
        settle: Callable[[list[int]], list[int]] | None = None,
    ) -> None:
        self.instance = instance
        self.tiers = [Tier(goal=goal) for goal in goals]
        self.best: list[int] | None = None
        self.is_infeasible = False
        told, until = (on_progress, stop) if goals[0] is Goal.BREAKS else (None, stop.within(BEGINNING))
        self.breaks = Search(instance, stop=until, limits=limits, on_progress=told, certify=certify)
        self.idle_certified = 0
        self.idle_certificate: AssignmentCertificate | None = None
        self._stop, self._limits, self._on_progress = stop, limits, on_progress
        self._certify_idle, self._ask = certify_idle, ask
        self._gather, self._settle = gather, settle
        self._waiting = [p for p, tasks in enumerate(instance.tasks) if len(tasks) > 1]
        self._cases: list[Case] = [(0, None)]
        self._no_wait = NoWait(instance, stop=stop, seed=limits.seed)

    def run(self) -> None:
        """Goal after goal, until one cannot be settled in time."""
        with self._no_wait:
            self._run()

    def _run(self) -> None:
        rest, is_zero_open = self.tiers, False
        if self.tiers[0].goal is Goal.IDLE_RANGE:
            answer = self._find_no_wait(is_last=False)
            is_zero_open = answer is None
            if answer:
                return
        else:
            rest = self.tiers[self.tiers[0].goal is Goal.BREAKS :]
            if not self._lower_breaks():
                return
        try:
            known = self._known()
        except Conflict:
            self.is_infeasible = True
            return
        with self._formula(known) as formula:
            answer = formula.decide()
            self.is_infeasible = answer is False
            if not answer:
                return
            self._offer(formula.slots())
            if is_zero_open and self._find_no_wait(is_last=True) is not False:
                return
            waits = {p: shortest_wait(known.person(p)) or 0 for p in self._waiting}
            for tier in rest:
                is_range = tier.goal is Goal.IDLE_RANGE
                if not (self._raise_range if is_range else self._lower_idle)(tier, formula, waits):
                    return

    # --- what is known ------------------------------------------------------------------------

    def _measure(self, goal: Goal, slots: Sequence[int]) -> int:
        if goal is Goal.BREAKS:
            return sum(breaks_of(self.instance, p, slots) for p in range(self.instance.n_people))
        waits = [idle_of(self.instance, p, slots) for p in self._waiting]
        return sum(waits) if goal is Goal.IDLE else max(waits, default=0) - min(waits, default=0)

    def _offer(self, slots: list[int]) -> None:
        """Take a timetable that keeps the limits if it is better in the first goal in which it differs."""
        found = [self._measure(tier.goal, slots) for tier in self.tiers]
        if self.best is None or found < [tier.value or 0 for tier in self.tiers]:
            self.best = slots
            for tier, value in zip(self.tiers, found, strict=True):
                tier.value = value
            self._report(next((tier for tier in self.tiers if not tier.is_settled), self.tiers[-1]))

    def _learn(self, tier: Tier, bound: int) -> None:
        """No timetable has less, the goals before it being kept."""
        if tier.value is not None:
            bound = min(bound, tier.value)
        tier.bound = max(tier.bound, bound)
        self._report(tier)

    def _report(self, tier: Tier) -> None:
        """Tell how far things are."""
        if self._on_progress is not None:
            told, seconds = partial(Progress, phase="satisfiability"), self._stop.elapsed()
            self._on_progress(told(goal=tier.goal, value=tier.value, bound=tier.bound, seconds=seconds))

    def _known(self) -> Propagator:
        """What propagation knows, with as many breaks as the first goal leaves to each."""
        limits = break_limits(self.instance)
        has_limits = self.instance.spread is not None
        has_limits |= any(m < self.instance.n_slots for m in self.instance.most_breaks)
        if self.tiers[0].goal is Goal.BREAKS:
            first = Propagator(self.instance, limits=limits)
            first.run()
            fewest, extra = self._fewest(first)
            limits = [min(most, own + extra) for most, own in zip(limits, fewest, strict=True)]
            has_limits = True
        known = Propagator(self.instance, limits=limits if has_limits else None)
        known.run()
        return known

    def _fewest(self, known: Propagator) -> tuple[list[int], int]:
        """The breaks that each person cannot avoid, and how many more there are in all."""
        assert known.limits is not None
        fewest = [fewest_breaks(known.person(p), most) or 0 for p, most in enumerate(known.limits)]
        return fewest, self.breaks.value - sum(fewest)

    def _formula(self, propagated: Propagator) -> Waiting:
        fewest, extra = [0] * self.instance.n_people, None
        if self.tiers[0].goal is Goal.BREAKS:
            fewest, extra = self._fewest(propagated)
        return Waiting(propagated, fewest=fewest, extra=extra, stop=self._stop, seed=self._limits.seed)

    # --- goals --------------------------------------------------------------------------------

    def _lower_breaks(self) -> bool:
        """The fewest breaks; whether that leaves anything to idle time, never below it, or later goals."""
        is_settled = self.breaks.minimise()
        if is_settled and self.breaks.best is not None:
            self.breaks.learn(self.breaks.value)
        self.is_infeasible = is_settled and self.breaks.best is None
        tier = self.tiers[0]
        if self.breaks.bound:
            self.breaks.certify()
        tier.bound = self.breaks.bound
        if self.breaks.best is not None:
            self._offer(self.breaks.best)
        if tier.value == 0:
            self._settle_at_zero()
        is_beginning = tier.goal is Goal.IDLE and not self.is_infeasible
        return tier.value != 0 and (tier.is_settled or is_beginning)

    def _settle_at_zero(self) -> None:
        """Nobody waits at all: nothing is better in any goal."""
        for tier in self.tiers:
            self._learn(tier, 0)

    def _find_no_wait(self, *, is_last: bool) -> bool | None:
        """Whether nobody need wait at all; with `is_last` there is all the time to tell."""
        if answer := self._no_wait.ask(is_last=is_last):
            self._offer(self._no_wait.slots())
            self._settle_at_zero()
        if answer is not None:
            self._no_wait.close()  # a process of its own would stay to the end
        return answer

    def _raise_range(self, tier: Tier, formula: Waiting, waits: dict[int, int]) -> bool:
        """The smallest range; whether it is settled."""
        longest = max(waits.values(), default=0)
        last = min((len(levels) - 1 for levels in formula.levels.values()), default=0)
        self._learn(tier, longest - last)
        while not tier.is_settled:
            for case in cases_of(tier.bound, longest=longest, last=last):
                answer = self._has_case(formula, case)
                if answer is not False:
                    break
            else:
                self._learn(tier, tier.bound + 1)
                continue
            if answer is None and not self._close_in(tier):
                return False
        self._cases = cases_of(tier.bound, longest=longest, last=last)
        return True

    def _has_case(self, formula: Waiting, case: Case) -> bool | None:
        """Whether there is a timetable; None at the end of patience, or of the time."""
        assumed = self._assumed(formula, case)
        turns = PATIENCE if self._ask is not None and self.tiers[0].goal is Goal.BREAKS else None
        answer = formula.decide(assumed, turns=turns)
        if answer:
            self._offer(formula.slots())
        return answer

    @staticmethod
    def _assumed(formula: Waiting, case: Case) -> list[int]:
        least, width = case
        return [] if width is None else [formula.everybody(least), formula.nobody(least + width + 1)]

    def _lower_idle(self, tier: Tier, formula: Waiting, waits: dict[int, int]) -> bool:
        """The least idle time; whether it is settled."""
        floors = {case: {p: max(case[0], own) for p, own in waits.items()} for case in self._cases}
        bounds = {case: sum(floor.values()) for case, floor in floors.items()}
        for case in sorted(self._cases, key=lambda one: bounds[one]):
            assert tier.value is not None
            is_beaten = case[1] is not None and bounds[case] >= tier.value
            if is_beaten or self._has_case(formula, case) is False:
                bounds[case] = max(bounds[case], tier.value)
                continue
            self._prove_idle(tier.value)
            bounds[case] = self._lower_case(tier, formula, case=case, floor=floors[case])
        self._learn(tier, min(bounds.values()))
        self._close_in(tier)
        if tier.bound:
            self._prove_idle(tier.bound)
        return tier.is_settled

    def _close_in(self, tier: Tier) -> bool:
        """Settle a goal by questions to the formula of the claim; whether it is settled."""
        given = {one.goal: one.value or 0 for one in self.tiers[: self.tiers.index(tier)]}
        ask, learn, offer, is_over = self._ask, partial(self._learn, tier), self._offer, self._stop.is_reached
        if self._gather is not None and self._is_rare(tier):
            gather(tier, self._gather(given, tier.value or 0, self.best, offer), learn=learn, is_over=is_over)
        elif ask is not None and given:
            Closing(
                tier,
                ask_for=lambda limit: ask({**given, tier.goal: limit}, tier.goal),
                learn=learn,
                offer=offer,
            ).run(is_over)
        return tier.is_settled

    def _is_rare(self, tier: Tier) -> bool:
        """Whether a tier is idle time within a range alone, and rare, and prices prove little of it."""
        is_within = tier is not self.tiers[0] and self.tiers[0].goal is Goal.IDLE_RANGE
        return is_within and FAR * self.idle_certified < (tier.value or 0) < len(self._waiting)

    def _prove_idle(self, value: int) -> None:
        """What prices of slots prove of idle time, whatever the goals before it: asked once."""
        if self._certify_idle is not None and not self._stop.is_reached():
            found, self._certify_idle = self._certify_idle(value), None
            if found is not None and found[1] > 0:
                self.idle_certificate, self.idle_certified = found

    def _lower_case(self, tier: Tier, formula: Waiting, *, case: Case, floor: dict[int, int]) -> int:
        """Idle time of one case, lowered until it is settled or time to stop; its bound."""
        least, width = case
        assert tier.value is not None
        literals = formula.waits_above(floor, most=None if width is None else least + width)
        total = sum(floor.values())
        bound = max(total, self.idle_certified, tier.bound)
        more = formula.more_than(literals, tier.value - total)
        assumed = self._assumed(formula, case)
        is_asked_on = width is not None and self._ask is not None  # by `_close_in`
        n_open = 0
        while bound < tier.value and not self._stop.is_reached():
            if is_asked_on and n_open >= (1 if self._is_rare(tier) else PATIENCE):
                break
            for limit in (tier.value - 1, bound):
                at_most = [-more[limit - total]] if limit - total < len(more) else []
                answer = formula.ask([*assumed, *at_most])
                if answer:
                    self._offer(formula.slots())
                    break
                n_open += answer is None
                if answer is False:
                    bound = limit + 1
                    break
            n_open += PATIENCE * (answer is None)
            if n_open >= PATIENCE and self._settle is not None and width is None:
                self._offer(self._settle(self.best or []))
                self._settle = None
        if width is None and bound >= tier.value and tier.value - total < len(more):
            formula.keep(-more[tier.value - total])  # for the goals that follow
        return bound
