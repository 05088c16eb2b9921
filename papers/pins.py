"""What the locks pin: names, versions, hashes. And what of it an installation has."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (
    "requirements.lock",
    "requirements-hosts.lock",
    "requirements-dev.lock",
    "requirements-bench.lock",
    "requirements-test.lock",
    "requirements-papers.lock",
)
RUNNING = ("platform", "semantic", "s3", "cluster")  # the extras that an installation may have
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)([^\n]*)\n((?: +--hash=[^\n]+\n?)+)", re.MULTILINE)
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One package of a lock; `hashes` are those of all its files, SHA-256."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pins(*locks: str, root: Path = ROOT) -> dict[str, Pin]:
    """The packages of some locks, by name; the first lock that has one counts.

    >>> sorted(pins("requirements-test.lock"))[0]
    'colorama'
    """
    found: dict[str, Pin] = {}
    for lock in locks:
        for name, version, _marker, block in _PIN.findall((root / lock).read_text("utf-8")):
            hashes = tuple(sorted(re.findall(r"sha256:([0-9a-f]{64})", block)))
            found.setdefault(name, Pin(name=name, version=version, hashes=hashes))
    return found


def name_of(requirement: str) -> tuple[str, tuple[str, ...]]:
    """The name as locks write it, and the extras that are asked for.

    >>> name_of("django-allauth[mfa,socialaccount]>=65.21")
    ('django-allauth', ('mfa', 'socialaccount'))
    """
    hit = _NAME.match(requirement)
    assert hit is not None
    extras = tuple(part.strip() for part in (hit[2] or "").split(",") if part.strip())
    return re.sub(r"[-_.]+", "-", hit[1]).lower(), extras


def project(root: Path = ROOT) -> dict[str, Any]:
    """The section `project` of pyproject.toml."""
    whole: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return dict(whole["project"])


def asked(*extras: str, root: Path = ROOT) -> list[str]:
    """What the project itself asks for: its dependencies, and those of some extras."""
    what = project(root)
    return [*what["dependencies"], *(one for extra in extras for one in what["optional-dependencies"][extra])]


def reached(start: Iterable[str], needs: Mapping[str, Iterable[str]]) -> set[str]:
    """These, what they need, what those need.

    >>> sorted(reached(["a"], {"a": ["b"], "b": ["c"], "d": []}))
    ['a', 'b', 'c']
    """
    seen: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += needs.get(name, ())
    return seen
