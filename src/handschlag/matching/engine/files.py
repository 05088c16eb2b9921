"""Problems and plans as the texts of their files, and back."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from treffen.files import plan_object, read_plan, read_problem, write_problem_json
from treffen.problem import Problem
from treffen.timetable import Plan


class _Spoilt(Exception):
    """A stored text is no problem or plan any more."""


def problem_text(problem: Problem) -> str:
    """The JSON of a problem as the engine writes its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "problem.json")
        write_problem_json(path, problem)
        return path.read_text("utf-8")


def plan_text(plan: Plan) -> str:
    """The JSON of a plan, with umlauts as they are."""
    return json.dumps(plan_object(plan), ensure_ascii=False)


def problem_in(text: str) -> Problem:
    """What `problem_text` wrote; raises where the engine cannot read the text any more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "problem.json")
        path.write_text(text, "utf-8")
        found = read_problem(path).problem
    if found is None:
        raise _Spoilt
    return found


def plan_in(text: str) -> Plan:
    """What `plan_text` wrote; raises where the engine cannot read the text any more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.json")
        path.write_text(text, "utf-8")
        found = read_plan(path).plan
    if found is None:
        raise _Spoilt
    return found
