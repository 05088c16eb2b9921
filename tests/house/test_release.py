"""A release is refused until everything is there, is the same when built twice, and publishes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from papers.release import changed_files, what_is_missing

pytestmark = pytest.mark.once
VERSION = "7.8.9"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    """The repository as it would be committed now, in a folder of its own."""
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--shared", str(root), str(folder)], check=True)
    different = git(root, "ls-files", "--modified", "--others", "--exclude-standard").splitlines()
    for name in different:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (root / name).is_file():
            (folder / name).write_bytes((root / name).read_bytes())
    for key, value in (("user.name", "A"), ("user.email", "a@example.org"), ("user.signingkey", "")):
        git(folder, "config", key, value)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "All")
    return folder


def fill(folder: Path) -> None:
    """What people do before a release."""
    change(folder, "publiccode.yml", "git.handschlag.example", "code.example.org")
    change(folder, "publiccode.yml", "To be named at publication", "A. Person")
    change(folder, "docs/howto/operate/upgrade.md", "\n- **0.1.0**", f"\n- **{VERSION}**: nothing.\n- **0.1.0**")
    git(folder, "commit", "-q", "-a", "-m", "Fill in")


def release(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "papers", "release", *words, "--day", "2026-12-24"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_release_is_made_here_only_when_asked_and_its_two_builds_are_alike(clone: Path) -> None:
    fill(clone)
    tried = release(clone, VERSION)
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "nothing was changed" in tried.stdout
    assert (git(clone, "status", "--porcelain"), git(clone, "tag")) == ("", "")
    done = release(clone, VERSION, "--do")
    assert (done.returncode, "NOT SIGNED" in done.stdout) == (0, True), done.stderr
    assert git(clone, "tag").strip() == f"v{VERSION}"
    assert git(clone, "log", "-1", "--format=%s").strip() == f"Release {VERSION}"
    folder = clone / "out/release" / VERSION
    names = {f"handschlag-{VERSION}-py3-none-any.whl", "SHA256SUMS"}
    names |= {f"handschlag-{VERSION}.{form}.json" for form in ("cdx", "spdx")}
    assert {one.name for one in folder.iterdir()} == names
    assert f"## {VERSION}, 2026-12-24" in (clone / "CHANGELOG.md").read_text("utf-8")
    assert release(clone, VERSION).returncode == 1


def test_everything_that_is_missing_is_said_at_once(clone: Path) -> None:
    change(clone, "CHANGELOG.md", ", unreleased", ", 2026-01-01")
    git(clone, "tag", f"v{VERSION}")
    said = "\n".join(what_is_missing(VERSION, clone))
    for word in ("the tag", "“unreleased”", "upgrade.md", "not committed", "url is a placeholder", "no maintainer"):
        assert word in said
    assert "is older than" in "\n".join(what_is_missing("0.0.9", clone))
    assert "is no version" in next(what_is_missing("1.2", clone))
    assert release(clone, VERSION, "--do").returncode == 1
    assert git(clone, "log", "-1", "--format=%s").strip() == "All"


def test_a_second_release_changes_the_version_in_the_same_places(clone: Path) -> None:
    for name, text in changed_files("1.0.0", "2027-01-01", clone).items():
        (clone / name).write_text(text, "utf-8")
    change(clone, "CHANGELOG.md", "## 1.0.0", "## 1.1.0, unreleased\n\n- New.\n\n## 1.0.0")
    again = changed_files("1.1.0", "2027-02-02", clone)
    assert again["publiccode.yml"].count("softwareVersion") == again["publiccode.yml"].count("releaseDate") == 1
    assert 'version = "1.1.0"' in again["pyproject.toml"]
    assert "## 1.1.0, 2027-02-02" in again["CHANGELOG.md"]
    assert "## 1.0.0, 2027-01-01" in again["CHANGELOG.md"]
