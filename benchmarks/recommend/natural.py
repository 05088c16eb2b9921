"""Offers and needs in the words of managers: is what is looked for found first, and the right kind of it?

A matcher reads the side, the text and its language; kinds and grades are there for judging alone. Engine
and lexicon may have been bettered with the open half known: what the fit is worth for texts that nobody has
seen is what the other half says, or the parts of this one that a rule was not made with.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.recommend.measures import Numbers, auc, gains, interval
from benchmarks.tables import Row
from treffen.language.kinds import KINDS, kind_chances, kind_read
from treffen.problem import ParticipantId
from treffen.recommendation import Direction, Profile, Statement
from treffen.recommendation.meaning import FitWeights, Meaning
from treffen.recommendation.score.directed import directed_fits
from treffen.recommendation.score.pool_arrays import pool_arrays_of
from treffen.recommendation.score.twoway import two_way
from treffen.recommendation.score.weights import Weights
from treffen.recommendation.semantic import Encoder

WANTED = tuple(f"gold_natural_{name}_open.csv" for name in ("people", "grades", "pairs"))
RIGHT, WRONG_KIND = 2, "wrong_kind"
HEAD: Row = ("how", "needs", "n", "hit@1", "95 %", "hit@5", "nDCG@10", "95 %", "wrong kind first", "ahead")
HEAD_PAIRS: Row = ("how", "question", "n", "AUC", "95 %")


@dataclass(frozen=True, slots=True, kw_only=True)
class Natural:
    """The labelled statements. grades and is_wrong_kind: (needs, offers); pairs: people, and whether both
    have something for the other."""

    needs: tuple[Statement, ...]
    offers: tuple[Statement, ...]
    owner_of_need: tuple[str, ...]
    owner_of_offer: tuple[str, ...]
    area_of_need: tuple[str, ...]
    kind_of_need: tuple[str, ...]
    kind_of_offer: tuple[str, ...]
    grades: Numbers
    is_wrong_kind: np.ndarray
    pairs: tuple[tuple[str, str, bool], ...]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(folder: Path) -> Natural:
    """The open half; FileNotFoundError names what is missing."""
    missing = [name for name in WANTED if not (folder / name).exists()]
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)} not in {folder}")
    people, grades, pairs = (_rows(folder / name) for name in WANTED)
    sides = [[row for row in people if row["side"] == side] for side in Direction]
    offers, needs = sides
    place = [{row["statement_id"]: at for at, row in enumerate(side)} for side in sides]
    grade = np.zeros((len(needs), len(offers)))
    is_wrong = np.zeros(grade.shape, bool)
    for row in grades:
        at = place[1][row["need_id"]], place[0][row["offer_id"]]
        grade[at], is_wrong[at] = float(row["grade"]), row["relation"] == WRONG_KIND
    return Natural(
        needs=tuple(map(_statement, needs)),
        offers=tuple(map(_statement, offers)),
        owner_of_need=tuple(row["person_id"] for row in needs),
        owner_of_offer=tuple(row["person_id"] for row in offers),
        area_of_need=tuple(row["area"] for row in needs),
        kind_of_need=tuple(row["kind"] for row in needs),
        kind_of_offer=tuple(row["kind"] for row in offers),
        grades=grade,
        is_wrong_kind=is_wrong,
        pairs=tuple((row["person_a"], row["person_b"], row["label"] == "both") for row in pairs),
    )


def _statement(row: dict[str, str]) -> Statement:
    return Statement(
        id=row["statement_id"], direction=Direction(row["side"]), text=row["text"], language=row["language"]
    )


def scores_of(gold: Natural, meaning: Meaning) -> Numbers:
    """The fit of each need with each offer; 0 with what the need's own person offers."""
    scores: Numbers = meaning.block(slice(None)).toarray().astype(float)
    scores[np.array(gold.owner_of_need)[:, None] == np.array(gold.owner_of_offer)[None, :]] = 0.0
    return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What each need finds: shares of its first (first five) that are right, the gain of its first ten,
    whether its first is of a wrong kind, and whether a wrong kind stands before every right one (NaN where
    the need has not both); and the first score."""

    is_answered: np.ndarray
    hit: Numbers
    among_five: Numbers
    gain: Numbers
    wrong_first: Numbers
    ahead: Numbers
    first: Numbers


def found(gold: Natural, scores: Numbers) -> Found:
    """Judged need by need; of equal scores, the wrong one stands first."""
    right = gold.grades >= RIGHT
    best_right = np.where(right, scores, 0.0).max(axis=1)
    best_other = np.where(right, 0.0, scores).max(axis=1)
    fifth = -np.sort(-np.where(right, 0.0, scores), axis=1)[:, 4]
    wrong = np.where(gold.is_wrong_kind, scores, 0.0).max(axis=1)
    has_both = right.any(axis=1) & gold.is_wrong_kind.any(axis=1)
    return Found(
        is_answered=right.any(axis=1),
        hit=((best_right > best_other) & (best_right > 0)).astype(float),
        among_five=((best_right > fifth) & (best_right > 0)).astype(float),
        gain=_gains(scores, gold.grades),
        wrong_first=((wrong >= scores.max(axis=1)) & (wrong > 0)).astype(float),
        ahead=np.where(has_both, (wrong >= best_right) & (wrong > 0), np.nan).astype(float),
        first=scores.max(axis=1),
    )


def _gains(scores: Numbers, grades: Numbers) -> Numbers:
    """nDCG@10, where what scores 0 is not found at all; 0 for needs that nothing answers."""
    shown = np.where(scores > 0, grades, 0.0)
    share = np.divide(_most(shown), _most(grades), out=np.zeros(len(grades)), where=_most(grades) > 0)
    made: Numbers = gains(scores, shown) * share
    return made


def _most(grades: Numbers) -> Numbers:
    """What the best order of these grades gains among the first ten."""
    best = -np.sort(-(2.0**grades - 1), axis=1)[:, :10]
    made: Numbers = best @ (1 / np.log2(np.arange(2, best.shape[1] + 2)))
    return made


def _people_scores(gold: Natural, known: Encoder | None) -> tuple[Numbers, np.ndarray]:
    """The score in both directions of each labelled pair of people, and whether both gain."""
    ids = sorted({*gold.owner_of_need, *gold.owner_of_offer})
    profiles = tuple(
        Profile(
            id=ParticipantId(one),
            offers=tuple(s for s, who in zip(gold.offers, gold.owner_of_offer, strict=True) if who == one),
            needs=tuple(s for s, who in zip(gold.needs, gold.owner_of_need, strict=True) if who == one),
        )
        for one in ids
    )
    weights = Weights()
    crowd = pool_arrays_of(profiles, wanted=8)
    meaning = Meaning(crowd.needs, crowd.offers, encoder=known)
    fits = directed_fits(crowd, meaning, least=weights.least_fit).matrix().toarray().astype(float)
    both = two_way(fits, fits.T, weights)
    scores = np.array([both[crowd.number[a], crowd.number[b]] for a, b, _ in gold.pairs])
    return scores, np.array([good for *_, good in gold.pairs])


WAYS = {
    "no kinds": (FitWeights(kinds=0, floor=0), False),
    "treffen": (FitWeights(floor=0), False),
    "no kinds, semantic": (FitWeights(kinds=0, floor=0), True),
    "treffen, semantic": (FitWeights(floor=0), True),
}


def _interval_of_people(gold: Natural, values: Numbers, is_asked: np.ndarray) -> str:
    """95 % of the mean when people are drawn again with replacement, with all their needs."""
    owners = np.array(gold.owner_of_need)[is_asked]
    people, of = np.unique(owners, return_inverse=True)
    sums = np.bincount(of, weights=values[is_asked])
    counts = np.bincount(of)
    low, high = interval(len(people), lambda drawn: float(sums[drawn].sum() / counts[drawn].sum()))
    return f"{low:.2f}-{high:.2f}"


def rows(gold: Natural, known: Encoder | None) -> Iterator[Row]:
    """A line for each way to compare and each group of needs."""
    for way, (weights, is_semantic) in WAYS.items():
        if is_semantic and known is None:
            continue
        meaning = Meaning(gold.needs, gold.offers, weights=weights, encoder=known if is_semantic else None)
        judged = found(gold, scores_of(gold, meaning))
        yield _line(gold, judged, way, "all", np.ones(len(gold.needs), bool))
        for kind in sorted(set(gold.kind_of_need)):
            yield _line(gold, judged, way, kind, np.array([one == kind for one in gold.kind_of_need]))


def _line(gold: Natural, judged: Found, way: str, group: str, mine: np.ndarray) -> Row:
    asked = mine & judged.is_answered
    if not asked.any():
        return way, group, "0", *("-",) * 7
    both = judged.ahead[mine & ~np.isnan(judged.ahead)]
    return (
        way,
        group,
        str(int(asked.sum())),
        f"{judged.hit[asked].mean():.2f}",
        _interval_of_people(gold, judged.hit, asked),
        f"{judged.among_five[asked].mean():.2f}",
        f"{judged.gain[asked].mean():.2f}",
        _interval_of_people(gold, judged.gain, asked),
        f"{judged.wrong_first[mine].mean():.2f}",
        f"{both.mean():.2f}" if len(both) else "-",
    )


def rows_of_pairs(gold: Natural, known: Encoder | None) -> Iterator[Row]:
    """AUC: of needs that somebody answers, by the first score; of people with something for each other."""
    for way, (weights, is_semantic) in WAYS.items():
        if weights.kinds == 0 or (is_semantic and known is None):
            continue
        used = known if is_semantic else None
        judged = found(gold, scores_of(gold, Meaning(gold.needs, gold.offers, weights=weights, encoder=used)))
        questions = (
            ("is the need answered", judged.first, judged.is_answered),
            ("both gain, or one or none", *_people_scores(gold, used)),
        )
        for question, scores, is_good in questions:
            yield way, question, str(len(scores)), *_auc_cells(scores, is_good)


def _auc_cells(scores: Numbers, is_good: np.ndarray) -> tuple[str, str]:
    low, high = interval(len(scores), lambda drawn: auc(scores[drawn], is_good[drawn]))
    return f"{auc(scores, is_good):.2f}", f"{low:.2f}-{high:.2f}"


def kinds_read(gold: Natural) -> list[str]:
    """Sentences: how often the kind of a sentence is read as it was meant."""
    told = []
    for side, many, meant in (
        ("need", gold.needs, gold.kind_of_need),
        ("offer", gold.offers, gold.kind_of_offer),
    ):
        chances = [kind_chances(one.text, side) for one in many]
        likely = [KINDS[one.index(max(one))] == kind for one, kind in zip(chances, meant, strict=True)]
        said = [(kind_read(one.text, side), kind) for one, kind in zip(many, meant, strict=True)]
        right = [read == kind for read, kind in said if read is not None]
        told.append(
            f"Kinds of {side}s: the likeliest is right in {np.mean(likely):.2f} of {len(many)}; "
            f"a word says it in {len(right) / len(many):.2f}, rightly in {np.mean(right):.2f} of these."
        )
    return told
