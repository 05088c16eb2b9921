"""A connection to the address that was looked up and found open, whatever the name means by now."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from http.client import HTTPConnection
from typing import Final

from handschlag.common.rules.call_addresses import Target, address_in, is_open

PATIENCE: Final = 5.0  # seconds for each step


class PinnedConnection(HTTPConnection):
    """Goes to the address that was checked; the certificate has to be that of the name."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self.address, self.is_secure = address, target.is_secure
        self.default_port = 443 if target.is_secure else 80

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), PATIENCE)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = plain
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """From another thread: whoever waits for an answer waits no longer."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def open_address(target: Target, *, may_be_local: bool) -> str | None:
    """The first address of the name, if all of them are open."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    texts = [str(one[4][0]) for one in found]
    addresses = [address_in(one) for one in texts]
    is_fine = all(one is not None and is_open(one, may_be_local=may_be_local) for one in addresses)
    return texts[0] if texts and is_fine else None
