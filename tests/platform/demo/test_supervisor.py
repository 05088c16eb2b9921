"""Programs that live and end together, whatever one of them does."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.with_postgresql import free_port

from handschlag.demo.supervisor import Failed, Program, Supervisor

SERVER = """
import http.server, sys
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ok).serve_forever()
"""
DEAF = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "open(sys.argv[1], 'w').write('deaf'); time.sleep(60)"
)
PARENT = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "open(sys.argv[1], 'w').write(str(child.pid)); time.sleep(60)"
)
NOBODY = "http://127.0.0.1:9/"


def program(name: str, script: str, *words: object) -> Program:
    return Program(name=name, command=[sys.executable, "-c", script, *map(str, words)])


@pytest.fixture
def supervise(tmp_path: Path) -> Callable[..., Supervisor]:
    def make(*programs: Program, patience: float = 0.5) -> Supervisor:
        return Supervisor(programs=programs, environment=os.environ, log=tmp_path / "log", patience=patience)

    return make


def end_when_noted(one: Supervisor, note: Path) -> list[float]:
    """It is told to end once a program has written its note; when that was."""
    told: list[float] = []

    def wait() -> None:
        while not (note.exists() and note.read_text()):
            time.sleep(0.05)
        told.append(time.monotonic())
        one.told_to_end.set()

    threading.Thread(target=wait, daemon=True).start()
    return told


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not fetched yet does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or ") Z " not in state.read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_them_and_the_old_handlers_come_back(
    supervise: Callable[..., Supervisor], ending: signal.Signals
) -> None:
    port, before = free_port(), signal.getsignal(signal.SIGINT)
    both = supervise(program("server", SERVER, port), program("other", "import time; time.sleep(60)"))
    pids: list[int] = []

    def when_ready() -> None:
        pids.extend(process.pid for _, process in both.running)
        os.kill(os.getpid(), ending)

    both.run(ready_at=f"http://127.0.0.1:{port}/", when_ready=when_ready)
    assert [is_alive(pid) for pid in pids] == [False, False]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_program_that_ends_by_itself_takes_the_others_along_and_is_named(
    supervise: Callable[..., Supervisor],
) -> None:
    both = supervise(
        program("worker", "print('No such table', flush=True); raise SystemExit(3)"),
        program("other", "import time; time.sleep(60)"),
    )
    with pytest.raises(Failed, match=r"(?s)The worker has ended \(3\)\..*No such table.*The log: "):
        both.run(ready_at=NOBODY, when_ready=lambda: None)
    assert both.running == []


def test_a_program_that_does_not_listen_is_ended_all_the_same(
    supervise: Callable[..., Supervisor], tmp_path: Path
) -> None:
    note = tmp_path / "deaf"
    one = supervise(program("deaf", DEAF, note), patience=0.3)
    told = end_when_noted(one, note)
    one.run(ready_at=NOBODY, when_ready=lambda: None)
    assert time.monotonic() - told[0] < 20  # by itself it would sleep for a minute


def test_what_a_program_has_started_does_not_outlive_it(
    supervise: Callable[..., Supervisor], tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    one = supervise(program("parent", PARENT, note))
    end_when_noted(one, note)
    one.run(ready_at=NOBODY, when_ready=lambda: None)
    deadline = time.monotonic() + 20
    while is_alive(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(int(note.read_text()))
