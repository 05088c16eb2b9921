"""Which reader and which writer a file goes to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.files.content import Unreadable
from treffen.files.reading import Labels, Reading
from treffen.problem import Problem, ReadingFaultKind, Where

if TYPE_CHECKING:
    from treffen.words import Language

WORKBOOKS = (".xlsx", ".xlsm")
ENDINGS = (".json", *WORKBOOKS, ".dzn")


def read_problem(path: str | Path) -> Reading:
    """The problem in a `.json`, `.xlsx` or `.dzn` file or a folder of CSV, or all its faults.

    Never raises for what the file holds or whether it is there.
    """
    path = Path(path)
    reader = _reader_of(path)
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
        from treffen.files.sheets.csv_folder import read_folder

        return read_folder(path, optional=optional)
    if path.suffix.lower() in WORKBOOKS:
        from treffen.files.sheets.workbook import read_workbook

        return read_workbook(path, optional=optional)
    return read_problem(path)


def _reader_of(path: Path) -> Callable[[Path], Reading] | None:
    """The reader of a path's format, which alone is loaded."""
    if _is_folder(path):
        from treffen.files.sheets.csv_folder import read_folder

        return read_folder
    ending = path.suffix.lower()
    if ending == ".json":
        from treffen.files.problem_json import read_problem_json

        return read_problem_json
    if ending == ".dzn":
        from treffen.files.b2b import read_b2b

        return read_b2b
    if ending in WORKBOOKS:
        from treffen.files.sheets.workbook import read_workbook

        return read_workbook
    return None


def write_problem(
    path: str | Path, problem: Problem, *, labels: Labels | None = None, language: Language = "en"
) -> None:
    """Write the problem as its path says: `.xlsx`, a folder of CSV where there is no ending, else JSON.

    Whole or not at all; raises `OSError`. Sheets have no place for promised meetings: JSON keeps them.
    """
    path = Path(path)
    if not path.suffix:
        from treffen.files.sheets.writing import write_problem_csv

        write_problem_csv(path, problem, labels=labels, language=language)
    elif path.suffix.lower() == ".xlsx":
        from treffen.files.sheets.writing import write_problem_workbook

        write_problem_workbook(path, problem, labels=labels, language=language)
    else:
        from treffen.files.problem_json import write_problem_json

        write_problem_json(path, problem, labels=labels)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return False
