"""How gunicorn serves the platform: `gunicorn -c python:handschlag.site.server handschlag.site.wsgi`."""

from __future__ import annotations

import atexit
import ctypes
import gc
import logging
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from handschlag.common import web
from handschlag.common.operations.logs import catch_last_words, logging_settings
from handschlag.site.environment import LISTENING, Environment, refuse_strangers

# A thread that asks the database lets go of the interpreter at each question, and gets it back when another
# thread has used up its turn: five milliseconds by default, for each of twenty questions under a lock.
SWITCH: Final = 0.0005  # seconds
M_ARENA_MAX: Final = -8  # of glibc's malloc.h

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
goes_on = environment.number("STOPS_AFTER", default=0)  # seconds in which a proxy looks elsewhere
keepalive = 5
limit_request_line = 8190  # the interface itself refuses shorter lines, in the shape of its errors
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat, no data
forwarded_allow_ips = "127.0.0.1,::1"
control_socket_disable = True
FORGOTTEN_AFTER = 30 * 24 * 60 * 60  # seconds
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
    for folder in all_figures.glob("*-*"):
        host, _, pid = folder.name.rpartition("-")
        is_here = host == socket.gethostname()
        if folder == figures or (not _is_running(pid) if is_here else _is_forgotten(folder)):
            shutil.rmtree(folder, ignore_errors=True)
    figures.mkdir(mode=0o700, parents=True)
    atexit.register(_forget_own, os.getpid(), figures)
    _share_one_heap()
    _load_once()
    _share_pages()


def _share_pages() -> None:
    """What a server of the same code and settings has made goes on being valid after a restart.

    Without it pages are slower, and no more.
    """
    from django.conf import settings

    from handschlag.common.page_cache.store import MEMORY, digest_of, share_in

    if not settings.KEPT_PAGES_BYTES:
        return
    static = Path(settings.STATIC_ROOT) / "staticfiles.json"
    try:
        folder = share_in(
            of=digest_of(environment.values, [settings.OWN_CONTENT, *settings.LOCALE_PATHS, static])
        )
    except Exception:
        logging.getLogger(__name__).exception("pages are not shared")
        return
    if folder.parent != MEMORY:  # on a disk nothing is left behind
        atexit.register(_forget_own, os.getpid(), folder)


def _share_one_heap() -> None:
    """Threads take memory from one heap: each of several would keep what it has had (glibc only).

    They run one at a time anyway, so that hardly one waits for another.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(M_ARENA_MAX, 1)


def _load_once() -> None:
    """Code, words and places lie in memory once: the processes that answer are copies of this one.

    Here and not by `preload_app`: what counts requests needs its folder when it is imported. What is loaded
    stays: to look through it for what may go is an eighth of a start's work and finds a fiftieth of it.
    """
    gc.disable()
    import_module("handschlag.site.wsgi")  # the settings are read, the apps are there
    from handschlag.site.warm_up import share

    _prepare(share)
    gc.freeze()  # the collector touches nothing of it, so that it stays shared
    gc.enable()


def _prepare(action: Callable[..., object]) -> None:
    """Without it the first answers are slower, and no more."""
    from django.db import connections
    from django.utils import timezone

    try:
        action(now=timezone.now())
    except Exception:
        logging.getLogger(__name__).exception("warming failed")
    finally:
        connections.close_all()  # no process uses a connection of another one


def _announce_its_end(_server: Any) -> None:
    """Told to end, it goes on answering for a while, and says that it is not ready any more.

    Who has no proxy that asks for it loses nothing: without the setting it ends at once, in order.
    """
    ends = signal.getsignal(signal.SIGTERM)
    if not goes_on or not callable(ends):
        return

    def announce(_signal: int, _frame: Any) -> None:
        web.announce_end()
        signal.signal(signal.SIGTERM, ends)  # whoever asks twice does not want to wait
        signal.setitimer(signal.ITIMER_REAL, goes_on)

    signal.signal(signal.SIGALRM, lambda _signal, frame: ends(signal.SIGTERM, frame))
    signal.signal(signal.SIGTERM, announce)


def _is_running(pid: str) -> bool:
    """Whether there is a process of this number on this machine."""
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    return True


def _is_forgotten(folder: Path) -> bool:
    """Whether a server of another host, or of a container that is gone, has counted nothing for a month."""
    try:
        last = max(one.stat().st_mtime for one in (folder, *folder.iterdir()))
    except OSError:
        return False
    return time.time() - last > FORGOTTEN_AFTER


def _forget_own(server: int, folder: Path) -> None:
    """Nobody asks for it when the server has ended; its children end more often, and call this as well."""
    if os.getpid() == server:
        shutil.rmtree(folder, ignore_errors=True)


def post_worker_init(_worker: Any) -> None:
    """The first answer is as fast as the others, and whoever holds a lock gets on before who renders."""
    sys.setswitchinterval(SWITCH)
    from handschlag.site.warm_up import warm_up

    _prepare(warm_up)


def _end_at_once(_server: Any, worker: Any) -> None:
    """A process that has answered all it took ends at once: to take all of it down by parts takes seconds.

    One that broke off says so, as it would without this.
    """
    if worker.booted and worker.pid == os.getpid():  # the server itself calls this, too
        trouble = sys.exception()
        logging.shutdown()
        os._exit(int(not (trouble is None or (isinstance(trouble, SystemExit) and not trouble.code))))


# The names by which gunicorn finds them.
when_ready, worker_exit = _announce_its_end, _end_at_once


def child_exit(_server: Any, worker: Any) -> None:
    """The figures of a process that has ended no longer count as live."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
