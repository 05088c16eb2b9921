"""Which faults the mutation run puts into a function, and that each one of its table can be put somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.mutants.__main__ import _known
from benchmarks.mutants.operators import Mutant, mutant_of_text, mutants_of

CODE = '''"""A module."""


def may_come(number: int, most: int = 3, *, is_late: bool) -> bool:
    """Nothing in here changes."""
    if is_late and number > 1:
        return False
    tell("ä", number + 1)
    return not is_late


@njit
def compiled(x):
    return x > 1
'''


@pytest.fixture
def found(tmp_path: Path) -> list[Mutant]:
    (tmp_path / "rules.py").write_text(CODE, encoding="utf-8")
    return list(mutants_of(Path("rules.py"), tmp_path))


def test_each_fault_changes_one_thing(found: list[Mutant]) -> None:
    assert {one.what for one in found} == {
        "if is_late and number > 1: return False -> pass",
        "is_late and number > 1 -> is_late or number > 1",
        "is_late and number > 1 -> is_late",
        "is_late and number > 1 -> number > 1",
        "number > 1 -> number >= 1",
        "1 -> 2",
        "False -> True",
        "tell('ä', number + 1) -> pass",
        "number + 1 -> number - 1",
        "return not is_late -> return None",
        "not is_late -> is_late",
    }


def test_the_rest_of_the_file_stays_as_it_was(found: list[Mutant]) -> None:
    (less,) = [one for one in found if one.what == "number + 1 -> number - 1"]
    assert less.text == CODE.replace("number + 1", "(number - 1)")
    assert (less.function, less.lines) == ("may_come", range(8, 9))


def test_what_a_table_says_has_to_stand_there_once(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(CODE, encoding="utf-8")
    one = mutant_of_text(Path("rules.py"), tmp_path, old="number > 1", new="number > 2")
    assert (one.function, one.text) == ("may_come", CODE.replace("number > 1", "number > 2"))
    with pytest.raises(ValueError, match="exactly once"):
        mutant_of_text(Path("rules.py"), tmp_path, old="is_late", new="True")


def test_every_known_fault_can_still_be_put_into_the_code() -> None:
    mutants, tests = _known()
    assert len(mutants) == 13
    assert [name for name in tests if not Path(name).exists()] == []
