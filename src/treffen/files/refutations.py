"""The refutation of a claim as files in a folder: the log, and the prices that narrowed its formula."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from treffen.files.proofs import ASSIGNMENT
from treffen.timetable import AssignmentCertificate


def write_refutation(folder: Path, name: str, *, log: str, prices: AssignmentCertificate | None) -> None:
    """Write the log and the prices of a refutation, the same bytes for the same one; no old prices stay."""
    (folder / f"{name}.lrat.gz").write_bytes(gzip.compress(log.encode("ascii"), mtime=0))
    file = folder / f"{name}.prices.json"
    if prices is None:
        file.unlink(missing_ok=True)
    else:
        file.write_text(json.dumps(ASSIGNMENT.write(prices), ensure_ascii=False), "utf-8")
