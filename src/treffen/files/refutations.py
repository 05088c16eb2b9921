"""The refutation of a claim as files in a folder: the log, and the prices that narrowed its formula."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from treffen.files.proofs import ASSIGNMENT
from treffen.timetable import AssignmentCertificate


def write_refutation(folder: Path, name: str, *, log: str, prices: AssignmentCertificate | None) -> None:
    """Write them, the same bytes for the same refutation."""
    (folder / f"{name}.lrat.gz").write_bytes(gzip.compress(log.encode("ascii"), mtime=0))
    if prices is not None:
        text = json.dumps(ASSIGNMENT.write(prices), ensure_ascii=False)
        (folder / f"{name}.prices.json").write_text(text, "utf-8")
