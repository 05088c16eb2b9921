"""The engine is a function of its input: no clock, no environment, no dice, no printing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

MONOTONIC = {"time.monotonic", "time.perf_counter", "time.process_time", "time.thread_time"}
MAY_KEEP_TIME = ("src/treffen/solvers/base/limits.py", "src/treffen/cli/")
MAY_ASK_THE_TERMINAL = ("src/treffen/cli/",)  # for language and width, which touch no plan
MAY_PRINT = ("src/treffen/cli/", "src/treffen/cli.py", "src/treffen/__main__.py")
FORBIDDEN = {
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.strftime",
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
    "os.environ", "os.getenv", "os.urandom", "uuid.uuid1", "uuid.uuid4", "os.environb",
}  # fmt: skip
FORBIDDEN_MODULES = {"random", "secrets", "getpass", "locale", "requests", "urllib.request", "socket"}
SEEDED = {"Generator", "default_rng", "SeedSequence", "PCG64", "BitGenerator", "RandomState"}


def dotted(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names(tree: ast.AST) -> Iterator[str]:
    """Everything a file reaches for by a dotted name, with `np.` written out."""
    yield from imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            yield "numpy." + name[3:] if name.startswith("np.") else name


def dice(tree: ast.AST) -> Iterator[str]:
    """Uses of numpy's random numbers that do not come from a seed.

    Compiled code cannot carry a generator; it has numba's own, which has to be seeded in the same file.
    """
    found = set(names(tree))
    is_seeded = "treffen.solvers.base.kernels.late_jit" in found and "numpy.random.seed" in found
    for name in found:
        part = re.split(r"[.(]", name.removeprefix("numpy.random."))[0]
        if name.startswith("numpy.random.") and part not in SEEDED and not is_seeded:
            yield name
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and not node.args:
            yield from (
                f"{name}()" for name in ("default_rng", "RandomState") if dotted(node.func).endswith(name)
            )


def impurities(file: str, tree: ast.AST) -> list[str]:
    used = set(names(tree))
    found = [n for n in used if n in FORBIDDEN or n in FORBIDDEN_MODULES]
    if file.startswith(MAY_ASK_THE_TERMINAL):
        found = [n for n in found if n != "os.environ"]
    if not file.startswith(MAY_KEEP_TIME):
        found += used & MONOTONIC
    if not file.startswith(MAY_PRINT):
        found += used & {"sys.stdout", "sys.stderr", "sys.argv", "sys.exit", "logging"}
        calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call))
        found += [
            name for name in map(dotted, (c.func for c in calls)) if name in {"print", "input", "breakpoint"}
        ]
    return sorted({*found, *dice(tree)})


def test_the_engine_reads_no_clock_no_environment_and_no_dice_and_prints_nothing(
    engine: Mapping[str, ast.Module],
) -> None:
    assert len(engine) > 20
    found = {file: wrong for file, tree in engine.items() if (wrong := impurities(file, tree))}
    assert found == {}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print('x')", ["print"]),
        ("import time\ntime.time()", ["time.time"]),
        ("from time import time", ["time.time"]),
        ("import time\ntime.monotonic()", ["time.monotonic"]),
        ("from datetime import datetime\ndatetime.now()", ["datetime.now"]),
        ("import os\nos.environ['A']", ["os.environ"]),
        ("import random", ["random"]),
        ("import numpy as np\nnp.random.default_rng()", ["default_rng()"]),
        ("import numpy as np\nnp.random.shuffle(x)", ["numpy.random.shuffle"]),
        ("import numpy as np\nnp.random.default_rng(7).integers(3)", []),
        ("import sys\nsys.stderr.write('x')", ["sys.stderr"]),
    ],
)
def test_an_impurity_would_be_seen(code: str, expected: list[str]) -> None:
    assert impurities("src/treffen/scheduling/stages.py", ast.parse(code)) == expected


def test_the_command_alone_may_print_and_keep_time() -> None:
    code = ast.parse("import sys, time\nprint(time.monotonic(), file=sys.stderr)")
    assert impurities("src/treffen/cli/progress.py", code) == []


def is_value_class(node: ast.ClassDef) -> bool:
    """Whether a dataclass is frozen and slotted."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and dotted(decorator.func) == "dataclass":
            given = {k.arg for k in decorator.keywords if isinstance(k.value, ast.Constant) and k.value.value}
            return {"frozen", "slots"} <= given
    return True


def test_what_crosses_a_boundary_is_a_frozen_value(engine: Mapping[str, ast.Module]) -> None:
    boundaries = ("src/treffen/problem/", "src/treffen/timetable/", "src/treffen/verification/")
    loose = [
        f"{file}::{node.name}"
        for file, tree in engine.items()
        if file.startswith(boundaries)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not is_value_class(node)
    ]
    assert loose == []
