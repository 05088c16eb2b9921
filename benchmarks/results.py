"""Results on disk: all measurements as JSON, and the table with machine and date as Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tables import Row, markdown, sentences_of, table_of
from benchmarks.task import Measurement

RESULTS = Path(__file__).resolve().parent / "results"


def write(
    suite: str, measurements: Sequence[Measurement], machine: Mapping[str, str], *, into: Path = RESULTS
) -> list[Path]:
    """`<suite>.json` and `<suite>.md`; what was there before is replaced (history is in git)."""
    head, rows = table_of(suite, measurements)
    sentences = sentences_of(suite, measurements)
    kept = {"measurements": [_public(one) for one in measurements]}
    return write_table(suite, (head, rows), machine, kept=kept, sentences=sentences, into=into)


def write_table(
    suite: str,
    table: tuple[Row, Sequence[Row]],
    machine: Mapping[str, str],
    *,
    kept: Mapping[str, Sequence[object]],
    sentences: Sequence[str] = (),
    into: Path = RESULTS,
) -> list[Path]:
    """Both files of a suite; what is `kept` stands in the JSON, one object a line."""
    into.mkdir(parents=True, exist_ok=True)
    date = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    paths = [into / f"{suite}.json", into / f"{suite}.md"]
    head = {"format": "treffen.benchmark/1", "suite": suite, "date": date, "machine": dict(machine)}
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    for key, many in kept.items():
        items = ",\n ".join(json.dumps(one, ensure_ascii=False) for one in many)
        lines.append(f"{json.dumps(key)}: [\n {items}\n]")
    _put(paths[0], "{" + ",\n".join(lines) + "}\n")
    about = [f"- {name}: {value}" for name, value in {"date": date, **machine}.items()]
    text = "\n\n".join([f"# Measured: {suite}", "\n".join(about), *sentences, markdown(*table)])
    _put(paths[1], text + "\n")
    return paths


def _put(path: Path, text: str) -> None:
    """Whole, or not at all: whoever is ended while writing leaves what was there before."""
    beside = path.with_name(f".{path.name}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _public(one: Measurement) -> dict[str, object]:
    """Everything but where on this machine the instance lay."""
    content = asdict(one)
    content["task"]["path"] = Path(one.task.path).name
    return content
