"""What a second thread brings where nothing is ever proved: how much sooner a value is as good.

A single event finds its last gain by luck, so events are counted together: after how many seconds half of
them are within so many per cent of their bound, with one thread and with two.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import geometric_mean, median_low

from benchmarks.aims import reached_after
from benchmarks.task import Measurement

GAPS = (0.15, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02)  # per cent
AIM = 1.6


def sentences(measurements: Sequence[Measurement]) -> list[str]:
    """For each size and limit measured both ways: seconds to each gap that half of the events reach."""
    runs: dict[tuple[str, int, float | None], dict[int, list[Measurement]]] = {}
    for one in measurements:
        task = one.task
        if task.contestant == "treffen":
            by_threads = runs.setdefault((task.suite, task.people, task.seconds), {})
            by_threads.setdefault(task.threads, []).append(one)
    return [
        _sentence(f"{suite} {people:,}, {seconds:g} s", both[1], both[2])
        for (suite, people, seconds), both in runs.items()
        if seconds is not None and {1, 2} <= both.keys()
    ]


def _sentence(case: str, one: Sequence[Measurement], two: Sequence[Measurement]) -> str:
    seeds = {m.task.seed for m in one} & {m.task.seed for m in two}
    pairs = [(gap, _half(one, seeds, gap), _half(two, seeds, gap)) for gap in GAPS]
    known = [(gap, alone, both) for gap, alone, both in pairs if alone < float("inf") > both]
    head = f"{case}: half of {len(seeds)} events are within a gap, with one thread and with two, after"
    if not known:
        return f"{head} more than the limit."
    times = geometric_mean(alone / both for _, alone, both in known)
    told = ", ".join(f"{alone:.1f} and {both:.1f} s ({gap:g} %)" for gap, alone, both in known)
    verdict = "kept" if times >= AIM else "MISSED"
    return f"{head} {told}: {times:.2f} times as fast, aim {AIM:g}, {verdict}."


def _half(runs: Sequence[Measurement], seeds: set[int], gap: float) -> float:
    """Seconds after which half of these events are within a gap; infinite if fewer ever are."""
    after = (reached_after(m, gap) for m in runs if m.task.seed in seeds)
    return median_low([float("inf") if seconds is None else seconds for seconds in after])
