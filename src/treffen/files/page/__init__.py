"""One self-contained page for a plan: the proof in words, the timetable, and a sheet for everyone.

The page needs no script and loads nothing; its content security policy forbids both. Fonts are
the system's own ("Fira Sans" where it is installed), so that the file stays small.
"""

from __future__ import annotations

from pathlib import Path

from treffen.files.page.display_names import Labels
from treffen.files.page.layout import render
from treffen.files.page.view import View
from treffen.problem import Problem
from treffen.timetable import Plan
from treffen.verification import Report
from treffen.words import Language


def render_page(
    problem: Problem,
    plan: Plan,
    *,
    report: Report | None = None,
    labels: Labels | None = None,
    language: Language = "de",
) -> str:
    """The whole page as text.

    `labels` names ids where the caller has names; `report` is the verifier's word on the plan.
    """
    view = View(problem=problem, plan=plan, report=report, labels=labels or {}, language=language)
    return "".join(render(view))


def write_page(
    path: Path,
    problem: Problem,
    *,
    plan: Plan,
    report: Report | None = None,
    labels: Labels | None = None,
    language: Language = "de",
) -> None:
    """Write the page to a file, piece by piece, in UTF-8."""
    view = View(problem=problem, plan=plan, report=report, labels=labels or {}, language=language)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(render(view))


__all__ = ["render_page", "write_page"]
