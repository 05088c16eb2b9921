"""How long lists take in large pools, and how much memory: exact over all pairs, and by keys.

Profiles are invented: three offers and three needs each, as codes of the engine's vocabulary, without texts,
so that what is measured stands above the reading of texts. The real fit of statements is used.

The whole command is measured apart: a file of statements with texts, too (the labels of their concepts),
is read, scored with the usual rules, explained, and written.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned

HEAD: Row = ("people", "step", "CPU s", "peak GB", "pairs", "aim")
AIMS = {(13_000, "top 20"): (10.0, 0.5), (200_000, "top 20"): (60.0, 2.0)}
SIZES = (13_000, 200_000)
MOST_WHOLE = 30_000  # people up to whom the whole command is measured, too
ROOT = Path(__file__).resolve().parents[2]
TOP = 20


def profiles(people: int, seed: int, *, with_texts: bool = False):  # type: ignore[no-untyped-def]  # imports only in the child
    """Invented profiles over the concepts of the vocabulary, some sought more often than others.

    `with_texts`: each statement also says the English label of its concept.
    """
    from treffen.recommendation import ActorKind, Direction, Profile, Statement
    from treffen.recommendation.vocabulary import Vocabulary

    rng = np.random.default_rng(seed)
    labels = {c.code: c.label_en for c in Vocabulary.standard().concepts if not c.is_filter}
    codes = sorted(labels)
    weight = rng.dirichlet(np.full(len(codes), 2.0))
    drawn = rng.choice(len(codes), size=(people, 6), p=weight)
    kinds, networks = rng.integers(0, 2, people), rng.integers(0, 100, people)

    def said(person: int, place: int, direction: Direction) -> Statement:
        code = codes[drawn[person, place]]
        text = labels[code] if with_texts else ""
        id = f"{person}.{place}"
        return Statement(id=id, direction=direction, text=text, language="en", concepts=(code,))

    return tuple(
        Profile(
            id=f"p{person:06d}",
            offers=tuple(said(person, place, Direction.OFFER) for place in range(3)),
            needs=tuple(said(person, place, Direction.NEED) for place in range(3, 6)),
            kind=(ActorKind.COMPANY, ActorKind.RESEARCH)[kinds[person]],
            networks=frozenset([f"n{networks[person]}"]),
        )
        for person in range(people)
    )


def measure(people: int) -> list[Row]:
    """In this process: the best 20 of everybody, then equilibrium and lists."""
    from treffen.recommendation import Pool
    from treffen.recommendation.lists import Recommender
    from treffen.recommendation.meaning import Meaning
    from treffen.recommendation.score.weights import ListRules
    from treffen.recommendation.settings import Settings

    pool, rows = Pool(profiles=profiles(people, 1)), []
    begin = time.process_time()

    class Timed(Recommender):
        def _pairs(self, meanings):  # type: ignore[no-untyped-def]
            rows.append(_row(people, "reading", begin, ""))
            start = time.process_time()
            found = super()._pairs(meanings)
            rows.append(_row(people, "top 20", start, f"{len(found.column):,}"))
            return found

    Timed(pool, Meaning, settings=Settings(lists=ListRules(shortlist=TOP)))
    rows.append(_row(people, "all, with lists", begin, ""))
    return rows


def measure_whole(people: int) -> list[Row]:
    """In this process: what `treffen recommend` does, part by part, from file to file."""
    from treffen.files.people import read_people, write_lists, write_people_json
    from treffen.recommendation import Pool
    from treffen.recommendation.lists import Recommender
    from treffen.recommendation.meaning import Meaning

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "people.json", Path(folder) / "lists.json"
        write_people_json(source, Pool(profiles=profiles(people, 1, with_texts=True)))
        whole = begin = time.process_time()
        pool = read_people(source).pool
        assert pool is not None
        rows.append(_row(people, "command: read the file", begin, ""))
        begin = time.process_time()
        made = Recommender(pool, Meaning)
        rows.append(_row(people, "command: fits, scores, lists", begin, f"{len(made.pairs.column):,}"))
        begin = time.process_time()
        made.lists(with_reasons=False)
        rows.append(_row(people, "command: answer without reasons", begin, ""))
        begin = time.process_time()
        lists = made.lists()
        count = sum(len(one.entries) for one in lists.lists)
        rows.append(_row(people, "command: answer with reasons", begin, f"{count:,}"))
        begin = time.process_time()
        write_lists(target, lists)
        size = f"{target.stat().st_size / 2**20:.0f} MB"
        rows.append(_row(people, f"command: write lists.json, {size}", begin, ""))
        rows.append(_row(people, "command: all", whole, ""))
    return rows


def _row(people: int, step: str, begin: float, pairs: str) -> Row:
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    aim = ""
    if (people, step) in AIMS:
        most_seconds, most_memory = AIMS[people, step]
        is_kept = seconds <= most_seconds and peak <= most_memory
        aim = f"{most_seconds:g} s, {most_memory:g} GB: " + ("kept" if is_kept else "MISSED")
    return (f"{people:,}", step, f"{seconds:.1f}", f"{peak:.2f}", pairs, aim)


def report(*, sizes: tuple[int, ...] = SIZES, is_kept: bool = False) -> int:
    """Each size in a process of its own, so that memory is its own; 1 if one failed."""
    host, rows, failed = machine(), [], 0
    children = [(n, name) for n in sizes for name in ("child", "whole")[: 1 + (n <= MOST_WHOLE)]]
    for people, name in children:
        code = f"from benchmarks.recommend.scale import {name}; {name}({people})"
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "OMP_NUM_THREADS": "1"},
            check=False,
        )
        failed |= done.returncode
        rows.extend(tuple(line.split("\t")) for line in done.stdout.splitlines())
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["?"])[-1]
            rows.append((f"{people:,}", f"FAILED: {last}", "", "", "", ""))
    print(f"\nrecommend, scale: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, rows))
    if is_kept:
        write_table("recommend-scale", (HEAD, rows), host, kept={"head": HEAD, "rows": rows})
    return int(bool(failed) or any("MISSED" in row[-1] for row in rows))


def child(people: int) -> None:
    """What the process of one size does."""
    for row in measure(people):
        print("\t".join(row))


def whole(people: int) -> None:
    """The same, of the whole command."""
    for row in measure_whole(people):
        print("\t".join(row))
