"""The plan as a workbook, a sheet a view: by time, by participant, by place, all meetings,
what is not held and why, and the proof."""

from __future__ import annotations

from pathlib import Path

from treffen.files.atomic import replacing
from treffen.files.planbook.grids import by_participant, by_place, by_time
from treffen.files.planbook.lists import meetings, unscheduled
from treffen.files.planbook.proof import proof
from treffen.files.planbook.view import View
from treffen.files.reading import Labels
from treffen.files.sheets.styles import Styles, new_workbook
from treffen.problem import Problem
from treffen.timetable import Plan
from treffen.verification import Report, verify
from treffen.words import Language


def write_plan_workbook(
    path: str | Path,
    problem: Problem,
    *,
    plan: Plan,
    report: Report | None = None,
    labels: Labels | None = None,
    language: Language = "de",
) -> None:
    """Write the plan for people with a spreadsheet, whole or not at all.

    `report` is the verifier's word on the plan; without one it is asked here. `labels` are
    display names by noun and id. No text becomes a formula. Raises `OSError`.
    """
    checked = verify(problem, plan) if report is None else report
    view = View(problem, plan, labels=labels or {}, language=language)
    with replacing(Path(path)) as spare:
        book = new_workbook(spare)
        styles = Styles(book)
        if view.held:
            by_time(book, styles, view=view)
            by_participant(book, styles, view=view)
            by_place(book, styles, view=view)
            meetings(book, styles, view=view)
        unscheduled(book, styles, view=view)
        proof(book, styles, view=view, report=checked)
        book.close()


__all__ = ["write_plan_workbook"]
