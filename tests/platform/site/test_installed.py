"""Installed as the page for operators says, far from the working copy: complete, and German."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from tests.databases import with_all_tables

from handschlag.common.copies import PACKAGE, other_copy

pytestmark = pytest.mark.once
PATIENCE = 120.0  # a hang, not a speed, is what this catches
HOST = "handschlag.example.org"
MADE = ("__pycache__", ".mo", ".pyc", ".tmp")  # beside the sources, and not kept


@dataclass
class Installed:
    """An environment with the wheel, a folder far away, and an address at which it answers."""

    python: Path
    folder: Path
    environment: dict[str, str]
    port: int

    def run(self, *command: str) -> str:
        bin_ = self.python.parent
        done = subprocess.run(
            [str(bin_ / command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> tuple[str, str]:
        """The page, and what it wants to be sent back as a cookie."""
        known = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/", **headers}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, headers=known)
        opener = urllib.request.build_opener(_Still())
        with opener.open(request, timeout=30) as answer:
            cookies = answer.headers.get_all("Set-Cookie") or []
            return answer.read().decode(), "; ".join(one.split(";")[0] for one in cookies)

    def lives(self) -> bool:
        try:
            return self.ask("/health/live")[0] == "ok\n"
        except OSError:
            return False


class _Still(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like others: it leads to the name of the host, which is nowhere."""

    def http_error_302(self, _request, answer, *_more):  # type: ignore[no-untyped-def]
        return answer


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run([sys.executable, *build], cwd=root, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def around(folder: Path, port: int) -> dict[str, str]:
    """What the page for operators says to set."""
    foreign = ("HANDSCHLAG_", "DATABASE_", "DJANGO_", "PYTHON")
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(foreign)},
        "HANDSCHLAG_MODE": "production",
        "HANDSCHLAG_SECRET_KEY": "k3" * 32 + "Zx-q",
        "HANDSCHLAG_HOSTS": HOST,
        "HANDSCHLAG_BASE_URL": f"https://{HOST}",
        "HANDSCHLAG_BEHIND_PROXY": "yes",
        "HANDSCHLAG_SMTP_URL": "smtp://mail.example.org",
        "HANDSCHLAG_MAIL_FROM": f"handschlag@{HOST}",
        "HANDSCHLAG_DATA": str(folder / "data"),
        "HANDSCHLAG_BIND": f"127.0.0.1:{port}",
        "HANDSCHLAG_WEB_PROCESSES": "1",
    }


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
    made = Installed(python=python, folder=folder, port=port, environment=around(folder, port))
    made.run("handschlag", "collectstatic", "--no-input")
    serve = ["-m", "gunicorn", "-c", "python:handschlag.site.server", "handschlag.site.wsgi"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [str(python), *serve], cwd=folder, env=made.environment, stdout=log, stderr=log
        )
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
    assert installed.run("handschlag", "check") == "System check identified no issues (0 silenced).\n"


def test_the_installed_site_is_german_where_it_says_so(installed: Installed) -> None:
    page, _cookies = installed.ask("/de/")
    title = re.search(r"<title>([^<]*)</title>", page)
    assert title is not None
    assert "Wer sollte mit wem sprechen" in title[1]
    assert "Who should be talking to whom" in installed.ask("/en/")[0]


def test_a_letter_asked_for_in_german_is_german(installed: Installed) -> None:
    page, cookies = installed.ask("/de/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)
    assert token is not None
    form = f"csrfmiddlewaretoken={token[1]}&email=ada%40example.org".encode()
    installed.ask("/de/account/login/", form, Cookie=cookies)
    with sqlite3.connect(installed.folder / "data" / "handschlag.sqlite3") as database:
        ((language, subject),) = database.execute("SELECT language, subject FROM common_mail").fetchall()
    assert (language, "Code" in subject, "Your" in subject) == ("de", True, False), subject
    assert "Ihr" in subject


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
