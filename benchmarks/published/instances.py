"""Which events and sequences the set consists of; each follows from its family, size and seed alone."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from treffen.files import read_problem
from treffen.generation import FAMILIES
from treffen.problem import Problem, RequestId

FOLDER = Path(__file__).resolve().parents[1] / "instances"
SEQUENCE, PROMISES = "treffen.sequence/1", "treffen.promises/1"
_ORDER = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One event of the set. One that is not `is_kept` is too large to lie here; its hash is recorded."""

    family: str
    people: int
    seed: int = 1
    is_kept: bool = True

    @property
    def name(self) -> str:
        """Such as `tight-150-1`."""
        return f"{self.family}-{self.people}-{self.seed}"

    def problem(self) -> Problem:
        """The event, made anew."""
        return FAMILIES[self.family](self.people, self.seed)

    def event(self) -> Problem:
        """The event as it lies in the set, whatever generators make today; made anew if it does not."""
        path = FOLDER / f"events/{self.name}.json.gz"
        if not path.exists():
            return self.problem()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "event.json"
            file.write_bytes(plain(path))
            found = read_problem(file).problem
        if found is None:
            raise ValueError(f"{path.name} holds no event")
        return found

    def order(self) -> list[RequestId]:
        """The order of a sequence as it lies in the set."""
        found: list[RequestId] = json.loads(plain(FOLDER / f"sequences/{self.name}.json.gz"))["order"]
        return found


INSTANCES = (
    *(Instance(family="base", people=n) for n in (20, 60, 150)),
    *(Instance(family="tight", people=n) for n in (20, 60, 150)),
    *(Instance(family="two_sided", people=n) for n in (60, 150)),
    *(Instance(family=family, people=60) for family in ("scarce", "narrow", "conference")),
    Instance(family="conference", people=150),
    *(Instance(family="all_must", people=n) for n in (20, 40, 80)),
    *(Instance(family=family, people=1_000, is_kept=False) for family in ("base", "tight")),
    Instance(family="base", people=13_000, is_kept=False),
)
SEQUENCES = (
    *(Instance(family=f, people=60, seed=n) for f in ("base", "tight", "narrow") for n in (1, 2, 3)),
    *(Instance(family=family, people=150) for family in ("base", "tight")),
)
"""Events whose requests come in one after the other, in the order of `arrivals`."""


def arrivals(instance: Instance, problem: Problem) -> list[RequestId]:
    """The requests in the order in which both sides want them: a permutation that follows from the seed."""
    rng = np.random.default_rng([instance.seed, _ORDER, instance.people])
    return [problem.requests[at].id for at in rng.permutation(len(problem.requests)).tolist()]


def sequence_object(instance: Instance, problem: Problem) -> dict[str, object]:
    """`treffen.sequence/1`."""
    return {
        "format": SEQUENCE,
        "name": instance.name,
        "problem": problem.digest(),
        "order": arrivals(instance, problem),
    }


@cache
def index() -> Mapping[str, Mapping[str, Any]]:
    """What is recorded of each event: hash and best known goals."""
    found: Mapping[str, Mapping[str, Any]] = json.loads((FOLDER / "index.json").read_text("utf-8"))
    return found


def plain(path: Path) -> bytes:
    """The content of a file, unpacked if it is packed."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def pack(path: Path, content: bytes) -> None:
    """Write a file packed, the same bytes for the same content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9, mtime=0))
