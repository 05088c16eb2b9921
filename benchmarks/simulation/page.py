"""`docs/background/simulation.md` and its pictures, from the results that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.results import RESULTS
from benchmarks.simulation import pictures, tables
from benchmarks.simulation.kept import read
from benchmarks.simulation.tables import Groups
from benchmarks.tables import markdown

DOCS = RESULTS.parents[1] / "docs"
TEXT = Path(__file__).with_name("simulation.md")
SIZES = (150, 1_500)
SHORT = "(our lists)"


def write(docs: Path = DOCS, *, folder: Path = RESULTS) -> list[Path]:
    """The page and its pictures; returns where they are."""
    (docs / "images").mkdir(parents=True, exist_ok=True)
    (docs / "background").mkdir(parents=True, exist_ok=True)
    parts, written = [TEXT.read_text(encoding="utf-8").rstrip()], []
    for people in SIZES:
        found = read(f"matching-{people}", folder)
        if found is None:
            parts += [f"## {people:,} people", f"Not measured yet ({_command(people)})."]
            continue
        names = []
        for name, text in _drawn(found[0], people):
            path = docs / "images" / name
            path.write_text(text, encoding="utf-8")
            written.append(path)
            names.append(name)
        parts += _measured(found, people, names)
    parts += _assumptions(folder)
    page = docs / "background" / "simulation.md"
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return [page, *written]


def write_refilling(docs: Path = DOCS, *, folder: Path = RESULTS) -> Path:
    """`docs/background/refilling.md`, from the results that are kept."""
    parts = [Path(__file__).with_name("refilling.md").read_text(encoding="utf-8").rstrip()]
    found = read("matching-refilling", folder)
    if found is not None:
        groups, host = found
        seeds = len(next(iter(groups.values())))
        parts.append(
            f"`python3 run.py bench matching --part refilling --seeds {seeds} --write`; {host['date']};"
            f" {host['processor']}, {host['cores']} cores, load {host['load before']} before. Mean ± standard"
            " deviation over the seeds."
        )
        parts.append(markdown(tables.FREED, tables.freed(groups)))
    path = docs / "background" / "refilling.md"
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def _command(people: int) -> str:
    return f"`python3 run.py bench matching --people {people} --write`"


def _drawn(groups: Groups, people: int) -> Iterator[tuple[str, str]]:
    for event in dict.fromkeys(event for event, _ in groups):
        rows = [(way, many) for (e, way), many in groups.items() if e == event]
        name = f"simulation-{event.split()[-1]}-{people}"
        title = f"{event.capitalize()}, {people:,} people"
        yield f"{name}-meetings.svg", pictures.bands(rows, f"{title}: how meetings are spread")
        yield f"{name}-held.svg", pictures.dots(rows, f"{title}: what took place")


def _measured(found: tuple[Groups, dict[str, str]], people: int, names: list[str]) -> Iterator[str]:
    groups, host = found
    seeds = len(next(iter(groups.values())))
    yield f"## {people:,} people"
    yield (
        f"{_command(people)}, {seeds} seeds; {host['date']}; {host['processor']}, {host['cores']} cores,"
        f" load {host['load before']} before. Mean ± standard deviation over the seeds."
    )
    for name in names:
        yield f"![{_about(name)}](../images/{name})"
    yield f"### The timetable on the eve, {people:,} people"
    yield markdown(tables.EVE, tables.eve(groups))
    yield f"### The day, {people:,} people"
    yield markdown(tables.DAY, tables.day(groups))
    yield f"### Ours less the others, in the same {people:,}-person worlds"
    yield "Mean over the seeds; from the least to the most of them."
    yield markdown(tables.DIFFERENCES, tables.differences(groups))


def _about(name: str) -> str:
    is_spread = name.endswith("meetings.svg")
    what = "How meetings are spread over people" if is_spread else "Meetings that took place"
    return f"{what}; the tables below have the same figures"


def _assumptions(folder: Path) -> Iterator[str]:
    yield "## What depends on the assumptions"
    found = read("matching-assumptions", folder)
    if found is None:
        yield f"Not measured yet ({_command(150)})."
        return
    yield (
        "One assumption changed at a time, in the brokerage fair of 150 people, on seeds that are not used"
        " above. A cell: meetings that took place for each who came; share with six and more on the eve."
    )
    yield markdown(*tables.assumptions(found[0]))
