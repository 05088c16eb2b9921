"""A release is refused until everything is there, is the same when built twice, and publishes nothing."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from papers.release import changed_files, main, what_is_missing

pytestmark = pytest.mark.once
VERSION = "7.8.9"
HOOK = "[tool.hatch.build.targets.wheel.hooks.custom]"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")


UPGRADE = "docs/howto/operate/upgrade.md"
NAMED = ("src/treffen/__init__.py", "CITATION.cff", "CHANGELOG.md", "publiccode.yml", UPGRADE)


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Path:
    """A repository with the files that a release reads and changes, and a package that is built fast."""
    folder = tmp_path / "small"
    for name in NAMED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((root / name).read_bytes())
    text = (root / "pyproject.toml").read_text("utf-8")
    for old, new in ((HOOK, "[unused]"), (', "src/handschlag"', "")):
        assert old in text
        text = text.replace(old, new)
    text = text.replace('license-files = ["LICENSE", "NOTICE"]\n', "").replace('readme = "README.md"\n', "")
    (folder / "pyproject.toml").write_text(text, "utf-8")
    (folder / ".gitignore").write_text("/out/\n")
    git(folder, "init", "-q")
    for key, value in (("user.name", "A"), ("user.email", "a@example.org"), ("user.signingkey", "")):
        git(folder, "config", key, value)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "All")
    return folder


def fill(folder: Path) -> None:
    """What people do before a release."""
    change(folder, "publiccode.yml", "git.handschlag.example", "code.example.org")
    change(folder, "publiccode.yml", "To be named at publication", "A. Person")
    change(folder, UPGRADE, "\n- **0.1.0**", f"\n- **{VERSION}**: nothing.\n- **0.1.0**")
    git(folder, "commit", "-q", "-a", "-m", "Fill in")


def release(folder: Path, *words: str) -> int:
    return main([*words, "--day", "2026-12-24"], folder)


def test_a_release_is_made_here_only_when_asked(small: Path, capfd: pytest.CaptureFixture[str]) -> None:
    fill(small)
    assert (release(small, VERSION), capfd.readouterr().err) == (0, "")
    assert (git(small, "status", "--porcelain"), git(small, "tag")) == ("", "")
    assert release(small, VERSION, "--do") == 0
    assert "NOT SIGNED" in capfd.readouterr().out
    assert git(small, "tag").strip() == f"v{VERSION}"
    assert git(small, "log", "-1", "--format=%s").strip() == f"Release {VERSION}"
    folder = small / "out/release" / VERSION
    names = {f"handschlag-{VERSION}-py3-none-any.whl", "SHA256SUMS"}
    names |= {f"handschlag-{VERSION}.{form}.json" for form in ("cdx", "spdx")}
    assert {one.name for one in folder.iterdir()} == names
    made = datetime.fromtimestamp(int(git(small, "log", "-1", "--format=%ct")), UTC)
    told = json.loads((folder / f"handschlag-{VERSION}.cdx.json").read_text("utf-8"))["metadata"]["timestamp"]
    assert told == f"{made:%Y-%m-%dT%H:%M:%SZ}", "whoever makes it again at the tag gets the same"
    assert f"## {VERSION}, 2026-12-24" in (small / "CHANGELOG.md").read_text("utf-8")
    assert release(small, VERSION) == 1


def test_two_builds_that_differ_are_no_release(small: Path, capfd: pytest.CaptureFixture[str]) -> None:
    fill(small)
    (small / "hatch_build.py").write_text(
        "import os\nfrom hatchling.builders.hooks.plugin.interface import BuildHookInterface\n"
        "class Hook(BuildHookInterface):\n    def initialize(self, version, build_data):\n"
        "        open('src/treffen/zone.py', 'w').write(repr(os.environ['TZ']))\n"
    )
    change(small, "pyproject.toml", "[unused]", HOOK)
    git(small, "add", "-A")
    git(small, "commit", "-q", "-m", "Build by the clock on the wall")
    assert release(small, VERSION, "--do") == 1
    assert "two builds of the wheel differ" in capfd.readouterr().err
    assert git(small, "tag") == ""


def test_a_wheel_that_cannot_be_built_is_said_in_one_line(
    small: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fill(small)
    change(small, "pyproject.toml", 'packages = ["src/treffen"]', 'packages = ["src/nothing"]\nhooks = 7')
    git(small, "commit", "-q", "-a", "-m", "Build nothing")
    assert release(small, VERSION, "--do") == 1
    assert "MISSING  the wheel cannot be built: " in capfd.readouterr().err
    assert git(small, "tag") == ""


def test_everything_that_is_missing_is_said_at_once(small: Path) -> None:
    change(small, "CHANGELOG.md", ", unreleased", ", 2026-01-01")
    git(small, "tag", f"v{VERSION}")
    said = "\n".join(what_is_missing(VERSION, small))
    wanted = (
        "the tag",
        "“unreleased”",
        "upgrade.md",
        "not committed",
        "url is a placeholder",
        "no maintainer",
    )
    assert [word for word in wanted if word not in said] == []
    assert "is older than" in "\n".join(what_is_missing("0.0.9", small))
    assert "is no version" in next(what_is_missing("1.2", small))
    assert release(small, VERSION, "--do") == 1
    assert git(small, "log", "-1", "--format=%s").strip() == "All"


def test_a_second_release_changes_the_version_in_the_same_places(small: Path) -> None:
    for name, text in changed_files("1.0.0", "2027-01-01", small).items():
        (small / name).write_text(text, "utf-8")
    change(small, "CHANGELOG.md", "## 1.0.0", "## 1.1.0, unreleased\n\n- New.\n\n## 1.0.0")
    again = changed_files("1.1.0", "2027-02-02", small)
    assert [again["publiccode.yml"].count(key) for key in ("softwareVersion", "releaseDate")] == [1, 1]
    assert 'version = "1.1.0"' in again["pyproject.toml"]
    assert "## 1.1.0, 2027-02-02" in again["CHANGELOG.md"]
    assert "## 1.0.0, 2027-01-01" in again["CHANGELOG.md"]
