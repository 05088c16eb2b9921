"""Who writes what: each format's writer, bound to what it is to write, called with the path."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from treffen.cli.inputs import Event
from treffen.cli.outputs import Write
from treffen.problem import Noun, Problem
from treffen.timetable import Plan
from treffen.verification import Report, verify
from treffen.words import Language

Labels = Mapping[tuple[Noun, str], str]


def _files(room: str = "") -> Any:
    """Sheets and pages need libraries that the other commands do not wait for."""
    return import_module(f"treffen.files{room}")


def plan_writer(plan: Plan) -> Write:
    """`plan.json`."""
    return lambda path: _files().write_plan(path, plan)


def page_writer(event: Event, plan: Plan, language: Language, *, report: Report | None = None) -> Write:
    """The page, with the verifier's report."""
    checked = verify(event.problem, plan) if report is None else report
    labels = event.naming.labels

    def write(path: Path) -> None:
        with _files(".atomic").replacing(path) as spare:
            words = {"plan": plan, "report": checked, "labels": labels, "language": language}
            _files(".page").write_page(spare, event.problem, **words)

    return write


def workbook_writer(event: Event, plan: Plan, language: Language) -> Write:
    """The plan's workbook, a sheet a view."""
    labels = event.naming.labels
    return lambda path: _files().write_plan_workbook(
        path, event.problem, plan=plan, labels=labels, language=language
    )


def template_writer(language: Language) -> Write:
    """The empty workbook of an event."""
    return lambda path: _files().write_template(path, language=language)


def problem_writer(problem: Problem, labels: Labels, language: Language) -> Write:
    """An event: a folder of CSV where the path has no ending, otherwise by the ending."""

    def write(path: Path) -> None:
        if not path.suffix:
            _files().write_problem_csv(path, problem, labels=labels, language=language)
        elif path.suffix.lower() == ".xlsx":
            _files().write_problem_workbook(path, problem, labels=labels, language=language)
        else:
            _files().write_problem_json(path, problem, labels=labels)

    return write
