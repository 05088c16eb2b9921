"""Runs a command with DATABASE_URL set to a PostgreSQL of its own, made for it and thrown away after it.

    python tests/with_postgresql.py python -m pytest tests/platform

Exit status 77 says that there is no PostgreSQL on this machine.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

MISSING = 77
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"
ROOM = "-c max_connections=200"  # for three runners at once, each with a test of twenty threads


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return folders[-1].parent if folders else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(control: list[str], folder: str) -> int:
    """The port it listens on; once more where somebody took the first one before it did."""
    for is_last in (False, True):
        port = free_port()
        options = f"-p {port} -k {folder} -h 127.0.0.1 {FAST} {ROOM}"
        whole = [*control, "-o", options, "-l", f"{folder}/log", "start"]
        if subprocess.run(whole, check=is_last, cwd=folder).returncode == 0:
            break
    return port


def main(command: list[str]) -> int:
    programs = find_programs()
    if programs is None:
        print("PostgreSQL is not on this machine (Debian: apt-get install postgresql).", file=sys.stderr)
        return MISSING
    is_root = os.geteuid() == 0
    # PostgreSQL refuses to run as root: the package's own user owns the folder then.
    as_owner = ["runuser", "-u", "postgres", "--"] if is_root else []
    with tempfile.TemporaryDirectory(prefix="handschlag-postgresql-") as folder:
        if is_root:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"
        control = [*as_owner, str(programs / "pg_ctl"), "-D", data, "-w", "-s"]
        make = [
            *as_owner,
            str(programs / "initdb"),
            "-D",
            data,
            "-U",
            "handschlag",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        subprocess.run([*make, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        port = _start(control, folder)
        try:
            address = f"postgresql://handschlag@127.0.0.1:{port}/postgres"
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": address})
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
