"""What is pinned, asked of a database of advisories: pip-audit's, or a copy of OSV's on this machine."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from papers.pins import LOCKS, Pin, name_of, pins

NOT_ASKED = 4  # the exit status where no database could be reached: neither good nor bad
_TEXT = """Ask a database of advisories about every package that a lock pins. Exit 1: something is known;
4: no database could be asked. Without a network, --database names a copy of OSV's records for PyPI
(the file all.zip that osv.dev offers for download, or a folder of its JSON files)."""


def main(words: list[str]) -> int:
    """The verb."""
    parser = argparse.ArgumentParser(prog="run.py audit", description=_TEXT)
    parser.add_argument("--database", type=Path, help="a copy of OSV's records on this machine")
    database: Path | None = parser.parse_args(words).database
    pinned = pins(*LOCKS)
    if database is None:
        return _by_network(pinned)
    if not database.is_dir() and not zipfile.is_zipfile(database):
        print(f"NOT AUDITED: {database} is neither a folder nor a ZIP.", file=sys.stderr)
        return NOT_ASKED
    records = list(_records(database))
    if not records:
        print(f"NOT AUDITED: {database} has no records.", file=sys.stderr)
        return NOT_ASKED
    return _told(matching(records, pinned.values()), len(pinned))


def _by_network(pinned: dict[str, Pin]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "pinned.txt"
        listed.write_text("".join(f"{one.name}=={one.version}\n" for one in pinned.values()), "utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(listed)]
        command += ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        asked: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        asked = []
    answered = [one for one in asked if "skip_reason" not in one]
    if not answered:
        print("NOT AUDITED: no database of advisories could be reached from here.", file=sys.stderr)
        print("With a copy of OSV's records: python3 run.py audit --database all.zip", file=sys.stderr)
        return NOT_ASKED
    known = [f"{one['name']} {one['version']}: {hit['id']}" for one in answered for hit in one["vulns"]]
    silent = sorted({one["name"] for one in asked} - {one["name"] for one in answered})
    if silent:
        print(f"Not known to the database, so not audited: {', '.join(silent)}", file=sys.stderr)
    return _told(known, len(answered))


def _records(database: Path) -> Iterator[dict[str, Any]]:
    if database.is_dir():
        for file in sorted(database.glob("*.json")):
            yield json.loads(file.read_text("utf-8"))
        return
    with zipfile.ZipFile(database) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def matching(records: Iterable[dict[str, Any]], pinned: Iterable[Pin]) -> list[str]:
    """The advisories that concern what is pinned, a line each; withdrawn ones do not count."""
    by_name = {one.name: one for one in pinned}
    found = []
    for record in records:
        for affected in record.get("affected", ()) if not record.get("withdrawn") else ():
            package = affected.get("package", {})
            pin = by_name.get(name_of(package["name"])[0]) if package.get("ecosystem") == "PyPI" else None
            if pin is not None and _concerns(affected, pin.version):
                found.append(f"{pin.name} {pin.version}: {record['id']} {record.get('summary', '')}".rstrip())
    return sorted(set(found))


def _concerns(affected: dict[str, Any], version: str) -> bool:
    """Whether a version is named, or lies in a range from its introduction to its fix."""
    if version in affected.get("versions", ()):
        return True
    ranges = [one["events"] for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM"]
    return any(_lies_in(events, Version(version)) for events in ranges)


def _lies_in(events: list[dict[str, str]], version: Version) -> bool:
    is_inside = False
    for event in events:
        (kind, text), *_ = event.items()
        try:
            since = Version("0" if text == "0" else text)
        except InvalidVersion:
            continue
        if kind == "introduced" and version >= since:
            is_inside = True
        elif (kind == "fixed" and version >= since) or (kind == "last_affected" and version > since):
            is_inside = False
    return is_inside


def _told(known: list[str], asked: int) -> int:
    for line in known:
        print(line, file=sys.stderr)
    print(f"{asked} packages asked about, {len(known)} advisories.")
    return 1 if known else 0
