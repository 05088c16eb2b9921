"""Messages are sealed and signed as the RFCs say."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from benchmarks.day.push_service import Phone, decoded
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from handschlag.day.web_push import CURVE, BadKey, base64_of, device_keys, point_of, sealed, signature_for

pytestmark = pytest.mark.once


def private_of(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decoded(text), "big"), CURVE)


def test_the_example_of_the_rfc_comes_out_byte_by_byte() -> None:
    """RFC 8291, section 5 and appendix A."""
    own = private_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    receiver = private_of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
    device = device_keys(key=base64_of(point_of(receiver)), secret="BTBZMqHH6r4Tts7J_aSIgg")
    body = sealed(
        b"When I grow up, I want to be a watermelon",
        device,
        own=own,
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert base64_of(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
        "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_only_the_phone_itself_reads_its_message() -> None:
    ada, bo = Phone("ada"), Phone("bo")
    device = device_keys(key=ada.keys()["p256dh"], secret=ada.keys()["auth"])
    body = sealed(b"look", device, own=ec.generate_private_key(CURVE), salt=os.urandom(16))
    assert ada.read(body) == b"look"
    with pytest.raises(InvalidTag):
        bo.read(body)


def test_a_signature_is_for_one_service_and_ends() -> None:
    key, until = ec.generate_private_key(CURVE), datetime.now(UTC) + timedelta(hours=1)
    said = signature_for("https://push.example", key=key, contact="mailto:a@example.org", expires_at=until)
    token, public = said.removeprefix("vapid t=").split(", k=")
    assert decoded(public) == point_of(key)
    found = jwt.decode(token, key.public_key(), algorithms=["ES256"], audience="https://push.example")
    assert found == {
        "aud": "https://push.example",
        "exp": int(until.timestamp()),
        "sub": "mailto:a@example.org",
    }
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(token, key.public_key(), algorithms=["ES256"], audience="https://other.example")


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("", "BTBZMqHH6r4Tts7J_aSIgg"),
        ("B" + "A" * 86, "BTBZMqHH6r4Tts7J_aSIgg"),  # not on the curve
        (Phone("a").keys()["p256dh"], "BTBZ"),
        (Phone("a").keys()["p256dh"] + "!", "BTBZMqHH6r4Tts7J_aSIgg"),
        (Phone("a").keys()["p256dh"], "ä" * 22),
    ],
    ids=["no key", "not on the curve", "short secret", "odd sign in the key", "odd signs in the secret"],
)
def test_keys_that_no_browser_makes_are_refused(key: str, secret: str) -> None:
    with pytest.raises(BadKey):
        device_keys(key=key, secret=secret)
