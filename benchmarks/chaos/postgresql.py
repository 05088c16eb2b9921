"""A PostgreSQL of its own that can be stopped, killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from benchmarks.chaos.processes import children_of, is_alive
from benchmarks.web.server import free_port

# As installed, but small: what is committed is on the disk before anybody hears of it.
SMALL = "-c max_wal_size=64MB -c min_wal_size=32MB -c shared_buffers=32MB -c jit=off"


class Postgresql:
    """Its folder, its address, and how it comes and goes."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.address = f"postgresql://handschlag@127.0.0.1:{self.port}/postgres"
        # It refuses to run as root: the package's own user owns the folder then.
        self.as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        folder.mkdir()
        if self.as_owner:
            shutil.chown(folder, "postgres")
        self.control = [*self.as_owner, str(programs / "pg_ctl"), "-D", str(self.data), "-s", "-w"]
        make = [*self.as_owner, str(programs / "initdb"), "-D", str(self.data), "-U", "handschlag"]
        self._call(*make, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=4")
        self.start()

    def _call(self, *command: str) -> bool:
        done = subprocess.run(
            command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        return done.returncode == 0

    def start(self) -> bool:
        """Whether it listens now."""
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 {SMALL}"
        return self._call(*self.control, "-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self, how: str) -> None:
        self._call(*self.control, "-m", how, "stop")

    def kill_a_process(self, number: int) -> None:
        """One of those that serve or write: then it restarts all of them by itself."""
        if found := children_of(self.pid):
            os.kill(found[number % len(found)], signal.SIGKILL)

    @property
    def pid(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def is_there(self) -> bool:
        return is_alive(self.pid)
