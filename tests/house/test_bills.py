"""The bill of materials and the licences of all dependencies: whole, allowed, and the same every time."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from papers import pins as pins_module
from papers import register
from papers.bill import MANIFESTS, make_bill
from papers.cyclonedx import cyclonedx
from papers.forms import bills
from papers.metadata import installed, licence_of
from papers.pins import pins, project
from papers.register import Row
from papers.spdx import spdx

pytestmark = pytest.mark.once


@pytest.fixture
def judges(root: Path) -> Path:
    """The environment with the libraries of those who made the formats."""
    python = root / ".venv-papers" / "bin" / "python"
    if not python.exists():
        pytest.skip("SKIPPED, NOT PASSED: python3 run.py lint makes .venv-papers")
    return python


def test_every_package_has_an_allowed_licence_and_the_page_says_it() -> None:
    rows = register.read()
    assert register.faults(rows) == []
    assert register.text_of(rows) == register.FILE.read_text("utf-8")
    assert register.page(rows) == register.PAGE.read_text("utf-8")


def test_what_is_installed_says_the_licence_that_the_register_has() -> None:
    rows, there = register.read(), installed(Path(sys.prefix))
    said = {name: licence_of(one) for name, one in there.items() if name in rows}
    plain = {name: (one, "") for name, one in said.items() if one is not None or not rows[name].by_hand}
    assert len(plain) > 100
    assert {name: one for name, one in plain.items() if one != (rows[name].licence, rows[name].by_hand)} == {}


def test_the_examples_of_the_papers_are_so() -> None:
    found = [doctest.testmod(module) for module in (pins_module, register)]
    assert [(one.failed, one.attempted > 0) for one in found] == [(0, True), (0, True)]


def test_a_licence_that_is_not_allowed_a_missing_and_a_left_over_package_are_named() -> None:
    rows = register.read()
    shut = {**rows, "django": replace(rows["django"], licence="BUSL-1.1"), "nobody": Row(licence="MIT")}
    del shut["numpy"]
    assert register.faults(shut) == [
        "numpy: not in papers/packages.toml",
        "nobody: no lock pins it",
        "django: BUSL-1.1 is not allowed",
    ]


def test_a_licence_read_by_hand_counts_for_the_version_in_which_it_was_read() -> None:
    rows = register.read()
    old = {**rows, "qrcode": replace(rows["qrcode"], by_hand="1.0")}
    pinned = pins("requirements.lock")["qrcode"].version
    assert register.faults(old) == [f"qrcode: its licence was read by hand in 1.0; read that of {pinned}"]


def test_what_a_package_says_plainly_wins_and_what_it_says_no_longer_is_asked_for() -> None:
    rows = register.read()
    django, qrcode = rows["django"], rows["qrcode"]
    shut = replace(django, licence="ISC", by_hand="1.0")
    made, open_ = register.renewed({**rows, "django": shut, "qrcode": replace(qrcode, by_hand="")})
    assert (made["django"].licence, made["django"].by_hand) == (django.licence, "")
    assert (made["qrcode"].licence, open_) == (qrcode.licence, ["qrcode"])


def test_the_licence_of_a_program_may_not_reach_an_installation() -> None:
    rows = register.read()
    assert "GPL-3.0-or-later" in register.terms(rows["reuse"].licence)
    reaching = {**rows, "django": replace(rows["django"], needs=("sqlparse", "reuse"))}
    assert "reuse: GPL-3.0-or-later is not allowed" in register.faults(reaching)


def test_the_bill_has_every_package_that_is_installed_and_every_file_of_others(root: Path) -> None:
    bill = make_bill()
    names = {part.name for part in bill.parts}
    assert set(pins("requirements.lock")) - names == set()
    assert {"distributed", "django-storages"} <= {part.name for part in bill.parts if part.is_optional}
    assert names & {"pytest", "ruff", "reuse", "ortools"} == set()
    manifests = [tomllib.loads((root / one).read_text("utf-8")) for one in MANIFESTS]
    wanted = {one["sha256"] for made in manifests for package in made["package"] for one in package["files"]}
    assert {digest for part in bill.parts if part.is_inside for _, digest in part.hashes} == wanted
    assert [part.name for part in bill.parts if not part.hashes or not part.licence] == []


def test_the_register_knows_what_the_project_asks_for(root: Path) -> None:
    assert set(make_bill().needs) >= {"numpy", "django", "django-storages", "distributed"}
    assert make_bill().version == project(root)["version"]


def test_two_bills_of_one_state_are_the_same_to_the_byte_and_another_state_has_another_name() -> None:
    assert bills() == bills()
    bill = make_bill()
    changed = replace(bill, parts=bill.parts[1:])
    assert changed.identity != bill.identity
    assert spdx(changed)["documentNamespace"] != spdx(bill)["documentNamespace"]


def test_the_makers_of_both_formats_find_nothing_wrong_and_refuse_what_is(root: Path, judges: Path) -> None:
    bill = make_bill()
    shut, lost, torn, own = cyclonedx(bill), cyclonedx(bill), spdx(bill), spdx(bill)
    shut["components"][0]["scope"] = "perhaps"
    lost["components"] = lost["components"][1:]
    torn["relationships"][3]["relatedSpdxElement"] = "SPDXRef-nobody"
    own["packages"][1]["licenseDeclared"] = "My own licence"
    right = judged(
        judges, root, {"cyclonedx": [cyclonedx(bill), shut, lost], "spdx": [spdx(bill), torn, own]}
    )
    assert [bool(faults) for faults in right] == [False, True, True, False, True, True]
    assert ("perhaps" in right[1][0], right[2][0].startswith("CycloneDX: nothing is called")) == (True, True)


def judged(judges: Path, root: Path, documents: dict[str, list[dict[str, Any]]]) -> list[list[str]]:
    """What the libraries find wrong with each; one process, for they are slow to load."""
    code = "import json, sys; from papers import judging\n"
    code += "print(json.dumps([getattr(judging, f'faults_of_{kind}')(json.dumps(one)) "
    code += "for kind, several in json.load(sys.stdin).items() for one in several]))"
    done = subprocess.run(
        [judges, "-c", code],
        cwd=root,
        input=json.dumps(documents),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def test_files_of_others_are_marked_with_the_licence_of_their_package(root: Path) -> None:
    sections = tomllib.loads((root / "REUSE.toml").read_text("utf-8"))["annotations"]
    for manifest in MANIFESTS:
        folder = (root / manifest).parent.relative_to(root).as_posix()
        for package in tomllib.loads((root / manifest).read_text("utf-8"))["package"]:
            place = f"{folder}/{package['folder'].rpartition('-')[0]}-*/**"
            (said,) = [one["SPDX-License-Identifier"] for one in sections if one["path"] == place]
            assert package["licence"] in register.terms(said)
    named = {term for one in sections for term in register.terms(one["SPDX-License-Identifier"])}
    assert {file.stem for file in (root / "LICENSES").iterdir()} == named
