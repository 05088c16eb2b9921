"""`treffen warm`: what a first large event would wait for is called once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from tests.engine.cli.processes import SOURCE, treffen

from treffen.cli.warm import call_everything
from treffen.solvers import colouring, placement
from treffen.solvers.base import kernels

ENOUGH = 10**15


@pytest.fixture
def _in_plain_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kernels, "MOST_AT_ONCE", ENOUGH)
    kernels.let_work(ENOUGH)
    yield
    kernels.let_work()


def _kernels() -> dict[int, kernels._Kernel]:
    """All of the engine that somebody else than kernels calls."""
    rooms = [
        f"{room.__name__}.{one.name}"
        for room in (colouring, placement)
        for one in iter_modules(room.__path__)
    ]
    found = [one for room in rooms for one in vars(import_module(room)).values()]
    return {id(one): one for one in found if isinstance(one, kernels._Kernel) and not one._is_inner}


@pytest.mark.once
@pytest.mark.usefixtures("_in_plain_python")
def test_every_kernel_of_the_engine_is_called() -> None:
    known = _kernels()
    before = {at: one.done for at, one in known.items()}
    call_everything()
    idle = {one.__name__ for at, one in known.items() if one.done == before[at] and one._compiled is None}
    assert (idle, len(known) > 20) == (set(), True)


@pytest.mark.once
def test_where_nothing_can_be_kept_it_is_said_at_once(tmp_path: Path) -> None:
    shutil.copytree(SOURCE / "treffen", tmp_path / "treffen", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "treffen/solvers/colouring/__pycache__").write_text("a file, where a folder would be")
    nowhere = {"HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null", "NUMBA_CACHE_DIR": ""}
    done = treffen("warm", PYTHONPATH=str(tmp_path), **nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert "NUMBA_CACHE_DIR" in done.stderr
