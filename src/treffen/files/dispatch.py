"""Which reader and which writer a file goes to."""

from __future__ import annotations

from pathlib import Path

from treffen.files.b2b import read_b2b
from treffen.files.content import Unreadable
from treffen.files.problem_json import read_problem_json, write_problem_json
from treffen.files.reading import Labels, Reading
from treffen.files.sheets.csv_folder import read_folder
from treffen.files.sheets.workbook import read_workbook
from treffen.files.sheets.writing import write_problem_csv, write_problem_workbook
from treffen.problem import Problem, ReadingFaultKind, Where
from treffen.words import Language

ENDINGS = {".json": read_problem_json, ".xlsx": read_workbook, ".xlsm": read_workbook, ".dzn": read_b2b}


def read_problem(path: str | Path) -> Reading:
    """The problem in a `.json`, `.xlsx` or `.dzn` file or a folder of CSV, or all its faults.

    Never raises for what the file holds or whether it is there.
    """
    path = Path(path)
    if _is_folder(path):
        return read_folder(path)
    reader = ENDINGS.get(path.suffix.lower())
    if reader is None:
        expected = ", ".join(ENDINGS)
        kind = ReadingFaultKind.UNKNOWN_FORMAT
        fault = Unreadable(kind, Where(sheet=path.name), value=path.suffix, expected=expected)
        return Reading(faults=(fault.located,))
    return reader(path)


def read_event(path: str | Path) -> Reading:
    """The same for an event whose requests come from elsewhere: their sheet may be missing or empty."""
    path, optional = Path(path), frozenset({"requests"})
    if _is_folder(path):
        return read_folder(path, optional=optional)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return read_workbook(path, optional=optional)
    return read_problem(path)


def write_problem(
    path: str | Path, problem: Problem, *, labels: Labels | None = None, language: Language = "en"
) -> None:
    """Write the problem as its path says: `.xlsx`, a folder of CSV where there is no ending, else JSON.

    Whole or not at all; raises `OSError`. Sheets have no place for promised meetings: JSON keeps them.
    """
    path = Path(path)
    if not path.suffix:
        write_problem_csv(path, problem, labels=labels, language=language)
    elif path.suffix.lower() == ".xlsx":
        write_problem_workbook(path, problem, labels=labels, language=language)
    else:
        write_problem_json(path, problem, labels=labels)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return False
