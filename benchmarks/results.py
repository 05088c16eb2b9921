"""Results on disk: all measurements as JSON, and the table with machine and date as Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tables import markdown, ratios, table_of
from benchmarks.task import Measurement

RESULTS = Path(__file__).resolve().parent / "results"


def write(
    suite: str, measurements: Sequence[Measurement], machine: Mapping[str, str], *, into: Path = RESULTS
) -> list[Path]:
    """`<suite>.json` and `<suite>.md`; what was there before is replaced (history is in git)."""
    into.mkdir(parents=True, exist_ok=True)
    date = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    content = {
        "format": "treffen.benchmark/1",
        "suite": suite,
        "date": date,
        "machine": dict(machine),
        "measurements": [_public(one) for one in measurements],
    }
    paths = [into / f"{suite}.json", into / f"{suite}.md"]
    paths[0].write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    head, rows = table_of(suite, measurements)
    about = [f"- {name}: {value}" for name, value in {"date": date, **machine}.items()]
    sentences = ratios(measurements) if suite == "b2b" else []
    text = "\n\n".join([f"# Measured: {suite}", "\n".join(about), *sentences, markdown(head, rows)])
    paths[1].write_text(text + "\n", encoding="utf-8")
    return paths


def _public(one: Measurement) -> dict[str, object]:
    """Everything but where on this machine the instance lay."""
    content = asdict(one)
    content["task"]["path"] = Path(one.task.path).name
    return content
