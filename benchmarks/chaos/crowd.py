"""People who ask for codes, answer requests, send logos and ask for print packs while everything fails."""

from __future__ import annotations

import http.client
import re
import struct
import threading
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode

from benchmarks.chaos.world import Scene

TOKEN = "t" * 32  # of the form and of the cookie
FORM = "application/x-www-form-urlencoded"
ENDINGS = ("acknowledged", "refused", "broken")
REST = {"code": 0.25, "yes": 0.3, "logo": 3.0, "print": 20.0}  # seconds between two of one kind
STREAMS = {"code": 2, "yes": 2, "logo": 1, "print": 1}


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did, about what, and what they were told; `said` is where the answer led."""

    kind: str
    about: str
    ending: str
    said: str = ""


class Crowd:
    """Threads that go on until told to end; whatever they were told is written down."""

    def __init__(self, scene: Scene, *, port: int) -> None:
        self.scene, self.port = scene, port
        self.deeds: list[Deed] = []
        self.numbers = count(1)
        self.is_over = threading.Event()
        self.lock = threading.Lock()
        self.pending = iter(scene.pending)
        makers: dict[str, Callable[[], Deed | None]] = {
            "code": self.ask_for_a_code,
            "yes": self.say_yes,
            "logo": self.send_a_logo,
            "print": self.ask_for_a_print,
        }
        self.threads = [
            threading.Thread(target=self._walk, args=(kind, maker), daemon=True)
            for kind, maker in makers.items()
            for _ in range(STREAMS[kind])
        ]

    def begin(self) -> None:
        for one in self.threads:
            one.start()

    def end(self) -> None:
        self.is_over.set()
        for one in self.threads:
            one.join(90)

    def acknowledged(self) -> int:
        return sum(one.ending == "acknowledged" for one in list(self.deeds))

    def _walk(self, kind: str, maker: Callable[[], Deed | None]) -> None:
        while not self.is_over.wait(REST[kind]):
            if (deed := maker()) is None:
                return
            self.deeds.append(deed)

    def ask_for_a_code(self) -> Deed:
        """Each time somebody new, from a place of their own."""
        address = f"c{next(self.numbers)}@example.org"
        ending, said = self.post("/de/account/login/", {"email": address})
        return Deed("code", address, ending, said)

    def say_yes(self) -> Deed | None:
        with self.lock:
            token, request = next(self.pending, ("", 0))
        if not token:
            return None
        path = f"/de/matching/{token}/inbox/answer/"
        ending, said = self.post(path, {"now": f"{request}:want"}, leads_to="done=")
        return Deed("yes", str(request), ending, said)

    def send_a_logo(self) -> Deed:
        """A picture of one colour, which is the number of the deed."""
        number, path = next(self.numbers), self.scene.logo
        seen = re.search(r'name="seen" value="([^"]*)"', self.get(path))
        fields = {"seen": seen[1] if seen else ""}
        ending, said = self.post(path, fields, picture=picture_of(number))
        return Deed("logo", str(number), ending, said)

    def ask_for_a_print(self) -> Deed:
        ending, said = self.post(self.scene.prints, {"pack": "names"}, leads_to="/jobs/")
        return Deed("print", said, ending, said)

    def get(self, path: str) -> str:
        try:
            return self._ask("GET", path, b"", FORM)[1]
        except (OSError, http.client.HTTPException):
            return ""

    def post(
        self, path: str, fields: dict[str, str], *, leads_to: str = "", picture: bytes = b""
    ) -> tuple[str, str]:
        """What became of it: acknowledged is only what leads on to where it should."""
        fields = {**fields, "csrfmiddlewaretoken": TOKEN}
        body, kind = (multipart(fields, picture)) if picture else (urlencode(fields).encode(), FORM)
        try:
            status, _text, location = self._ask("POST", path, body, kind)
        except (OSError, http.client.HTTPException) as fault:
            return "broken", type(fault).__name__
        if status == 302 and leads_to in location:
            return "acknowledged", location
        return ("refused" if status < 500 else "broken"), str(status)

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        known = f"csrftoken={TOKEN}; sessionid={self.scene.session}"
        is_own = path.startswith(("/de/account/", "/de/matching/"))
        place = uuid.uuid4().int % 2**24
        headers = {
            "Content-Type": kind,
            "Cookie": f"csrftoken={TOKEN}" if is_own else known,
            "X-Forwarded-For": f"10.{place >> 16}.{place >> 8 & 255}.{place & 255}",
        }
        try:
            connection.request(method, path, body=body or None, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace"), answer.headers.get("Location", "")
        finally:
            connection.close()


def picture_of(number: int) -> bytes:
    """A PNG of 64 by 64 pixels in one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = b"\0" + colour_of(number) * 64
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(row * 64))
        + chunk(b"IEND", b"")
    )


def colour_of(number: int) -> bytes:
    """Far enough from its neighbours that no way of packing pictures mixes them up."""
    return bytes((number * 40 % 256, number // 6 * 40 % 256, number // 36 * 40 % 256))


def multipart(fields: dict[str, str], picture: bytes) -> tuple[bytes, str]:
    """A form with a file."""
    edge = uuid.uuid4().hex
    parts: Iterator[bytes] = (
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    file = (
        f'--{edge}\r\nContent-Disposition: form-data; name="picture"; filename="logo.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    ).encode()
    return b"".join(
        (*parts, file, picture, f"\r\n--{edge}--\r\n".encode())
    ), f"multipart/form-data; boundary={edge}"
