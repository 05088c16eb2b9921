"""Files in and out: problems from JSON, CSV, XLSX and MiniZinc data; plans as JSON and XLSX.

Reading never raises for what a file holds: it gives a problem or all its faults, located.
`docs/reference/formats.md` describes every format.
"""

from typing import TYPE_CHECKING

from treffen.late import late_names

if TYPE_CHECKING:
    from treffen.files.dispatch import read_event, read_problem, write_problem
    from treffen.files.disruptions_json import (
        DisruptionsReading,
        located_in_disruptions,
        read_disruptions,
        write_disruptions,
    )
    from treffen.files.plan_json import PlanReading, plan_object, read_plan, write_plan
    from treffen.files.planbook import write_plan_workbook
    from treffen.files.problem_json import write_problem_json
    from treffen.files.reading import Labels, Reading
    from treffen.files.refutations import write_refutation
    from treffen.files.sheets.template import write_template
    from treffen.files.sheets.writing import write_problem_csv, write_problem_workbook

__all__ = [
    "DisruptionsReading",
    "Labels",
    "PlanReading",
    "Reading",
    "located_in_disruptions",
    "plan_object",
    "read_disruptions",
    "read_event",
    "read_plan",
    "read_problem",
    "write_disruptions",
    "write_plan",
    "write_plan_workbook",
    "write_problem",
    "write_problem_csv",
    "write_problem_json",
    "write_problem_workbook",
    "write_refutation",
    "write_template",
]
if not TYPE_CHECKING:  # to a type checker it would be a door for any name
    __getattr__ = late_names(
        __name__,
        {
            "dispatch": ("read_event", "read_problem", "write_problem"),
            "disruptions_json": (
                "DisruptionsReading",
                "located_in_disruptions",
                "read_disruptions",
                "write_disruptions",
            ),
            "plan_json": ("PlanReading", "plan_object", "read_plan", "write_plan"),
            "planbook": ("write_plan_workbook",),
            "problem_json": ("write_problem_json",),
            "reading": ("Labels", "Reading"),
            "refutations": ("write_refutation",),
            "sheets.template": ("write_template",),
            "sheets.writing": ("write_problem_csv", "write_problem_workbook"),
        },
    )
"""Where each name lives: libraries for workbooks are loaded by who reads or writes one."""
