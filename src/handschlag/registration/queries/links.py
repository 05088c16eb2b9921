"""What a personal link stands for. Whatever is wrong with a token, the answer is the same: nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.registration.models import (
    AddressChange,
    EventInvitation,
    Registration,
    UnconfirmedRegistration,
)
from handschlag.registration.rules import secrets
from handschlag.registration.rules.secrets import Purpose


def registration_with(token: str) -> Registration | None:
    """The registration of a personal link; erased ones have none."""
    stored = secrets.hash_in(token, Purpose.REGISTRATION, key=settings.SECRET_KEY)
    return _BY_SECRET.first(stored=stored) if stored else None


def registration_on_paper(token: str) -> Registration | None:
    """The registration on whose printed sheet the token stands."""
    stored = secrets.hash_on_paper(token, key=settings.SECRET_KEY)
    return _BY_SECRET.first(stored=stored) if stored else None


def registration_of_feed(token: str) -> Registration | None:
    """The registration whose calendar stands at this token; None for a wrong, old or erased one."""
    stored = secrets.hash_in(token, Purpose.FEED, key=settings.SECRET_KEY)
    return living().filter(feed_hash=stored).first() if stored else None


def living() -> QuerySet[Registration]:
    """All whose person is not erased, cancelled ones too; event and organisation are read along."""
    return Registration.objects.filter(erased_at__isnull=True).select_related("event", "actor")


_BY_SECRET: Final = PreparedQuery(lambda stored: living().filter(secret_hash=stored).order_by()[:1])


def invitation_with(token: str) -> EventInvitation | None:
    """The invitation of this link, a withdrawn one too; None for a token that was not made here."""
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


def paper_link_of(registration: Registration) -> str:
    """The token for printed sheets: it opens the pages of the day and nothing else."""
    return secrets.paper_token_of(registration.secret_hash, key=settings.SECRET_KEY)


def feed_of(registration: Registration) -> str:
    """The token of the personal feed."""
    return secrets.token_of(
        Purpose.FEED, uid=str(registration.uid), number=registration.feed_number, key=settings.SECRET_KEY
    )


def link_of_invitation(invitation: EventInvitation) -> str:
    """The token that stands in the address; always the same for one invitation."""
    return secrets.token_of(Purpose.INVITATION, uid=str(invitation.uid), number=1, key=settings.SECRET_KEY)


def unconfirmed_with(token: str, *, now: datetime) -> UnconfirmedRegistration | None:
    """What was typed, as long as it is kept; also what has become a registration since."""
    stored = secrets.hash_in(token, Purpose.CONFIRMATION, key=settings.SECRET_KEY)
    if not stored:
        return None
    rows = UnconfirmedRegistration.objects.select_related("event", "registration", "registration__event")
    return rows.filter(secret_hash=stored, is_repeat=False, ends_at__gt=now).first()


def link_of_unconfirmed(row: UnconfirmedRegistration) -> str:
    """The token that confirms what was typed."""
    return secrets.token_of(Purpose.CONFIRMATION, uid=str(row.uid), number=1, key=settings.SECRET_KEY)


def address_change_with(token: str, *, now: datetime) -> AddressChange | None:
    """The change of address that the mailed link stands for, as long as it is open."""
    stored = secrets.hash_in(token, Purpose.ADDRESS, key=settings.SECRET_KEY)
    if not stored:
        return None
    rows = AddressChange.objects.select_related("registration__event", "registration__actor")
    return rows.filter(secret_hash=stored, ends_at__gt=now, registration__erased_at=None).first()


def open_address_change(registration: Registration, *, now: datetime) -> AddressChange | None:
    """The change of address whose mailed link is still open; None without one."""
    return AddressChange.objects.filter(registration=registration, ends_at__gt=now).first()


def link_of_address_change(row: AddressChange) -> str:
    """The token that confirms the new address."""
    return secrets.token_of(Purpose.ADDRESS, uid=str(row.uid), number=1, key=settings.SECRET_KEY)


def named_by(registration: Registration) -> Sequence[UnconfirmedRegistration]:
    """Colleagues whom this person has named, as long as their links are kept."""
    return list(UnconfirmedRegistration.objects.filter(named_by=registration))
