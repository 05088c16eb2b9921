"""Tables that people send are read in a process of their own; here only what it found arrives."""

from __future__ import annotations

from typing import Final

from handschlag.common.refusals import Refusal
from handschlag.common.sandbox import StopCause, Stopped, run_in_sandbox
from handschlag.directory.rules.imports.files import grids_of, read_values
from handschlag.directory.rules.imports.grids import Grid
from handschlag.directory.rules.imports.refusals import FileRefusal

STOPPED: Final = {
    StopCause.TIME: FileRefusal.TOO_HEAVY,
    StopCause.MEMORY: FileRefusal.TOO_HEAVY,
    StopCause.CRASH: FileRefusal.BROKEN,
    StopCause.BUSY: FileRefusal.BUSY,
}


def read_tables(content: bytes) -> tuple[Grid, ...]:
    """Every sheet with something in it; a `Refusal` with a `FileRefusal` for whatever else may be sent."""
    try:
        return grids_of(run_in_sandbox(read_values, content, reasons=FileRefusal))
    except Stopped as stopped:
        raise Refusal(STOPPED[stopped.cause]) from stopped
