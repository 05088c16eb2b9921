"""How gunicorn serves the platform: `gunicorn -c python:handschlag.site.server handschlag.site.wsgi`."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import socket
from pathlib import Path
from typing import Any

from handschlag.common.operations.logs import catch_last_words, logging_settings
from handschlag.site.environment import LISTENING, Environment
from handschlag.site.loopback import refuse_strangers

environment = Environment.of_this_process()
mode = environment.choice("MODE", ("production", "demo", "test"), default="production")
# Each server has its own folder: two may stand beside each other for a moment, or share the data folder.
all_figures = environment.folder("DATA", default=Path.cwd() / "out" / mode) / "figures"
figures = all_figures / f"{socket.gethostname()}-{os.getpid()}"
# Read by prometheus-client when it is imported, in each process.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)

bind = environment.listening("BIND", default=LISTENING)
worker_class = "gthread"
workers = environment.number("WEB_PROCESSES", default=2, least=1)
threads = environment.number("WEB_THREADS", default=4, least=1)
timeout = 60
graceful_timeout = 20
keepalive = 5
limit_request_line = 8190  # the interface itself refuses shorter lines, in the shape of its errors
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat, no data
forwarded_allow_ips = "127.0.0.1,::1"
control_socket_disable = True
accesslog = None  # the platform logs requests itself, without addresses
# Until Django has read the settings, and in the process that minds the others: the same lines.
shape = environment.choice("LOG", ("json", "lines"), default="json" if mode == "production" else "lines")
level = environment.text("LOG_LEVEL", default="INFO")
logconfig_dict: dict[str, Any] = dict(logging_settings(is_json=shape == "json", level=level))
catch_last_words()


def on_starting(server: Any) -> None:
    """A demo listens on this machine; figures of servers that are gone are not those of this one."""
    if mode == "demo":
        is_for_strangers = environment.switch("DEMO_OPEN_TO_STRANGERS", default=False)
        # A socket file has no host: whatever stands before it may serve the world.
        hosts = [str(one[0]) if isinstance(one, tuple) else str(one) for one in server.cfg.address]
        refuse_strangers(hosts, is_for_strangers=is_for_strangers)
    for folder in all_figures.glob(f"{socket.gethostname()}-*"):
        if folder == figures or not _is_running(folder.name.rpartition("-")[2]):
            shutil.rmtree(folder, ignore_errors=True)
    figures.mkdir(mode=0o700, parents=True)
    atexit.register(_forget_figures, os.getpid())


def _is_running(pid: str) -> bool:
    """Whether there is a process of this number on this machine."""
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    return True


def _forget_figures(server: int) -> None:
    """Nobody asks for them when the server has ended; its children end more often, and call this as well."""
    if os.getpid() == server:
        shutil.rmtree(figures, ignore_errors=True)


def post_worker_init(_worker: Any) -> None:
    """The first answer is as fast as the others."""
    from django.db import connections
    from django.utils import timezone

    from handschlag.site.warm_up import warm_up

    try:
        warm_up(now=timezone.now())
        connections.close_all()
    except Exception:
        # Without it the first answer is slower, and no more.
        logging.getLogger(__name__).exception("warming failed")


def child_exit(_server: Any, worker: Any) -> None:
    """The figures of a process that has ended no longer count as live."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
