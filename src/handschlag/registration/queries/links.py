"""What a personal link stands for. Whatever is wrong with a token, the answer is the same: nothing."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from handschlag.registration.models import EventInvitation, Registration
from handschlag.registration.rules import secrets
from handschlag.registration.rules.secrets import Purpose


def registration_with(token: str) -> Registration | None:
    """The registration of a personal link; erased ones have none."""
    stored = secrets.hash_in(token, Purpose.REGISTRATION, key=settings.SECRET_KEY)
    return living().filter(secret_hash=stored).first() if stored else None


def registration_of_feed(token: str) -> Registration | None:
    stored = secrets.hash_in(token, Purpose.FEED, key=settings.SECRET_KEY)
    return living().filter(feed_hash=stored).first() if stored else None


def living() -> QuerySet[Registration]:
    return Registration.objects.filter(erased_at__isnull=True).select_related("event", "actor")


def invitation_with(token: str) -> EventInvitation | None:
    stored = secrets.hash_in(token, Purpose.INVITATION, key=settings.SECRET_KEY)
    if not stored:
        return None
    rows = EventInvitation.objects.select_related("event", "actor", "registration")
    return rows.filter(secret_hash=stored).first()


def link_of(registration: Registration) -> str:
    """The token of the personal link."""
    return secrets.token_of(
        Purpose.REGISTRATION,
        uid=str(registration.uid),
        number=registration.link_number,
        key=settings.SECRET_KEY,
    )


def feed_of(registration: Registration) -> str:
    """The token of the personal feed."""
    return secrets.token_of(
        Purpose.FEED, uid=str(registration.uid), number=registration.feed_number, key=settings.SECRET_KEY
    )


def link_of_invitation(invitation: EventInvitation) -> str:
    return secrets.token_of(Purpose.INVITATION, uid=str(invitation.uid), number=1, key=settings.SECRET_KEY)
