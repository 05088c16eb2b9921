"""A mail server that writes down what it takes before it says so: `... benchmarks.chaos.sink PORT FILE`."""

from __future__ import annotations

import json
import os
import socketserver
import sys
from email import message_from_bytes
from pathlib import Path


class _Session(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                take(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True


def take(content: bytes) -> None:
    """A line that is on the disk before the sender hears "250"."""
    letter = message_from_bytes(content)
    with Path(sys.argv[2]).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": letter["Message-ID"], "to": letter["To"]}) + "\n")
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    with _Server(("127.0.0.1", int(sys.argv[1])), _Session) as server:
        server.serve_forever()
