"""Asks the full-text index of the database: everything that a search needs to know, in one query.

What was asked last is remembered for as long as the index is the same: the same words come with other filters
and on other pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

import numpy as np
from django.db import connection

from handschlag.directory.queries.index_memo import IndexMemo, weight
from handschlag.directory.rules.snapshot import Lookup, Version
from handschlag.directory.rules.snapshot.arrays import Ints

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
