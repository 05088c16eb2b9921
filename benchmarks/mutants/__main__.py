"""`python -m benchmarks.mutants src/handschlag/matching/rules --tests tests/platform/matching [--sample 99]`.

Needs what the tests need. Prints each fault that no test notices, and how many of all were caught.
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutants.hunt import Fate, Hunt
from benchmarks.mutants.operators import Mutant, mutant_of_text, mutants_of

ROOT = Path(__file__).resolve().parents[2]
KNOWN = Path(__file__).with_name("known.toml")


def main(words: Sequence[str] | None = None) -> int:
    """0 where every fault was caught; 1 where some were not; 2 where the tests fail without a fault."""
    options = _parser().parse_args(words)
    mutants, tests = _known() if options.known else (_sampled(options), options.tests)
    if not mutants or not tests:
        print("Name modules and tests, or --known.")
        return 2
    hunt = Hunt(root=ROOT, mutants=mutants, most=options.most)
    flags = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-m", "not browser", "--rootdir", str(ROOT)]
    status = pytest.main([*tests, *flags], plugins=[hunt])
    if status != pytest.ExitCode.OK:
        return 2
    return _told(hunt)


def _told(hunt: Hunt) -> int:
    fates = Counter(fate for _, fate in hunt.fates)
    caught = fates[Fate.CAUGHT] + fates[Fate.TIMEOUT]
    tried = len(hunt.fates) - fates[Fate.NOT_TRIED]
    print(f"\n{caught} of {tried} caught", dict(fates))
    return int(caught < tried)


def _known() -> tuple[list[Mutant], list[str]]:
    rows: list[dict[str, Any]] = tomllib.loads(KNOWN.read_text("utf-8"))["mutant"]
    mutants = [mutant_of_text(Path(row["path"]), ROOT, old=row["old"], new=row["new"]) for row in rows]
    return mutants, sorted({test for row in rows for test in row["tests"]})


def _sampled(options: argparse.Namespace) -> list[Mutant]:
    files = [file for name in options.modules for file in _files(ROOT / name)]
    every = [mutant for file in files for mutant in mutants_of(file.relative_to(ROOT), ROOT)]
    if options.sample and options.sample < len(every):
        print(f"{options.sample} of {len(every)} faults, seed {options.seed}")
        chosen = random.Random(options.seed).sample(range(len(every)), options.sample)
        return [every[number] for number in sorted(chosen)]
    return every


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="a file or a folder under src")
    parser.add_argument("--tests", nargs="+", default=[], metavar="PATH", help="what pytest takes")
    parser.add_argument("--known", action="store_true", help="the faults of known.toml")
    parser.add_argument("--sample", type=int, metavar="N", help="so many of all, drawn by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", type=float, default=60.0, metavar="S", help="of tests, for one fault")
    return parser


if __name__ == "__main__":
    sys.exit(main())
