"""A plug-in of pytest: the tests run once and say what they reach; then they have to notice each fault.

All is imported and the database has its tables before the first fault. Each has a process of its own, forked
from there, which takes the code of one function for another, and has its own copy of the database.
"""

from __future__ import annotations

import functools
import gc
import os
import shutil
import signal
import sys
import time
import types
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from benchmarks.mutants.operators import Mutant

TOOL = 4  # of the interpreter's monitors; Hypothesis takes the third
_CACHED = type(functools.cache(len))
LEAST_SECONDS, TIMES = 20.0, 6.0  # a fault may make tests that slow before it counts as caught


class Fate(StrEnum):
    CAUGHT = "caught"
    TIMEOUT = "caught by time"
    SURVIVED = "survived"
    NOT_REACHED = "not reached"
    NOT_TRIED = "not tried"  # the code of the function cannot be exchanged


@dataclass(slots=True)
class Hunt:
    """`most` is how many seconds of tests may look for one fault, the quickest first."""

    root: Path
    mutants: Sequence[Mutant]
    most: float
    fates: list[tuple[Mutant, Fate]] = field(default_factory=list)
    reached: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    _test: str = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of pytest's own."""
        if session.testsfailed:
            return False
        self._run_all(session)
        if not session.testsfailed:
            forget_what_was_computed()
            functions = functions_by_place()
            for mutant in self.mutants:
                fate = self._fate(mutant, session, functions)
                self.fates.append((mutant, fate))
                if fate not in {Fate.CAUGHT, Fate.TIMEOUT}:
                    print(f"\n{fate}: {mutant.where}\n    {mutant.what}", flush=True)
        return True

    def _run_all(self, session: pytest.Session) -> None:
        files = {str(self.root / mutant.path) for mutant in self.mutants}
        monitoring = sys.monitoring

        def line(code: types.CodeType, number: int) -> object:
            if code.co_filename in files:
                self.reached[code.co_filename, number].add(self._test)
            return monitoring.DISABLE

        monitoring.use_tool_id(TOOL, "mutants")
        monitoring.register_callback(TOOL, monitoring.events.LINE, line)
        monitoring.set_events(TOOL, monitoring.events.LINE)
        for item in session.items:
            self._test = item.nodeid
            monitoring.restart_events()
            began = time.perf_counter()
            runtestprotocol(item, nextitem=_Nobody(session))  # type: ignore[arg-type]
            self.seconds[item.nodeid] = time.perf_counter() - began
        monitoring.set_events(TOOL, 0)
        monitoring.free_tool_id(TOOL)

    def _fate(self, mutant: Mutant, session: pytest.Session, functions: dict[Place, list[Any]]) -> Fate:
        items = self._who_reaches(mutant, session.items)
        if not items:
            return Fate.NOT_REACHED
        new = code_of(mutant, self.root)
        old = [one for one in functions[str(self.root / mutant.path), mutant.function] if new]
        if new is None or not old or any(one.__code__.co_freevars != new.co_freevars for one in old):
            return Fate.NOT_TRIED
        child = os.fork()
        if not child:
            os._exit(_noticed(session, items, old, new))
        seconds = sum(self.seconds[item.nodeid] for item in items)
        return _end_of(child, seconds=LEAST_SECONDS + TIMES * seconds)

    def _who_reaches(self, mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        file = str(self.root / mutant.path)
        names = set().union(*(self.reached.get((file, number), set()) for number in mutant.lines))
        found, left = [], self.most
        for item in sorted(items, key=lambda one: self.seconds[one.nodeid]):
            if item.nodeid in names and (left > 0 or not found):
                found.append(item)
                left -= self.seconds[item.nodeid]
        return found


type Place = tuple[str, str]  # file, and qualified name


@dataclass(frozen=True, slots=True)
class _Nobody:
    """The next test, of which nothing is known but that it belongs to the session."""

    session: pytest.Session

    def listchain(self) -> list[Any]:
        return [self.session]


def functions_by_place() -> dict[Place, list[types.FunctionType]]:
    found = defaultdict(list)
    for one in gc.get_objects():
        if isinstance(one, types.FunctionType):
            found[one.__code__.co_filename, one.__code__.co_qualname].append(one)
    return found


def forget_what_was_computed() -> None:
    """What the process remembers was computed without a fault."""
    for one in gc.get_objects():
        if isinstance(one, _CACHED) and one.__module__.startswith(("handschlag", "treffen")):
            one.cache_clear()
        elif type(one).__name__ == "Memo":
            one.clear()


def code_of(mutant: Mutant, root: Path) -> types.CodeType | None:
    """The function with its fault; nothing where no file can read like that."""
    try:
        whole = compile(mutant.text, str(root / mutant.path), "exec")
    except (SyntaxError, ValueError):
        return None
    return next((one for one in _codes(whole) if one.co_qualname == mutant.function), None)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield one
            yield from _codes(one)


def _noticed(
    session: pytest.Session, items: Iterable[pytest.Item], old: Iterable[Any], new: types.CodeType
) -> int:
    """In the child: 1 as soon as a test fails, else 0."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        _take_own_database()
        for function in old:
            function.__code__ = new
        for item in items:
            reports = runtestprotocol(item, log=False, nextitem=_Nobody(session))  # type: ignore[arg-type]
            if any(report.failed for report in reports):
                return 1
    except BaseException:  # noqa: BLE001 - whatever a fault does, this process ends here
        return 1
    return 0


def _take_own_database() -> None:
    if "django.db" not in sys.modules:
        return
    from django.db import connection

    connection.close()
    file = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and file.is_file():
        own = file.with_name(f"{file.name}.{os.getpid()}")
        shutil.copy(file, own)
        connection.settings_dict["NAME"] = str(own)


def _end_of(child: int, *, seconds: float) -> Fate:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return Fate.SURVIVED if os.waitstatus_to_exitcode(status) == 0 else Fate.CAUGHT
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Fate.TIMEOUT
