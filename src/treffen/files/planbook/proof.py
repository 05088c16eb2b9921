"""The proof as a sheet: the answer, each goal with its bound, and all it takes to check it."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from treffen import words
from treffen.files.planbook.view import View
from treffen.files.sheets.styles import Styles, print_setup
from treffen.timetable import GoalStatus
from treffen.verification import Report
from treffen.words import Text

PROOF = Text("Beweis", "Proof")
HEAD = (
    Text("Ziel", "Goal"),
    Text("Wert", "Value"),
    Text("Schranke", "Bound"),
    Text("Lücke", "Gap"),
    Text("Stand", "Status"),
    Text("Die Schranke beruht auf", "The bound rests on"),
    Text("Prüfung", "Verifier"),
    Text("In Worten", "In words"),
)
STATUS = Text("Stand", "Status")
STOPPED = Text("Ende der Rechnung", "Why it stopped")
SECONDS = Text("Sekunden", "Seconds")
SEED = Text("Startzahl", "Seed")
HASH = Text("Prüfsumme der Eingabe", "Hash of the input")
VERSIONS = Text("Fassungen", "Versions")
CHECK = Text("Selbst prüfen", "Check it yourself")
COMMAND = Text("treffen verify EINGABE plan.json", "treffen verify INPUT plan.json")
CORE = Text("Widerspruch", "Conflict")
WIDTHS = (30, 14, 14, 10, 24, 32, 32, 70)


def proof(book: Workbook, styles: Styles, *, view: View, report: Report) -> None:
    """The sheet."""
    page = book.add_worksheet(view.said(PROOF))
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    last = len(WIDTHS) - 1
    page.merge_range(0, 0, 0, last, "", styles.title)
    page.write_string(0, 0, words.answer(view.plan, view.language), styles.title)
    page.set_row(0, 44)
    page.merge_range(1, 0, 1, last, "", styles.lead)
    style = styles.proved if report.is_accepted and not report.rests_on_trust else styles.open
    page.write_string(1, 0, words.verdict(report, view.language), style)
    page.set_row(1, 32)
    row = _goals(page, styles, view=view, report=report, first=3)
    for name, text in _facts(view):
        row += 1
        page.write_string(row, 0, name, styles.side)
        page.merge_range(row, 1, row, last, "", styles.text)
        page.write_string(row, 1, text, styles.text)
    print_setup(page, language=view.language)


def _goals(page: Worksheet, styles: Styles, *, view: View, report: Report, first: int) -> int:
    """The table of goals; returns the row below it."""
    if not view.plan.goals:
        return first
    for column, text in enumerate(HEAD):
        page.write_string(first, column, view.said(text), styles.header)
    checks = {check.goal: check for check in report.goals}
    for row, result in enumerate(view.plan.goals, first + 1):
        check = checks.get(result.goal)
        is_proved = result.status is GoalStatus.OPTIMAL
        status = words.goal_status(result.status, view.language)
        verdict = words.bound_verdict(check.verdict, view.language) if check else ""
        page.write_string(row, 0, words.capitalised(words.goal(result.goal, view.language)), styles.side)
        page.write_number(row, 1, result.value, styles.number)
        page.write_number(row, 2, result.bound, styles.number)
        page.write_number(row, 3, result.gap, styles.number)
        page.write_string(row, 4, status, styles.proved if is_proved else styles.open)
        page.write_string(row, 5, words.proof(result.proof, view.language), styles.text)
        page.write_string(row, 6, verdict, styles.text)
        page.write_string(row, 7, words.goal_result(result, view.language), styles.text)
    return first + len(view.plan.goals) + 1


def _facts(view: View) -> Iterator[tuple[str, str]]:
    plan, language = view.plan, view.language
    if plan.core is not None:
        details = words.core(plan.core, language, problem=view.problem, name=view.name)
        yield view.said(CORE), details
    yield view.said(STATUS), words.plan_status(plan.status, language)
    yield view.said(STOPPED), words.stop_reason(plan.stopped, language)
    yield view.said(SECONDS), words.number(plan.seconds, language, digits=1)
    yield view.said(SEED), str(plan.seed)
    yield view.said(HASH), plan.problem
    yield view.said(VERSIONS), ", ".join(f"{name} {text}" for name, text in sorted(plan.versions.items()))
    yield view.said(CHECK), view.said(COMMAND)
