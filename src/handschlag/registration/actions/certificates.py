"""Certificates of attendance: taken by their person, revoked and restored by the organisers."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.registration.actions.access import require_hand, require_team
from handschlag.registration.actions.registering import hash_for
from handschlag.registration.actions.versioned_writes import lock_registration
from handschlag.registration.models import Certificate, Registration
from handschlag.registration.queries.certificates import certificate_facts
from handschlag.registration.rules.refusals import CertificateRefusal
from handschlag.registration.rules.secrets import Purpose


@transaction.atomic
def issue_certificate(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Certificate:
    """The person's certificate: made once, the same one however often it is downloaded."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    facts = certificate_facts(registration, now=now)
    if facts.refusal is not None:
        raise Refusal(facts.refusal)
    if facts.issued is not None:
        return facts.issued
    uid = uuid.uuid4()
    made = Certificate.objects.create(
        registration=registration,
        uid=uid,
        secret_hash=hash_for(Purpose.CERTIFICATE, uid),
        issued_at=now,
    )
    _record("registration.certificate_issued", registration, by=by, now=now)
    return made


@transaction.atomic
def revoke_certificate(*, registration_id: int, by: Subject, now: datetime) -> None:
    """The code on it is answered as one that nobody knows; the person can download it no longer."""
    row = _issued(registration_id, by=by)
    if row.revoked_at is not None:
        return
    Certificate.objects.filter(pk=row.pk).update(revoked_at=now, revoked_by=by.user_id)
    _record("registration.certificate_revoked", row.registration, by=by, now=now)


@transaction.atomic
def restore_certificate(*, registration_id: int, by: Subject, now: datetime) -> None:
    """The same certificate is valid again, on paper too."""
    row = _issued(registration_id, by=by)
    if row.revoked_at is None:
        return
    Certificate.objects.filter(pk=row.pk).update(revoked_at=None, revoked_by=None)
    _record("registration.certificate_restored", row.registration, by=by, now=now)


def _issued(registration_id: int, *, by: Subject) -> Certificate:
    registration = lock_registration(registration_id)
    require_team(by, registration.event_id)
    row = Certificate.objects.filter(registration=registration).first()
    if row is None:
        raise Refusal(CertificateRefusal.NONE)
    row.registration = registration
    return row


def _record(verb: str, registration: Registration, *, by: Subject, now: datetime) -> None:
    audit.record(verb=verb, target=registration, by_id=by.user_id, now=now)
