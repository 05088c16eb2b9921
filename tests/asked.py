"""What the platform asks the database in tests on SQLite, and the few tests that ask all of it on PostgreSQL.

A question is a statement as the database reads it, without its values. It is another question where two
databases do differently what comes of it: where it fails, where several rows come in an order, or where a
value at one of its places is out of the ordinary: a large number, a text that is long, has a NUL, or signs
beyond ASCII that are compared by `LIKE`.
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
from types import FrameType
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper
from tests.databases import ROOT
from tests.platform import undefined

LISTS = re.compile(r"\((?:%s(?:, )?)+\)(?:, \((?:%s(?:, )?)+\))*")
CASES = re.compile(r"(?:WHEN \([^()]*\) THEN [^ ]+ )+")
NUMBERS = re.compile(r"\b\d+\b|\bs\d+_x\d+\b")
OURS, TESTS = f"{ROOT / 'src'}/", f"{ROOT / 'tests'}/"
BETWEEN = {__file__, undefined.__file__}  # where tests look on while the platform asks
LENGTHS = ((255, "longer"), (100, "long"))
LARGE = 2**31
ONE_TEST = 40  # what a test costs besides its questions, in questions
type Asked = Mapping[str, tuple[int, frozenset[str]]]


class Recorder:
    """Notes what each passed test asks, and how often; one file for each process."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = folder / f"{name}.json"
        self.number = 0
        self.asked: set[tuple[str, ...]] = set()
        self.tests: dict[str, tuple[int, list[str]]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self) -> None:
        self.number, self.asked = 0, set()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
        report: Any = yield
        if report.when == "call" and report.passed:
            self.tests[item.nodeid] = (self.number, [])
        if report.when == "teardown" and item.nodeid in self.tests:
            self.tests[item.nodeid] = (self.number, sorted(map(_short, self.asked)))
        return report  # type: ignore[no-any-return]

    def pytest_sessionfinish(self) -> None:
        self.file.write_text(json.dumps(self.tests), encoding="utf-8")

    def note(self, statement: str, values: Any, *, is_many: bool, error: str = "") -> None:
        """One question, with what came of it."""
        self.number += 1
        text, has_places = _without_values(statement)
        is_like = " LIKE " in statement
        self.asked.update([("statement", text), ("failed", text, error)] if error else [("statement", text)])
        for row in values if is_many else [values]:
            places = row.items() if isinstance(row, dict) else enumerate(row or ())
            for place, value in places:
                if kind := _out_of_the_ordinary(value, is_like=is_like):
                    self.asked.add(("value", text, str(place) if has_places else "", kind))

    def note_rows(self, statement: str, number: int) -> None:
        """Whether several rows came, in an order."""
        if number > 1 and "ORDER BY" in statement:
            self.asked.add(("rows", _without_values(statement)[0]))


def listen(recorder: Recorder) -> None:
    """From now on, to all cursors of this process."""
    execute = CursorWrapper._execute_with_wrappers

    def executed(self: Any, sql: Any, params: Any, many: bool, executor: Callable[..., Any]) -> Any:
        self.statement = ""
        if not _is_of_the_platform():
            return execute(self, sql, params, many, executor)
        statement = self.statement = str(sql)
        try:
            result = execute(self, sql, params, many, executor)
        except Exception as error:
            recorder.note(statement, params, is_many=many, error=type(error).__name__)
            raise
        recorder.note(statement, params, is_many=many)
        return result

    def counted(name: str) -> Callable[..., Any]:
        def fetch(self: Any, *arguments: Any) -> Any:
            rows = getattr(self.cursor, name)(*arguments)
            if self.statement:
                number = len(rows) if isinstance(rows, list) else int(rows is not None)
                recorder.note_rows(self.statement, number)
                self.statement = ""
            return rows

        return fetch

    CursorWrapper._execute_with_wrappers = executed  # type: ignore[method-assign]
    CursorWrapper.statement = ""  # type: ignore[attr-defined]
    for name in ("fetchone", "fetchmany", "fetchall"):
        setattr(CursorWrapper, name, counted(name))


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
def _without_values(statement: str) -> tuple[str, bool]:
    """The statement without its numbers and the lengths of its lists, and whether each value has a place."""
    text, lists = LISTS.subn("(%s)", CASES.sub("WHEN ", statement))
    is_list = lists > 0 and len(text) != len(statement)
    return _short((NUMBERS.sub("0", text),)), not is_list


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


def _out_of_the_ordinary(value: Any, *, is_like: bool) -> str:
    """How, or nothing."""
    if isinstance(value, str):
        length = next((name for most, name in LENGTHS if len(value) > most), "")
        has_signs = is_like and not value.isascii()
        return " ".join(filter(None, [length, "nul" * ("\0" in value), "signs" * has_signs]))
    return "large" if isinstance(value, int) and abs(value) >= LARGE else ""
