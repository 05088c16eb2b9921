"""A push service of our own, and phones: speaks RFC 8030, checks RFC 8292, reads RFC 8291 from the far side.

What a real service does not do, the phones here do: they open each message with their own key.
"""

from __future__ import annotations

import base64
import os
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
TOPIC: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")
LONGEST_SIGNED: Final = 24 * 60 * 60


def coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Phone:
    """One browser with its subscription."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.private = ec.generate_private_key(CURVE)
        self.public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.secret = os.urandom(16)

    def keys(self) -> dict[str, str]:
        """As the browser's `toJSON` has them."""
        return {"p256dh": coded(self.public), "auth": coded(self.secret)}

    def read(self, body: bytes) -> bytes:
        """What the message says; `InvalidTag` where it is not for this phone."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, inside = body[21 : 21 + length], body[21 + length :]
        assert len(inside) <= size
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        mixed = self._key(shared, self.secret, b"WebPush: info\0" + self.public + sender, 32)
        key = self._key(mixed, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = self._key(mixed, salt, b"Content-Encoding: nonce\0", 12)
        text, delimiter, padding = AESGCM(key).decrypt(nonce, inside, None).rpartition(b"\x02")
        assert delimiter
        assert not padding.strip(b"\0")
        return text

    @staticmethod
    def _key(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
        return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One message that was taken."""

    phone: Phone
    at: float  # of the machine's clock
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> bytes:
        return self.phone.read(self.body)


@dataclass
class PushService:
    """Takes messages for its phones. What it says instead stands in `answers`, one after the other."""

    latency: float = 0.0
    key: str = ""  # of the only platform that may send; the first one that comes where it is empty
    phones: dict[str, Phone] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    answers: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    server: ThreadingHTTPServer = field(init=False)

    def start(self) -> PushService:
        self.server = _Server(("127.0.0.1", 0), _handler_of(self))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def endpoint(self, phone: Phone) -> str:
        self.phones[phone.name] = phone
        return f"{self.origin}/push/{phone.name}"

    def waiting(self) -> dict[tuple[str, str], Receipt]:
        """What phones get that were offline all the time: of one topic the newest."""
        return {(one.phone.name, one.headers.get("Topic", "")): one for one in self.receipts}

    def fault_in(self, headers: dict[str, str]) -> str:
        """What is wrong with a request, by the RFCs; nothing if it is right."""
        if not headers.get("TTL", "").isdigit():
            return "no TTL"
        if headers.get("Content-Encoding") != "aes128gcm":
            return "not aes128gcm"
        if headers.get("Urgency") not in {"very-low", "low", "normal", "high"}:
            return "no urgency"
        if not TOPIC.fullmatch(headers.get("Topic", "")):
            return "no topic"
        return self._fault_of_signature(headers.get("Authorization", ""))

    def _fault_of_signature(self, said: str) -> str:
        if said in self.known:
            return self.known[said]
        found = re.fullmatch(r"vapid t=([\w.-]+), k=([\w-]+)", said)
        if not found:
            return "no VAPID"
        self.key = self.key or found[2]
        try:
            public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(self.key))
            claims = jwt.decode(found[1], public, algorithms=["ES256"], audience=self.origin)
        except jwt.InvalidTokenError as error:
            return f"bad signature: {error}"
        is_short = claims["exp"] - time.time() <= LONGEST_SIGNED
        is_right = is_short and claims["sub"].startswith(("mailto:", "https://", "http://localhost"))
        fault = self.known[said] = "" if is_right else "bad claims"
        return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler_of(service: PushService) -> Any:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            at = time.time()
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) < length:
                return None  # whoever sent it is gone
            headers = dict(self.headers)
            name = self.path.removeprefix("/push/")
            time.sleep(service.latency)
            if service.answers[name]:
                status, more = service.answers[name].pop(0)
                service.refused.append((name, status))
                return self.say(status, more)
            if name not in service.phones:
                return self.say(404, {})
            if fault := service.fault_in(headers):
                service.faults.append(fault)
                return self.say(403 if "sign" in fault or "claims" in fault else 400, {})
            service.receipts.append(Receipt(phone=service.phones[name], at=at, headers=headers, body=body))
            return self.say(201, {"Location": f"{service.origin}/message/{len(service.receipts)}"})

        def say(self, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
