"""Installed as the pages for operators say, far from the working copy: complete, German, and of use."""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.databases import with_all_tables
from tests.platform.site.mail_server import mail_server

from handschlag.common.copies import PACKAGE, other_copy

pytestmark = pytest.mark.once
PATIENCE = 240.0  # a hang, not a speed, is what this catches
HOST = "handschlag.example.org"
MADE = ("__pycache__", ".mo", ".pyc", ".tmp")  # beside the sources, and not kept


@dataclass
class Installed:
    """An environment with the wheel, a folder far away, and an address at which it answers."""

    python: Path
    folder: Path
    environment: dict[str, str]
    port: int
    mail: Any
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.python.parent / command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, *command: str) -> str:
        done = self.call(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                [str(self.python.parent / command[0]), *command[1:]],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def ask(self, path: str, **form: str) -> str:
        """A page, or where it leads; cookies are kept, and a form brings its token along."""
        known = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}
        known["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', self.page)
        fields = {"csrfmiddlewaretoken": token[1], **form} if token and form else form
        data = urlencode(fields).encode() if form else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, headers=known)
        with urllib.request.build_opener(_Still()).open(request, timeout=60) as answer:
            for one in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = one.split(";")[0].partition("=")
                self.cookies[name] = value
            self.page = answer.read().decode()
            return str(answer.headers["Location"] or self.page)

    def lives(self) -> bool:
        try:
            return self.ask("/health/live") == "ok\n"
        except OSError:
            return False


class _Still(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like others: it leads to the name of the host, which is nowhere."""

    def http_error_302(self, _request, answer, *_more):  # type: ignore[no-untyped-def]
        return answer


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, tmp_path_factory.mktemp("wheel"))


def build(root: Path, folder: Path, **changes: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={**os.environ, **changes})
    (made,) = folder.glob("*.whl")
    return made


def around() -> dict[str, str]:
    """Nothing of this machine's settings; the rest stands in the file that `init` writes."""
    foreign = ("HANDSCHLAG_", "DATABASE_", "DJANGO_", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    return {**kept, "HANDSCHLAG_WEB_PROCESSES": "1"}


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with mail_server() as mail:
        made = Installed(python=python, folder=folder, port=port, environment=around(), mail=mail)
        smtp = f"smtp://127.0.0.1:{mail.port}?tls=no"
        made.run("handschlag", "init", "--yes", "--host", HOST, "--bind", f"127.0.0.1:{port}", "--smtp", smtp)
        made.run("handschlag", "upgrade")
        server = made.start("handschlag", "serve")
        try:
            until = time.monotonic() + PATIENCE
            while not made.lives():
                has_time = server.poll() is None and time.monotonic() < until
                assert has_time, (folder / "log").read_text("utf-8")
                time.sleep(0.1)
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
    installed.ask("/de/account/login/")
    code_page = installed.ask("/de/account/login/", email=ada)
    worker = installed.start("handschlag", "work")
    try:
        arrived = installed.mail.first_to(ada, patience=PATIENCE)
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    assert "Ihr" in arrived["Subject"]
    assert arrived["From"] == f"handschlag@{HOST}"
    code = re.search(r"^(\d{4} \d{4})\r?$", arrived.get_body(("plain",)).get_content(), re.MULTILINE)
    assert code is not None
    installed.ask(code_page)
    assert installed.ask(code_page, code=code[1]) == "/de/moderation/"
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
