"""A release: what it needs, what changes in the repository, what is built. Nothing is ever published."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from papers import publiccode
from papers.forms import bills
from papers.pins import ROOT, project

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_TEXT = """Try everything that a release needs: a version that follows, a changelog, upgrade notes, a clean
working copy, no placeholders, a wheel that two builds make alike, bills of materials. Without --do nothing in
the repository changes. With it, the changes are committed and tagged here; pushing and publishing are left to
people. Files and their hashes lie in out/release/VERSION."""


def main(words: list[str], root: Path = ROOT) -> int:
    """The verb."""
    parser = argparse.ArgumentParser(prog="run.py release", description=_TEXT)
    parser.add_argument("version", help="the new version, three numbers: 0.2.0")
    parser.add_argument("--do", action="store_true", help="change, commit and tag, if nothing is missing")
    parser.add_argument("--day", default=f"{datetime.now(UTC):%Y-%m-%d}", help="its day (today)")
    options = parser.parse_args(words)
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))  # of bills and commit: the tag has both
    missing = list(what_is_missing(options.version, root))
    folder = root / "out" / "release" / options.version
    if _VERSION.fullmatch(options.version) and not any(one.startswith("CHANGELOG.md") for one in missing):
        changes = changed_files(options.version, options.day, root)
        missing += list(_built(changes, folder, root, moment))
    for one in missing:
        print(f"MISSING  {one}", file=sys.stderr)
    if missing or not options.do:
        print(
            "Not released." if missing else "Nothing is missing, nothing was changed; --do commits and tags."
        )
        print(f"Built for a look: {folder}" if folder.exists() else "Nothing was built.")
        return 1 if missing else 0
    for name, text in changes.items():
        (root / name).write_text(text, "utf-8")
    return _committed(options.version, sorted(changes), root, moment)


def what_is_missing(version: str, root: Path) -> Iterator[str]:
    """What people have to do before, a line each."""
    old = str(project(root)["version"])
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    if not _VERSION.fullmatch(version):
        yield f"{version} is no version: three numbers, as semver.org has them"
    elif _parts(version) < _parts(old):
        yield f"{version} is older than {old}, which the repository has"
    if f"refs/tags/v{version}\n" in _git(root, "for-each-ref", "--format=%(refname)", "refs/tags"):
        yield f"the tag v{version} is there already"
    section = re.search(r"^## [\d.]+, unreleased\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if section is None or "\n- " not in section[1]:
        yield "CHANGELOG.md has no section “unreleased” with a line in it"
    notes = (root / "docs/howto/operate/upgrade.md").read_text("utf-8")
    if not re.search(rf"^- \*\*{re.escape(version)}\*\*: .", notes, re.MULTILINE):
        yield f"docs/howto/operate/upgrade.md does not say what {version} asks of operators"
    if _git(root, "status", "--porcelain").strip():
        yield "the working copy has changes that are not committed"
    yield from publiccode.placeholders((root / "publiccode.yml").read_text("utf-8"))


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout


def changed_files(version: str, day: str, root: Path) -> dict[str, str]:
    """The text of each file that names the version or the day, as it will be."""
    changes = (
        ("pyproject.toml", r'^version = "[^"]*"$', f'version = "{version}"'),
        ("src/treffen/__init__.py", r'^__version__ = "[^"]*"$', f'__version__ = "{version}"'),
        ("CITATION.cff", r"^version: .*$", f"version: {version}"),
        ("CHANGELOG.md", r"^## [\d.]+, unreleased$", f"## {version}, {day}"),
        (
            "publiccode.yml",
            r"^url: (.*)\n(softwareVersion: .*\nreleaseDate: .*\n)?",
            rf'url: \1\nsoftwareVersion: "{version}"\nreleaseDate: "{day}"\n',
        ),
    )
    made = {}
    for name, old, new in changes:
        text, count = re.subn(old, new, (root / name).read_text("utf-8"), count=1, flags=re.MULTILINE)
        if not count:
            raise SystemExit(f"{name}: the place of the version was not found")
        made[name] = text
    return made


def _built(changes: dict[str, str], folder: Path, root: Path, moment: int) -> Iterator[str]:
    """Wheels and bills in `folder`; what is wrong with them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        try:
            wheels = [_wheel(Path(place) / turn, changes, root) for turn in ("first", "second")]
        except subprocess.CalledProcessError as error:
            told = error.stderr.decode("utf-8", "replace").strip().splitlines() or [str(error)]
            yield f"the wheel cannot be built: {told[-1]}"
            return
        if wheels[0].read_bytes() != wheels[1].read_bytes():
            yield "two builds of the wheel differ"
        shutil.copy(wheels[0], folder)
    for name, text in bills(_version_of(changes), datetime.fromtimestamp(moment, UTC)).items():
        (folder / name).write_text(text, "utf-8")
    files = sorted(folder.iterdir())
    sums = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in files]
    (folder / "SHA256SUMS").write_text("".join(sums), "utf-8")
    print("".join(sums), end="")


def _version_of(changes: dict[str, str]) -> str:
    """The version that the changed pyproject.toml names."""
    hit = re.search(r'^version = "([^"]*)"$', changes["pyproject.toml"], re.MULTILINE)
    assert hit is not None
    return hit[1]


def _wheel(place: Path, changes: dict[str, str], root: Path) -> Path:
    """A wheel of what is committed, with the changes, built in a place of its own."""
    place.mkdir()
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=root, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x"], cwd=place, input=packed, check=True)
    for name, text in changes.items():
        (place / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place / "made")]
    around = {**os.environ, "TZ": "Pacific/Auckland" if place.name == "second" else "UTC"}
    subprocess.run(command, cwd=place, capture_output=True, check=True, env=around)
    (made,) = (place / "made").glob("*.whl")
    return made


def _committed(version: str, names: list[str], root: Path, moment: int) -> int:
    """One commit and one tag; signed where git knows a key."""
    has_key = bool(_git(root, "config", "user.signingkey").strip())
    how = ["-s"] if has_key else ["-a"]
    around = {**os.environ, "GIT_COMMITTER_DATE": f"{moment} +0000"}
    for words in (
        ["add", *names],
        ["commit", "-q", *(["-S"] if has_key else []), "-m", f"Release {version}"],
        ["tag", *how, f"v{version}", "-m", f"Handschlag {version}"],
    ):
        if subprocess.call(["git", *words], cwd=root, env=around):
            return 1
    signed = "signed" if has_key else "NOT SIGNED: git knows no key (user.signingkey)"
    print(f"Committed and tagged v{version} here, {signed}. Nothing was pushed or published.")
    return 0
