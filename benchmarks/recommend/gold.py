"""Labelled offers and needs: is the best offer found first, and does the score say how good a pair is?

The files were written to defeat the matching of words, and the engine's lexicon was grown with the open
halves known: what stands here is an upper bound of what to expect from statements that nobody has seen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from benchmarks.recommend.measures import auc, brier, calibration_error, gains, interval, ranks
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.recommendation import Direction, Statement
from treffen.recommendation.meaning import FitWeights, Meaning
from treffen.recommendation.semantic import CachedEncoder, E5Encoder, Encoder, NoEncoder

GOLD = Path("../shared/data")
WANTED = ("gold_offers.csv", "gold_pairs_open.csv", "gold_retrieval_open.csv")
BEST, ACCEPTABLE, GOOD = 3.0, 2.0, 2
AIMS = {"words + concepts": 0.50, "all": 0.80}
WAYS = {
    "words": FitWeights(tags=0, semantic=0, floor=0),
    "concepts": FitWeights(words=0, semantic=0, floor=0),
    "words + concepts": FitWeights(semantic=0, floor=0),
    "semantic": FitWeights(tags=0, words=0, floor=0),
    "all": FitWeights(floor=0),
}
NEED_EXTRA = ("semantic", "all")
HEAD: Row = (
    "statements",
    "how",
    "of",
    "n",
    "hit@1",
    "95 %",
    "nDCG@10",
    "95 %",
    "AUC",
    "95 %",
    "ECE",
    "Brier",
    "aim",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The three tables as rows of text."""

    offers: list[dict[str, str]]
    pairs: list[dict[str, str]]
    queries: list[dict[str, str]]


def read(folder: Path) -> Gold:
    """The open halves; FileNotFoundError names what is missing."""
    missing = [name for name in WANTED if not (folder / name).exists()]
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)} not in {folder}")
    offers, pairs, queries = (_rows(folder / name) for name in WANTED)
    return Gold(offers=offers, pairs=pairs, queries=queries)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def statement(direction: Direction, text: str, language: str, fields: str) -> Statement:
    """A statement; `fields` are codes of the vocabulary between semicolons, or nothing."""
    concepts = tuple(part for part in fields.split(";") if part)
    return Statement(id=text[:40], direction=direction, text=text, language=language, concepts=concepts)


def encoder(cache: Path) -> Encoder | None:
    """The extra's encoder, or None, said loudly."""
    try:
        return CachedEncoder(E5Encoder(), cache)
    except NoEncoder as missing:
        print(f"\n=== semantic and all: NOT MEASURED: the extra is missing ({missing}) ===", flush=True)
        return None


def _scores(
    needs: Sequence[Statement], offers: Sequence[Statement], way: str, known: Encoder | None
) -> np.ndarray:
    meaning = Meaning(needs, offers, weights=WAYS[way], encoder=known if way in NEED_EXTRA else None)
    return meaning.block(slice(None)).toarray().astype(float)


def _retrieval(gold: Gold, way: str, *, with_fields: bool, known: Encoder | None) -> tuple[np.ndarray, ...]:
    """Hit (1 or 0) and nDCG@10 of each query."""
    offers = [
        statement(Direction.OFFER, row["text"], row["language"], row["fields"] if with_fields else "")
        for row in gold.offers
    ]
    needs = [
        statement(Direction.NEED, row["need_text"], row["language"], row["fields"] if with_fields else "")
        for row in gold.queries
    ]
    scores = _scores(needs, offers, way, known)
    place = {row["id"]: n for n, row in enumerate(gold.offers)}
    grades = np.zeros(scores.shape)
    for n, row in enumerate(gold.queries):
        for one in filter(None, row["acceptable_offers"].split(";")):
            grades[n, place[one]] = ACCEPTABLE
        grades[n, place[row["best_offer"]]] = BEST
    hits = ranks(scores, [place[row["best_offer"]] for row in gold.queries]) == 0
    return hits.astype(float), gains(scores, grades)


def _pairs(gold: Gold, way: str, *, with_fields: bool, known: Encoder | None) -> np.ndarray:
    """The fit of each labelled pair, all pairs being one collection."""
    sides = []
    for side, direction, at in (("offer", Direction.OFFER, 0), ("need", Direction.NEED, 1)):
        sides.append(
            [
                statement(
                    direction,
                    row[f"{side}_text"],
                    row["language_pair"].split("-")[at],
                    row[f"{side}_fields"] if with_fields else "",
                )
                for row in gold.pairs
            ]
        )
    return np.diagonal(_scores(sides[1], sides[0], way, known)).copy()


def _shown(values: np.ndarray) -> tuple[str, str]:
    low, high = interval(len(values), lambda drawn: float(values[drawn].mean()))
    return f"{values.mean():.2f}", f"{low:.2f}-{high:.2f}"


def _pair_cells(scores: np.ndarray, grades: np.ndarray) -> tuple[str, ...]:
    good = grades >= GOOD
    low, high = interval(len(scores), lambda drawn: auc(scores[drawn], good[drawn]))
    middle = auc(scores, good)
    told = ("-", "-") if np.isnan(middle) else (f"{middle:.2f}", f"{low:.2f}-{high:.2f}")
    return (*told, f"{calibration_error(scores, good):.2f}", f"{brier(scores, good):.2f}")


def rows(gold: Gold, known: Encoder | None) -> Iterator[Row]:
    """A line for each way to read the statements and each group of them."""
    language = {row["id"]: row["language"] for row in gold.offers}
    directions = [f"{language[row['best_offer']]}-{row['language']}" for row in gold.queries]
    grades = np.array([float(row["grade"]) for row in gold.pairs])
    for with_fields in (True, False):
        name = "with fields" if with_fields else "text alone"
        for way in WAYS:
            if way in NEED_EXTRA and known is None:
                continue
            hits, gained = _retrieval(gold, way, with_fields=with_fields, known=known)
            fits = _pairs(gold, way, with_fields=with_fields, known=known)
            aim = AIMS.get(way) if with_fields else None
            kept = "-" if aim is None else f"{aim:.2f} {'kept' if hits.mean() >= aim else 'MISSED'}"
            found = *_shown(hits), *_shown(gained), *_pair_cells(fits, grades)
            yield name, way, "all", f"{len(hits)} + {len(fits)}", *found, kept
            for group in sorted(set(directions)):
                mine = np.array([one == group for one in directions])
                told = *_shown(hits[mine]), *_shown(gained[mine])
                yield name, way, f"{group}, retrieval", str(mine.sum()), *told, *("-",) * 5
            for column in ("language_pair", "difficulty"):
                for group in sorted({row[column] for row in gold.pairs}):
                    mine = np.array([row[column] == group for row in gold.pairs])
                    cells = _pair_cells(fits[mine], grades[mine])
                    yield name, way, f"{group}, pairs", str(mine.sum()), *("-",) * 4, *cells, "-"


def reliability(gold: Gold, known: Encoder | None) -> list[str]:
    """Sentences: how many pairs of a band of scores are worth a talk."""
    way = "words + concepts" if known is None else "all"
    scores = _pairs(gold, way, with_fields=True, known=known)
    good = np.array([int(row["grade"]) >= GOOD for row in gold.pairs])
    told = [
        f"Reliability of the fit ({way}, with fields): share of pairs with grade 2 or 3 by band of the fit."
    ]
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        mine = (scores >= low) & (scores < low + 0.2 + (low == 0.8))
        if mine.any():
            told.append(f"Fit {low:.1f} to {low + 0.2:.1f}: {good[mine].mean():.2f} of {mine.sum()} pairs.")
    return told


def report(*, folder: Path, cache: Path, is_kept: bool) -> int:
    """Print the table, keep it if wanted; 1 if the files are not there."""
    try:
        gold = read(folder)
    except FileNotFoundError as missing:
        print(f"\n=== recommend, gold: NOT MEASURED: {missing} ===\n", flush=True)
        return 1
    host, known = machine(), encoder(cache)
    table, told = list(rows(gold, known)), reliability(gold, known)
    print(f"\nrecommend, gold: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, table))
    print("\n".join(["", *told]))
    if is_kept:
        write_table("recommend_gold", (HEAD, table), host, kept={"head": HEAD, "rows": table}, sentences=told)
    return 0
