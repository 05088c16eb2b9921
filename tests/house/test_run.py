"""The one door opens on old and odd machines, says what is missing, and does nothing twice."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from tests import lint


@pytest.fixture
def door(root: Path) -> ModuleType:
    """run.py as a module of its own for each test."""
    spec = importlib.util.spec_from_file_location("door", root / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """A maker of programs that answer as they are told, and are all that is on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(name: str, body: str) -> Path:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    monkeypatch.setattr(sys, "executable", str(make("current", "echo 3.9")))
    return make


def test_the_door_is_written_for_python_3_8_and_the_standard_library(root: Path) -> None:
    tree = ast.parse((root / "run.py").read_text("utf-8"), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {"argparse", "hashlib", "json", "os", "pathlib", "shutil", "subprocess", "sys"}
    newer = {"removeprefix", "removesuffix", "is_relative_to", "batched", "pairwise"}
    assert {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & newer == set()


def test_without_a_verb_it_says_what_it_can_do(root: Path) -> None:
    done = subprocess.run([sys.executable, "run.py"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert [
        verb for verb in ("demo", "test", "lint", "bench", "docs", "vendor") if verb not in done.stdout
    ] == []


def test_vendor_compares_the_front_end_files_with_their_manifest(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "run.py", "vendor", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "Every file is what the manifest says.\n")


def test_a_shim_that_cannot_run_and_an_old_python_are_passed_over(
    door: ModuleType, fake: Callable[[str, str], Path]
) -> None:
    fake("python3.14", "echo 'no such version' >&2; exit 127")
    fake("python3.13", "exec /nowhere/python")
    fake("python3", "echo 3.11")
    fitting = fake("python3.12", "echo 3.12")
    assert door.find_python() == str(fitting)


def test_a_python_that_is_too_new_for_the_locks_is_passed_over(
    door: ModuleType, fake: Callable[[str, str], Path]
) -> None:
    fake("python3.14", "echo 3.15")
    fitting = fake("python3", "echo 3.13")
    assert door.find_python() == str(fitting)


def test_no_fitting_python_is_said_with_what_to_do(
    door: ModuleType, fake: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("python3", "echo 3.11")
    monkeypatch.setattr(door, "ELSEWHERE", ())
    with pytest.raises(door.Trouble, match=r"(?s)No Python 3\.12.*apt-get install python3"):
        door.find_python()


def test_a_missing_ensurepip_is_said_with_what_to_do(
    door: ModuleType, fake: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake("python3.13", 'case "$2" in *ensurepip*) exit 1;; *) echo 3.13;; esac')
    monkeypatch.setattr(door, "ROOT", tmp_path)
    with pytest.raises(door.Trouble, match="apt-get install python3-venv"):
        door.make_environment(".venv")


def test_a_lock_is_installed_once_and_again_only_when_it_changes(
    door: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src/treffen.py").write_text("print('hello')\n")
    lock = tmp_path / "empty.lock"
    lock.write_text("# nothing\n")
    python = door.install(".venv", "empty.lock")
    assert "Installing empty.lock" in capfd.readouterr().out
    assert subprocess.check_output([python.parent / "treffen"], text=True) == "hello\n"
    door.install(".venv", "empty.lock")
    assert capfd.readouterr().out == ""
    lock.write_text("# nothing at all\n")
    door.install(".venv", "empty.lock")
    assert "Installing empty.lock" in capfd.readouterr().out


def test_ci_runs_the_same_verbs_as_people_do(root: Path) -> None:
    text = (root / ".ci/run").read_text("utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert re.findall(r"run\.py (\w+)", text) == ["lint", "test"]
    assert re.findall(r"^(?:wait \"\$(lint)\"|.* run\.py (test)) \|\| status=1", text, re.MULTILINE) == [
        ("", "test"),
        ("lint", ""),
    ]
    assert (root / ".ci/run").stat().st_mode & 0o111


@pytest.mark.parametrize(
    ("can_be_installed", "is_ci", "status"), [(True, True, 0), (False, False, 0), (False, True, 1)]
)
def test_lint_judges_the_papers_and_where_it_cannot_it_says_so_and_ci_fails(
    door: ModuleType,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    can_be_installed: bool,
    is_ci: bool,
    status: int,
) -> None:
    def install(folder: str, _lock: str) -> Path:
        if folder == ".venv-papers" and not can_be_installed:
            raise door.Trouble("No wheel for this system.")
        return root / folder / "bin/python"

    asked: list[str] = []

    def call(command: list[str], **_more: object) -> int:
        asked.append(" ".join(Path(part).name for part in command))
        return 0

    def run(command: list[Path | str], quiet: bool = False) -> int:
        return lint.main(str(command[-1]))

    monkeypatch.setattr(door, "install", install)
    monkeypatch.setattr(door, "run", run)
    monkeypatch.setattr(lint, "IS_CI", is_ci)
    monkeypatch.setattr(lint.subprocess, "call", call)
    monkeypatch.setattr(lint.subprocess, "Popen", lambda *_words, **_more: SimpleNamespace(wait=lambda: 0))
    monkeypatch.setenv("HANDSCHLAG_MODE", "test")
    assert door.lint(None, []) == status
    judged = {"reuse lint --lines", "python -m papers check"} & set(asked)
    told = "SKIPPED, NOT PASSED" in capsys.readouterr().out
    assert (len(judged), told) == ((2, False) if can_be_installed else (0, True))


def test_the_demo_takes_the_place_of_the_door_and_keeps_its_data_in_out(
    door: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[str, list[str], dict[str, str]]] = []
    monkeypatch.setattr(door, "install", lambda folder, lock: root / folder / "bin/python")
    monkeypatch.setattr(door.os, "execve", lambda *words: called.append(words))
    monkeypatch.delenv("HANDSCHLAG_DATA", raising=False)
    monkeypatch.setattr(sys, "argv", ["run.py", "demo", "--port", "8123", "--full", "--no-browser"])
    monkeypatch.chdir(root.parent)
    door.main()
    ((python, words, environment),) = called
    assert python == words[0] == str(root / ".venv/bin/python")
    assert words[1:] == ["manage.py", "demo", "--port", "8123", "--full", "--no-browser"]
    assert environment["HANDSCHLAG_MODE"] == "demo"
    assert environment["HANDSCHLAG_DATA"] == str(root / "out/demo")
    assert Path.cwd() == root


@pytest.mark.parametrize(
    ("ended", "status", "is_ci", "answer", "told"),
    [
        (None, 0, True, 0, ""),
        (None, 1, True, 1, ""),
        (77, 77, False, 0, "SKIPPED, NOT PASSED"),
        (77, 77, True, 1, "could not be prepared"),
        (1, 1, False, 1, "could not be prepared"),
        (-9, -9, True, 1, "could not be prepared"),
    ],
)
def test_a_postgresql_that_ends_before_its_tests_is_named(
    door: ModuleType,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ended: int | None,
    status: int,
    is_ci: bool,
    answer: int,
    told: str,
) -> None:
    second = SimpleNamespace(poll=lambda: ended, communicate=lambda _line: None, returncode=status)
    monkeypatch.setattr(door, "install", lambda folder, lock: root / folder / "bin/python")
    monkeypatch.setattr(door, "run", lambda command, quiet=False: 0)
    monkeypatch.setattr(door, "IS_CI", is_ci)
    monkeypatch.setattr(door.subprocess, "Popen", lambda *_words, **_more: second)
    assert door.test(None, []) == answer
    words = capsys.readouterr().out
    assert told in words
    assert ("PASSED" in words) == bool(told)
