"""The fewest breaks with proof: upward from the bound, with timetables on the way.

The bound is the sum of what each person cannot avoid. First everybody is held to exactly that
(a smaller formula, most of it one window of slots for each person); then breaks above it are
counted, and the count allowed is raised step by step. Where an answer is slow, a timetable is
looked for from above in turns.

A spread of at most d between the person with most and the person with fewest breaks is decided by
cases: if somebody has no break, nobody has more than d; if everybody has at least k, there are at
least k breaks a person, so that later cases are rarely looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from treffen.problem import Goal
from treffen.solvers.base import Limits, OnProgress, Progress, Stop
from treffen.solvers.satisfiability.counting import Counting
from treffen.solvers.satisfiability.instance import Instance
from treffen.solvers.satisfiability.limits import break_limits, breaks_of, largest_minimum
from treffen.solvers.satisfiability.patterns import fewest_breaks
from treffen.solvers.satisfiability.propagation import Conflict, Propagator
from treffen.timetable import AssignmentCertificate

PATIENCE = 8  # slices without an answer before a better timetable is looked for from above
AMPLE = 5.0  # seconds; with less left, any timetable comes before another question for the best one
BEGINNING = 10.0  # seconds for the fewest breaks, where they are no goal and idle time begins there
TRIED = 200  # conflicts of a large first question, which is seldom answered so soon
NEVER = 1 << 60

Certify = Callable[[int | None], tuple[AssignmentCertificate, int] | None]
"""A bound that can be proved without a search, from whoever can: asked at most once, for no more
than is said to be enough."""


class Search:
    """What is known while it runs: the best timetable, its breaks, and the bound."""

    def __init__(
        self,
        instance: Instance,
        *,
        stop: Stop,
        limits: Limits,
        on_progress: OnProgress | None = None,
        certify: Certify | None = None,
    ) -> None:
        self.instance = instance
        self.stop = stop
        self.limits = limits
        self.best: list[int] | None = None
        self.value = NEVER
        self.bound = 0
        self.certified = 0
        self.certificate: AssignmentCertificate | None = None
        self._ceiling = NEVER
        self._on_progress = on_progress
        self._certify = certify

    # --- what is known ------------------------------------------------------------------------

    def offer(self, slots: list[int]) -> None:
        """Take a timetable of all tasks if it keeps the limits of breaks and is the best."""
        counts = [breaks_of(self.instance, p, slots) for p in range(self.instance.n_people)]
        spread = max(counts, default=0) - min(counts, default=0)
        is_sound = self.instance.spread is None or spread <= self.instance.spread
        is_sound &= all(n <= most for n, most in zip(counts, self.instance.most_breaks, strict=True))
        if is_sound and sum(counts) < self.value:
            self.best, self.value = slots, sum(counts)
            self.report()

    def learn(self, bound: int) -> None:
        """No timetable of this case has fewer breaks."""
        bound = min(bound, self._ceiling, self.value)
        if bound > self.bound:
            self.bound = bound
            self.report()

    def certify(self) -> int:
        """What can be proved without a search."""
        if self._certify is not None and not self.stop.is_reached():
            enough = None if self.best is None else self.value
            found, self._certify = self._certify(enough), None
            if found is not None and found[1] > 0:
                self.certificate, self.certified = found
                self.bound = max(self.bound, self.certified)
        return self.certified

    def report(self) -> None:
        """Tell how far things are."""
        if self._on_progress is not None:
            value = None if self.best is None else self.value
            self._on_progress(
                Progress(
                    phase="satisfiability",
                    goal=Goal.BREAKS,
                    value=value,
                    bound=self.bound,
                    seconds=self.stop.elapsed(),
                )
            )

    # --- cases --------------------------------------------------------------------------------

    def cases(self) -> Iterator[tuple[int, Propagator]]:
        """For each fewest number of breaks anybody may have, what propagation knows of the case."""
        last = largest_minimum(self.instance) if self.instance.spread is not None else 0
        for least in range(last + 1):
            if least * self.instance.n_people >= self.value:
                return
            self._ceiling = NEVER if least == last else (least + 1) * self.instance.n_people
            self.learn(least * self.instance.n_people)
            known = Propagator(self.instance, limits=break_limits(self.instance, least=least))
            try:
                known.run()
            except Conflict:
                continue
            yield least, known

    def minimise(self) -> bool:
        """Go through the cases; whether all were settled."""
        return all(self._case(least, known) for least, known in self.cases())

    def _case(self, least: int, known: Propagator) -> bool:
        assert known.limits is not None
        fewest = []
        for p, limit in enumerate(known.limits):
            own = fewest_breaks(known.person(p), limit)
            if own is None or limit < least:
                return True
            fewest.append(max(least, own))
        total = sum(fewest)
        self.learn(total)
        with Counting(known, least=fewest, demanded=least, stop=self.stop, seed=self.limits.seed) as above:
            if not least and total < self.value:
                answer = self._exactly(fewest, above)
                if answer is None:
                    return False
                total += not answer
            return total >= self.value or self._climb(above, max(total, self.certify()))

    def _exactly(self, fewest: list[int], above: Counting) -> bool | None:
        """Whether everybody can have no more breaks than they cannot avoid."""
        known = Propagator(self.instance, limits=fewest)
        try:
            known.run()
        except Conflict:
            return False
        seed, is_zero = self.limits.seed, not any(fewest)
        with Counting(
            known, least=fewest, demanded=0, stop=self.stop, seed=seed, is_zero=is_zero, first=TRIED
        ) as exact:
            for turn in self._turns():
                answer = exact.ask(0)
                if answer:
                    self.offer(exact.slots())
                if answer is not None:
                    return answer
                if self._may_look_above(turn) and self._from_above(above, turn, exact.total) > exact.total:
                    return False
                if self.value == exact.total:
                    return True
        return None

    def _may_look_above(self, turn: int) -> bool:
        """Not after the first question, if there is time to ask it once more, nor where time is up."""
        time_left = self.stop.remaining(AMPLE)
        return time_left > 0 and (turn > 1 or time_left < AMPLE)

    def _climb(self, above: Counting, total: int) -> bool:
        """Raise the number of breaks allowed until a timetable keeps it; whether that was settled."""
        for turn in self._turns():
            self.learn(total)
            if total >= self.value or total > above.most:
                return True
            answer = above.ask(total - above.total)
            if answer:
                self.offer(above.slots())
                return True
            if answer is False:
                total += 1
            else:
                total = self._from_above(above, turn, total)
        return False

    def _from_above(self, above: Counting, turn: int, total: int) -> int:
        """In some turns: look for a timetable, then for one half way to the bound; the bound after that."""
        if self.best is not None and (turn < PATIENCE or turn & (turn - 1)):
            return total
        half = (total + self.value) // 2
        answer = above.ask(half - above.total if self.best is not None else None)
        if answer:
            self.offer(above.slots())
        if answer is False:
            return above.most + 1 if self.best is None else half + 1
        return total

    def first(self) -> bool:
        """Any timetable that keeps the limits; whether that was settled."""
        for least, known in self.cases():
            fewest = [least] * self.instance.n_people
            with Counting(
                known, least=fewest, demanded=least, stop=self.stop, seed=self.limits.seed
            ) as counting:
                for _ in self._turns():
                    answer = counting.ask(None)
                    if answer:
                        self.offer(counting.slots())
                        return True
                    if answer is False:
                        break
                else:
                    return False
        return True

    def _turns(self) -> Iterator[int]:
        """1, 2, 3 ... until it is time to stop."""
        turn = 0
        while not self.stop.is_reached():
            turn += 1
            yield turn
