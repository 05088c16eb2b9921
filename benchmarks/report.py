"""`docs/background/measured.md`: what the kept results say, on one page for readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.keeping import TOTAL
from benchmarks.results import RESULTS
from benchmarks.tables import Row, markdown, sentences_of, table_of
from benchmarks.task import Measurement

PAGE = RESULTS.parents[1] / "docs" / "background" / "measured.md"
ADMISSION = """\
All wishes of an event in turn, each answered beside all that was accepted before. Milliseconds are CPU time
of one answer without ways out; `ways` is what up to three ways out take on top. Cards: whether each of 50
open requests is still possible, asked at a half, three quarters and the end of each run."""
POLICIES = """\
All wishes in a random order. Value held is in per cent of the bound on what could be held had all been
answered together. `instant` is the share of wishes that got a yes or a proved no without waiting for a round,
`waits` the mean wait in per cent of the time in which wishes come in. A round ends after five seconds."""
RACES = """\
Whether anything is lost or doubled when twenty people press at the same moment; `python3 run.py bench races`
counts on SQLite, `tests/with_postgresql.py` before it on PostgreSQL."""
LOAD = """\
Real servers on a busy day: people who answer, visitors, organisers and an optimisation at once, a burst, and
a server that has just started; `python3 run.py bench load` (`--database postgresql`)."""
STEPS_WORTH_READING = 5_000
SECTIONS = {
    "b2b": (
        "Everything must be held: the B2B benchmark",
        "Every meeting is held, nobody has more than two breaks more than anybody else; breaks are few.",
    ),
    "base": (
        "More wishes than time: the base family",
        "Value held, then idle slots, in generated events of 150 to 100,000 people.",
    ),
    "tight": (
        "More wishes than time: the tight family",
        "Nearly everybody is asked for more than they have time for, and a quarter of the slots is blocked.",
    ),
    "two_sided": ("Two groups", "Base events in which requests are made only across two groups."),
    "conference": (
        "The invented conference",
        "Talks, stands, interpreters, groups, long meetings, musts and precedences in one event.",
    ),
    "recommend_gold": (
        "What statements mean",
        "Labelled needs and offers, made with the lexicon and weights in view: an upper bound for others.",
    ),
    "recommend-scale": (
        "Recommendations in large pools",
        "Invented profiles. `top 20` is the search for partners alone; `command` is all, from file to file.",
    ),
    "recommend-market": (
        "Recommendations: a simulated market",
        "150 people who decide by what no list has seen; [what it means](recommendation-lists.md).",
    ),
    "recommend-balance": (
        "Recommendations: is the limit enough?",
        "The same market under other assumptions: what prices add to the limit, which is the default.",
    ),
    "recommend-fair": (
        "Recommendations: fairness beside Nash welfare",
        "Our market, and that of two papers under its own rule; [what it means](fairness.md).",
    ),
    "admit": ("Admission: may this yes be given?", ADMISSION),
    "policies": ("Admission: the price of answering at once", POLICIES),
    "repair": (
        "Mending a timetable on the day",
        "After 5 % drop-outs, a lost place and ten late wishes; the bound holds while every promise is kept.",
    ),
    "objectives": (
        "All must be held: newer objectives",
        "The same published files, by the range of idle time, by idle time and by breaks, in order.",
    ),
    "proofs": (
        "All must be held: proofs for strangers",
        "All objectives of these files, each bound checked by one file alone: [how](refutations.md).",
    ),
    "commandline": (
        "The command line",
        "Whole processes, from the start of Python to the written page, with a base event of 150 people.",
    ),
    "batch": (
        "Several events at once",
        "Whole processes of the command, one for each event, as many at a time as there are cores.",
    ),
    "events": (
        "A conference at full size",
        "Its public pages and files, asked inside the process of the server.",
    ),
    "console": (
        "The organisers’ console",
        "Every kind of page of an event with 1,500 people, on its day; queries beside those of a tenth.",
    ),
    "idle": (
        "Whether the button stops too early",
        "Idle slots that 15 s more would close, in thirty generated events.",
    ),
    "web": (
        "The platform",
        "The demo at full size on the embedded database, asked by another process on the same machine.",
    ),
    "peers": (
        "Other software for events",
        "Comparable pages of pretalx and pretix, each installed beside the platform on the same machine.",
    ),
    "answers": (
        "A yes with its guarantee",
        "An event of 1,500 people in the middle of its answers, twenty of whom answer at once.",
    ),
    "load-sqlite": ("A busy day, on SQLite", LOAD),
    "load-postgresql": ("A busy day, on PostgreSQL", LOAD),
    "races-sqlite": ("Twenty threads at once, on SQLite", RACES),
    "races-postgresql": ("Twenty threads at once, on PostgreSQL", RACES),
    "day": (
        "The day itself",
        "A published timetable of 150 and of 1,500 people, incidents, and twenty open control rooms.",
    ),
    "secrecy": (
        "Whether time tells a “rather not”",
        "10,000 pairs of people, each asked for with and without it; the difference of the server’s time.",
    ),
}
COMMANDS = {"load-sqlite": "load", "load-postgresql": "load --database postgresql"}
INTRODUCTION = """\
# Measured

Every figure on this page can be rebuilt: `python3 run.py bench all --write` measures, keeps the results in
[benchmarks/results](../../benchmarks/results) and writes this page. Instances are generated from a seed by
`treffen.generation`, whose docstrings state every parameter, or are published by others and read from a
folder that is no part of the project (`--instances`).

How it is measured:

- Each run has a fresh process. The engine first runs once on something tiny, so that compiled code comes from
  its cache. Reading or generating the event does not count, verifying inside the engine does.
- Every timetable, the engine's and everybody else's, is checked and judged by `treffen.verification`.
- "worst" is the largest of all seeds; all else is the median. CPU seconds count user and system time, so they
  depend less than seconds on what else the machine does.
- The bound is the contestant's own; the gap is the distance of its value to its bound. "% of best bound"
  holds all contestants against the least bound that anybody proved for the same event.
- In the table of breaks a file's seconds are the median over seeds, and the last three rows are over files.
- "settled after" is when the value and its bound last changed; the time that follows goes to the later goals.
- "aim" says whether every run of the engine reached what the project aims at (`benchmarks/aims.py`).
- MB is the largest peak of the whole process, the event included.
- "measured" is the day of a row: `--only 'tight 1*' --write` measures some rows of admit, policies or repair,
  and `--only 'tic-*'` of objectives or proofs, and keeps the others, if they are of the same processor.

Who is measured beside the engine:

- *UWrMaxSAT* and *RC2* solve the formulation published by Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and
  Villaret in the Journal of Artificial Intelligence Research 74 (2022), as we understand its description.
- *CP-SAT* and *HiGHS* solve the slot model: one variable for each request and slot.
- In the newer objectives all four solve one weighted formula of ours: each goal outweighs all after it.
- What others measured on machines of theirs is [quoted apart](quoted.md).
- Four baselines schedule as is commonly done, from our reading of public descriptions.
  *Alphabetical round-robin*: in turn everybody gets one more meeting, by the alphabet.
  *First slot, first table*: requests as they come, each into its first common free slot.
  *Mutual wishes, two passes*: only what both sides want, at first at most half a day for each, then the rest.
  *Booking, pending blocks*: whoever asks names a slot, which is taken for both until the answer comes or the
  request lapses.
"""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a results file holds."""

    date: str
    machine: dict[str, str]
    measurements: list[Measurement]
    table: tuple[Row, list[Row]]
    sentences: list[str]


def _kept(path: Path) -> _Kept:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    ones = [Measurement.from_object(one) for one in content.get("measurements", ())]
    table = (
        table_of(content["suite"], ones)
        if ones
        else (tuple(content["head"]), [tuple(row) for row in content["rows"]])
    )
    return _Kept(content["date"], content["machine"], ones, table, content.get("sentences", []))


def _section(suite: str, folder: Path) -> Iterator[str]:
    title, about = SECTIONS[suite]
    yield f"## {title}"
    yield about
    path = folder / f"{suite}.json"
    if not path.exists():
        yield f"Not measured yet (`python3 run.py bench {COMMANDS.get(suite, suite)} --write`)."
        return
    kept = _kept(path)
    host = kept.machine
    yield (
        f"{kept.date}; {host['processor']}, {host['cores']} cores, {host['memory']},"
        f" load {host['load before']} before; Python {host['python']}."
    )
    head, rows = kept.table
    yield from kept.sentences
    yield from sentences_of(suite, kept.measurements)
    if suite == "b2b":
        rows = _worth_reading(head, rows)
        yield f"Files not listed are as published; [all files](../../benchmarks/results/{suite}.md)."
    if suite == "objectives":
        rows = [row for row in rows if row[0] == TOTAL or row[head.index("verdict")] != "as listed"]
        yield f"Files not listed are as listed by others; [all files](../../benchmarks/results/{suite}.md)."
    if suite == "proofs":
        rows = [
            row for row in rows if row[0] == TOTAL or int(row[head.index("steps")]) >= STEPS_WORTH_READING
        ]
        yield f"Files whose proof is longest; [all files](../../benchmarks/results/{suite}.md)."
    if suite == "recommend_gold":
        rows = [row for row in rows if row[2] == "all"]
        yield f"By difficulty and languages: [all lines](../../benchmarks/results/{suite}.md)."
    yield markdown(head, rows)


def _worth_reading(head: Row, rows: list[Row]) -> list[Row]:
    """The totals, and the files on which anybody's verdict is not `as published`."""
    verdicts = [n for n, name in enumerate(head) if name == "verdict"]
    totals = len(rows) - 3
    return [
        row
        for n, row in enumerate(rows)
        if n >= totals or any(row[v] not in ("as published", "-") for v in verdicts)
    ]


def page(folder: Path = RESULTS) -> str:
    """The whole page, from the results in `folder`."""
    parts = [INTRODUCTION.rstrip()]
    for suite in SECTIONS:
        parts += _section(suite, folder)
    return "\n\n".join(parts) + "\n"


def write_page(folder: Path = RESULTS, *, to: Path = PAGE) -> Path:
    """Write the page; returns where."""
    to.write_text(page(folder), encoding="utf-8")
    return to
