"""Results of earlier runs, read again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.results import RESULTS
from benchmarks.simulation.figures import Figures
from benchmarks.simulation.tables import Groups


def read(name: str, folder: Path = RESULTS) -> tuple[Groups, dict[str, str]] | None:
    """What was kept under a name, with its date and machine; None where nothing was."""
    path = folder / f"{name}.json"
    if not path.exists():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    return _grouped(content["figures"]), {"date": content["date"], **content["machine"]}


def _grouped(many: Iterable[dict[str, object]]) -> Groups:
    groups: Groups = {}
    for one in many:
        event = str(one.pop("event"))
        each: tuple[int, ...] = tuple(one.pop("each"))  # type: ignore[arg-type]
        found = Figures(**one, each=each)  # type: ignore[arg-type]
        groups.setdefault((event, found.service), []).append(found)
    return groups
