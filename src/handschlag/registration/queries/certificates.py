"""A person's certificate of attendance: what it says, and whether a code stands for a valid one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings

from handschlag.common.times import at_place, zone
from handschlag.events.models import Event, EventDay
from handschlag.registration.models import Certificate, Registration, RegistrationState, SeatState
from handschlag.registration.queries.arrivals import arrival_of
from handschlag.registration.queries.programmes import Offer, choices_of, published
from handschlag.registration.rules import secrets
from handschlag.registration.rules.certificates import refusal_of, was_there
from handschlag.registration.rules.refusals import CertificateRefusal
from handschlag.registration.rules.secrets import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says, and why there is none."""

    registration: Registration
    sessions: Sequence[Offer]
    hosts: Sequence[str]
    issued: Certificate | None
    refusal: CertificateRefusal | None

    @property
    def checked_until(self) -> date:
        """The last day on which the code is answered: then the registration is deleted."""
        return self.registration.event.last_day + timedelta(days=settings.KEEP_REGISTRATIONS_DAYS)


def certificate_facts(registration: Registration, *, now: datetime) -> CertificateFacts:
    """What stands on the person's certificate; a constant number of queries."""
    arrived_at, issued = arrival_of(registration), issued_certificate(registration)
    refusal = refusal_of(
        is_confirmed=registration.state == RegistrationState.CONFIRMED,
        is_over=now >= _end_of(registration.event),
        has_arrived=arrived_at is not None,
        is_revoked=issued is not None and issued.revoked_at is not None,
    )
    return CertificateFacts(
        registration=registration,
        sessions=_sessions_of(registration, arrived_at) if arrived_at else (),
        hosts=[
            host.network.name if host.network else host.name
            for host in registration.event.hosts.select_related("network")
        ],
        issued=issued,
        refusal=refusal,
    )


def issued_certificate(registration: Registration) -> Certificate | None:
    """The certificate that the person has taken, a revoked one too."""
    return Certificate.objects.filter(registration=registration).first()


def _sessions_of(registration: Registration, arrived_at: datetime) -> Sequence[Offer]:
    """What the person had chosen and could hear: nobody notes who sits in which room."""
    chosen = {one.session_id for one in choices_of(registration) if one.seat != SeatState.WAITING}
    offers = published(registration.event_id) if chosen else {}
    return [
        offer
        for pk, offer in offers.items()
        if pk in chosen
        and not offer.is_cancelled
        and was_there(offer.starts_at, offer.ends_at, arrived_at=arrived_at, left_at=registration.leaves_at)
    ]


def _end_of(event: Event) -> datetime:
    """When the house closes on the last day; without hours, at midnight."""
    day = EventDay.objects.filter(event=event, day=event.last_day).first()
    if day is not None:
        return day.closes_at
    with at_place(event.time_zone):
        return datetime.combine(event.last_day + timedelta(days=1), time(), tzinfo=zone())


def certificate_with(code: str) -> Certificate | None:
    """The valid certificate of this code; None for a wrong one, and for one that holds no longer."""
    stored = secrets.hash_in(code, Purpose.CERTIFICATE, key=settings.SECRET_KEY)
    if not stored:
        return None
    valid = Certificate.objects.filter(
        revoked_at=None, registration__erased_at=None, registration__state=RegistrationState.CONFIRMED
    )
    found = valid.filter(secret_hash=stored).select_related("registration__event").first()
    return found if found and arrival_of(found.registration) else None


def code_of(certificate: Certificate) -> str:
    """What the QR code leads to: signed, and computed anew each time."""
    return secrets.token_of(Purpose.CERTIFICATE, uid=str(certificate.uid), number=1, key=settings.SECRET_KEY)
