"""Hosts that run on this machine, a browser that goes to either, and a proxy before them."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import requests
from tests.platform.common.conftest import PATIENCE, House, wait_until
from tests.platform.conftest import session_of

from handschlag.accounts.models import User

TOKEN = "t" * 32  # of a browser's forms: it sends the same one twice
LOOKS_AGAIN = 1.0  # seconds after which the proxy asks anew


@dataclass
class Host:
    """One machine: a data folder, a web server, perhaps a worker."""

    house: House
    port: int
    web: subprocess.Popen | None = None

    @property
    def at(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_web(self) -> None:
        self.web = self.house.start("gunicorn", "-c", "python:handschlag.site.server", "handschlag.site.wsgi")

    def is_ready(self) -> bool:
        try:
            answer = requests.get(f"{self.at}/health/ready", timeout=2)
        except requests.RequestException:
            return False
        return (answer.status_code, answer.text) == (200, "ok\n")

    def restart_web(self) -> None:
        """As systemd does it: the new one begins when the old one has ended."""
        assert self.web is not None
        self.web.send_signal(signal.SIGTERM)
        assert self.web.wait(timeout=PATIENCE) == 0
        self.start_web()
        wait_until(self.is_ready, "the new server is ready")


class Browser:
    """Goes to either host with the same cookies."""

    def __init__(self, user: User | None = None) -> None:
        self.session = requests.Session()
        self.session.cookies.update({"csrftoken": TOKEN})
        if user is not None:
            self.session.cookies.update({"sessionid": session_of(user)})

    def get(self, host: Host, path: str) -> requests.Response:
        return self.session.get(host.at + path, timeout=PATIENCE, allow_redirects=False)

    def send(
        self, host: Host, path: str, files: dict[str, Any] | None = None, **form: str
    ) -> requests.Response:
        form["csrfmiddlewaretoken"] = TOKEN
        return self.session.post(
            host.at + path, data=form, files=files, timeout=PATIENCE, allow_redirects=False
        )


class Proxy:
    """Sends each request to the next host that said within the last second that it is ready."""

    def __init__(self, *hosts: Host) -> None:
        self.turns, self.number = cycle(hosts), len(hosts)
        self.ready_at = {host.port: 0.0 for host in hosts}
        self.answers: list[int | str] = []
        self.is_over = False

    def choose(self) -> Host | None:
        for _turn in range(self.number):
            host = next(self.turns)
            begun = time.monotonic()
            if begun - self.ready_at[host.port] < LOOKS_AGAIN:
                return host
            if host.is_ready():
                self.ready_at[host.port] = begun
                return host
        return None

    def walk(self) -> None:
        while not self.is_over:
            host = self.choose()
            if host is None:
                self.answers.append("nobody is ready")
                continue
            try:
                answer = requests.get(f"{host.at}/de/networks/", timeout=PATIENCE)
                self.answers.append(answer.status_code)
            except requests.RequestException as lost:
                self.answers.append(repr(lost))
            time.sleep(0.02)
