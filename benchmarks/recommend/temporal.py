"""Who will work with whom: learn from earlier projects, recommend for later ones.

For each later project and each of its members that was known before, everybody else who was known before is
ranked as a partner, from the topic's title and from what was seen earlier only. Partners whom nobody could
have known count for nothing; their share is said. Beside the engine stand
popularity (in how many projects), common partners (D. Liben-Nowell, J. Kleinberg, 2007) and BM25
(S. Robertson, H. Zaragoza, 2009) over the titles of earlier topics.

What it can tell: whether the words of a topic find those who worked on such topics. What it cannot: whether a
recommendation would have been good, because people who would have fitted and never met count as wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from benchmarks.recommend.cordis import Project, read
from benchmarks.recommend.measures import Numbers, interval
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.language import stem, tokens_of
from treffen.recommendation import Direction, Statement
from treffen.recommendation.meaning import Meaning

EARLIER, AT = 0.7, (10, 20)
HEAD: Row = ("who asks", "how", "questions", *(cell for k in AT for cell in (f"recall@{k}", "95 %")))
K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was seen earlier: projects, who is known, and who worked with whom in which."""

    projects: Sequence[Project]
    known: Sequence[str]
    took_part: np.ndarray  # (known, projects), 0 or 1

    @classmethod
    def of(cls, projects: Sequence[Project]) -> Past:
        """The past of these projects."""
        known = sorted({one for project in projects for one in project.members})
        place = {one: n for n, one in enumerate(known)}
        took_part = np.zeros((len(known), len(projects)))
        for n, project in enumerate(projects):
            took_part[[place[one] for one in project.members], n] = 1
        return cls(projects=projects, known=known, took_part=took_part)


Ranker = Callable[[int, Project], Numbers]


def rankers(past: Past, later: Sequence[Project]) -> Mapping[str, Ranker]:
    """By name: scores of everybody known, for one who asks (by position) and a later project."""
    popular = past.took_part.sum(axis=1)
    together = past.took_part @ past.took_part.T
    np.fill_diagonal(together, 0)
    titles = [project.topic for project in past.projects]
    place = {project.id: n for n, project in enumerate(later)}
    words = bm25([project.topic for project in later], titles)
    fits = fitted([project.topic for project in later], titles)

    def by_topic(scores: Numbers) -> Ranker:
        return lambda _, project: (past.took_part * scores[place[project.id]]).max(axis=1)

    return {
        "popularity": lambda _, __: popular,
        "common partners": lambda who, _: (together[who] > 0).astype(float) @ (together > 0),
        "BM25": by_topic(words),
        "engine": by_topic(fits),
        "engine, then popularity": lambda who, project: (
            by_topic(fits)(who, project) + 1e-6 * popular / max(1.0, popular.max())
        ),
    }


def fitted(needs: Sequence[str], offers: Sequence[str]) -> Numbers:
    """The engine's fits of titles, without the extra."""
    asked = [
        Statement(id=str(n), direction=Direction.NEED, text=t, language="en") for n, t in enumerate(needs)
    ]
    given = [
        Statement(id=str(n), direction=Direction.OFFER, text=t, language="en") for n, t in enumerate(offers)
    ]
    return Meaning(asked, given).block(slice(None)).toarray().astype(float)


def bm25(needs: Sequence[str], offers: Sequence[str]) -> Numbers:
    """BM25 of each need with each offer, over stems."""
    documents = [_stems(text) for text in offers]
    mean = sum(map(len, documents)) / max(1, len(documents))
    counts: dict[str, int] = {}
    for document in documents:
        for word in set(document):
            counts[word] = counts.get(word, 0) + 1
    scores = np.zeros((len(needs), len(documents)))
    for n, need in enumerate(needs):
        for word in set(_stems(need)) & counts.keys():
            rarity = math.log(1 + (len(documents) - counts[word] + 0.5) / (counts[word] + 0.5))
            for m, document in enumerate(documents):
                often = document.count(word)
                if often:
                    length = K1 * (1 - B + B * len(document) / mean)
                    scores[n, m] += rarity * often * (K1 + 1) / (often + length)
    return scores


def _stems(text: str) -> list[str]:
    return [stem(piece) for token in tokens_of(text) for piece in token.pieces]


def recalls(past: Past, later: Sequence[Project]) -> dict[str, dict[str, list[list[float]]]]:
    """By group and ranker: of each question, the share of true partners among the first k, for each k."""
    place = {one: n for n, one in enumerate(past.known)}
    partners = past.took_part @ past.took_part.T
    found: dict[str, dict[str, list[list[float]]]] = {}
    ways = rankers(past, later)
    for project in later:
        members = sorted(place[one] for one in project.members if one in place)
        for who in members:
            true = [one for one in members if one != who]
            if not true:
                continue
            new = [one for one in true if partners[who, one] == 0]
            for name, ranker in ways.items():
                scores = ranker(who, project).astype(float)
                scores[who] = -1
                for group, wanted in (("all partners", true), ("partners not met before", new)):
                    if wanted:
                        told = [_recall(scores, wanted, k) for k in AT]
                        found.setdefault(group, {}).setdefault(name, []).append(told)
    return found


def _recall(scores: Numbers, wanted: Sequence[int], k: int) -> float:
    """Expected share among the first k, equal scores in any order."""
    total = 0.0
    for one in wanted:
        above = int((scores > scores[one]).sum())
        tied = int((scores == scores[one]).sum())
        total += min(1.0, max(0.0, (k - above) / tied))
    return total / len(wanted)


def rows(found: dict[str, dict[str, list[list[float]]]]) -> Iterator[Row]:
    """A line for each group and ranker."""
    for group, ways in found.items():
        for name, told in ways.items():
            values = np.array(told)
            cells: list[str] = []
            for column in values.T:
                low, high = interval(len(column), lambda drawn, c=column: float(c[drawn].mean()))
                cells += [f"{column.mean():.3f}", f"{low:.3f}-{high:.3f}"]
            yield group, name, str(len(values)), *cells


def report(*, folder: Path, is_kept: bool) -> int:
    """Print the table and what it rests on, keep it if wanted; 1 if the files are not there."""
    try:
        projects = read(folder)
    except FileNotFoundError as missing:
        print(f"\n=== recommend, temporal: NOT MEASURED: {missing} ===\n", flush=True)
        return 1
    cut = int(EARLIER * len(projects))
    past, later = Past.of(projects[:cut]), projects[cut:]
    seen = {one for project in later for one in project.members}
    newcomers = len(seen - set(past.known)) / max(1, len(seen))
    order = "start date" if projects and projects[0].start else "project number, for want of dates"
    told = [
        f"{len(projects)} projects, {cut} of them earlier, by {order}.",
        f"{100 * newcomers:.0f} % of those in later projects are newcomers: no past finds them.",
    ]
    table, host = list(rows(recalls(past, later))), machine()
    print(f"\nrecommend, temporal: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, table))
    print("\n".join(["", *told]))
    if is_kept:
        write_table(
            "recommend_temporal", (HEAD, table), host, kept={"head": HEAD, "rows": table}, sentences=told
        )
    return 0
