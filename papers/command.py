"""The verbs: bills, licences, advisories, a release, and the check of all of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from papers import audit, publiccode, register, release
from papers.forms import bills
from papers.pins import ROOT


def main(words: Sequence[str]) -> int:
    """The exit status of one verb."""
    verbs: dict[str, Callable[[list[str]], int]] = {
        "sbom": _sbom,
        "licences": _licences,
        "audit": audit.main,
        "release": release.main,
        "check": _check,
    }
    return verbs[words[0]](list(words[1:]))


def _sbom(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py sbom", description="Write the bills of materials.")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "sbom", help="the folder (out/sbom)")
    folder: Path = parser.parse_args(words).out
    faults = _faults_of_bills()
    if faults:
        return _told(faults)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in bills().items():
        (folder / name).write_text(text, "utf-8")
        print(folder / name)
    return 0


def _licences(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py licences", description="Read the licences again.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something differs")
    is_check = parser.parse_args(words).check
    rows, open_ = register.renewed(register.read())
    faults = [f"{name}: says no licence plainly; add a row by hand to papers/packages.toml" for name in open_]
    faults += register.faults(rows)
    for file, text in ((register.FILE, register.text_of(rows)), (register.PAGE, register.page(rows))):
        if file.exists() and file.read_text("utf-8") == text:
            continue
        if is_check:
            faults.append(f"{file.relative_to(ROOT)}: out of date, run: python3 run.py licences")
        else:
            file.write_text(text, "utf-8")
            print(f"{file.relative_to(ROOT)}: written")
    return _told(faults)


def _check(_words: list[str]) -> int:
    """All that lint asks: licences, bills, publiccode.yml."""
    faults = register.faults(register.read()) + _faults_of_bills()
    return _told(faults + publiccode.faults((ROOT / "publiccode.yml").read_text("utf-8"), root=ROOT))


def _faults_of_bills() -> list[str]:
    from papers.judging import faults_of_cyclonedx, faults_of_spdx

    judges = {"spdx": faults_of_spdx, "cdx": faults_of_cyclonedx}
    return [fault for name, text in bills().items() for fault in judges[name.split(".")[-2]](text)]


def _told(faults: Sequence[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0
