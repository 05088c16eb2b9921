"""The bill of materials: what an installation is made of. spdx.py and cyclonedx.py write it down."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

from papers.pins import LOCKS, ROOT, RUNNING, asked, name_of, pins, project, reached
from papers.register import Row, read

MANIFESTS = (
    "src/handschlag/design/static/vendor/manifest.toml",
    "src/handschlag/common/printing/fonts/manifest.toml",
)
_SPACE = UUID("6f1d4a52-5f0c-5b2e-9c43-7d6c6b0f9a11")  # any; it makes equal bills have equal names


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component: its `hashes` are SHA-256, by file name where it lies in the wheel itself."""

    name: str
    version: str
    licence: str
    purl: str
    hashes: tuple[tuple[str, str], ...]
    needs: tuple[str, ...] = ()
    is_optional: bool = False
    is_inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """The project and its parts; the same repository gives the same bill, to the byte."""

    version: str
    licence: str
    made: datetime
    needs: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def identity(self) -> str:
        """A name that changes with what is in it."""
        told = repr((self.version, self.made, self.needs, self.parts))
        return str(uuid5(_SPACE, hashlib.sha256(told.encode()).hexdigest()))


def make_bill(root: Path = ROOT, *, version: str | None = None, made: datetime | None = None) -> Bill:
    """From the locks, the register of licences, and the manifests of files that lie in the wheel."""
    rows = read()
    needs = {name: row.needs for name, row in rows.items()}
    always = reached((name_of(one)[0] for one in asked("platform", root=root)), needs)
    own = tuple(sorted({name_of(one)[0] for one in asked(*RUNNING, root=root)}))
    parts = [*_pinned(rows, always, reached(own, needs)), *_files(root)]
    inside = tuple(part.purl for part in parts if part.is_inside)
    what = project(root)
    return Bill(
        version=version or str(what["version"]),
        licence=str(what["license"]),
        made=made or _made(root),
        needs=(*own, *inside),
        parts=tuple(sorted(parts, key=lambda part: part.purl)),
    )


def _pinned(rows: dict[str, Row], always: set[str], wanted: set[str]) -> Iterator[Part]:
    known = pins(*LOCKS)
    for name in sorted(wanted):
        pin, row = known[name], rows[name]
        yield Part(
            name=name,
            version=pin.version,
            licence=row.licence,
            purl=f"pkg:pypi/{name}@{pin.version}",
            hashes=tuple(("", one) for one in pin.hashes),
            needs=tuple(one for one in row.needs if one in wanted),
            is_optional=name not in always,
        )


def _files(root: Path) -> Iterator[Part]:
    """A package whose files lie in two places, such as fonts for pages and for prints, is one part."""
    packages = [
        package
        for manifest in MANIFESTS
        for package in tomllib.loads((root / manifest).read_text("utf-8"))["package"]
    ]
    files: dict[tuple[str, str, str], dict[tuple[str, str], None]] = {}
    for package in packages:
        known = files.setdefault((package["source"], package["version"], package["licence"]), {})
        known.update(dict.fromkeys((one["file"], one["sha256"]) for one in package["files"]))
    for (name, version, licence), hashes in files.items():
        yield Part(
            name=name,
            version=version,
            licence=licence,
            purl=f"pkg:npm/{name.replace('@', '%40')}@{version}",
            hashes=tuple(hashes),
            is_inside=True,
        )


def _made(root: Path) -> datetime:
    """The time of the last change, not of this call; SOURCE_DATE_EPOCH wins, as in other builds."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        command = ["git", "log", "-1", "--format=%ct"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        seconds = done.stdout.strip() or "0"
    return datetime.fromtimestamp(int(seconds), UTC)
