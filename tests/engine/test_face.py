"""What is promised to other software: the names of `treffen` itself, light to load, typed, kept."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import treffen

FACE = [
    "Limits", "Participant", "Place", "Problem", "Request", "Slot", "Stop", "TreffenError",
    "admit", "located_fault", "read_plan", "read_problem", "repair_plan", "schedule", "verify",
    "write_plan", "write_problem",
]  # fmt: skip
HEAVY = ("numpy", "scipy", "numba", "highspy", "pysat", "xlsxwriter", "python_calamine")


def test_the_face_is_this_list_and_a_name_is_never_taken_away() -> None:
    assert treffen.__all__ == FACE


@pytest.mark.parametrize("name", FACE)
def test_every_name_is_there_and_explained(name: str) -> None:
    assert getattr(treffen, name).__doc__
    assert name in dir(treffen)


def test_what_is_no_name_of_the_face_is_said_as_python_says_it() -> None:
    with pytest.raises(AttributeError, match="module 'treffen' has no attribute 'plan_everything'"):
        _ = treffen.plan_everything  # type: ignore[attr-defined]


def test_type_checkers_see_the_same_names_from_the_same_rooms() -> None:
    tree = ast.parse(Path(treffen.__file__).with_suffix(".pyi").read_text("utf-8"))
    seen = {
        alias.name: node.module or ""
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    seen["repair_plan"] = seen.pop("repair")
    assert seen.keys() == set(FACE)
    for name, room in seen.items():
        original = "repair" if name == "repair_plan" else name
        assert getattr(importlib.import_module(room), original) is getattr(treffen, name)


def test_loading_the_package_loads_nothing_of_it() -> None:
    code = (
        "import sys, treffen\n"
        "print(sorted(name for name in sys.modules if name.startswith('treffen.')))\n"
        "treffen.Problem\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[]\n"
