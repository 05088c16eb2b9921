"""`docs/background/chaos.md`: what the kept results say, beside what was done."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.results import RESULTS
from benchmarks.tables import markdown

PAGE = RESULTS.parents[1] / "docs" / "background" / "chaos.md"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = """\
# What is left when everything fails at random

{about}

`python3 run.py bench chaos --kills 200 --database postgresql --write` repeats it and writes this page; the
blows are drawn from one seed, what they meet depends on the machine. Nothing leaves the machine. A run of
five blows is a test (`tests/platform/attacks/test_chaos.py`).

"Broken off" is whoever was told nothing, or of an error: what they did may have happened or not. A letter
that the mail server took twice has the same Message-ID both times, so that mail programs show one: whoever
dies between its answer and our note cannot know. A job that was killed three times is not tried again, and
its page says so.
"""


def write_page(about: str, *, results: Path = RESULTS, page: Path = PAGE) -> Path:
    """The page, from what was measured on either database."""
    parts = [HEAD.format(about=about)]
    for kind in NAMES:
        path = results / f"chaos-{kind}.json"
        if path.exists():
            kept = json.loads(path.read_text("utf-8"))
            machine = ", ".join(str(kept["machine"][name]) for name in ("processor", "memory"))
            rows = [tuple(row) for row in kept["rows"]]
            said = f"Measured on {kept['date']}: {machine}."
            parts.append(f"## {NAMES[kind]}\n\n{said}\n\n{markdown(tuple(kept['head']), rows)}\n")
    page.write_text("\n".join(parts), encoding="utf-8")
    return page
