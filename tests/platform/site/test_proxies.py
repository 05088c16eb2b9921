"""The examples for nginx and Caddy, run before a web server that tells what reaches it."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.with_postgresql import free_port

pytestmark = pytest.mark.once
HOST = "handschlag.example.org"
PATIENCE = 60.0
PIECE = 1_000_000


class _Telling(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._tell()

    def do_POST(self) -> None:
        asked = int(self.headers["Content-Length"])
        if len(self.rfile.read(asked)) == asked:
            self._tell()

    def _tell(self) -> None:
        body = json.dumps({name.title(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        """Nothing."""


@pytest.fixture
def behind() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Telling) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"NOT RUN: there is no {name} on this machine")
    return found


@contextmanager
def running(command: list[str], folder: Path, **environment: str) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, env={"HOME": str(folder), **environment}
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def ask(address: str, *, size: int = 0) -> tuple[int, dict[str, str]]:
    """Status and what reached the server behind; nothing where it was kept away, perhaps half way."""
    parts = urlsplit(address)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    assert parts.hostname is not None
    talk = (
        http.client.HTTPSConnection(parts.hostname, parts.port, timeout=60, context=trusting)
        if parts.scheme == "https"
        else http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    )
    with closing(talk):
        talk.putrequest("POST" if size else "GET", parts.path, skip_host=True)
        talk.putheader("Host", HOST)
        talk.putheader("Content-Length", str(size))
        talk.endheaders()
        with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
            for _ in range(0, size, PIECE):
                talk.send(bytes(PIECE))
        answer = talk.getresponse()
        body = answer.read()
        return answer.status, json.loads(body) if answer.status == 200 else {}


def until_it_answers(address: str, told: Callable[[], str]) -> None:
    last = time.monotonic() + PATIENCE
    while True:
        try:
            ask(address)
            return
        except OSError:
            assert time.monotonic() < last, told()
            time.sleep(0.1)


def behaves(address: str, *, scheme: str) -> None:
    """What is for machines stays inside, a catalogue passes, and the platform learns what it asks for."""
    for inside in ("/metrics", "/health/ready", "/health/live"):
        assert ask(address + inside) == (404, {}), inside
    status, reached = ask(f"{address}/de/")
    assert (status, reached["Host"], reached["X-Forwarded-Proto"]) == (200, HOST, scheme)
    assert reached["X-Forwarded-For"] == "127.0.0.1"
    assert ask(f"{address}/de/imports/", size=65_000_000)[0] == 200
    assert ask(f"{address}/de/imports/", size=75_000_000)[0] in {413, 502}  # Caddy breaks off


def test_nginx_as_the_example_has_it(root: Path, tmp_path: Path, behind: int) -> None:
    nginx, port, plain = program("nginx"), free_port(), free_port()
    (tmp_path / "certificate.pem").write_bytes(certificate())
    text = (root / "deploy/proxy/nginx.conf").read_text("utf-8")
    text = re.sub(r" *listen \[::\].*\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    text = re.sub(r"/etc/letsencrypt/\S+\.pem", str(tmp_path / "certificate.pem"), text)
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    places = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # whoever writes what is sent into this folder
    around = (
        f"{user}daemon off; pid {tmp_path}/pid; error_log stderr;\nevents {{}}\nhttp {{\n{places}{text}}}\n"
    )
    (tmp_path / "nginx.conf").write_text(around, encoding="utf-8")
    command = [nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    with running(command, tmp_path):
        address = f"https://127.0.0.1:{port}"
        until_it_answers(f"{address}/de/", (tmp_path / "log").read_text)
        behaves(address, scheme="https")
        moved = urllib.request.Request(f"http://127.0.0.1:{plain}/de/", headers={"Host": HOST})
        with urllib.request.build_opener(_Still()).open(moved, timeout=PATIENCE) as answer:
            assert answer.headers["Location"] == f"https://{HOST}/de/"


class _Still(urllib.request.HTTPRedirectHandler):
    def http_error_301(self, _request, answer, *_more):  # type: ignore[no-untyped-def]
        return answer


def test_caddy_as_the_example_has_it(root: Path, tmp_path: Path, behind: int) -> None:
    """Without certificates, which Caddy fetches from the internet."""
    caddy, port = program("caddy"), free_port()
    text = (root / "deploy/proxy/Caddyfile").read_text("utf-8")
    (tmp_path / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text, encoding="utf-8")
    values = {"HANDSCHLAG_HOST": f"http://:{port}", "HANDSCHLAG_WEB": f"127.0.0.1:{behind}"}
    with running([caddy, "run", "--adapter", "caddyfile", "--config", "Caddyfile"], tmp_path, **values):
        address = f"http://127.0.0.1:{port}"
        until_it_answers(f"{address}/de/", (tmp_path / "log").read_text)
        behaves(address, scheme="http")


def certificate() -> bytes:
    """A key and a certificate that nobody trusts."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return secret + made.public_bytes(serialization.Encoding.PEM)
