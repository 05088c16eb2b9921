"""What was compiled is kept on disk for the next process, and is never taken for other code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.engine.cli.processes import environment

INNER = (
    "from treffen.solvers.base import kernels\n"
    "@kernels.late_jit(is_inner=True)\ndef inner(n):\n    return n + {}\n"
)
OUTER = (
    "from inside import inner\nfrom treffen.solvers.base import kernels\n"
    "@kernels.late_jit()\ndef outer(n):\n    return inner(n)\n"
)
SCRIPT = (
    "from outside import outer\ncompiled = outer.compiled()\n"
    "print(compiled(1), sum(compiled.stats.cache_hits.values()))"
)


def _answer(room: Path, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", SCRIPT],
        cwd=room,
        capture_output=True,
        text=True,
        env=environment(**more),
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.once
def test_kept_code_is_taken_again_until_a_function_that_it_calls_changes(tmp_path: Path) -> None:
    room, kept = tmp_path / "room", str(tmp_path / "kept")
    room.mkdir()
    (room / "outside.py").write_text(OUTER)
    (room / "inside.py").write_text(INNER.format(1))
    assert [_answer(room, NUMBA_CACHE_DIR=kept) for _ in range(2)] == ["2 0", "2 1"]
    (room / "inside.py").write_text(INNER.format(10))
    assert _answer(room, NUMBA_CACHE_DIR=kept) == "11 0"


@pytest.mark.once
def test_where_nothing_can_be_kept_code_is_compiled_and_nobody_is_warned(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text(OUTER)
    (tmp_path / "inside.py").write_text(INNER.format(1))
    (tmp_path / "__pycache__").write_text("a file, where a folder would be")
    assert _answer(tmp_path, HOME="/dev/null", XDG_CACHE_HOME="/dev/null", NUMBA_CACHE_DIR="") == "2 0"
