"""A connection to the address that was looked up and found open, whatever the name means by now."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from time import monotonic
from typing import Any, Final

from handschlag.common.rules.call_addresses import Target, address_in, is_open

PATIENCE: Final = 5.0  # seconds for each step


class PinnedConnection(HTTPConnection):
    """Goes to the address that was checked; the certificate has to be that of the name."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self.address, self.is_secure = address, target.is_secure
        self.default_port = 443 if target.is_secure else 80
        self.until, self.is_cut = monotonic() + PATIENCE, False

    @contextmanager
    def ends_at(self, until: float) -> Iterator[None]:
        """Whatever is under way at this moment of the monotonic clock ends: handshake, question or answer."""
        self.until, self.is_cut = until, False
        timer = threading.Timer(max(0.0, until - monotonic()), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def connect(self) -> None:
        patience = min(PATIENCE, max(0.001, self.until - monotonic()))
        self.sock = plain = socket.create_connection((self.address, self.port), patience)
        plain.settimeout(PATIENCE)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.is_secure:  # the handshake begins when it can be cut
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        if self.is_cut:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def _cut(self) -> None:
        """From another thread: whoever waits for an answer waits no longer."""
        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def open_address(target: Target, *, may_be_local: bool, until: float) -> str | None:
    """The first address of the name, if all of them are open; `until` as in `ends_at`."""
    found: list[Any] = []
    asking = threading.Thread(target=_look_up, args=(target, found), daemon=True)
    asking.start()
    asking.join(max(0.0, until - monotonic()))
    if not found:
        raise TimeoutError if asking.is_alive() else OSError
    texts = [str(one[4][0]) for one in found]
    addresses = [address_in(one) for one in texts]
    is_fine = all(one is not None and is_open(one, may_be_local=may_be_local) for one in addresses)
    return texts[0] if is_fine else None


def _look_up(target: Target, found: list[Any]) -> None:
    with suppress(OSError, UnicodeError):
        found += socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
