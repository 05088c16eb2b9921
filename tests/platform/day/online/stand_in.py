"""A server that speaks BigBlueButton's interface: it checks every checksum and keeps its meetings."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BASE = "/bigbluebutton/api/"
SECRET = "a-secret-that-both-of-them-know"


@dataclass
class Room:
    name: str
    created: str
    passwords: dict[str, str]
    duration: int
    inside: dict[str, tuple[str, str]] = field(default_factory=dict)  # by id: name and role


class StandIn:
    """`rooms` by their ids; `is_down` and `moves_to` make it fail as servers do."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.calls: list[str] = []
        self.is_down, self.moves_to, self.address = False, "", ""

    def answer(self, target: str) -> tuple[int, str]:
        """Status and body."""
        parts = urlsplit(target)
        call = parts.path.removeprefix(BASE)
        self.calls.append(call)
        if self.is_down:
            return 502, "down"
        query, _, checksum = parts.query.rpartition("&checksum=")
        if checksum != hashlib.sha256(f"{call}{query}{SECRET}".encode()).hexdigest():
            return 200, _said("FAILED", messageKey="checksumError")
        values = {name: several[0] for name, several in parse_qs(query).items()}
        if call == "create":
            return 200, self._create(values)
        if call == "join":
            return 200, self._join(values)
        return 200, _said("FAILED", messageKey="unsupportedRequest")

    def _create(self, values: dict[str, str]) -> str:
        known = self.rooms.get(values["meetingID"])
        passwords = {"VIEWER": values["attendeePW"], "MODERATOR": values["moderatorPW"]}
        if known is not None and known.passwords != passwords:
            return _said("FAILED", messageKey="idNotUnique")
        if known is None:
            known = Room(values["name"], str(1000 + len(self.rooms)), passwords, int(values["duration"]))
            self.rooms[values["meetingID"]] = known
        return _said("SUCCESS", createTime=known.created)

    def _join(self, values: dict[str, str]) -> str:
        room = self.rooms.get(values["meetingID"])
        if room is None or room.created != values["createTime"]:
            return _said("FAILED", messageKey="mismatchCreateTimeParam")
        if values["password"] != room.passwords[values["role"]]:
            return _said("FAILED", messageKey="invalidPassword")
        room.inside[values["userID"]] = (values["fullName"], values["role"])
        people = "".join(f"<li>{escape(name)}</li>" for name, _role in room.inside.values())
        return f"<!doctype html><title>{escape(room.name)}</title><h1>Room</h1><ul>{people}</ul>"


def _said(code: str, **more: str) -> str:
    rest = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<response><returncode>{code}</returncode>{rest}</response>"


@contextmanager
def running() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = (302, "") if stand_in.moves_to else stand_in.answer(self.path)
            self.send_response(status)
            if stand_in.moves_to:
                self.send_header("Location", stand_in.moves_to)
            kind = "text/html" if body.startswith("<!doctype") else "text/xml"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.address = f"http://127.0.0.1:{server.server_port}{BASE.rstrip('/')}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
