"""The compiled half of `python-sat`, which documents none of it: what we call takes what we give."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pysolvers

from treffen.solvers.satisfiability import worker

CLAUSES = [[1, 2], [-1, 3], [-2, 3], [-3, 4]]  # 3 and 4 in every solution


def test_cadical_takes_what_an_oracle_gives() -> None:
    handle = pysolvers.cadical195_new()
    for name in ("seed", "stabilizeonly", "phase"):
        pysolvers.cadical195_set(handle, name, 1)
    for clause in CLAUSES:
        pysolvers.cadical195_add_cl(handle, clause)
    pysolvers.cadical195_cbudget(handle, 1_000)
    assert pysolvers.cadical195_solve_lim(handle, [5, -3], 0) == -1
    assert pysolvers.cadical195_core(handle, [5, -3]) == [-3]
    assert pysolvers.cadical195_solve_lim(handle, [], 0) == 1
    assert {3, 4} < set(pysolvers.cadical195_model(handle))
    pysolvers.cadical195_del(handle, None)


def test_cadical_takes_a_file_for_its_steps(tmp_path: Path) -> None:
    handle = pysolvers.cadical195_new()
    for option in ("lrat", "binary"):
        pysolvers.cadical195_set(handle, option, 1)
    with (tmp_path / "trace").open("w+b") as file:
        pysolvers.cadical195_tracepr(handle, file)
        for clause in [*CLAUSES, [-4]]:
            pysolvers.cadical195_add_cl(handle, clause)
        assert pysolvers.cadical195_solve(handle, [], 0) is False
        pysolvers.cadical195_del(handle, file)


def test_glucose_takes_what_a_packing_gives() -> None:
    solver = pysolvers.glucose41_new()
    for clause in CLAUSES:
        pysolvers.glucose41_add_cl(solver, clause)
    pysolvers.glucose41_setphases(solver, [1, -2])
    pysolvers.glucose41_cbudget(solver, 1_000)
    assert pysolvers.glucose41_solve_lim(solver, [], 0, 0)
    assert {3, 4} < set(pysolvers.glucose41_model(solver))
    pysolvers.glucose41_del(solver)


def test_a_process_apart_finds_it_by_its_folder_and_loads_nothing_else() -> None:
    told = io.BytesIO()
    worker.write_message(told, str(Path(pysolvers.__file__).parent))
    command = [sys.executable, "-P", "-S", "-X", "importtime", worker.__file__]
    done = subprocess.run(command, input=told.getvalue(), capture_output=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert "pysolvers" in loaded
    assert not loaded & {"pickle", "re", "site", "treffen", "typing"}


def test_no_other_function_of_it_is_called(root: Path) -> None:
    called = re.compile(r"\bpysolvers\.(\w+)")
    files = (root / "src").rglob("*.py")
    ours = {name for file in files for name in called.findall(file.read_text("utf-8"))}
    assert ours == set(called.findall(Path(__file__).read_text("utf-8")))
