"""The refutation of a claim in a folder: the log; the prices and the order that its formula needs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from treffen.files.proofs import ASSIGNMENT
from treffen.problem import ParticipantId
from treffen.timetable import AssignmentCertificate

LEVEL = 6  # of compression


def write_refutation(
    folder: Path,
    name: str,
    *,
    log: Iterable[str],
    prices: AssignmentCertificate | None,
    order: Sequence[ParticipantId] = (),
) -> None:
    """Write log, prices and order of a refutation, the same bytes for the same one; no old ones stay."""
    with (folder / f"{name}.lrat.gz").open("wb") as to, gzip.GzipFile("", "wb", LEVEL, to, 0) as packed:
        packed.writelines(line.encode("ascii") for line in log)
    beside = {"prices": None if prices is None else ASSIGNMENT.write(prices), "order": list(order) or None}
    for what, content in beside.items():
        file = folder / f"{name}.{what}.json"
        if content is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
