"""Who gets a certificate of attendance, and which sessions stand on it."""

from __future__ import annotations

from datetime import datetime

from handschlag.registration.rules.refusals import CertificateRefusal


def refusal_of(
    *, is_confirmed: bool, is_over: bool, has_arrived: bool, is_revoked: bool
) -> CertificateRefusal | None:
    """Why there is no certificate now.

    >>> refusal_of(is_confirmed=True, is_over=True, has_arrived=False, is_revoked=False).value
    'not_checked_in'
    """
    if not is_confirmed:
        return CertificateRefusal.NO_PLACE
    if not is_over:
        return CertificateRefusal.NOT_OVER
    if not has_arrived:
        return CertificateRefusal.NOT_CHECKED_IN
    return CertificateRefusal.REVOKED if is_revoked else None


def was_there(
    starts_at: datetime, ends_at: datetime, *, arrived_at: datetime, left_at: datetime | None
) -> bool:
    """Whether the person was at the event during at least a part of this time."""
    return ends_at > arrived_at and (left_at is None or starts_at < left_at)
