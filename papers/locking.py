"""Resolve and pin the dependencies again: `python3 run.py lock`. Needs nothing but Python and uv."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = "3.12"
EVERY_EXTRA = [part for extra in ("platform", "semantic", "s3", "cluster") for part in ("--extra", extra)]
PROJECT, BASE = "pyproject.toml", ["-c", "requirements.lock"]
HOSTS = [*BASE, "-c", "requirements-hosts.lock"]
# What each lock holds, and the lock whose versions it has to agree with.
MAKE_LOCKS = {
    "requirements.lock": [PROJECT, "--extra", "platform"],
    "requirements-hosts.lock": [PROJECT, "--extra", "platform", "--extra", "s3", "--extra", "cluster", *BASE],
    "requirements-test.lock": [PROJECT, "--group", "test", *HOSTS],
    "requirements-dev.lock": [PROJECT, *EVERY_EXTRA, "--group", "dev", *HOSTS],
    "requirements-bench.lock": [PROJECT, "--extra", "bench", "--extra", "semantic", *HOSTS],
    "requirements-papers.lock": ["--group", "papers", *BASE, "-c", "requirements-dev.lock"],
}


def main(uv: str, *more: str) -> int:
    """Every lock, one after the other."""
    how = ["--universal", "--python-version", OLDEST, "--generate-hashes", "--only-binary", ":all:"]
    how += ["--no-header", "--no-annotate", "--quiet", *more]
    for name, what in MAKE_LOCKS.items():
        command = [uv, "pip", "compile", *what, "-o", name, *how]
        print("\n$", "uv", *command[1:], flush=True)
        if status := subprocess.call(command, cwd=ROOT):
            return status
    print("\nNow, once they are installed: python3 run.py licences", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
