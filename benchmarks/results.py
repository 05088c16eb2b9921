"""Results on disk: all measurements as JSON, and the table with machine and date as Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tables import Row, markdown, ratios, table_of
from benchmarks.task import Measurement

RESULTS = Path(__file__).resolve().parent / "results"


def write(
    suite: str, measurements: Sequence[Measurement], machine: Mapping[str, str], *, into: Path = RESULTS
) -> list[Path]:
    """`<suite>.json` and `<suite>.md`; what was there before is replaced (history is in git)."""
    head, rows = table_of(suite, measurements)
    sentences = ratios(measurements) if suite == "b2b" else []
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
    paths[0].write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    about = [f"- {name}: {value}" for name, value in {"date": date, **machine}.items()]
    text = "\n\n".join([f"# Measured: {suite}", "\n".join(about), *sentences, markdown(*table)])
    paths[1].write_text(text + "\n", encoding="utf-8")
    return paths


def beside_kept(
    suite: str,
    table: tuple[Row, Sequence[Row]],
    machine: Mapping[str, str],
    *,
    names: Sequence[Row],
    into: Path = RESULTS,
) -> list[Row]:
    """New rows, and those of other names that were kept before; `names` are all there are, in order.

    A name is the first columns of a row. Only rows under the same columns, and of the same processor, stay.
    """
    (head, new), path, before = table, into / f"{suite}.json", []
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        is_alike = all(kept["machine"].get(key) == machine.get(key) for key in ("processor", "cores"))
        before = [tuple(row) for row in kept["rows"]] if is_alike and tuple(kept["head"]) == head else []
    width = len(names[0])
    by_name = {row[:width]: row for row in (*before, *new)}
    others = [row for row in new if row[:width] not in names]
    return [*(by_name[name] for name in names if name in by_name), *others]


def _public(one: Measurement) -> dict[str, object]:
    """Everything but where on this machine the instance lay."""
    content = asdict(one)
    content["task"]["path"] = Path(one.task.path).name
    return content
