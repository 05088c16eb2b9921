"""The other programs: installed into an environment of their own, filled and served."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.web.server import ROOT, free_port

FOLDER = ROOT / "out" / "peers"
MINUTES = 15
WAIT = 120.0
PROCESSES, THREADS = 2, 4


class NotMeasured(Exception):
    """Why a peer could not be asked; said aloud, in place of figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One program: its package, what it reads of its settings, and which of its pages are like ours."""

    name: str
    version: str
    settings: Mapping[str, str]  # {data}, {redis} and {port} are filled in
    pages: Mapping[str, str]
    verbs: Sequence[str]  # what makes it ready

    @property
    def python(self) -> Path:
        return FOLDER / self.name / "bin" / "python"

    @property
    def data(self) -> Path:
        return FOLDER / f"data-{self.name}"

    def environment(self, *, redis: int, port: int) -> dict[str, str]:
        """Its settings, and that of Django."""
        filled = {
            key: value.format(data=self.data, redis=redis, port=port) for key, value in self.settings.items()
        }
        return {**os.environ, **filled, "DJANGO_SETTINGS_MODULE": f"{self.name}.settings"}


PEERS = (
    Peer(
        name="pretalx",
        version="2026.2.0",
        settings={
            "PRETALX_DATA_DIR": "{data}",
            "PRETALX_REDIS": "redis://127.0.0.1:{redis}/0",
            "PRETALX_SITE_URL": "http://localhost:{port}",
        },
        pages={
            "list of events": "/",
            "event": "/conference0/",
            "programme of 200 sessions": "/conference0/schedule/",
            "programme of 200 sessions, without scripts": "/conference0/schedule/nojs",
        },
        verbs=("migrate", "rebuild"),
    ),
    Peer(
        name="pretix",
        version="2026.8.0",
        settings={
            "DATA_DIR": "{data}",
            "PRETIX_REDIS_LOCATION": "redis://127.0.0.1:{redis}/1",
            "PRETIX_PRETIX_URL": "http://localhost:{port}",
            "PRETIX_PRETIX_TRUST_X_FORWARDED_FOR": "off",
        },
        pages={"list of events": "/organiser/", "event": "/organiser/conference0/"},
        verbs=("migrate",),
    ),
)


def install(peer: Peer) -> None:
    """Into an environment of its own, once."""
    if peer.python.exists() and _is_installed(peer):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    uv = shutil.which("uv")
    if uv:
        _done([uv, "venv", "--quiet", "--python", sys.executable, str(peer.python.parents[1])])
        command = [uv, "pip", "install", "--quiet", "--python", str(peer.python)]
    else:
        _done([sys.executable, "-m", "venv", str(peer.python.parents[1])])
        command = [str(peer.python), "-m", "pip", "install", "--quiet"]
    _done([*command, f"{peer.name}=={peer.version}", "gunicorn"])


def _is_installed(peer: Peer) -> bool:
    asked = f"from importlib.metadata import version; print(version({peer.name!r}))"
    said = subprocess.run([str(peer.python), "-c", asked], stdout=subprocess.PIPE, text=True, check=False)
    return said.stdout.strip() == peer.version


def _done(command: list[str], environment: Mapping[str, str] | None = None) -> None:
    try:
        subprocess.run(
            command,
            env=environment,
            cwd=FOLDER,
            check=True,
            timeout=MINUTES * 60,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    except (OSError, subprocess.SubprocessError) as trouble:
        said = getattr(trouble, "stderr", b"") or b""
        raise NotMeasured(f"{' '.join(command[-3:])} failed: {said.decode()[-300:] or trouble}") from trouble


@contextlib.contextmanager
def redis() -> Iterator[int]:
    """A store of its own that keeps nothing; the port."""
    program = shutil.which("redis-server")
    if program is None:
        raise NotMeasured("there is no redis-server, which these programs need")
    port = free_port()
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with _running(command, port=port, environment=os.environ):
        yield port


@contextlib.contextmanager
def served(peer: Peer, *, redis_port: int) -> Iterator[int]:
    """Its web server with as many processes as ours; the port."""
    install(peer)
    peer.data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = peer.environment(redis=redis_port, port=port)
    for verb in peer.verbs:
        _done([str(peer.python), "-m", peer.name, verb], environment)
    _done([str(peer.python), str(Path(__file__).with_name(f"{peer.name}_world.py"))], environment)
    command = [str(peer.python), "-m", "gunicorn", f"{peer.name}.wsgi", "--bind", f"127.0.0.1:{port}"]
    sizes = ["--workers", str(PROCESSES), "--threads", str(THREADS), "--log-level", "error"]
    with _running([*command, *sizes], port=port, environment=environment):
        yield port


@contextlib.contextmanager
def _running(command: list[str], *, port: int, environment: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=environment, cwd=FOLDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + WAIT
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise NotMeasured(f"{Path(command[0]).name} did not start")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
