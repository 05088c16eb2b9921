"""A device in software that makes passkeys: it answers challenges as a phone does, or bent on purpose."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Device:
    """One device with one key; `origin`, `site` and `verifies` are what an attacker would bend."""

    origin: str = "https://testserver"
    site: str = "testserver"
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    key_id: bytes = field(default_factory=lambda: os.urandom(16))
    handle: str = ""

    def signed_data(self, *, with_key: bool) -> AuthenticatorData:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | (WITH_KEY if with_key else 0)
        data = (
            AttestedCredentialData.create(
                b"\0" * 16, self.key_id, ES256.from_cryptography_key(self.key.public_key())
            )
            if with_key
            else b""
        )
        return AuthenticatorData.create(hashlib.sha256(self.site.encode()).digest(), flags, 1, data)

    def client_data(self, kind: str, challenge: str) -> bytes:
        return CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin)

    def register(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` would give."""
        wanted = options["publicKey"]
        self.handle = wanted["user"]["id"]
        client = self.client_data("webauthn.create", wanted["challenge"])
        attestation = AttestationObject.create("none", self.signed_data(with_key=True), {})
        return self.credential(
            {"clientDataJSON": text(client), "attestationObject": text(attestation)},
            extensions={"credProps": {"rk": True}},
        )

    def sign(self, options: dict[str, Any], *, handle: str | None = None) -> dict[str, Any]:
        """What `navigator.credentials.get` would give."""
        client = self.client_data("webauthn.get", options["publicKey"]["challenge"])
        data = self.signed_data(with_key=False)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.credential(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(bytes(data)),
                "signature": text(signature),
                "userHandle": self.handle if handle is None else handle,
            },
            extensions={},
        )

    def credential(self, response: dict[str, str], *, extensions: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": text(self.key_id),
            "rawId": text(self.key_id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": extensions,
        }


def as_json(value: dict[str, Any]) -> str:
    return json.dumps(value)
