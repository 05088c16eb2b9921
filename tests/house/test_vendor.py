"""Front-end files of others are what their packages contain, and nothing lies beside them."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def vendoring(root: Path) -> ModuleType:
    path = root / "src/handschlag/design/vendoring.py"
    spec = importlib.util.spec_from_file_location("vendoring", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["vendoring"] = module
    spec.loader.exec_module(module)
    return module


def test_every_front_end_file_is_unmodified_and_in_the_manifest(vendoring: ModuleType) -> None:
    assert [list(vendoring.faults(folder)) for folder in vendoring.FOLDERS] == [[], []]


def test_every_package_brings_its_licence(vendoring: ModuleType) -> None:
    files = [file for folder in vendoring.FOLDERS for file in vendoring.read_manifest(folder)]
    folders = {file.folder for file in files}
    assert {"kern-2.7.2", "fira-sans-0.4.1", "htmx-4.0.1"} <= folders
    assert {f.folder for f in files if Path(f.name).stem in {"LICENSE", "COPYING"}} == folders
    assert all(file.version in file.folder and file.licence for file in files)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda file: file.write_bytes(file.read_bytes() + b" "), "is not what htmx.org@4.0.1 contains"),
        (lambda file: file.unlink(), "is missing"),
        (lambda file: file.with_name("more.js").write_text("x"), "is not in the manifest"),
    ],
    ids=["changed", "missing", "added"],
)
def test_a_file_that_differs_is_named(
    vendoring: ModuleType, tmp_path: Path, change: object, told: str
) -> None:
    copy = tmp_path / "vendor"
    shutil.copytree(vendoring.FOLDER, copy)
    change(copy / "htmx-4.0.1/htmx.min.js")  # type: ignore[operator]
    (fault,) = vendoring.faults(copy)
    assert fault.startswith("htmx-4.0.1/")
    assert fault.endswith(told)


def test_the_notice_names_every_package_and_its_licence(vendoring: ModuleType, root: Path) -> None:
    notice = (root / "NOTICE").read_text("utf-8")
    files = [file for folder in vendoring.FOLDERS for file in vendoring.read_manifest(folder)]
    wanted = {(f"{file.package} {file.version}", file.licence) for file in files}
    assert [name for name, licence in wanted if name not in notice or licence not in notice] == []


def test_pages_load_a_font_only_for_letters_that_it_has(vendoring: ModuleType, root: Path) -> None:
    sheet = (root / "src/handschlag/design/static/design/tokens.css").read_text("utf-8")
    said = re.findall(r"/(fira-sans-\w+-\d+\.woff2).*?unicode-range:\s*(.*?);", sheet, flags=re.DOTALL)
    cut = {file.name: file for file in vendoring.read_manifest() if file.letters}
    assert {name: re.split(r",\s*", ranges) for name, ranges in said} == {
        name: [f"U+{part}" for part in vendoring.LETTERS[file.letters].split()] for name, file in cut.items()
    }
    assert vendoring._numbers_of("core").isdisjoint(vendoring._numbers_of("accents"))


def test_a_font_cut_again_is_the_one_that_is_kept(vendoring: ModuleType) -> None:
    file = next(file for file in vendoring.read_manifest() if file.letters == "core")
    whole = vendoring.PRINTED / file.folder / Path(file.origin).name
    kept = (vendoring.FOLDER / file.path).read_bytes()
    assert vendoring._cut(whole.read_bytes(), letters=file.letters) == kept


def test_words_of_ours_need_no_font_but_the_first(vendoring: ModuleType, root: Path) -> None:
    words = {*"".join(path.read_text("utf-8") for path in (root / "src/handschlag").rglob("*.po"))}
    assert words > {"ä", "ß", "„", "×"}
    assert {ord(letter) for letter in words} & vendoring._numbers_of("accents") == set()
