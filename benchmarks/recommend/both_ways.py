"""People of whom it is known who could give whom what: how many of ten listed are right in both directions?

Everybody offers three things and seeks three, each of a concept and a kind, in an invented sentence. Somebody
answers a need who offers the same concept and a kind that serves. Lists see the sentences with what was
chosen beside them, or the sentences alone. What cannot be concluded: how well real sentences are understood,
for here each names its concept by a name of its own, and ten concepts for all are few.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import machine
from benchmarks.results import write_table
from benchmarks.tables import Row, aligned
from treffen.language.concepts import Concept, standard_concepts
from treffen.language.kind_names import StatementKind as Kind
from treffen.problem import NetworkId, OrganisationId, ParticipantId
from treffen.recommendation import Direction, Pool, Profile, Statement
from treffen.recommendation.lists import Lists
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.meaning.kinds import ALSO

PEOPLE, TOPICS, EACH, TEN, NETWORKS = 150, 10, 3, 10, 8
SEEDS, FIRST = 5, 40_000
SERVES = 0.6  # an offer of another kind that serves a need so far answers it
HEAD: Row = (
    "people",
    "with",
    "could have ten",
    "right both ways",
    "one way",
    "neither",
    "two-way first",
    "aim",
)
AIM = 0.6
SENTENCES = {
    Kind.SUPPLIER: ("Suchen Lieferanten für {}", "Wir fertigen und liefern {}"),
    Kind.TEST: ("Suchen Prüflabor für {}", "Prüflabor für {}, akkreditiert"),
    Kind.RESEARCH: ("Looking for a research partner in {}", "Our research group works on {}"),
    Kind.PILOT: ("Pilotanwender für {} gesucht", "Wir testen {} als Pilotanwender"),
    Kind.CUSTOMER: ("We look for customers for {}", "We buy {} regularly"),
}
ENGLISH = (Kind.RESEARCH, Kind.CUSTOMER)
Yes = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A pool, and whether the row's person offers what the column's person seeks, (people, people)."""

    pool: Pool
    gives: Yes


def known(seed: int, *, is_stated: bool, people: int = PEOPLE) -> Known:
    """An invented pool, with concepts and kinds chosen or not; equal seeds make equal ones."""
    rng = np.random.default_rng(seed)
    topics = _topics(rng)
    say = _Saying(topics, rng, is_stated)
    made = [[_drawn(rng) for _ in range(2 * EACH)] for _ in range(people)]
    profiles = tuple(
        Profile(
            id=ParticipantId(f"P{at:03}"),
            offers=tuple(say.offer(f"P{at}o{n}", one) for n, one in enumerate(many[:EACH])),
            needs=tuple(say.need(f"P{at}n{n}", one) for n, one in enumerate(many[EACH:])),
            organisation=OrganisationId(f"O{at // 2}"),
            networks=frozenset({NetworkId(f"N{int(rng.integers(NETWORKS))}")}),
        )
        for at, many in enumerate(made)
    )
    gives = np.array([[_gives(a[:EACH], b[EACH:]) for b in made] for a in made])
    np.fill_diagonal(gives, val=False)
    return Known(pool=Pool(profiles=profiles), gives=gives)


Said = tuple[int, Kind]


def _topics(rng: np.random.Generator) -> list[Concept]:
    """Technologies of fields of their own."""
    fields = {one.parent: one for one in standard_concepts() if not one.is_field and not one.is_filter}
    drawn = rng.choice(len(fields), size=TOPICS, replace=False)
    return [list(fields.values())[at] for at in sorted(drawn.tolist())]


def _drawn(rng: np.random.Generator) -> Said:
    return int(rng.integers(TOPICS)), list(SENTENCES)[int(rng.integers(len(SENTENCES)))]


@dataclass(frozen=True, slots=True)
class _Saying:
    """Puts what somebody offers or seeks into a sentence."""

    topics: list[Concept]
    rng: np.random.Generator
    is_stated: bool

    def offer(self, name: str, said: Said) -> Statement:
        return self._made(name, said, Direction.OFFER, SENTENCES[said[1]][1])

    def need(self, name: str, said: Said) -> Statement:
        return self._made(name, said, Direction.NEED, SENTENCES[said[1]][0])

    def _made(self, name: str, said: Said, direction: Direction, sentence: str) -> Statement:
        topic, kind = self.topics[said[0]], said[1]
        is_english = kind in ENGLISH
        german, english = (topic.label_de, *topic.synonyms_de), (topic.label_en, *topic.synonyms_en)
        names = english if is_english else german
        return Statement(
            id=name,
            direction=direction,
            text=sentence.format(names[int(self.rng.integers(len(names)))]),
            language="en" if is_english else "de",
            concepts=(topic.code,) if self.is_stated else (),
            kind=kind if self.is_stated else None,
        )


def _gives(offers: list[Said], needs: list[Said]) -> bool:
    return any(a == c and (b == d or ALSO[d].get(b, 0) >= SERVES) for a, b in offers for c, d in needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Of the places of those who could have ten: shares that are right both ways, one way, and neither; and
    how often a place that is right both ways stands before one that is not."""

    people: int
    both: float
    one: float
    neither: float
    ahead: float


def found(truth: Known, lists: Lists) -> Found:
    """Lists held against the truth."""
    number = {str(one.id): at for at, one in enumerate(truth.pool.profiles)}
    both = truth.gives & truth.gives.T
    shown, ahead = [], []
    for one in lists.lists:
        at = number[str(one.participant)]
        if both[at].sum() < TEN:
            continue
        partners = [number[str(entry.partner)] for entry in one.entries[:TEN]]
        right = both[at, partners].astype(int)
        shown.append(right + (truth.gives[at, partners] | truth.gives[partners, at]))
        pairs = [float(a > b) for n, a in enumerate(right) for b in right[n + 1 :] if a != b]
        ahead.append(mean(pairs) if pairs else 1.0)
    places = np.concatenate(shown) if shown else np.empty(0)
    shares = [float((places == n).mean()) for n in (2, 1, 0)]
    return Found(people=len(shown), both=shares[0], one=shares[1], neither=shares[2], ahead=mean(ahead))


def rows(*, seeds: int = SEEDS) -> Iterator[Row]:
    """The mean over the seeds, with what was chosen and without."""
    for name, is_stated in (("topics and kinds chosen", True), ("text alone", False)):
        every = []
        for seed in range(FIRST, FIRST + seeds):
            truth = known(seed, is_stated=is_stated)
            every.append(found(truth, recommender(truth.pool, seed=seed).lists(with_reasons=False)))
        yield _line(name, every)


def _line(name: str, many: list[Found]) -> Row:
    both = mean(one.both for one in many)
    return (
        str(PEOPLE),
        name,
        f"{mean(one.people for one in many):.0f}",
        f"{both:.2f}",
        f"{mean(one.one for one in many):.2f}",
        f"{mean(one.neither for one in many):.2f}",
        f"{mean(one.ahead for one in many):.2f}",
        f"{AIM:.2f} {'kept' if both >= AIM else 'MISSED'}",
    )


def report(*, seeds: int = SEEDS, is_kept: bool = False) -> int:
    """Print the table, keep it if wanted."""
    host, table = machine(), list(rows(seeds=seeds))
    told = ["Places one to ten of those who could have ten people with whom it is right both ways."]
    print(f"\nrecommend, both ways: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print(aligned(HEAD, table))
    print("\n".join(["", *told]))
    if is_kept:
        kept = {"head": HEAD, "rows": table}
        write_table("recommend-both-ways", (HEAD, table), host, kept=kept, sentences=told)
    return 0
