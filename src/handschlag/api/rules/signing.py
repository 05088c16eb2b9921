"""How a call is signed, so that whoever gets it knows that it is ours, and of now.

The secret is not stored: it is computed from the platform's own secret, the endpoint's identifier and a
number. Whoever has only the database cannot sign.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

PREFIX: Final = "whsec_"
SIGNATURE: Final = "Handschlag-Signature"
DELIVERY: Final = "Handschlag-Delivery"
WINDOW_SECONDS: Final = 300  # older calls are to be refused


def secret_of(uid: str, *, number: int, key: str) -> str:
    """What is shown once; a new number makes a new one."""
    made = hmac.new(key.encode(), f"webhook:{uid}:{number}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.urlsafe_b64encode(made).decode().rstrip("=")


def signature_of(body: bytes, *, secret: str, at: int) -> str:
    """The header: when it was signed, and the code over that and the body.

    >>> signature_of(b"{}", secret="whsec_x", at=1)[:12]
    't=1,v1=36ee2'
    """
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"
