"""Which reader a file of profiles goes to."""

from __future__ import annotations

from pathlib import Path

from treffen.files.content import Unreadable
from treffen.files.people.people_json import read_people_json
from treffen.files.people.people_sheet import read_people_folder, read_people_workbook
from treffen.files.people.reading import PeopleReading
from treffen.problem import ReadingFaultKind, Where

READERS = {".json": read_people_json, ".xlsx": read_people_workbook, ".xlsm": read_people_workbook}


def read_people(path: str | Path, *, concepts: frozenset[str] | None = None) -> PeopleReading:
    """The pool in a `.json` or `.xlsx` file or a folder of CSV, or all its faults.

    `concepts` are the ids of the vocabulary, against which those of statements are checked. Never
    raises for what the file holds or whether it is there.
    """
    path = Path(path)
    try:
        if path.is_dir():
            return read_people_folder(path, concepts=concepts)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        pass
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        where, kind = Where(sheet=path.name), ReadingFaultKind.UNKNOWN_FORMAT
        fault = Unreadable(kind, where, value=path.suffix, expected=", ".join(READERS))
        return PeopleReading(faults=(fault.located,))
    return reader(path, concepts=concepts)
