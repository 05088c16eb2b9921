"""Installed as the pages for operators say, far from the working copy: complete, German, and of use."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from tests.databases import with_all_tables
from tests.platform.site.installation import HOST, Installed, around, build
from tests.platform.site.mail_server import mail_server
from tests.with_postgresql import free_port

from handschlag.common.checks import PACKAGE, other_copy

pytestmark = pytest.mark.once
PATIENCE = 240.0  # a hang, not a speed, is what this catches
MADE = ("__pycache__", ".mo", ".pyc", ".tmp")  # beside the sources, and not kept


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The packages of the lock are lent by the environment of the tests; the project itself is not."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "venv")}))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    how = ["--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), "install", *how], check=True)
    (folder / "data").mkdir(mode=0o700)
    shutil.copy(with_all_tables(), folder / "data" / "handschlag.sqlite3")
    with mail_server() as mail:
        environment = {**around(), "HANDSCHLAG_WEB_PROCESSES": "1"}
        made = Installed(python=python, folder=folder, port=free_port(), environment=environment, mail=mail)
        made.set_up()
        server = made.serve(patience=PATIENCE)
        try:
            yield made
        finally:
            server.terminate()
            server.wait(timeout=60)


def test_the_wheel_has_every_file_of_the_packages_and_a_compiled_catalogue_for_each_kept_one(
    root: Path, wheel: Path
) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    kept = {
        path.relative_to(root / "src").as_posix()
        for package in ("handschlag", "treffen")
        for path in (root / "src" / package).rglob("*")
        if path.is_file() and not path.as_posix().endswith(MADE) and "__pycache__" not in path.parts
    }
    assert sorted(kept - inside) == []
    catalogues = {name for name in kept if name.endswith("django.po")}
    assert len(catalogues) > 10
    assert {name for name in inside if name.endswith(".mo")} == {f"{one[:-3]}.mo" for one in catalogues}


def test_the_installed_copy_runs_and_no_other(installed: Installed) -> None:
    show = "import handschlag, sys; print(handschlag.__file__); print(*sys.path, sep='\\n')"
    place, *path = installed.run("python", "-c", show).splitlines()
    assert Path(place).is_relative_to(installed.folder)
    assert [one for one in path if Path(one).resolve() == PACKAGE.parent] == []


def test_the_first_settings_are_whole_and_nobody_elses(installed: Installed) -> None:
    file = installed.folder / "handschlag.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    said = installed.run("handschlag", "check")
    assert [line for line in said.splitlines() if line.startswith("WRONG")] == []
    assert "HANDSCHLAG_OPERATOR_NAME is not set" in said
    again = installed.call("handschlag", "init", "--yes")
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    nobody = ("--file", "other.env", "--database", "postgresql://nobody:secret@127.0.0.1:1/x")
    refused = installed.call("handschlag", "init", "--yes", *nobody)
    assert (refused.returncode, "does not answer" in refused.stderr) == (1, True)
    assert [word for word in ("Traceback", "secret@") if word in refused.stderr] == []
    assert [one.name for one in installed.folder.glob("other.env*")] == []


def test_the_installed_site_is_german_where_it_says_so(installed: Installed) -> None:
    title = re.search(r"<title>([^<]*)</title>", installed.ask("/de/"))
    assert title is not None
    assert "Wer sollte mit wem sprechen" in title[1]
    assert "Who should be talking to whom" in installed.ask("/en/")


def test_an_administrator_is_made_and_signs_in_by_a_code_that_arrives(installed: Installed) -> None:
    ada = "ada@example.org"
    assert "is an administrator" in installed.run("handschlag", "admin", "appoint", ada)
    arrived = installed.sign_in(ada, patience=PATIENCE)
    assert "Ihr" in arrived["Subject"]
    assert arrived["From"] == f"handschlag@{HOST}"
    assert ada in installed.ask("/de/account/")


def test_two_builds_are_the_same_to_the_byte(root: Path, wheel: Path, tmp_path: Path) -> None:
    """Whoever builds it at another time and place gets what was published."""
    again = build(root, tmp_path, TZ="Pacific/Auckland", PYTHONHASHSEED="7", LC_ALL="C")
    assert again.read_bytes() == wheel.read_bytes()


def test_a_second_copy_beside_the_one_that_runs_is_noticed(tmp_path: Path) -> None:
    told = tmp_path / "handschlag-0.1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: handschlag\nVersion: 0.1.0\n")
    (told / "RECORD").write_text("handschlag/__init__.py,,\n_handschlag.pth,,\n")
    for name in ("handschlag/__init__.py", "_handschlag.pth"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert other_copy((PathDistribution(told),)) == tmp_path / "handschlag"
    (told / "RECORD").write_text("_handschlag.pth,,\n")
    assert other_copy((PathDistribution(told),)) is None
    assert other_copy(()) is None
