"""What a second thread brings where nothing is ever proved: how much sooner a value is as good.

A single event finds its last gains by luck, so each is compared with itself, and all are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import geometric_mean

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
    alone, both = ({m.task.seed: m for m in runs} for runs in (one, two))
    seeds = alone.keys() & both.keys()
    times = [geometric_mean(own) for s in sorted(seeds) if (own := list(_ratios(alone[s], both[s])))]
    if not times:
        return f"{case}: no event comes within {GAPS[0]:g} %, with one thread or with two."
    mean = geometric_mean(times)
    verdict = "kept" if mean >= AIM else "MISSED"
    return (
        f"{case}: with two threads a gap of {GAPS[0]:g} to {GAPS[-1]:g} % is reached {mean:.2f} times as fast"
        f" as with one (events: {len(times)}; {min(times):.2f} to {max(times):.2f}), aim {AIM:g}, {verdict}."
    )


def _ratios(alone: Measurement, both: Measurement) -> Iterator[float]:
    """How much sooner two threads reach each gap that either reaches; never is as late as the limit."""
    for gap in GAPS:
        first, second = reached_after(alone, gap), reached_after(both, gap)
        if first is not None or second is not None:
            limit = alone.task.seconds or 0.0
            yield (limit if first is None else first) / (limit if second is None else second)
