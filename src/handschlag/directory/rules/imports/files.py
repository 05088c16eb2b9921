"""Tables, and the archive of CORDIS as one of them."""

from __future__ import annotations

from typing import Any

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules import files
from handschlag.common.table_import.rules.refusals import FileRefusal
from handschlag.directory.rules.imports import archives


def read_values(content: bytes) -> list[dict[str, Any]]:
    """The sheets as plain values, which another process can hand over."""
    if not (content.startswith(files.ZIP) and archives.is_archive(content)):
        return files.read_values(content)
    if len(content) > archives.MOST_PACKED:
        raise Refusal(FileRefusal.TOO_LARGE, most=archives.MOST_PACKED // 1024 // 1024)
    return files.values_of([archives.read(content)])
