"""Who writes what: each format's writer, bound to what it is to write, called with the path.

Sheets and pages need libraries that the other commands must not wait for, so everything is
imported where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli.inputs import Event
from treffen.cli.outputs import Write
from treffen.problem import EntityKind, Problem
from treffen.timetable import Plan
from treffen.verification import Report
from treffen.words import Language

if TYPE_CHECKING:
    from treffen.files.answers_json import Answers
    from treffen.repair import Disruption, Repaired


def plan_writer(plan: Plan) -> Write:
    """`plan.json`."""
    from treffen.files import write_plan

    return lambda path: write_plan(path, plan)


def page_writer(event: Event, plan: Plan, *, report: Report, language: Language) -> Write:
    """The page, with the verifier's report; whole or not at all."""
    from treffen.files.atomic import replacing
    from treffen.files.page import write_page

    labels = event.naming.labels

    def write(path: Path) -> None:
        with replacing(path) as spare:
            write_page(spare, event.problem, plan=plan, report=report, labels=labels, language=language)

    return write


def repair_writer(
    event: Event, mended: Repaired, disruptions: Sequence[Disruption], *, language: Language
) -> Write:
    """The page that shows what a repair changes; whole or not at all."""
    from treffen.files.atomic import replacing
    from treffen.files.page.changes import write_changes_page

    labels = event.naming.labels

    def write(path: Path) -> None:
        with replacing(path) as spare:
            write_changes_page(spare, mended, disruptions=disruptions, labels=labels, language=language)

    return write


def answers_writer(told: Answers) -> Write:
    """`answers.json`."""
    from treffen.files.answers_json import write_answers

    return lambda path: write_answers(path, told)


def answers_page_writer(event: Event, told: Answers, *, language: Language) -> Write:
    """The answers as a page; whole or not at all."""
    from treffen.files.atomic import replacing
    from treffen.files.page.replies import write_answers_page

    labels = event.naming.labels

    def write(path: Path) -> None:
        with replacing(path) as spare:
            write_answers_page(spare, event.problem, told=told, labels=labels, language=language)

    return write


def workbook_writer(event: Event, plan: Plan, *, report: Report, language: Language) -> Write:
    """The plan's workbook, a sheet a view."""
    from treffen.files import write_plan_workbook

    labels = event.naming.labels
    return lambda path: write_plan_workbook(
        path, event.problem, plan=plan, report=report, labels=labels, language=language
    )


def template_writer(language: Language) -> Write:
    """The empty workbook of an event."""
    from treffen.files import write_template

    return lambda path: write_template(path, language=language)


def people_template_writer(language: Language) -> Write:
    """The empty workbook of profiles."""
    from treffen.files.people import write_people_template

    return lambda path: write_people_template(path, language=language)


def problem_writer(
    problem: Problem, labels: Mapping[tuple[EntityKind, str], str], language: Language
) -> Write:
    """An event: a folder of CSV where the path has no ending, otherwise by the ending."""
    from treffen.files import write_problem

    return lambda path: write_problem(path, problem, labels=labels, language=language)
