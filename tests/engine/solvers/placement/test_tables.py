"""Finished timetables of real events, for which only the places are to be found."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from treffen.problem import Goal, Participant, Place, Problem, Request, Slot
from treffen.solvers.base import Assignment, Stop, build_model
from treffen.solvers.placement import assign_places

FOLDER = Path(__file__).parents[4] / "../shared/benchmarks/tables"

# Fewest changes there can be. Where nobody has a gap, a matching of neighbouring slots is exact.
FEWEST = {
    "taules_dadesForum2013a.dzn": 105,
    "taules_dadesTic2012a.dzn": 103,
    "taules_dadesTic2013a.dzn": 156,
}


def _read(path: Path) -> tuple[Problem, Assignment]:
    text = path.read_text()
    places = int(re.search(r"nTaules\s*=\s*(\d+)", text)[1])  # type: ignore[index]
    rows = re.search(r"reunions\s*=\s*\[\|(.*?)\]", text, re.DOTALL)[1].split("|")  # type: ignore[index]
    table = np.array([[int(x) for x in re.findall(r"\d+", row)] for row in rows if re.search(r"\d", row)])
    numbers = np.unique(table[table > 0])
    who = [np.flatnonzero((table == m).any(axis=1)) for m in numbers]
    problem = Problem(
        slots=tuple(Slot(id=str(t)) for t in range(table.shape[1])),
        places=tuple(Place(id=f"t{x}") for x in range(places)),
        participants=tuple(Participant(id=str(p)) for p in range(table.shape[0])),
        requests=tuple(
            Request(id=str(m), participants=tuple(map(str, w))) for m, w in zip(numbers, who, strict=True)
        ),
        pair_once=False,
    )
    slots = [int(np.flatnonzero((table == m).any(axis=0))[0]) for m in numbers]
    return problem, Assignment(np.array(slots, np.int32))


@pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/benchmarks/tables is not there")
@pytest.mark.parametrize("name", sorted(FEWEST))
def test_finished_timetables_get_the_fewest_changes_with_proof(name: str) -> None:
    problem, assignment = _read(FOLDER / name)
    goals = (Goal.CHANGES, Goal.WALKING, Goal.PLACES)
    placement = assign_places(build_model(problem), assignment, goals=goals, stop=Stop(), seed=0)
    changes = placement.results[0]
    assert (changes.value, changes.bound, placement.unplaced) == (FEWEST[name], FEWEST[name], ())
    assert all(r.value == r.bound for r in placement.results)
