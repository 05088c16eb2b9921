"""An empty database with all tables, made once and copied: migrations take long, a copy takes no time."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg

ROOT = Path(__file__).resolve().parent.parent
CALLED = re.compile(r"^from (handschlag\.[\w.]+) import", re.MULTILINE)
SIGNALS = "handschlag.common.apps"  # what is called after each migration
# Models are made anew thousands of times, and looking for those that are left takes a sixth of the time.
MIGRATE = """
import gc
from django.core.management import execute_from_command_line
gc.set_threshold(100_000, 50, 50)
execute_from_command_line(["django", "migrate", "-v0"])
"""


def with_all_tables() -> Path:
    """A SQLite file in which the migrations of this very tree have run; whoever comes first makes it."""
    with locked("sqlite") as folder:
        made = folder / f"{fingerprint()}.sqlite3"
        if not made.exists():
            for old in folder.glob("*.sqlite3"):
                old.unlink()
            make(made)
    return made


@contextmanager
def locked(engine: str) -> Iterator[Path]:
    """The folder of what is made once; whoever is within is alone with this engine."""
    folder = ROOT / "out" / "test" / "databases"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{engine}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def copy_on_postgresql(cursor: Any, name: str) -> None:
    """A new database of that name with all tables."""
    template = template_on_postgresql(cursor)
    with locked("postgresql"):
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def template_on_postgresql(cursor: Any) -> str:
    """The name of the database that is copied; whoever comes first to a server makes it there."""
    template = f"handschlag_tables_{fingerprint()}"
    with locked("postgresql"):
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {template}_new")
            server = os.environ["DATABASE_URL"].rpartition("/")[0]
            with tempfile.TemporaryDirectory() as folder:
                migrate(folder, DATABASE_URL=f"{server}/{template}_new")
            cursor.execute(f"ALTER DATABASE {template}_new RENAME TO {template}")
    return template


def fingerprint() -> str:
    """Of all migrations, and of what they call."""
    told = hashlib.sha256(django.__version__.encode())
    migrations = sorted(ROOT.glob("src/handschlag/*/migrations/*.py"))
    called = {one for path in migrations for one in CALLED.findall(path.read_text(encoding="utf-8"))}
    modules = [ROOT / "src" / f"{one.replace('.', '/')}.py" for one in sorted({SIGNALS, *called})]
    for path in [*migrations, *modules]:
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def make(made: Path) -> None:
    with tempfile.TemporaryDirectory(dir=made.parent) as folder:
        migrate(folder)
        file = Path(folder) / "handschlag.sqlite3"
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.move(file, made)


def migrate(folder: str, **more: str) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    around = {
        **kept,
        "HANDSCHLAG_MODE": "test",
        "HANDSCHLAG_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "handschlag.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
        **more,
    }
    subprocess.run([sys.executable, "-c", MIGRATE], cwd=ROOT, env=around, check=True)


def main(command: list[str]) -> int:
    """On SQLite; or on the server of DATABASE_URL, before a command that waits for a line that says go."""
    if not command:
        with_all_tables()
        return 0
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        template_on_postgresql(server.cursor())
    if not sys.stdin.readline():  # whoever was to say so is gone
        return 1
    print("\n$ python", *command[1:], flush=True)
    return subprocess.call(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
