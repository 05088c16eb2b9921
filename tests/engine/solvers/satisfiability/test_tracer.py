"""The solver that writes a trace, in a process of its own: it ends with its parent, with time, with room."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path

import pytest

from treffen.solvers.base import Stop
from treffen.solvers.satisfiability import Unrefuted
from treffen.solvers.satisfiability.refutation.refute import _why_not

pytestmark = pytest.mark.once

STARTED = """
import sys
from pathlib import Path
from tests.engine.solvers.satisfiability.test_tracer import pigeons
from treffen.solvers.base import Stop
from treffen.solvers.satisfiability.refutation.refute import _why_not
_why_not(pigeons(13), Path(sys.argv[1]), Stop())
"""


def pigeons(holes: int) -> list[list[int]]:
    """One pigeon more than holes: impossible, and long to refute."""
    rows = [[holes * p + h + 1 for h in range(holes)] for p in range(holes + 1)]
    return rows + [[-a, -b] for column in zip(*rows, strict=True) for a, b in combinations(column, 2)]


def test_a_trace_that_grows_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[_why_not.__module__], "MOST_BYTES", 100_000)
    monkeypatch.setattr(sys.modules[_why_not.__module__], "WAIT", 60)  # the system ends it, not the parent
    assert _why_not(pigeons(12), tmp_path / "trace", Stop()) is Unrefuted.SIZE
    assert (tmp_path / "trace").stat().st_size <= 100_000


def test_a_search_that_time_ends_says_so(tmp_path: Path) -> None:
    assert _why_not(pigeons(13), tmp_path / "trace", Stop(0.3)) is Unrefuted.TIME


def test_the_solver_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", STARTED, str(tmp_path / "trace")])
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    if not children.parent.exists():
        pytest.skip("/proc is not there")
    trace = tmp_path / "trace"
    for _ in range(600):
        if trace.exists() and trace.stat().st_size:
            break
        time.sleep(0.05)
    solver = int(children.read_text().split()[0])
    parent.kill()
    parent.wait()
    for _ in range(200):
        if not is_running(solver):
            break
        time.sleep(0.05)
    assert not is_running(solver)


def is_running(process: int) -> bool:
    """Whether it is there, and not only waits for somebody to take note of its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
