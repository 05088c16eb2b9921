"""Messages to browsers: sealed for one device (RFC 8291, RFC 8188), signed with our key (VAPID, RFC 8292)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.conf import settings
from django.db import transaction

from handschlag.common import audit
from handschlag.day.models import PushKey, PushSubscription

CURVE: Final = ec.SECP256R1()
POINT, SECRET, SALT = 65, 16, 16  # bytes
RECORD: Final = 4096  # bytes; a message of ours is one record
LAST_RECORD: Final = b"\x02"


class BadKey(ValueError):
    """Not a key that a browser makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeviceKeys:
    """What a browser gives with its subscription."""

    key: bytes
    secret: bytes


def base64_of(data: bytes) -> str:
    """As the RFCs write bytes: for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes_in(text: str) -> bytes:
    """The bytes that are written so, or `BadKey`."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey from error


def device_keys(*, key: str, secret: str) -> _DeviceKeys:
    """The keys as a page sends them, or `BadKey`: a point of the curve and sixteen bytes."""
    found = _DeviceKeys(key=_bytes_in(key), secret=_bytes_in(secret))
    if len(found.key) != POINT or len(found.secret) != SECRET:
        raise BadKey
    _point_in(found.key)
    return found


def _point_in(data: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)
    except ValueError as error:
        raise BadKey from error


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half, uncompressed."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def sealed(text: bytes, device: _DeviceKeys, *, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """The body of a message that only this device can read. `own` and `salt` are new for each message."""
    ours = point_of(own)
    shared = own.exchange(ec.ECDH(), _point_in(device.key))
    mixed = _derived(shared, salt=device.secret, info=b"WebPush: info\x00" + device.key + ours, length=32)
    content_key = _derived(mixed, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derived(mixed, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(content_key).encrypt(nonce, text + LAST_RECORD, None)


def _derived(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)


def origin_of(endpoint: str) -> str:
    """Scheme, host and port: whom a signature is for.

    >>> origin_of("https://push.example.org/p/1")
    'https://push.example.org'
    """
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def signature_for(origin: str, *, key: ec.EllipticCurvePrivateKey, contact: str, expires_at: datetime) -> str:
    """The header `Authorization`: it is us, until then, and whom to ask; for all devices of the origin."""
    claims = {"aud": origin, "exp": int(expires_at.timestamp()), "sub": contact}
    token = jwt.encode(claims, key, algorithm="ES256")
    return f"vapid t={token}, k={base64_of(point_of(key))}"


@transaction.atomic
def public_key(*, now: datetime) -> str:
    """What browsers are given; the pair is made where there is none that can be opened.

    Needs no right: it is public, and the same for everybody.
    """
    if own_key() is not None:
        return PushKey.objects.get().public
    PushKey.objects.get_or_create(number=1, defaults=_made(now))
    PushKey.objects.select_for_update().get()  # of two that found none, the second finds that of the first
    return PushKey.objects.get().public if own_key() is not None else renew_key(now=now)


@transaction.atomic
def renew_key(*, now: datetime) -> str:
    """A new pair. Browsers hold on to the old one, so every subscription ends."""
    row, _is_new = PushKey.objects.update_or_create(number=1, defaults=_made(now))
    number = PushSubscription.objects.count()
    PushSubscription.objects.all().delete()
    changes = {"subscriptions": [number, 0]}
    audit.record(verb="day.push_key_made", target=row, by_id=None, now=now, changes=changes)
    return row.public


def _made(now: datetime) -> dict[str, Any]:
    key = ec.generate_private_key(CURVE)
    inside = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    sealed = seal_of_keys().encrypt(inside).decode()
    return {"public": base64_of(point_of(key)), "sealed": sealed, "made_at": now}


def seal_of_keys() -> Fernet:
    """What the private key is sealed with: whoever has only the database has no key."""
    secret = hashlib.sha256(f"push.key:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def own_key() -> ec.EllipticCurvePrivateKey | None:
    """The platform's key; None where there is none yet, or the platform's secret is another by now."""
    row = PushKey.objects.first()
    if row is None:
        return None
    try:
        key = load_der_private_key(seal_of_keys().decrypt(row.sealed.encode()), password=None)
    except InvalidToken:
        return None
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
