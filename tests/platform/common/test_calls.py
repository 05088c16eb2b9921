"""Calls to other servers end in time, wherever they stand: name, connection, handshake or answer."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from handschlag.api import deliveries
from handschlag.common import calls
from handschlag.day import push_delivery

pytestmark = pytest.mark.once
WHOLE = 0.3  # seconds that a call may take here
FOREVER = 20.0  # seconds after which a server gives up: nobody may wait for that


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (calls, deliveries, push_delivery):
        monkeypatch.setattr(module, "WHOLE", WHOLE)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of localhost, signed by itself, and believed by whoever calls."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


class Server:
    """Takes one connection and serves it until it is told to stop."""

    def __init__(self, serve: Callable[[Server, socket.socket], None]) -> None:
        self.serve, self.stopped, self.gave_up = serve, threading.Event(), threading.Event()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.door.getsockname()[1]}/"

    def drip(self, send: Callable[[bytes], object], data: bytes) -> None:
        """A byte now and then: each comes before anybody's patience with a single step is over."""
        pauses = int(FOREVER / 0.05)
        for at in range(pauses):
            if self.stopped.wait(0.05):
                return
            send(data[at % len(data) : at % len(data) + 1])
        self.gave_up.set()

    def close(self) -> None:
        self.stopped.set()
        self.door.close()
        self.thread.join()

    def _run(self) -> None:
        with suppress(OSError):
            plain, _peer = self.door.accept()
            with plain:
                self.serve(self, plain)


@contextmanager
def running(serve: Callable[[Server, socket.socket], None]) -> Iterator[Server]:
    server = Server(serve)
    try:
        yield server
    finally:
        server.close()


def hello(certificate: Path, asked: bytes) -> bytes:
    """What a server says first in a handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    coming.write(asked)
    with suppress(ssl.SSLWantReadError):
        context.wrap_bio(coming, going, server_side=True).do_handshake()
    return going.read()


CALLS: dict[str, Callable[[str], object]] = {
    "answer": calls.read_answer,
    "webhook": lambda url: (
        deliveries.make_call(url, b"{}", headers={}, may_be_local=True).fault != deliveries.CallFault.TOO_LONG
        or None
    ),
    "push": lambda url: push_delivery.PushCalls(may_be_local=True).post(url, b"{}", headers={}).status,
}


@pytest.mark.parametrize("kind", CALLS)
@pytest.mark.parametrize("begins", [0.0, WHOLE * 1.2])
def test_a_handshake_that_drips_is_cut(certificate: Path, kind: str, begins: float) -> None:
    def serve(server: Server, plain: socket.socket) -> None:
        said = hello(certificate, plain.recv(65_536))
        if not server.stopped.wait(begins):
            server.drip(plain.sendall, said)

    with running(serve) as server:
        assert CALLS[kind](server.url) is None
        assert not server.gave_up.is_set()


@pytest.mark.parametrize("kind", CALLS)
def test_an_answer_that_drips_is_cut(certificate: Path, kind: str) -> None:
    def serve(server: Server, plain: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with context.wrap_socket(plain, server_side=True) as secure:
            secure.recv(65_536)
            server.drip(secure.sendall, b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000)

    with running(serve) as server:
        assert CALLS[kind](server.url) is None
        assert not server.gave_up.is_set()


def test_a_whole_answer_is_read(certificate: Path) -> None:
    def serve(_server: Server, plain: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with context.wrap_socket(plain, server_side=True) as secure:
            secure.recv(65_536)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nja")

    with running(serve) as server:
        assert calls.read_answer(server.url) == b"ja"


@pytest.mark.parametrize("kind", ["answer", "push"])
def test_a_name_that_nobody_resolves_is_not_waited_for(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gave_up, may_end = threading.Event(), threading.Event()

    def asked(*_what: object, **_how: object) -> list[object]:
        if not may_end.wait(FOREVER):
            gave_up.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    try:
        assert CALLS[kind]("https://nobody.example/") is None
        assert not gave_up.is_set()
    finally:
        may_end.set()
