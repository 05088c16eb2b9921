"""Front-end files of others: fetched from npm, compared with the manifest, never changed.

Run by a maintainer as `python3 run.py vendor`. Standard library only, so that no environment is needed.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor"
# Fonts of what is printed; pages never load them.
PRINTED = Path(__file__).resolve().parents[2] / "common" / "printing" / "fonts"
FOLDERS = (FOLDER, PRINTED)
MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vendored:
    """One file: where it lies, where it comes from, and what it must be."""

    package: str
    version: str
    licence: str
    folder: str
    name: str
    origin: str
    sha256: str

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}"

    @property
    def spec(self) -> str:
        return f"{self.package}@{self.version}"


def read_manifest(folder: Path = FOLDER) -> tuple[_Vendored, ...]:
    """Every file the manifest names, in its order."""
    packages = tomllib.loads((folder / MANIFEST).read_text("utf-8"))["package"]
    return tuple(
        _Vendored(
            package=package["source"],
            version=package["version"],
            licence=package["licence"],
            folder=package["folder"],
            name=file["file"],
            origin=file["from"],
            sha256=file["sha256"],
        )
        for package in packages
        for file in package["files"]
    )


def faults(folder: Path = FOLDER) -> Iterator[str]:
    """What differs between the folder and its manifest, one sentence each."""
    known = {file.path: file for file in read_manifest(folder)}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    yield from (f"{path} is not in the manifest" for path in sorted(present - {MANIFEST} - known.keys()))
    for path, file in known.items():
        if path not in present:
            yield f"{path} is missing"
        elif digest(folder / path) != file.sha256:
            yield f"{path} is not what {file.spec} contains"


def digest(path: Path) -> str:
    """The SHA-256 of the file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fetch(folder: Path = FOLDER) -> None:
    """Puts every file in place again, as the package has it."""
    wanted = read_manifest(folder)
    for spec in dict.fromkeys(file.spec for file in wanted):
        contents = _unpack(spec)
        for file in wanted:
            if file.spec == spec:
                place = folder / file.path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(contents[file.origin])
        print(f"{spec}: fetched")


def _unpack(spec: str) -> dict[str, bytes]:
    """Each file of a package by its path; npm puts all of them under `package/`."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm fetches the front-end files: install it first. Users do not need it.")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--silent", spec], cwd=folder, check=True)  # noqa: S603 - from the manifest
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as files:
            return {
                member.name.partition("/")[2]: content.read()
                for member in files.getmembers()
                if (content := files.extractfile(member)) is not None
            }


def main() -> int:
    """1 where a file is not what the manifest says, else 0; `--check` fetches nothing."""
    if "--check" not in sys.argv[1:]:
        for folder in FOLDERS:
            _fetch(folder)
    found = [fault for folder in FOLDERS for fault in faults(folder)]
    print("\n".join(found) if found else "Every file is what the manifest says.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
