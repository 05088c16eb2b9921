"""How well documents answer a question, how far they are, and in which order they are listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from handschlag.directory.criteria import Sort
from handschlag.directory.index.analysis import Area
from handschlag.directory.index.arrays import LANDS, NETWORK, Floats, Ints, Mask, View
from handschlag.directory.index.search_query import Expansion, ExpansionKind, QueryTerm, SearchQuery

EARTH_RADIUS = 6371.0  # kilometres
INSIDE, CLOSE, FAR = 0.6, 0.45, 0.2  # what it is worth to lie there, at its edge, or as far as is still near


def kilometres(view: View, near: tuple[float, float]) -> Floats:
    """The great circle from a point to each document; endless where nobody knows its place."""
    latitude, longitude = np.radians(near[0]), np.radians(near[1])
    north, east = np.radians(view.table.latitudes), np.radians(view.table.longitudes)
    half = (
        np.sin((north - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(north) * np.sin((east - longitude) / 2) ** 2
    )
    far: Floats = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return np.where(np.isnan(far), np.inf, far)


def within(area: Area, view: View) -> Floats:
    """What each document is worth by where it lies; nothing where nobody knows."""
    worth = np.zeros(len(view.table.documents))
    for land in area.lands:
        worth[view.lands[:, LANDS.index(land)]] = INSIDE
    for circle in area.circles:
        far = kilometres(view, (circle.latitude, circle.longitude))
        near = max(circle.near, circle.radius)
        share = np.clip((far - circle.radius) / max(1.0, near - circle.radius), 0.0, 1.0)
        worth = np.maximum(worth, np.where(far <= near, CLOSE - share * (CLOSE - FAR), 0.0))
        worth = np.maximum(worth, np.where(far <= circle.radius, INSIDE, 0.0))
    return worth


# What a match says, by where it stands.
COLUMNS = {"name": 1.0, "topics": 0.6, "statements": 0.5, "place": 0.5, "text": 0.3}
# The spelling of names, for words that are still being typed.
SPELLED, SPELLED_WEIGHT = "spelled", 1.0
BESIDE = 0.15  # how much a word in another column counts beside the best one
APART = 0.5  # parts of a compound that stand in different columns
PHRASE, FULL_NAME = 0.5, 0.4  # bonuses, in parts of what the words weigh together
UNIT = 10_000  # scores are whole numbers, so that equal ones are equal
LITERAL = (ExpansionKind.WORD, ExpansionKind.PHRASE, ExpansionKind.INSIDE, ExpansionKind.PARTS)
FEW = 5  # direct hits; below, related terms help


@dataclass(frozen=True, slots=True)
class Lookup:
    """One question to the full-text index: which documents have one of the tokens (or the phrase) there?"""

    column: str
    tokens: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()


Answers = Mapping[Lookup, Ints]  # rows of the view


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """For each document: how much it answers, and how many of the words (of `asked` words)."""

    scores: Ints
    answered: Ints
    asked: int

    def hits(self, scope: Mask) -> tuple[Mask, bool]:
        """Who answers every word; if nobody does, who answers most. The second value says that."""
        full = scope & (self.answered == self.asked)
        if full.any() or self.asked < 2:
            return full, False
        most = int(self.answered[scope].max(initial=0))
        return scope & (self.answered == most) & (self.answered * 2 >= self.asked), True


def lookups(question: SearchQuery) -> tuple[Lookup, ...]:
    """Everything that the index has to be asked, each once."""
    found: dict[Lookup, None] = {}
    for asked in question.asked:
        for way in asked.ways:
            found.update(dict.fromkeys(one for _, sets in _by_column(way) for one in sets))
    found.update(
        dict.fromkeys(Lookup(column, phrase=_whole(question)) for column in COLUMNS if _whole(question))
    )
    return tuple(found)


def _by_column(way: Expansion) -> Iterator[tuple[str, tuple[Lookup, ...]]]:
    """For each column, the lookups that must all have an answer."""
    columns = (*COLUMNS, SPELLED) if way.why is ExpansionKind.START else tuple(COLUMNS)
    for column in way.columns or columns:
        if way.phrase:
            yield column, (Lookup(column, phrase=way.phrase),)
        else:
            yield column, tuple(Lookup(column, tokens) for tokens in way.all_of)


def _whole(question: SearchQuery) -> tuple[str, ...]:
    """All words one after the other, if there are several."""
    keys = tuple(key for asked in question.asked for key in asked.keys)
    return keys if len(question.asked) > 1 else ()


def score(question: SearchQuery, answers: Answers, view: View) -> Scores:
    """Every word counts by its rarity, and by the best way and place in which a document has it."""
    size = len(view.table.documents)
    total, weights = np.zeros(size), 0.0
    answered, in_name = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for asked in question.asked:
        best = _best_of(asked, answers, view)
        rarity = float(np.log1p(size / (1 + np.count_nonzero(best))))
        total += rarity * best
        weights += rarity
        answered += best > 0
        in_name[answers[_first_lookup(asked)]] += 1
    total += weights * _phrase_bonus(question, answers, size)
    shares = np.minimum(1.0, in_name / np.maximum(1, view.table.lengths))
    total += np.where(answered == len(question.asked), weights * FULL_NAME * shares, 0.0)
    return Scores(np.rint(total * UNIT).astype(np.int64), answered, len(question.asked))


def _first_lookup(asked: QueryTerm) -> Lookup:
    """The most literal way, in names."""
    way = asked.ways[0]
    column = way.columns[0] if way.columns else "name"
    return Lookup(column, way.all_of[0] if way.all_of else (), way.phrase)


def _best_of(asked: QueryTerm, answers: Answers, view: View) -> Floats:
    size = len(view.table.documents)
    best = within(asked.area, view) if asked.area else np.zeros(size)
    direct = [way for way in asked.ways if way.why is not ExpansionKind.RELATED]
    for way in direct:
        np.maximum(best, _value_of(way, answers, size), out=best)
    return best


def _value_of(way: Expansion, answers: Answers, size: int) -> Floats:
    """What one way is worth for each document: in its best column, and a little for all others."""
    best, every = np.zeros(size), np.zeros(size)
    for column, sets in _by_column(way):
        rows = answers[sets[0]]
        for other in sets[1:]:
            rows = np.intersect1d(rows, answers[other], assume_unique=True)
        weight = way.weight * COLUMNS.get(column, SPELLED_WEIGHT)
        best[rows] = np.maximum(best[rows], weight)
        every[rows] += weight
    best += BESIDE * (every - best)
    return np.maximum(best, _apart(way, answers, size)) if len(way.all_of) > 1 else best


def _apart(way: Expansion, answers: Answers, size: int) -> Floats:
    """Parts of a compound in different columns: all of them somewhere, at the mean of their places."""
    parts = []
    for tokens in way.all_of:
        part = np.zeros(size)
        for column, weight in COLUMNS.items():
            rows = answers[Lookup(column, tokens)]
            part[rows] = np.maximum(part[rows], weight)
        parts.append(part)
    has_all = np.all([part > 0 for part in parts], axis=0)
    mean: Floats = np.where(has_all, way.weight * APART * np.mean(parts, axis=0), 0.0)
    return mean


def _phrase_bonus(question: SearchQuery, answers: Answers, size: int) -> Floats:
    bonus = np.zeros(size)
    phrase = _whole(question)
    if phrase:
        for column, weight in COLUMNS.items():
            rows = answers[Lookup(column, phrase=phrase)]
            bonus[rows] = np.maximum(bonus[rows], PHRASE * weight)
    return bonus


def with_related(question: SearchQuery, answers: Answers, scores: Scores, view: View) -> Scores:
    """Related terms answer words that nothing else answers."""
    size = len(scores.scores)
    total, answered = scores.scores.copy(), np.zeros(size, dtype=np.int64)
    for asked in question.asked:
        best = _best_of(asked, answers, view)
        related = np.zeros(size)
        for way in asked.ways:
            if way.why is ExpansionKind.RELATED:
                np.maximum(related, _value_of(way, answers, size), out=related)
        total += np.where(best > 0, 0, np.rint(related * UNIT)).astype(np.int64)
        answered += (best > 0) | (related > 0)
    return Scores(total, answered, scores.asked)


def literally(question: SearchQuery, answers: Answers, view: View) -> Mask:
    """Who has a topic or one of the words itself in more than a text; nobody who is invented.

    A place alone, and a word that only means something like it, are not what was asked for.
    """
    found = np.zeros(len(view.table.documents), dtype=bool)
    for asked in question.asked:
        for way in asked.ways:
            is_topic = way.naming is not None and not way.naming.term.is_of_lexicon
            if asked.area is None and (is_topic or way.why in LITERAL):
                found |= _value_of(way, answers, len(found)) >= way.weight * COLUMNS["statements"]
    return found & ~view.invented


def has_related(question: SearchQuery) -> bool:
    """Whether the question also looks for terms that are only related to its own."""
    return any(way.why is ExpansionKind.RELATED for asked in question.asked for way in asked.ways)


# In the order of TYPES: who looks for a topic wants to know first who works on it together.
WORTH = np.array([2.4, 1.0, 1.6, 1.3, 0.8, 0.8])
WORTH_NEAR = np.array([2.4, 0.5, 0.8, 0.5, 0.5, 0.5])


def ordered_hits(
    view: View,
    hits: Mask,
    *,
    sort: Sort,
    scores: Ints | None = None,
    near: tuple[float, float] | None = None,
    are_places: bool = False,
) -> Ints:
    """The rows of the hits; what a sort cannot tell (no distance, no figure, no words) is last, by name.

    Where words were asked for, nothing invented stands above what is real. `are_places`: all of them say
    where, so that networks from there come before whoever has the place in the name.
    """
    rows = np.flatnonzero(hits)
    table = view.table
    first: Ints | Floats = np.zeros(len(rows), dtype=np.int64)
    if sort is Sort.RELEVANCE and scores is not None:
        worth = WORTH_NEAR if are_places else WORTH
        first = -np.rint(scores[rows] * worth[table.types[rows]])
    elif sort is Sort.MEMBERS:
        first = -view.members[rows]
    elif sort is Sort.NEWEST:
        first = -table.days[rows]
    elif sort is Sort.DISTANCE and near is not None:
        first = np.rint(kilometres(view, near)[rows] * 10)
    nothing = np.zeros(len(rows), dtype=np.int8)
    kinds = table.types[rows] if sort is Sort.RELEVANCE else nothing
    dreams = table.invented[rows] if sort is Sort.RELEVANCE and scores is not None else nothing
    # A network that does little else is meant the more.
    topics = np.where(table.types[rows] == NETWORK, view.fields[rows].sum(axis=1), 0)
    breadth = topics if sort is Sort.RELEVANCE and scores is not None else nothing
    return rows[np.lexsort((view.ranks[rows], breadth, kinds, first, dreams))]
