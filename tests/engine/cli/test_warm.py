"""`treffen warm`: what a first large event would wait for is called once."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules

import pytest
from tests.engine.cli.processes import SOURCE, treffen

from treffen.cli import warm
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.solvers import colouring, placement
from treffen.solvers.base import kernels

ENOUGH = 10**15
ROOMS = (colouring, placement)


@pytest.fixture
def _in_plain_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kernels, "MOST_AT_ONCE", ENOUGH)
    kernels.let_work(ENOUGH)
    yield
    kernels.let_work()


def _kernels() -> dict[int, kernels._Kernel]:
    """All of the engine that somebody else than kernels calls."""
    rooms = [f"{room.__name__}.{one.name}" for room in ROOMS for one in iter_modules(room.__path__)]
    found = [one for room in rooms for one in vars(import_module(room)).values()]
    return {id(one): one for one in found if isinstance(one, kernels._Kernel) and not one._is_inner}


@pytest.mark.once
@pytest.mark.usefixtures("_in_plain_python")
def test_every_kernel_of_the_engine_is_called() -> None:
    known = _kernels()
    before = {at: one.done for at, one in known.items()}
    warm.call_everything()
    idle = {one.__name__ for at, one in known.items() if one.done == before[at] and one._compiled is None}
    assert (idle, len(known) > 20) == (set(), True)


@pytest.mark.once
def test_kernels_stand_in_no_other_folder() -> None:
    files = [path for path in (SOURCE / "treffen").rglob("*.py") if "\n@late_jit(" in path.read_text("utf-8")]
    assert {path.parent for path in files} == {Path(room.__path__[0]) for room in ROOMS}


@pytest.mark.once
@pytest.mark.parametrize("room", ["colouring", "placement"])
def test_where_nothing_can_be_kept_it_is_said_at_once(room: str, tmp_path: Path) -> None:
    """Numba keeps the code of each folder by itself."""
    shutil.copytree(SOURCE / "treffen", tmp_path / "treffen", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "treffen/solvers" / room / "__pycache__").write_text("a file, where a folder would be")
    nowhere = {"HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null", "NUMBA_CACHE_DIR": ""}
    done = treffen("warm", "--quiet", PYTHONPATH=str(tmp_path), **nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert "NUMBA_CACHE_DIR" in done.stderr


@pytest.mark.once
@pytest.mark.parametrize("is_quiet", [False, True])
def test_what_is_done_and_where_it_is_kept_is_said_unless_quiet_is_asked_for(is_quiet: bool) -> None:
    out, err = StringIO(), StringIO()
    console = Console(out, err, "en")
    console.is_quiet = is_quiet
    assert warm.run(Namespace(), console, calls=lambda: None) is Exit.DONE
    assert out.getvalue() == ""
    began, _, kept = err.getvalue().partition("\n")
    assert (bool(began), "colouring" in kept, "placement" in kept) == (not is_quiet,) * 3
