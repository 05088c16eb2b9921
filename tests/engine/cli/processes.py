"""Runs the command as a person would: a process of its own (or, in `conftest.run`, without one)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Done(NamedTuple):
    """What became of a command."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]
SOURCE = Path(__file__).parents[3] / "src"


def environment(**more: str) -> dict[str, str]:
    """An English terminal of 80 columns, whatever the machine's own is."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANG", "COLUMNS")}
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(SOURCE), **more}


def start(*words: str | Path, **options: object) -> subprocess.Popen[str]:
    """The command, running."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "treffen", *map(str, words)]
    return subprocess.Popen(command, **{**streams, "env": environment(), "text": True, **options})


def treffen(*words: str | Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """The command, finished. Never a traceback, whatever it was asked."""
    command = [sys.executable, "-m", "treffen", *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(**more), cwd=cwd, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr
    return done
