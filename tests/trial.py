"""From nothing to a signed-in administrator and a received email: `python3 run.py trial`.

A wheel is built, an empty environment gets the packages of the lock and this wheel, PostgreSQL is made anew
where it is installed, and what the page for operators says is done in its order. Nothing of it is kept.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

from tests.platform.site.installation import Installed, around, build
from tests.platform.site.mail_server import mail_server
from tests.with_postgresql import MISSING, free_port
from tests.with_postgresql import main as with_postgresql

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600.0
ADA = "ada@example.org"


def main() -> int:
    """On a PostgreSQL of its own, or, where there is none, on SQLite."""
    if "--here" in sys.argv:
        return sign_in()
    done = with_postgresql([sys.executable, "-m", "tests.trial", "--here"])
    if done == MISSING:
        os.environ.pop("DATABASE_URL", None)
        return sign_in()
    return done


def sign_in() -> int:
    """0 once she is signed in; what fails says so itself."""
    say = functools.partial(_say, time.monotonic())
    with tempfile.TemporaryDirectory(prefix="handschlag-try-") as place, mail_server() as mail:
        folder = Path(place)
        python = _environment(folder, say)
        environment = {**around(), "HANDSCHLAG_WEB_PROCESSES": "1"}
        made = Installed(python=python, folder=folder, port=free_port(), environment=environment, mail=mail)
        database = os.environ.get("DATABASE_URL", "")
        made.set_up(*(("--database", database) if database else ()))
        say(f"settings, tables and style sheets are there, on {'PostgreSQL' if database else 'SQLite'}")
        say(made.run("handschlag", "admin", "appoint", ADA).splitlines()[-1])
        say(made.run("handschlag", "check").splitlines()[-1])
        server = made.serve(patience=PATIENCE)
        try:
            say(f"serve: http://127.0.0.1:{made.port} answers")
            arrived = made.sign_in(ADA, patience=PATIENCE)
            say(f"work: an email has arrived: {arrived['Subject']}")
            assert ADA in made.ask("/de/account/")
            say("the administrator is signed in")
        finally:
            server.terminate()
            server.wait(timeout=60)
    return 0


def _say(begun: float, words: str) -> None:
    print(f"{time.monotonic() - begun:6.0f} s  {words}", flush=True)


def _environment(folder: Path, say: Callable[[str], None]) -> Path:
    """An empty environment with the packages of the lock, and the wheel."""
    wheel = build(ROOT, folder)
    say(f"built {wheel.name}")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lock = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.lock")]
    subprocess.run([*pip, *lock], check=True)
    say("the packages of requirements.lock are installed")
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    say("the wheel is installed")
    return python


if __name__ == "__main__":
    sys.exit(main())
