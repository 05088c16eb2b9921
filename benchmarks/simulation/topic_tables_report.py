"""Topic tables in simulated events: the table, and the page that is made of the results that are kept."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.results import RESULTS, write_table
from benchmarks.simulation.page import DOCS
from benchmarks.simulation.report import EVENTS
from benchmarks.simulation.tables import spread
from benchmarks.simulation.topic_tables import HABITS, PEOPLE, Event, play
from benchmarks.tables import Row, aligned, markdown

SEEDS = 5
HEAD: Row = (
    "event",
    "tables",
    "of offered",
    "people met, without",
    "with tables",
    "more",
    "fewest requests: people met, without",
    "with tables",
    "more",
    "their meetings more",
    "value of pairs",
    "took place: people met more",
    "CPU s",
)


def rows_of(many: Sequence[Event]) -> Iterator[Row]:
    """One row for each event and habit, over all seeds: with tables beside without."""
    without = {(one.kind, one.seed): one for one in many if not one.habit}
    for kind, habit in dict.fromkeys((one.kind, one.habit) for one in many if one.habit):
        some = [one for one in many if (one.kind, one.habit) == (kind, habit)]
        before = [without[kind, one.seed] for one in some]
        yield (
            f"{kind}: {habit}",
            spread([one.tables for one in some]),
            spread([one.offered for one in some]),
            *_compared(before, some, "contacts"),
            *_compared(before, some, "few_contacts"),
            _compared(before, some, "few_meetings")[2],
            _compared(before, some, "value", "+.2%")[2],
            _compared(before, some, "met")[2],
            spread([one.seconds for one in some]),
        )


def _compared(before: Sequence[Event], after: Sequence[Event], name: str, form: str = "+.0%") -> Row:
    """Mean without and with, and the gain of all seeds together."""
    old, new = ([float(getattr(one, name)) for one in side] for side in (before, after))
    return spread(old, ".2f"), spread(new, ".2f"), format(sum(new) / sum(old) - 1, form)


def report(*, seeds: int = SEEDS, people: int = PEOPLE, only: str = "*", is_kept: bool = False) -> int:
    """Print the table; keep it where wanted."""
    many = []
    for kind in fnmatch.filter(EVENTS, only):
        for seed in range(1, 1 + seeds):
            for habit in ("", *HABITS):
                many.append(play(kind, seed, habit=habit, people=people))
                print(many[-1], flush=True)
    table = (HEAD, list(rows_of(many)))
    print("\n" + aligned(*table))
    if is_kept:
        kept = {"events": [one.as_object() for one in many]}
        for path in write_table("matching-tables", table, machine(), kept=kept):
            print(f"written: {path}")
        print(f"written: {write_page()}")
    return 0


def write_page(docs: Path = DOCS, *, folder: Path = RESULTS) -> Path:
    """`docs/background/topic-tables.md`, from the results that are kept."""
    content = json.loads((folder / "matching-tables.json").read_text(encoding="utf-8"))
    many = [Event(**one) for one in content["events"]]
    text = Path(__file__).with_name("topic_tables.md").read_text(encoding="utf-8").rstrip()
    seeds = len({one.seed for one in many})
    measured = (
        f"`python3 run.py bench matching --part tables --seeds {seeds} --write`; {many[0].people} people;"
        f" {content['date']}; {content['machine']['processor']}. Mean ± standard deviation over the seeds;"
        " gains are those of all seeds together."
    )
    page = docs / "background" / "topic-tables.md"
    table = markdown(HEAD, list(rows_of(many)))
    page.write_text(f"{text}\n\n## Measured\n\n{measured}\n\n{table}\n", encoding="utf-8")
    return page
