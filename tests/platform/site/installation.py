"""An installation as the pages for operators say, far from the working copy: for tests, and for a trial."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HOST = "handschlag.example.org"


@dataclass
class Installed:
    """An environment with the wheel, a folder far away, and an address at which it answers."""

    python: Path
    folder: Path
    environment: dict[str, str]
    port: int
    mail: Any
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.python.parent / command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, *command: str) -> str:
        done = self.call(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                [str(self.python.parent / command[0]), *command[1:]],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def ask(self, path: str, **form: str) -> str:
        """A page, or where it leads; cookies are kept, and a form brings its token along."""
        known = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}
        known["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', self.page)
        fields = {"csrfmiddlewaretoken": token[1], **form} if token and form else form
        data = urlencode(fields).encode() if form else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, headers=known)
        with urllib.request.build_opener(_Still()).open(request, timeout=60) as answer:
            for one in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = one.split(";")[0].partition("=")
                self.cookies[name] = value
            self.page = answer.read().decode()
            return str(answer.headers["Location"] or self.page)

    def set_up(self, *more: str) -> None:
        """Settings as `init` writes them, and the tables; `more` are further answers to its questions."""
        smtp = f"smtp://127.0.0.1:{self.mail.port}?tls=no"
        here = ("--host", HOST, "--bind", f"127.0.0.1:{self.port}", "--smtp", smtp)
        self.run("handschlag", "init", "--yes", *here, *more)
        self.run("handschlag", "upgrade")

    def serve(self, *, patience: float) -> subprocess.Popen[bytes]:
        """A web server that answers."""
        server, until = self.start("handschlag", "serve"), time.monotonic() + patience
        while not self.lives():
            if server.poll() is not None or time.monotonic() > until:
                server.kill()
                raise AssertionError((self.folder / "log").read_text("utf-8"))
            time.sleep(0.1)
        return server

    def sign_in(self, address: str, *, patience: float) -> EmailMessage:
        """Asks for a code, takes it from the letter, which is given back, and enters it."""
        self.ask("/de/account/login/")
        code_page = self.ask("/de/account/login/", email=address)
        worker = self.start("handschlag", "work")
        try:
            arrived: EmailMessage = self.mail.first_to(address, patience=patience)
        finally:
            worker.terminate()
            worker.wait(timeout=60)
        body = arrived.get_body(("plain",))
        assert body is not None
        code = re.search(r"^(\d{4} \d{4})\r?$", body.get_content(), re.MULTILINE)
        assert code is not None
        self.ask(code_page)
        assert self.ask(code_page, code=code[1]) == "/de/moderation/"
        return arrived

    def lives(self) -> bool:
        try:
            return self.ask("/health/live") == "ok\n"
        except OSError:
            return False


class _Still(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like others: it leads to the name of the host, which is nowhere."""

    def http_error_302(self, _request, answer, *_more):  # type: ignore[no-untyped-def]
        return answer


def build(root: Path, folder: Path, **changes: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={**os.environ, **changes})
    (made,) = folder.glob("*.whl")
    return made


def around() -> dict[str, str]:
    """Nothing of this machine's settings; the rest stands in the file that `init` writes."""
    foreign = ("HANDSCHLAG_", "DATABASE_", "DJANGO_", "PYTHON")
    return {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
