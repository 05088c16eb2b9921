"""The demo as a person starts it: one command, a running platform, an end without remains."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.databases import with_all_tables
from tests.with_postgresql import free_port

from handschlag.demo import supervisor

LONGEST = 300  # seconds until a start counts as hanging; how fast it is, the benchmarks measure


@pytest.fixture
def outside(tmp_path: Path) -> dict[str, str]:
    """The environment of a person who has configured nothing; the empty tables were made before."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copy(with_all_tables(), tmp_path / "data" / "handschlag.sqlite3")
    return {**kept, "HANDSCHLAG_MODE": "demo", "HANDSCHLAG_DATA": str(tmp_path / "data")}


@pytest.fixture
def started(root: Path, outside: dict[str, str]) -> Iterator:
    """Starts `manage.py demo` and waits for its words."""
    running: list[subprocess.Popen[str]] = []

    def start(*flags: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "manage.py", "demo", "--no-browser", *flags]
        process = subprocess.Popen(
            command, cwd=root, env=outside, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        running.append(process)
        said, deadline = "", time.monotonic() + LONGEST
        assert process.stdout is not None
        while "Stop with Ctrl-C" not in said and time.monotonic() < deadline and process.poll() is None:
            said += process.stdout.readline()
        return process, said

    yield start
    for process in running:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


def pairs_of_processes() -> list[tuple[int, int]]:
    """Every process that is not a corpse, with its parent."""
    if Path("/proc/self/stat").exists():
        texts = [text for path in Path("/proc").glob("[0-9]*/stat") if (text := read(path))]
        rows = [(text.split()[0], *text.rpartition(")")[2].split()[:2]) for text in texts]
    else:
        done = subprocess.run(["ps", "-eo", "pid=,stat=,ppid="], capture_output=True, text=True, check=True)
        rows = [tuple(line.split()) for line in done.stdout.splitlines()]
    return [(int(pid), int(parent)) for pid, state, parent in rows if "Z" not in state]


def read(path: Path) -> str:
    """The state of a process; nothing where it has just ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def all_processes() -> set[int]:
    return {pair[0] for pair in pairs_of_processes()}


def children_of(pid: int) -> set[int]:
    """All processes below this one."""
    pairs = pairs_of_processes()
    found = {pid}
    while more := {child for child, parent in pairs if parent in found} - found:
        found |= more
    return found - {pid}


def sign_in_as_editor(address: str) -> str:
    """The address at which somebody arrives who clicks on the editor."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}de/demo/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    sent = urlencode({"csrfmiddlewaretoken": token[1]}).encode()
    answer = browser.open(f"{address}de/demo/editor/", sent)
    assert "Rika Demo" in answer.read().decode()
    return str(answer.url)


@pytest.mark.skipif(os.environ.get("DATABASE_URL", "") != "", reason="it uses a database of its own")
def test_one_command_starts_it_and_one_signal_ends_it_without_remains(started) -> None:
    port = free_port()
    process, said = started("--port", str(port))
    address = f"http://localhost:{port}/"
    assert address in said, said
    assert f"{address}de/demo/" in said
    assert sign_in_as_editor(address).startswith(address)
    below = children_of(process.pid)
    assert len(below) >= 4  # web server and its two, worker
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert below & all_processes() == set()
    assert supervisor.is_free(port)
    again, said = started("--port", str(port))
    assert "as you left it" in said
    again.send_signal(signal.SIGINT)
    rest, _ = again.communicate(timeout=60)
    assert again.returncode == 0, rest


def test_in_production_the_demo_refuses_to_run(settings) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("demo", "--prepare-only")


def test_a_taken_port_is_said_before_anything_is_prepared() -> None:
    with socket.socket() as somebody:
        somebody.bind((supervisor.HOST, 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            call_command("demo", "--no-browser", "--port", str(port))


def test_beginning_anew_forgets_nothing_outside_a_demo(db: None) -> None:
    tables = connection.introspection.table_names()
    with pytest.raises(CommandError, match="--fresh forgets only"):
        call_command("demo", "--prepare-only", "--fresh")
    assert connection.introspection.table_names() == tables
