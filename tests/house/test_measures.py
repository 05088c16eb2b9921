"""The house does not grow and does not get less clear; and its measures count what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.house import measures

RULES = '''"""A module.

With a docstring of three lines.
"""

from __future__ import annotations

# a comment
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    text: str = """not a

    docstring"""


def named(line: Line) -> str:
    return line.text


def unnamed(line: Line) -> str:
    """Nobody else names it."""
    return named(line)


def _own() -> None:
    return None


@register("unnamed too")
def registered() -> None:
    return None


def called_by_text() -> None:
    """Some settings name it."""
'''
SCREEN = """from handschlag.pond.actions import fishing
from handschlag.pond.rules import lines
from handschlag.pond.rules.lines import Line

Line.objects.all()
lines.named(Line())
HOOK = "handschlag.pond.rules.lines.called_by_text"
"""
CONTRACTS = """[importlinter:contract:open]
type = layers

[importlinter:contract:closed]
type = layers
exhaustive = true

[importlinter:contract:other]
type = forbidden
"""


@pytest.fixture
def pond(tmp_path: Path) -> Path:
    """A house of one floor."""
    texts = {
        "src/handschlag/pond/rules/lines.py": RULES,
        "src/handschlag/pond/screens/bank.py": SCREEN,
        "src/handschlag/pond/loose.py": "",
        "src/handschlag/pond/apps.py": "",
        "src/handschlag/pond/migrations/0001_initial.py": "def forwards(): pass\n",
        "src/handschlag/pond/templates/pond/bank.html": "x" * 120 + "\n" + "x" * 121 + "\n",
        "src/treffen/problem.py": "def undocumented(): pass\n",
        "tests/test_problem.py": "from treffen.problem import undocumented\n",
        "manage.py": "",
        "run.py": "",
        ".importlinter": CONTRACTS,
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_figure_is_counted_as_it_says(pond: Path) -> None:
    assert measures.measure(pond) == {
        "code_lines": 22,
        "frozen_dataclasses": 1,
        "lines_in_screens": 7,
        "functions_without_docstring": 3,  # named, registered, undocumented
        "loose_modules": 1,
        "database_in_screens": 1,
        "screens_that_import_actions": 1,
        "functions_named_nowhere_else": 1,  # unnamed
        "classes_named_nowhere_else": 0,
        "long_template_lines": 1,
        "layers_not_exhaustive": 1,
    }


def test_no_figure_is_over_its_limit() -> None:
    figures, limits = measures.measure(), measures.limits()
    assert set(figures) == set(limits)
    over = {name: (figure, limits[name]) for name, figure in figures.items() if figure > limits[name]}
    assert over == {}, "the house may only become smaller and clearer"


def test_a_figure_over_its_limit_fails_the_command_and_one_below_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(measures, "measure", lambda: {"code_lines": 9_000, "loose_modules": 3})
    monkeypatch.setattr(measures, "limits", lambda: {"code_lines": 10_000, "loose_modules": 3})
    assert measures.main() == 0
    assert "the limit may go down from 10,000" in capsys.readouterr().out
    monkeypatch.setattr(measures, "limits", lambda: {"code_lines": 9_000, "loose_modules": 2})
    assert measures.main() == 1
    assert "over its limit of 2" in capsys.readouterr().out
