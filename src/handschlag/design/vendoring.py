"""Front-end files of others: fetched from npm, compared with the manifest; fonts alone are changed: cut.

Run by a maintainer as `python3 run.py vendor`. To compare needs the standard library only, to cut fonttools.
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
from typing import Final

FOLDER = Path(__file__).resolve().parent / "static" / "vendor"
# Fonts of what is printed; pages never load them.
PRINTED = Path(__file__).resolve().parents[1] / "common" / "printing" / "fonts"
FOLDERS = (FOLDER, PRINTED)
MANIFEST = "manifest.toml"
# Code points by the name that the manifest uses, as `unicode-range` of the style sheet has them: what every
# page in German or English needs, and what nothing but names of people and towns needs.
LETTERS: Final = {
    "core": (
        "20-7E A0 A7 A9 AB AD B0 B2-B3 B7 BB C4 D6-D7 DC DF E4 E9 F6 FC 2013-2014 2018-201A 201C-201E 2022 "
        "2026 2039-203A 2082 20AC 2190 2192 2212 2264-2265"
    ),
    "accents": (
        "A1-A6 A8 AA AC AE-AF B1 B4-B6 B8-BA BC-C3 C5-D5 D8-DB DD-DE E0-E3 E5-E8 EA-F5 F7-FB FD-17F 218-21B "
        "2BB-2BC 2C6 2DA 2DC 300-30C 1E9E 2010-2012 2015-2017 201B 201F-2021 2030-2038 203B-2081 "
        "2083-20AB 20AD-218F 2191 2193 2215"
    ),
}
# Distances between letters, figures of one width, and marks above and below letters.
FEATURES: Final = {"core": ("kern", "tnum"), "accents": ("kern", "tnum", "ccmp", "locl", "mark")}


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
    letters: str

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
            letters=file.get("letters", ""),
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
                content = contents[file.origin]
                place.write_bytes(_cut(content, letters=file.letters) if file.letters else content)
        print(f"{spec}: fetched")


def _numbers_of(letters: str) -> frozenset[int]:
    """The code points of one part of the alphabet."""
    ends = [part.partition("-")[::2] for part in LETTERS[letters].split()]
    return frozenset(n for first, last in ends for n in range(int(first, 16), int(last or first, 16) + 1))


def _cut(font: bytes, *, letters: str) -> bytes:
    """A font with these letters only, packed for pages; without hints, which screens of today do without."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = list(FEATURES[letters])
    options.name_IDs = [0, 1, 2, 13, 14]  # whose it is, what it is called, and its licence
    with subset.load_font(io.BytesIO(font), options) as whole:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=_numbers_of(letters))
        cutter.subset(whole)
        packed = io.BytesIO()
        subset.save_font(whole, packed, options)
    return packed.getvalue()


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
