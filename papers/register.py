"""packages.toml: licence and needs of every package that a lock pins; `python3 run.py licences` keeps it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from papers.pins import LOCKS, ROOT, RUNNING, asked, name_of, pins, reached

FILE = Path(__file__).with_name("packages.toml")
PAGE = ROOT / "docs" / "reference" / "licences.md"
_HEAD = """# Licence (an SPDX expression) and needs of each package of a lock; `python3 run.py licences`
# writes this file from what the packages say of themselves. `by_hand`: they say it unclearly, and it was
# read in the licence file of that version.
"""
# What an installation may bring along: all of it may be passed on beside a project under Apache-2.0.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "EUPL-1.2",
    "GPL-3.0-or-later WITH GCC-exception-3.1",
    "ISC",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "Zlib",
}
# And these only where nothing of it reaches an installation: programs that tests and maintainers start.
OF_PROGRAMS = {"CC-BY-SA-4.0", "GPL-2.0-or-later", "GPL-3.0-or-later", "LGPL-2.0-only", "LGPL-2.1-only"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is known of one package."""

    licence: str
    needs: tuple[str, ...] = ()
    by_hand: str = ""  # the version in whose files somebody read it


def read(file: Path = FILE) -> dict[str, Row]:
    """The register, by name."""
    rows = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    return {
        name: Row(licence=row["licence"], needs=tuple(row["needs"]), by_hand=row.get("by_hand", ""))
        for name, row in rows.items()
    }


def text_of(rows: Mapping[str, Row]) -> str:
    """The register as its file."""
    parts = [_HEAD]
    for name in sorted(rows):
        row = rows[name]
        hand = f'by_hand = "{row.by_hand}"\n' if row.by_hand else ""
        needs = json.dumps(list(row.needs))
        parts.append(f'\n[{name}]\nlicence = "{row.licence}"\n{hand}needs = {needs}\n')
    return "".join(parts)


def renewed(rows: Mapping[str, Row]) -> tuple[dict[str, Row], list[str]]:
    """The register after a look at what is installed, and what a person has to decide."""
    from papers.metadata import installed, licence_of, needs_of

    wanted = pins(*LOCKS)
    there = {**installed(ROOT / ".venv-papers"), **installed(ROOT / ".venv")}
    there = {name: one for name, one in there.items() if name in wanted}
    needs = needs_of(there, asked(*RUNNING, "bench"))
    made, open_ = {}, []
    for name in sorted(wanted):
        old = rows.get(name)
        said = licence_of(there[name]) if name in there else None
        if said is None and (old is None or (name in there and not old.by_hand)):
            open_.append(name)
        if said is None and old is None:
            continue
        licence, by_hand = (old.licence, old.by_hand) if old and said is None else (str(said), "")
        found = [one for one in needs[name] if one in wanted] if name in there else old.needs if old else ()
        made[name] = Row(licence=licence, needs=tuple(found), by_hand=by_hand)
    return made, open_


def terms(licence: str) -> set[str]:
    """The licences of an expression; an exception stays with its own.

    >>> sorted(terms("MIT OR (Apache-2.0 WITH LLVM-exception AND 0BSD)"))
    ['0BSD', 'Apache-2.0 WITH LLVM-exception', 'MIT']
    """
    return {part.strip() for part in re.split(r" AND | OR ", licence.replace("(", "").replace(")", ""))}


def of_installations(rows: Mapping[str, Row]) -> set[str]:
    """The packages that an installation may have, with all its extras."""
    start = (name_of(one)[0] for one in asked(*RUNNING))
    return reached(start, {name: row.needs for name, row in rows.items()})


def faults(rows: Mapping[str, Row]) -> list[str]:
    """What is missing, left over, or under a licence that is not allowed where it stands."""
    wanted, running = pins(*LOCKS), of_installations(rows)
    found = [f"{name}: not in papers/packages.toml" for name in sorted(set(wanted) - set(rows))]
    found += [f"{name}: no lock pins it" for name in sorted(set(rows) - set(wanted))]
    for name in sorted(set(wanted) & set(rows)):
        version, seen = wanted[name].version, rows[name].by_hand
        if seen not in {"", version}:
            found.append(f"{name}: its licence was read by hand in {seen}; read that of {version}")
    for name, row in sorted(rows.items()):
        allowed = ALLOWED if name in running else ALLOWED | OF_PROGRAMS
        found += [f"{name}: {term} is not allowed" for term in sorted(terms(row.licence) - allowed)]
    return found


_INTRO = """Every package that a lock pins, also those that others bring along, with its licence as an SPDX
expression. What an installation may bring along stands first; what only tests, benchmarks and maintainers
start follows. A test refuses a licence that is not on the list below, and a package without a licence. Why
each package that we chose is here: [dependencies](dependencies.md). Files of others in this repository:
`NOTICE`, `REUSE.toml`. Libraries that lie compiled inside a wheel have licences of their own, which the wheel
names; they stand here only where the package says so itself
([what the bill has, and what it has not](../papers/bill-of-materials.md))."""


def _table(names: Iterable[str], rows: Mapping[str, Row]) -> Iterator[str]:
    versions = pins(*LOCKS)
    yield from ("| package | version | licence |", "|---|---|---|")
    for name in sorted(names):
        mark = " (read by hand)" if rows[name].by_hand else ""
        yield f"| `{name}` | {versions[name].version} | {rows[name].licence}{mark} |"


def page(rows: Mapping[str, Row]) -> str:
    """docs/reference/licences.md."""
    running = of_installations(rows)
    lines = ["# Licences of all dependencies", ""]
    lines += ["<!-- Generated by `python3 run.py licences`; change papers/packages.toml instead. -->", ""]
    lines += [_INTRO, "", "## In an installation", "", *_table(running, rows), ""]
    lines += ["## For tests, benchmarks and maintainers only", "", *_table(set(rows) - running, rows), ""]
    lines += ["## What is allowed", "", "In an installation: " + ", ".join(sorted(ALLOWED)) + ".", ""]
    lines += ["Besides, for programs that only tests and maintainers start:"]
    lines += [", ".join(sorted(OF_PROGRAMS)) + ".", "", "## How often", ""]
    counted: dict[str, int] = {}
    for name in running:
        counted[rows[name].licence] = counted.get(rows[name].licence, 0) + 1
    lines += ["| licence | packages of an installation |", "|---|---|"]
    lines += [f"| {one} | {counted[one]} |" for one in sorted(counted, key=lambda key: (-counted[key], key))]
    return "\n".join(lines) + "\n"
