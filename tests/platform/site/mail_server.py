"""A mail server that takes everything, for tests of a platform in processes of its own."""

from __future__ import annotations

import email
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say(self.server.answers.get(b"", "220 here"))
        while line := self.rfile.readline():
            verb = line[:4].upper()
            time.sleep(self.server.waits_before.get(verb, 0))
            if verb == b"DATA":
                self.say("354 go on")
                content = b"".join(iter(self.rfile.readline, b".\r\n"))
                if self.server.breaks_off(content):
                    if self.server.stops_listening_then:
                        self.server.socket.close()
                    return
                self.server.take(content)
            self.say(self.server.answers.get(verb, "221 bye" if verb == b"QUIT" else "250 ok"))
            self.server.answers |= self.server.answers_after.get(verb, {})
            if verb == b"QUIT":
                return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True  # one that comes back listens where it was

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.got: list[EmailMessage] = []
        self.hangs_up_at = b""  # the line breaks off in a letter that holds this
        self.stops_listening_then = False
        self.answers: dict[bytes, str] = {}  # to verbs, other than the usual ones; to nothing: how it greets
        self.answers_after: dict[bytes, dict[bytes, str]] = {}  # how it answers once it has heard a verb
        self.waits_before: dict[bytes, float] = {}  # seconds before it answers a verb
        self.has_more = threading.Condition()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def breaks_off(self, content: bytes) -> bool:
        return bool(self.hangs_up_at) and self.hangs_up_at in content

    def take(self, content: bytes) -> None:
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        with self.has_more:
            self.got.append(message)
            self.has_more.notify_all()

    def first_to(self, address: str, *, patience: float) -> EmailMessage:
        """Waits for the first email to somebody."""

        def found() -> EmailMessage | None:
            return next((one for one in self.got if one["To"] == address), None)

        with self.has_more:
            assert self.has_more.wait_for(found, timeout=patience), f"no email to {address}"
        message = found()
        assert message is not None
        return message


@contextmanager
def mail_server(port: int = 0) -> Iterator[_Server]:
    """It listens while the block runs, at any port or at this one."""
    with _Server(port) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
