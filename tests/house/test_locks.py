"""What is installed is pinned by hash, and every dependency has its reasons."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import papers.pins
import pytest

LOCKS = (
    *("requirements.lock", "requirements-test.lock", "requirements-dev.lock", "requirements-bench.lock"),
    *("requirements-hosts.lock", "requirements-papers.lock"),
)
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def pins(root: Path, lock: str) -> dict[str, str]:
    return dict(PIN.findall((root / lock).read_text("utf-8")))


def named(requirements: list[Any]) -> set[str]:
    """The names of requirements, without versions; included groups left out."""
    return {re.split(r"[<>=!~ \[;]", r)[0].lower() for r in requirements if isinstance(r, str)}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_version_with_hashes_and_names_no_address(root: Path, lock: str) -> None:
    text = (root / lock).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) == len(pins(root, lock)) > 0
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?:|^\s*-", text.replace("    --hash=sha256:", ""), re.MULTILINE) == []


def test_no_two_locks_differ_in_a_version(root: Path) -> None:
    assert set(LOCKS) == {path.name for path in root.glob("requirements*.lock")} == set(papers.pins.LOCKS)
    found: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pins(root, lock).items():
            found.setdefault(name, set()).add(version)
    assert len(found) > 150
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}


def test_the_locks_hold_what_the_project_asks_for(root: Path, project: dict[str, Any]) -> None:
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    wanted = {
        "requirements.lock": named(project["project"]["dependencies"]) | named(extras["platform"]),
        "requirements-test.lock": named(groups["test"]),
        "requirements-dev.lock": named(groups["dev"]).union(
            named(groups["test"]), *(named(extras[extra]) for extra in ("semantic", "s3", "cluster"))
        ),
        "requirements-hosts.lock": named(project["project"]["dependencies"]).union(
            *(named(extras[extra]) for extra in ("platform", "s3", "cluster"))
        ),
        "requirements-bench.lock": named(extras["bench"]) | named(extras["semantic"]),
        "requirements-papers.lock": named(groups["papers"]),
    }
    missing = {lock: names - set(pins(root, lock)) for lock, names in wanted.items()}
    assert [lock for lock, names in missing.items() if names] == []


def test_every_dependency_has_a_row_with_its_reason_licence_and_alternative(
    root: Path, project: dict[str, Any]
) -> None:
    page = (root / "docs/reference/dependencies.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    asked = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    asked += project["dependency-groups"].values()
    assert {row[0].strip("`").lower() for row in rows} == set().union(*map(named, asked))
    assert [row for row in rows if len(row) != 4 or not all(row)] == []


def test_the_engine_imports_what_it_declares_and_nothing_else(
    engine: Mapping[str, ast.Module], project: dict[str, Any]
) -> None:
    import_names = {"python-sat": "pysat", "python-calamine": "python_calamine"}
    semantic = project["project"]["optional-dependencies"]["semantic"]
    asked = named(project["project"]["dependencies"]) | named(semantic)
    declared = {import_names.get(n, n) for n in asked}
    nodes = [node for tree in engine.values() for node in ast.walk(tree)]
    used = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    used |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    foreign = {name.split(".")[0] for name in used} - set(sys.stdlib_module_names) - {"treffen"}
    # pysolvers is python-sat's compiled half; tzdata is data that the standard library finds.
    assert foreign - {"pysolvers"} == declared - {"tzdata"}
