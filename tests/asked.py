"""What the platform asks the database in tests on SQLite, and the few tests that ask all of it on PostgreSQL.

A question is a statement as the database reads it, without its values. It is another question where two
databases do differently what comes of it: where it fails, or follows in the same block on one that failed;
where several rows come, or nothing stands in a column that orders them; or where a value at one of its
places is out of the ordinary: a large number, a text that is long, has a NUL, or signs beyond ASCII that are
compared by `LIKE`. A test that saves what its column cannot hold asks what no other one does.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush
from pathlib import Path
from threading import Lock
from types import FrameType
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.utils import CursorWrapper
from django.db.models import CharField, Field, FileField
from tests.databases import ROOT
from tests.platform import undefined

# What is written as often as there are values: rows, cases of the same text, and, whatever it holds, a list.
REPEATED = re.compile(
    r"(?P<row>\((?:%s(?:, )?)+\))(?:, (?P=row))+"
    r"|(?P<case>WHEN \([^()]*\) THEN [^ ]+ )(?P=case)+"
    r"|(?<=\bIN )\((?:%s, )*%s\)"
)
WORDS = re.compile(r"\w+")
NUMBERS = re.compile(r"\b\d+\b|\bs\d+_x\d+\b")
OURS, TESTS = f"{ROOT / 'src'}/", f"{ROOT / 'tests'}/"
BETWEEN = {__file__, undefined.__file__}  # where tests look on while the platform asks
LENGTHS = ((255, "longer"), (100, "long"))
NUMBER_SIZES = ((2**31, "larger"), (2**15, "large"))
RANGES = BaseDatabaseOperations.integer_field_ranges  # SQLite has others: it holds every number
ONE_TEST = 40  # what a test costs besides its questions, in questions
PART = "\n"  # between the name of a test and that of one of its parts
type Asked = Mapping[str, tuple[int, frozenset[str]]]


class Recorder:
    """Notes what each passed test asks, and how often; one file for each process."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = folder / f"{name}.json"
        self.lock = Lock()  # a test's threads ask, too
        self.test, self.part, self.number, self.has_passed = "", "", 0, False
        self.asked: set[tuple[str, ...]] = set()
        self.parts: dict[str, tuple[int, list[str]]] = {}  # of this test
        self.tests: dict[str, tuple[int, list[str]]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.test, self.part, self.number, self.has_passed, self.parts = nodeid, "", 0, False, {}
        self.taken()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
        report: Any = yield
        if report.when == "call":
            self.has_passed = report.passed
        if report.when == "teardown" and self.has_passed:
            self.begin("")
            self.tests.update(self.parts)
        return report  # type: ignore[no-any-return]

    def begin(self, part: str) -> None:
        """What the test asks from now on is of that part of it."""
        name = f"{self.test}{PART}{self.part}" if self.part else self.test
        number, asked = self.parts.get(name, (0, []))
        self.parts[name] = (number + self.number, sorted({*asked, *map(_short, self.taken())}))
        self.part, self.number = part, 0

    def pytest_sessionfinish(self) -> None:
        self.file.write_text(json.dumps(self.tests), encoding="utf-8")

    def taken(self) -> set[tuple[str, ...]]:
        """What was asked until now; from now on another set is filled."""
        with self.lock:
            asked, self.asked = self.asked, set()
        return asked

    def add(self, *questions: tuple[str, ...]) -> None:
        with self.lock:
            self.asked.update(questions)

    def note(self, statement: str, values: Any, *, is_many: bool, after: str = "") -> None:
        """One question, with its values, and what failed before it in its block."""
        self.number += 1
        text, is_like = _without_values(statement), " LIKE " in statement
        self.add(("statement", text), *([("after", text, _without_values(after))] if after else []))
        for row in values if is_many else [values]:
            places = row.items() if isinstance(row, dict) else enumerate(row or ())
            for place, value in places:
                if kind := _out_of_the_ordinary(value, is_like=is_like):
                    self.add(("value", text, _place(statement, place), kind))

    def note_failure(self, statement: str, error: Exception) -> None:
        self.add(("failed", _without_values(statement), type(error).__name__))

    def note_rows(self, statement: str, rows: list[Any], columns: Any, *, several: bool) -> None:
        """Whether several rows came, and nothing stood in a column of their order."""
        text = _without_values(statement)
        if several:
            self.add(("rows", text))
        _, orders, order = statement.partition("ORDER BY")
        empty = [n for n, values in enumerate(zip(*rows, strict=True)) if None in values] if orders else []
        if empty:
            named = set(WORDS.findall(order))
            self.add(*(("null", text, columns[n][0]) for n in empty if {columns[n][0], str(n + 1)} & named))

    def note_saved(self, field: Any, value: Any) -> None:
        """What PostgreSQL refuses to save fails wherever it is: each test that does so counts."""
        if _is_beyond(field, value):
            self.add(("beyond", str(field), self.test))


def listen(recorder: Recorder) -> None:
    """From now on, to all cursors of this process, and to what its models save."""
    execute, prepare = CursorWrapper._execute_with_wrappers, Field.get_db_prep_save
    CursorWrapper._execute_with_wrappers = _executing(recorder, execute)  # type: ignore[method-assign]
    CursorWrapper.statement, CursorWrapper.is_ours = "", False  # type: ignore[attr-defined]
    Field.get_db_prep_save = _saving(recorder, prepare)  # type: ignore[method-assign]
    for name in ("fetchone", "fetchmany", "fetchall"):
        setattr(CursorWrapper, name, _fetching(recorder, name))


def _executing(recorder: Recorder, execute: Callable[..., Any]) -> Callable[..., Any]:
    def executed(self: Any, sql: Any, params: Any, many: bool, executor: Callable[..., Any]) -> Any:
        self.statement, self.is_ours, self.rows = str(sql), _is_of_the_platform(), 0
        after = _failed_before(self.db, self.statement)
        try:
            return execute(self, sql, params, many, executor)
        except Exception as error:
            _note_failure(recorder, self, error)
            raise
        finally:
            if self.is_ours:
                recorder.note(self.statement, params, is_many=many, after=after)

    return executed


def _fetching(recorder: Recorder, name: str) -> Callable[..., Any]:
    def fetch(self: Any, *arguments: Any) -> Any:
        try:
            with self.db.wrap_database_errors:
                found = getattr(self.cursor, name)(*arguments)
        except Exception as error:
            _note_failure(recorder, self, error)
            raise
        rows = found if isinstance(found, list) else [found] * (found is not None)
        if self.is_ours and rows:
            self.rows += len(rows)
            recorder.note_rows(self.statement, rows, self.cursor.description, several=self.rows > 1)
        return found

    return fetch


def _saving(recorder: Recorder, prepare: Callable[..., Any]) -> Callable[..., Any]:
    def prepared(self: Any, value: Any, connection: Any) -> Any:
        saved = prepare(self, value, connection)
        recorder.note_saved(self, saved)
        return saved

    return prepared


def _note_failure(recorder: Recorder, cursor: Any, error: Exception) -> None:
    cursor.db.failed = cursor.statement
    if cursor.is_ours:
        recorder.note_failure(cursor.statement, error)


def read(folder: Path) -> Asked:
    """What all processes of a run noted."""
    return {
        test: (number, frozenset(asked))
        for file in sorted(folder.glob("*.json"))
        for test, (number, asked) in json.loads(file.read_text(encoding="utf-8")).items()
    }


def enough(asked: Asked, *, tests: Iterable[str], certain: Iterable[str] = ()) -> set[str]:
    """Of the tests as few as ask everything that all of them ask; those that run for certain count first.

    Always the one that asks most that is new, for what it costs; the name decides between equals.
    """
    known = set().union(*(asked[test][1] for test in certain if test in asked))
    names = sorted(test for test in tests if asked[test][1] - known)
    heap = [(-_gain(asked[test], known), test) for test in names]
    heapify(heap)
    chosen = set()
    while heap:
        _, test = heappop(heap)
        gain = _gain(asked[test], known)
        if heap and -gain > heap[0][0]:  # it has become worth less than another one
            if gain:
                heappush(heap, (-gain, test))
        elif gain:
            chosen.add(test)
            known |= asked[test][1]
    return chosen


def _gain(one: tuple[int, frozenset[str]], known: set[str]) -> float:
    number, asked = one
    return len(asked - known) / (ONE_TEST + number)


@lru_cache(50_000)
def _without_values(statement: str) -> str:
    """The statement without its numbers, the lengths of its lists, and how many rows or cases it has."""
    return _short((_folded(NUMBERS.sub("0", statement)),))


def _folded(statement: str) -> str:
    """One of each, followed by a sign that there are several: PostgreSQL is told several rows otherwise."""
    return REPEATED.sub(lambda one: f"{one[one.lastgroup]}..." if one.lastgroup else "(%s)", statement)


def _place(statement: str, place: int | str) -> str:
    """Of a value: the same in all rows, in all cases, and everywhere within a list."""
    known = _places(statement)
    return str(known[place] if isinstance(place, int) and place < len(known) else place)


@lru_cache(5_000)
def _places(statement: str) -> list[int]:
    statement = NUMBERS.sub("0", statement.replace("%%", ""))
    places: list[int] = []
    first = end = 0
    for several in REPEATED.finditer(statement):
        alone = statement.count("%s", end, several.start())
        places += range(first, first + alone)
        first, end = first + alone, several.end()
        in_one = several[several.lastgroup].count("%s") if several.lastgroup else 1
        places += [first + number % in_one for number in range(several[0].count("%s"))]
        first += in_one
    return [*places, *range(first, first + statement.count("%s", end))]


@lru_cache(500_000)
def _short(parts: tuple[str, ...]) -> str:
    return parts[0][0] + hashlib.blake2b("\0".join(parts).encode(), digest_size=6).hexdigest()


def _is_of_the_platform() -> bool:
    """Whether it asks, and not a test: the nearest of their files on the way here decides."""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        file = frame.f_code.co_filename
        if file.startswith(OURS):
            return True
        if file.startswith(TESTS) and file not in BETWEEN:
            return False
        frame = frame.f_back
    return True


def _failed_before(connection: Any, statement: str) -> str:
    """What failed in this block and was not undone: PostgreSQL refuses all that follows."""
    if not connection.in_atomic_block or statement.startswith("ROLLBACK TO"):
        connection.failed = ""
    return getattr(connection, "failed", "")


def _out_of_the_ordinary(value: Any, *, is_like: bool) -> str:
    """How, or nothing."""
    if isinstance(value, str):
        length = next((name for most, name in LENGTHS if len(value) > most), "")
        has_signs = is_like and not value.isascii()
        return " ".join(filter(None, [length, "nul" * _has_nul(value), "signs" * has_signs]))
    is_number = isinstance(value, int)
    return next((name for least, name in NUMBER_SIZES if is_number and abs(value) >= least), "")


def _is_beyond(field: Any, value: Any) -> bool:
    """Whether a column of PostgreSQL cannot hold it."""
    if isinstance(value, str):
        most = field.max_length if isinstance(field, (CharField, FileField)) else None
        return _has_nul(value) or (most is not None and len(value) > most)
    if not isinstance(value, int) or abs(value) < NUMBER_SIZES[-1][0]:
        return False
    least, most = RANGES.get(field.get_internal_type(), (value, value))
    return not least <= value <= most


def _has_nul(text: str) -> bool:
    """Itself, or as JSON writes it."""
    return "\0" in text or r"\u0000" in text
