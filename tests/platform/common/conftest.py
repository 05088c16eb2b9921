"""A platform of its own for tests that start, stop and kill processes: a real database, real workers."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connections
from django.db.utils import load_backend
from tests.databases import copy_on_postgresql, with_all_tables

PATIENCE = 120.0  # a hang, not a speed, is what this catches


def wait_until(question: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Returns when the question is answered with yes."""
    until = time.monotonic() + patience
    while not question():
        assert time.monotonic() < until, f"waited {patience} s in vain until {what}"
        time.sleep(0.05)


@dataclass
class House:
    """A database, a place for notes, and processes."""

    root: Path
    folder: Path
    environment: dict[str, str]
    started: list[subprocess.Popen] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen:
        log = (self.folder / f"log{len(self.started)}").open("w")
        command = [sys.executable, "-m", *arguments]
        process = subprocess.Popen(command, env=self.environment, cwd=self.root, stderr=log, stdout=log)
        log.close()
        self.started.append(process)
        return process

    def worker(self, *options: str) -> subprocess.Popen:
        return self.start("django", "work", *options)

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("log*")))

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[tuple[dict, str]]:
    """The settings of a new database with all tables, and its address."""
    known = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        path = folder / "house.sqlite3"
        shutil.copy(with_all_tables(), path)
        yield {**known, "NAME": str(path)}, f"sqlite:///{path}"
        return
    name = f"house_{os.getpid()}_{time.monotonic_ns()}"
    admin = load_backend(known["ENGINE"]).DatabaseWrapper({**known, "NAME": "postgres"}, "default")
    with admin.cursor() as cursor:
        copy_on_postgresql(cursor, name)
    try:
        yield {**known, "NAME": name}, os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    finally:
        with admin.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.close()


@pytest.fixture(scope="module")
def house(root: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Iterator[House]:
    """Within, `default` is this house's database."""
    folder = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock(), database_of_its_own(folder) as (known, address):
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "HANDSCHLAG_MODE": "test",
            "HANDSCHLAG_DATA": str(folder / "data"),
            "DJANGO_SETTINGS_MODULE": "tests.platform.common.chores.settings",
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        }
        made = House(root=root, folder=folder, environment=environment)
        before = connections["default"]
        connections["default"] = load_backend(known["ENGINE"]).DatabaseWrapper(known, "default")
        try:
            yield made
        finally:
            made.end()
            connections["default"].close()
            connections["default"] = before


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
