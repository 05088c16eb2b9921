"""Measurements as one table, in the terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from benchmarks import second_core
from benchmarks.aims import SHARE_OF_PEER, breaks_sentences, verdict
from benchmarks.contestants import BREAK_PEERS, ENGINE
from benchmarks.task import Measurement

Row = tuple[str, ...]
NONE = "-"
GOOD = ("optimal", "feasible", "heuristic", "infeasible")


def _grouped(measurements: Iterable[Measurement]) -> dict[tuple[str, str], list[Measurement]]:
    groups: dict[tuple[str, str], list[Measurement]] = {}
    for one in measurements:
        groups.setdefault((one.task.case, one.task.contestant), []).append(one)
    return groups


def _known(group: Iterable[Measurement], what: Callable[[Measurement], float | None]) -> list[float]:
    return [x for x in map(what, group) if x is not None]


def _two(numbers: Sequence[float], form: str) -> tuple[str, str]:
    """Median and worst, where the largest is the worst."""
    if not numbers:
        return NONE, NONE
    return format(median(numbers), form), format(max(numbers), form)


def _words(group: Sequence[Measurement]) -> str:
    """What the runs ended with: `30 optimal`, or loudly what went wrong and why."""
    counts: dict[str, int] = {}
    for one in group:
        counts[one.status] = counts.get(one.status, 0) + 1
    said = ", ".join(f"{count} {word if word in GOOD else word.upper()}" for word, count in counts.items())
    notes = dict.fromkeys(one.note for one in group if one.status not in GOOD and one.note)
    return ": ".join([said, *notes])


# --- selection: base, tight and the like ------------------------------------------------------

SELECTION = (
    "case",
    "who",
    "runs",
    "value",
    "bound",
    "% of best bound",
    "gap %",
    "worst",
    "settled after s",
    "idle",
    "worst",
    "s",
    "worst",
    "CPU s",
    "MB",
    "aim",
    "ended",
)


def best_bounds(measurements: Iterable[Measurement]) -> dict[tuple[int, int], int]:
    """The least bound anybody proved, by people and seed: what values are held against."""
    bounds: dict[tuple[int, int], int] = {}
    for one in measurements:
        if one.bound is not None and one.status in GOOD:
            key = one.task.people, one.task.seed
            bounds[key] = min(one.bound, bounds.get(key, one.bound))
    return bounds


def settled(one: Measurement) -> float | None:
    """Seconds after which the value and its bound did not change any more."""
    known = [m for m in one.moments if m.goal == "value"]
    last = [m for m in known if (m.value, m.bound) == (known[-1].value, known[-1].bound)]
    return last[0].seconds if last else None


def selection_table(measurements: Sequence[Measurement]) -> tuple[Row, list[Row]]:
    """One line for each case and contestant: medians over seeds, and the worst."""
    bounds = best_bounds(measurements)

    def share(one: Measurement) -> float | None:
        bound = bounds.get((one.task.people, one.task.seed))
        return None if one.value is None or not bound else 100 * one.value / bound

    rows: list[Row] = []
    for (case, who), group in _grouped(measurements).items():
        gaps = _known(group, lambda m: None if m.gap is None else 100 * m.gap)
        rows.append(
            (
                case,
                who,
                str(len(group)),
                _two(_known(group, lambda m: m.value), ",.0f")[0],
                _two(_known(group, lambda m: m.bound), ",.0f")[0],
                _two(_known(group, share), ".2f")[0],
                *_two(gaps, ".4f"),
                _two(_known(group, settled), ".2f")[0],
                *_two(_known(group, lambda m: m.idle), ",.0f"),
                *_two(_known(group, lambda m: m.seconds), ".2f"),
                _two(_known(group, lambda m: m.cpu_seconds), ".2f")[0],
                _two(_known(group, lambda m: m.megabytes), ",.0f")[1],
                verdict(group),
                _words(group),
            )
        )
    return SELECTION, rows


# --- B2B: one line a file, with totals --------------------------------------------------------


def _agrees(one: Measurement) -> bool:
    found = "UNSAT" if one.status == "infeasible" else str(one.value)
    proved = one.status in ("infeasible", "optimal")
    return proved and (not one.task.published or found == one.task.published)


def _found(group: Sequence[Measurement]) -> tuple[str, str]:
    """Value and bound of a contestant on a file, the worst of its seeds."""
    if all(one.status == "infeasible" for one in group):
        return "UNSAT", "UNSAT"
    values, bounds = _known(group, lambda m: m.value), _known(group, lambda m: m.bound)
    return _two(values, ".0f")[1], str(int(min(bounds))) if bounds else NONE


def _verdict(group: Sequence[Measurement]) -> str:
    if all(_agrees(one) for one in group):
        return "proved" if not group[0].task.published else "as published"
    wrong = [one for one in group if one.status == "wrong" or _contradicts(one)]
    return "CONTRADICTS: " + _words(wrong) if wrong else "NOT PROVED: " + _words(group)


def _contradicts(one: Measurement) -> bool:
    return one.status in ("infeasible", "optimal") and not _agrees(one)


ENGINE_COLUMNS = ("value", "bound", "gap", "s", "worst", "CPU s", "MB")


def _columns(who: str) -> tuple[str, ...]:
    return (*ENGINE_COLUMNS, "verdict") if who == ENGINE else ("s", "CPU s", "MB", "verdict")


def breaks_table(measurements: Sequence[Measurement]) -> tuple[Row, list[Row]]:
    """One line a file, then totals, median and worst of each contestant's seconds."""
    groups = _grouped(measurements)
    names = list(dict.fromkeys(who for _, who in groups))
    head = ("file", "published", *(f"{who} {c}" if c == "s" else c for who in names for c in _columns(who)))
    rows: list[Row] = []
    for case in dict.fromkeys(case for case, _ in groups):
        mine = {who: groups[case, who] for who in names if (case, who) in groups}
        published = next(iter(mine.values()))[0].task.published or NONE
        cells = [_cells(mine[who]) if who in mine else [NONE] * len(_columns(who)) for who in names]
        rows.append((case, published, *(cell for one in cells for cell in one)))
    return head, [*rows, *_totals(groups, names)]


def _cells(group: Sequence[Measurement]) -> list[str]:
    wall, cpu = _known(group, _wall), _known(group, _cpu)
    memory = _two(_known(group, lambda m: m.megabytes), ",.0f")[1]
    times = [_two(wall, ".2f")[0], _two(cpu, ".2f")[0], memory]
    if group[0].task.contestant == ENGINE:
        value, bound = _found(group)
        gap = str(int(value) - int(bound)) if value.isdigit() and bound.isdigit() else NONE
        times = [value, bound, "0" if value == "UNSAT" else gap, times[0], _two(wall, ".2f")[1], *times[1:]]
    return [*times, _verdict(group)]


def _totals(groups: dict[tuple[str, str], list[Measurement]], names: Iterable[str]) -> list[Row]:
    """Over files, of the median over seeds; the worst is the worst of all runs."""
    rows: dict[str, list[str]] = {"all files": [], "median file": [], "worst run": []}
    for who in names:
        mine = [group for (_, w), group in groups.items() if w == who]
        every = [one for group in mine for one in group]
        wall = [median(s) for g in mine if (s := _known(g, _wall))]
        cpu = [median(s) for g in mine if (s := _known(g, _cpu))]
        agree = f"{sum(all(_agrees(one) for one in g) for g in mine)} of {len(mine)} proved"
        most = [_two(_known(every, what), ".2f")[1] for what in (_wall, _cpu)]
        memory = _two(_known(every, lambda m: m.megabytes), ",.0f")[1]
        pad = [NONE, NONE, _open_gap(every), _sum(wall)] if who == ENGINE else [_sum(wall)]
        fill = [NONE] * (len(pad) - 1)
        extra = [NONE] if who == ENGINE else []
        rows["all files"] += [*pad, *extra, _sum(cpu), NONE, agree]
        rows["median file"] += [*fill, _two(wall, ".2f")[0], *extra, _two(cpu, ".2f")[0], NONE, NONE]
        rows["worst run"] += [*fill, *(most[:1] * (1 + len(extra))), most[1], memory, NONE]
    return [(name, NONE, *cells) for name, cells in rows.items()]


def _open_gap(every: Iterable[Measurement]) -> str:
    gaps = [abs(m.bound - m.value) for m in every if m.value is not None and m.bound is not None]
    return str(sum(gaps)) if gaps else NONE


def _wall(one: Measurement) -> float | None:
    return one.seconds


def _cpu(one: Measurement) -> float | None:
    return one.cpu_seconds


def _sum(numbers: Sequence[float]) -> str:
    return f"{sum(numbers):.1f}" if numbers else NONE


def ratios(measurements: Sequence[Measurement]) -> list[str]:
    """Sentences: the aims, and the engine's time beside each peer's on files that both finished."""
    groups = _grouped(measurements)
    sentences = breaks_sentences(measurements)
    for peer in BREAK_PEERS:
        both = [
            (groups[case, ENGINE], group)
            for (case, who), group in groups.items()
            if who == peer and (case, ENGINE) in groups and all(_agrees(one) for one in group)
        ]
        mine = sum(median(s) for g, _ in both if (s := _known(g, _cpu)))
        theirs = sum(median(s) for _, g in both if (s := _known(g, _cpu)))
        if mine and theirs:
            sentences.append(
                f"{ENGINE} takes {100 * mine / theirs:.1f} % of {peer}'s CPU seconds"
                f" on the {len(both)} files that {peer} finished ({mine:.1f} to {theirs:.1f} s);"
                f" aim {100 * SHARE_OF_PEER:.0f} %, {'kept' if mine <= SHARE_OF_PEER * theirs else 'MISSED'}."
            )
    return sentences


def sentences_of(suite: str, measurements: Sequence[Measurement]) -> list[str]:
    """What stands beside the table of a suite."""
    return ratios(measurements) if suite == "b2b" else second_core.sentences(measurements)


# --- writing a table --------------------------------------------------------------------------


def table_of(suite: str, measurements: Sequence[Measurement]) -> tuple[Row, list[Row]]:
    """The table that fits the suite."""
    return breaks_table(measurements) if suite == "b2b" else selection_table(measurements)


def aligned(head: Row, rows: Sequence[Row]) -> str:
    """For a terminal: columns padded to their widest cell, numbers to the right."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    lines = []
    for row in (head, tuple("-" * width for width in widths), *rows):
        cells = [
            c.ljust(w) if n < 2 else c.rjust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def markdown(head: Row, rows: Sequence[Row]) -> str:
    """The same in Markdown."""
    rule = tuple("---" if n < 2 else "---:" for n in range(len(head)))
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))
