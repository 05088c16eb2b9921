"""Finds a port on which nobody listens yet."""

from __future__ import annotations

import socket

HOST, FIRST, TRIES = "127.0.0.1", 8000, 50


class Taken(Exception):
    """Somebody listens there already."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. Choose another one with --port, or none.")
        self.port = port


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a connection that has just ended does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose(wanted: int | None) -> int:
    """The wanted port, or the first free one where none was wanted."""
    candidates = [wanted] if wanted is not None else range(FIRST, FIRST + TRIES)
    for port in candidates:
        if is_free(port):
            return port
    raise Taken(candidates[0])
