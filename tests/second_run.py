"""Which tests of the platform run once more on PostgreSQL, and which parts of those that have parts."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from tests import asked

IS_SECOND = os.environ.get("DATABASE_URL", "").startswith("postgres")  # what runs now passed on SQLite
COMMITTING = {"transactional_db", "live_server", "house"}
A_BROWSER = 1_000  # what it costs, in questions
FROM = " > "  # between a part and the one that leads to it
RECORDER = pytest.StashKey[asked.Recorder]()
WANTED = pytest.StashKey[frozenset[str]]()


class Parts:
    """Of a test that goes from page to page: on SQLite all; here what asks something new, and its way.

    A part is named with its way: `at("", "event")`, and then `at("event", "emails")`.
    """

    def __init__(self, *, recorder: asked.Recorder | None, wanted: frozenset[str] | None) -> None:
        self.recorder, self.wanted = recorder, wanted
        self.met: set[str] = set()

    def at(self, way: str, part: str) -> str:
        return f"{way}{FROM}{part}" if way else part

    def leads_to(self, way: str) -> bool:
        """Whether it or something behind it is of this run."""
        return self.wanted is None or any(f"{one}{FROM}".startswith(f"{way}{FROM}") for one in self.wanted)

    def begin(self, way: str) -> None:
        """What is asked from now on is of this part."""
        self.met.add(way)
        if self.recorder:
            self.recorder.begin(way)

    def missed(self) -> frozenset[str]:
        """What is of this run and was not met: here something else leads there, or nothing."""
        return (self.wanted or frozenset()) - self.met


def asked_by_others(folder: Path, items: list[pytest.Item]) -> set[pytest.Item]:
    """Tests that passed on SQLite, and ask nothing that is not asked without them; a browser is dear.

    Of a test with parts, those are noted at it that ask something new.
    """
    noted = dict(asked.read(folder))
    parts: dict[str, list[str]] = {}
    for name in noted:
        parts.setdefault(name.partition(asked.PART)[0], []).append(name)
    certain, rest = [], {}
    for item in items:
        if is_skipped(item):
            continue
        if item.nodeid not in noted or _is_of_the_database(item):
            certain += parts.get(item.nodeid, [])
            continue
        for name in parts[item.nodeid]:
            rest[name] = item
            number, questions = noted[name]
            noted[name] = (number + A_BROWSER * _looks(item), questions)
    chosen = asked.enough(noted, tests=rest, certain=certain)
    for name in chosen:
        test, _, part = name.partition(asked.PART)
        if len(parts[test]) > 1:
            stash = rest[name].stash
            stash[WANTED] = stash.get(WANTED, frozenset()) | (
                {part} - {""}
            )  # what comes before them has no name
    return set(rest.values()) - {rest[name] for name in chosen}


def is_skipped(item: pytest.Item) -> bool:
    """By a mark, here: it asks nothing, whatever it asked elsewhere."""
    conditions = [mark.args for mark in item.iter_markers("skipif")]
    return item.get_closest_marker("skip") is not None or any(not one or any(one) for one in conditions)


def _is_of_the_database(item: pytest.Item) -> bool:
    """It commits itself, is in several threads or processes, or has a way of its own with this database."""
    names = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    commits = bool(names & COMMITTING) or (marker is not None and bool(marker.kwargs.get("transaction")))
    return (commits and not _looks(item)) or "connection.vendor" in _source(item.path)


def _looks(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")
