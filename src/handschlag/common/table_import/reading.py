"""Tables that people send are read in a process of their own; here only what it found arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from handschlag.common.refusals import Refusal
from handschlag.common.sandbox import StopCause, Stopped, run_in_sandbox
from handschlag.common.table_import.rules import files
from handschlag.common.table_import.rules.refusals import FileRefusal
from handschlag.common.table_import.rules.sheets import Sheet

type Reader = Callable[[bytes], list[dict[str, Any]]]
_REASONS: Final = {
    StopCause.TIME: FileRefusal.TOO_HEAVY,
    StopCause.MEMORY: FileRefusal.TOO_HEAVY,
    StopCause.CRASH: FileRefusal.BROKEN,
    StopCause.BUSY: FileRefusal.BUSY,
}


def read_tables(content: bytes, reader: Reader = files.read_values) -> tuple[Sheet, ...]:
    """Every sheet from its headings on; a `Refusal` with a `FileRefusal` for whatever else may be sent."""
    try:
        sheets = files.sheets_of(run_in_sandbox(reader, content, reasons=FileRefusal))
    except Stopped as stopped:
        raise Refusal(_REASONS[stopped.cause]) from stopped
    return tuple(sheet.from_headings() for sheet in sheets)
