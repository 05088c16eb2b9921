"""Finds what is public by words and filters: one snapshot of the directory, one query to the full text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Final

import numpy as np
from django.db import connection

from handschlag.design.tallies import Tally
from handschlag.directory.criteria import Criteria, Sort
from handschlag.directory.index import analyser, place_names, snapshots
from handschlag.directory.index.arrays import ACTOR, TYPES, Ints, Mask, Version, View
from handschlag.directory.index.facets import SearchResult, facets_of, narrowed, narrowed_facets
from handschlag.directory.index.ranking import (
    FEW,
    Answers,
    Lookup,
    Scores,
    has_related,
    literally,
    lookups,
    ordered_hits,
    score,
    with_related,
)
from handschlag.directory.index.search_query import SearchQuery, parse_query, widened
from handschlag.directory.index.snapshots import IndexMemo, weight

# SQLite joins at most 500 selects.
AT_ONCE = 400
MOST_BYTES: Final = 8_000_000
_answers: Final = IndexMemo[Lookup, Ints](MOST_BYTES, weigh=weight)
SQLITE = "SELECT {number}, rowid FROM directory_searchindex WHERE directory_searchindex MATCH %s"
POSTGRESQL = "SELECT {number}, id FROM directory_searchdocument WHERE {column}_vector @@ %s::tsquery"


def matching_documents(lookups: Sequence[Lookup], version: Version) -> Mapping[Lookup, Ints]:
    """The ids of the documents that answer each lookup, ascending, in this version of the index."""
    return _answers.get_many(lookups, _asked, version=version)


def _asked(lookups: Sequence[Lookup]) -> Mapping[Lookup, Ints]:
    answers: dict[Lookup, Ints] = {}
    for start in range(0, len(lookups), AT_ONCE):
        answers |= _ask(lookups[start : start + AT_ONCE])
    return answers


def _ask(lookups: Sequence[Lookup]) -> dict[Lookup, Ints]:
    is_sqlite = connection.vendor == "sqlite"
    select, wording = (SQLITE, _for_sqlite) if is_sqlite else (POSTGRESQL, _for_postgresql)
    askable = [lookup for lookup in lookups if lookup.tokens or lookup.phrase]
    selects = [select.format(number=number, column=one.column) for number, one in enumerate(askable)]
    rows: list[tuple[int, int]] = []
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), [wording(lookup) for lookup in askable])
            rows = cursor.fetchall()
    table = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 2)
    found = {lookup: table[table[:, 0] == number, 1] for number, lookup in enumerate(askable)}
    return {lookup: _sorted(found.get(lookup, np.empty(0, dtype=np.int64))) for lookup in lookups}


def _sorted(documents: Ints) -> Ints:
    """For several readers, so nobody may write."""
    ordered = np.sort(documents)
    ordered.setflags(write=False)
    return ordered


def _for_sqlite(lookup: Lookup) -> str:
    """Tokens are letters, digits and our own marks; in quotation marks FTS5 takes them as they are."""
    if lookup.phrase:
        return f'{lookup.column} : "{" ".join(lookup.phrase)}"'
    tokens = " OR ".join(
        f'"{token[:-1]}" *' if token.endswith("*") else f'"{token}"' for token in lookup.tokens
    )
    return f"{lookup.column} : ({tokens})"


def _for_postgresql(lookup: Lookup) -> str:
    if lookup.phrase:
        return " <-> ".join(f"'{token}'" for token in lookup.phrase)
    return " | ".join(f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'" for token in lookup.tokens)


OF_NETWORKS = ("kind", "field", "land", "programme", "label")
OF_ACTORS = ("kind", "field", "land", "programme", "size", "network")
OF_PROJECTS = ("kind", "when", "field", "land", "network")
OF_EVERYTHING = ("kind", "field", "land", "programme", "label", "size")


def find_networks(criteria: Criteria, *, today: date) -> SearchResult:
    """Public networks; `today` decides which labels and programmes are valid."""
    view = snapshots.view_on(today)
    return find(criteria, view, scope=view.of_type("network"), names=OF_NETWORKS)


def find_actors(criteria: Criteria, *, today: date) -> SearchResult:
    """Public actors; each counts once, however many networks it is in."""
    view = snapshots.view_on(today)
    return find(criteria, view, scope=view.of_type("actor"), names=OF_ACTORS)


def find_projects(criteria: Criteria, *, today: date) -> SearchResult:
    """Public joint projects; where nobody asks for words, the newest first."""
    view = snapshots.view_on(today)
    if criteria.sort is Sort.RELEVANCE and not criteria.text:
        criteria = replace(criteria, sort=Sort.NEWEST)
    return find(criteria, view, scope=view.of_type("project"), names=OF_PROJECTS)


def find_everything(criteria: Criteria, *, today: date) -> SearchResult:
    """All types of entries; the ids are those of their documents."""
    view = snapshots.view_on(today)
    everything = np.ones(len(view.table.documents), dtype=bool)
    return find(criteria, view, scope=everything, names=OF_EVERYTHING, are_documents=True)


def find_exactly(
    name: str, criteria: Criteria, among: Mapping[str, Sequence[int]], *, today: date
) -> list[tuple[str, int]]:
    """Of these ids of each type those that a list has: with every word, and not by a related term."""
    view = snapshots.view_on(today)
    names = {"networks": OF_NETWORKS, "actors": OF_ACTORS, "projects": OF_PROJECTS}.get(name, OF_EVERYTHING)
    scope = np.zeros(len(view.table.documents), dtype=bool)
    for kind, ids in among.items():
        scope |= view.of_type(kind) & np.isin(view.table.objects, ids)
    if criteria.invented == "no":
        scope &= ~view.invented
    scope &= view.over if criteria.ended else ~view.over
    hits = narrowed(view, facets_of(view, criteria, names), scope)
    if criteria.text and hits.any():
        hits &= _with_every_word(criteria.text, view)
    return [(TYPES[view.table.types[row]], int(view.table.objects[row])) for row in np.flatnonzero(hits)]


def without_actors(documents: Sequence[int], *, today: date) -> list[int]:
    """These documents but for those of actors, in their order."""
    view = snapshots.view_on(today)
    rows = np.searchsorted(view.table.documents, np.array(documents, dtype=np.int64))
    kept = view.table.types[rows] != ACTOR
    return [document for document, is_kept in zip(documents, kept, strict=True) if is_kept]


def number_found(text: str, *, today: date) -> Tally:
    """How many entries of all types have these words."""
    view = snapshots.view_on(today)
    answered = _answer(text, view, np.ones(len(view.table.documents), dtype=bool))
    return Tally() if answered.is_loose else Tally.of(view.invented[answered.hits & ~view.over].tolist())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Answered:
    """Who answers the words of a question."""

    hits: Mask
    scores: Ints | None = None
    question: SearchQuery | None = None
    is_loose: bool = False
    has_related: bool = False


def find(
    criteria: Criteria, view: View, *, scope: Mask, names: Sequence[str], are_documents: bool = False
) -> SearchResult:
    """What fits among the rows of `scope`, in order, with the facets of these `names`.

    Networks that are no more are left out and counted apart, until somebody asks for them, or asks with words
    that nothing else has.
    """
    if criteria.invented == "no":
        scope = scope & ~view.invented
    answered = _answer(criteria.text, view, scope) if criteria.text else _Answered(hits=scope)
    asked, among = facets_of(view, criteria, names), answered.hits
    ended = int(np.count_nonzero(narrowed(view, asked, among & view.over)))
    is_of_ended = criteria.ended == "yes" or (
        ended > 0 and bool(criteria.text) and not narrowed(view, asked, among & ~view.over).any()
    )
    if criteria.ended != "too":
        among = among & (view.over if is_of_ended else ~view.over)
    hits, facets = narrowed_facets(view, asked, among)
    origin = place_names.origin(criteria.near) if criteria.near else None
    rows = ordered_hits(
        view,
        hits,
        sort=criteria.sort,
        scores=answered.scores,
        near=(origin.latitude, origin.longitude) if origin else None,
        are_places=answered.question is not None and answered.question.is_of_places,
    )
    ids = (view.table.documents if are_documents else view.table.objects)[rows]
    needs_help = answered.is_loose or not answered.hits.any()
    return SearchResult(
        ids=ids.tolist(),
        total=len(ids),
        invented=int(np.count_nonzero(view.invented[rows])),
        ended=ended,
        is_of_ended=is_of_ended,
        facets=facets,
        suggestion=_suggestion(answered.question, view, scope) if needs_help else None,
        question=answered.question,
        vocabulary=view.snapshot.version.vocabulary,
        is_loose=answered.is_loose and bool(len(ids)),
        has_related=answered.has_related,
        origin=origin,
    )


def _question(text: str, view: View) -> SearchQuery:
    stamp = view.snapshot.version.vocabulary
    vocabulary = analyser.vocabulary(stamp)
    return widened(parse_query(text, vocabulary, place_names.gazetteer(stamp).spans), vocabulary)


def _with_every_word(text: str, view: View) -> Mask:
    question = _question(text, view)
    if question.says_nothing:
        return np.zeros(len(view.table.documents), dtype=bool)
    scores = _scored(question, view)[1]
    every: Mask = scores.answered == scores.asked
    return every


def _answer(text: str, view: View, scope: Mask) -> _Answered:
    """Entries with every word; if there are few, also with related terms; if there are none, with most."""
    question = _question(text, view)
    if question.says_nothing:
        return _Answered(hits=np.zeros_like(scope), question=question)
    answers, scores = _scored(question, view)
    full = scope & (scores.answered == scores.asked)
    needs_related = has_related(question) and np.count_nonzero(full & ~view.invented) < FEW
    if needs_related:
        wide = with_related(question, answers, scores, view)
        wide_full = scope & (wide.answered == wide.asked)
        if np.count_nonzero(wide_full) > np.count_nonzero(full):
            return _Answered(hits=wide_full, scores=wide.scores, question=question, has_related=True)
    hits, is_loose = scores.hits(scope)
    if is_loose:
        hits &= literally(question, answers, view)
    return _Answered(hits=hits, scores=scores.scores, question=question, is_loose=is_loose)


def _scored(question: SearchQuery, view: View) -> tuple[Answers, Scores]:
    found = matching_documents(lookups(question), view.snapshot.version)
    answers = {lookup: view.rows_of(documents) for lookup, documents in found.items()}
    return answers, score(question, answers, view)


def _suggestion(question: SearchQuery | None, view: View, scope: Mask) -> str | None:
    """Another spelling of the words that nobody has, if it finds something."""
    if question is None or question.says_nothing:
        return None
    other = analyser.corrected_text(question, view)
    if other is None:
        return None
    found = _answer(other, view, scope)
    return other if found.hits.any() and not found.is_loose else None
