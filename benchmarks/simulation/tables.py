"""The tables of the simulation: mean and spread over seeds, and differences seed by seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import mean, stdev

from benchmarks.simulation.figures import Figures
from benchmarks.tables import Row

EVE: Row = (
    "event", "way", "meetings", "6 and more %", "worst tenth", "agreed held %", "by worth %",
    "shared held %", "idle", "Gini", "across %",
)  # fmt: skip
DAY: Row = (
    "event", "way", "kept %", "took place", "filled", "incidents", "moved each", "nobody moved %",
    "repair CPU s", "worst",
)  # fmt: skip
FREED: Row = (
    "event", "way", "took place", "worst tenth", "Gini", "shared, eve %",
    "shared took place %", "kept %", "filled", "moved each",
)  # fmt: skip
AIMS_EVE: Row = ("", "aim", "6", "-", "-", "95", "-", "-", "1", "0.20", "-")
AIMS_DAY: Row = ("", "aim", "90", "-", "-", "-", "1", "50", "-", "10")
OURS = "ours, best at once, then a round"
Groups = dict[tuple[str, str], list[Figures]]


def spread(numbers: Sequence[float], form: str = ".1f") -> str:
    """Mean and standard deviation; the number alone where there is one."""
    middle = format(mean(numbers), form)
    return f"{middle} ± {format(stdev(numbers), form)}" if len(numbers) > 1 else middle


def _percent(many: Sequence[Figures], of: Callable[[Figures], float]) -> str:
    return spread([100 * of(one) for one in many])


def eve(groups: Groups) -> list[Row]:
    """Of the timetable on the eve."""
    return [
        (
            event,
            way,
            spread([f.meetings for f in many], ".2f"),
            _percent(many, lambda f: f.enough),
            spread([f.worst for f in many], ".2f"),
            _percent(many, lambda f: f.agreed),
            _percent(many, lambda f: f.worth),
            _percent(many, lambda f: f.shared),
            f"{mean(f.idle for f in many):.1f}",
            f"{mean(f.exposure for f in many):.2f}",
            _percent(many, lambda f: f.across),
        )
        for (event, way), many in groups.items()
    ] + [AIMS_EVE]


def day(groups: Groups) -> list[Row]:
    """Of what took place."""
    return [
        (
            event,
            way,
            _percent(many, lambda f: f.kept),
            spread([f.held for f in many], ".2f"),
            f"{mean(f.filled for f in many):.0f}",
            *_repairs(many),
        )
        for (event, way), many in groups.items()
    ] + [AIMS_DAY]


def freed(groups: Groups) -> list[Row]:
    """Before and after what became free on the day is offered: of what took place."""
    return [
        (
            event,
            way,
            spread([f.held for f in many], ".2f"),
            spread([f.worst_held for f in many], ".2f"),
            spread([f.uneven for f in many], ".2f"),
            _percent(many, lambda f: f.shared),
            _percent(many, lambda f: f.shared_held),
            _percent(many, lambda f: f.kept),
            f"{mean(f.filled for f in many):.0f}",
            spread([f.moved for f in many], ".2f"),
        )
        for (event, way), many in groups.items()
    ]


def _repairs(many: Sequence[Figures]) -> Row:
    if not any(f.incidents for f in many):
        return ("-",) * 5
    return (
        f"{mean(f.incidents for f in many):.0f}",
        spread([f.moved for f in many], ".2f"),
        f"{100 * mean(f.undisturbed for f in many):.0f}",
        _seconds(mean(f.usual for f in many), ".2f"),
        _seconds(max(f.slowest for f in many), ".1f"),
    )


def _seconds(number: float, form: str) -> str:
    """A time that was not measured is kept as 0."""
    return format(number, form) if number else "-"


DIFFERENCES: Row = (
    "event", "ours less ...", "meetings", "from", "to", "6 and more, points", "took place", "from", "to",
)  # fmt: skip


def differences(groups: Groups) -> list[Row]:
    """Our service less each other way, in the same worlds: mean, least and most of the seeds."""
    rows = []
    for (event, way), many in groups.items():
        if way == OURS:
            continue
        both = list(zip(groups[event, OURS], many, strict=True))
        meetings = [a.meetings - b.meetings for a, b in both]
        held = [a.held - b.held for a, b in both]
        enough = [100 * (a.enough - b.enough) for a, b in both]
        rows.append((event, way, *_range(meetings), f"{mean(enough):+.1f}", *_range(held)))
    return rows


def _range(numbers: Sequence[float]) -> Row:
    return (f"{mean(numbers):+.2f}", f"{min(numbers):+.2f}", f"{max(numbers):+.2f}")


def assumptions(groups: Groups) -> tuple[Row, list[Row]]:
    """Meetings that took place for each way, and the share with six and more on the eve, by assumption."""
    ways = list(dict.fromkeys(way for _, way in groups))
    head: Row = ("assumption", "seeds", *(f"{way}: took place, 6 and more %" for way in ways))
    rows = []
    for label in dict.fromkeys(label for label, _ in groups):
        cells = [
            f"{mean(f.held for f in many):.2f}, {100 * mean(f.enough for f in many):.0f}"
            for many in (groups[label, way] for way in ways)
        ]
        rows.append((label, str(len(groups[label, ways[0]])), *cells))
    return head, rows
