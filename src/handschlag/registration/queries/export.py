"""Everything that is kept about a person's registrations, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db.models import Q

from handschlag.accounts.models import User
from handschlag.registration.models import (
    Badge,
    Certificate,
    EventInvitation,
    Registration,
    UnconfirmedRegistration,
)
from handschlag.registration.queries.addons import addon_exports
from handschlag.registration.queries.questions import answers_of
from handschlag.registration.rules.registration_data import COLUMNS, MOMENTS

_PLAIN: Final = ("state", "way", *(name for name in COLUMNS if name not in {"actor_id", *MOMENTS}))
_MOMENTS: Final = (*MOMENTS, "terms_accepted_at", "asked_at", "confirmed_at", "ended_at", "changed_at")


def everything_of(registration: Registration) -> Mapping[str, Any]:
    """One registration with all that goes with it, for the person alone."""
    return {**_of(registration), **addon_exports(registration, with_private=True)}


def hand_out_of(registration: Registration) -> Mapping[str, Any]:
    """What organisers and administrators may see and hand over: nothing that only the person may read."""
    return {**_of(registration), **addon_exports(registration, with_private=False)}


def _of(registration: Registration) -> Mapping[str, Any]:
    moments = {name: getattr(registration, name) for name in _MOMENTS}
    return {
        "event": registration.event.title_de,
        **{name: getattr(registration, name) for name in _PLAIN},
        **{name: at.isoformat() if at else None for name, at in moments.items()},
        "actor": registration.actor.name if registration.actor else None,
        "networks": [one.name for one in registration.networks.all()],
        "sessions": [
            {"title": one.session.title_de, "wish": one.wish, "seat": one.seat}
            for one in registration.choices.all()
        ],
        "answers": [{"question": label, "answer": said} for label, said in answers_of(registration)],
        "consents": [
            {
                "purpose": one.purpose,
                "version": one.text_version,
                "given_at": one.given_at.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in registration.consents.all()
        ],
        "badge_printed_at": [
            one.printed_at.isoformat() for one in Badge.objects.filter(registration=registration)
        ],
        "certificates": [
            {
                "issued_at": one.issued_at.isoformat(),
                "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
            }
            for one in Certificate.objects.filter(registration=registration)
        ],
        "check_ins": [
            {"at": one.at.isoformat(), "is_undone": one.is_undone} for one in registration.check_ins.all()
        ],
    }


def everything_of_account(user: User) -> Mapping[str, Any]:
    """Registrations of the account or its address, invitations to it, and forms that wait for its owner."""
    return _of_account(user, everything_of)


def hand_out_of_account(user: User) -> Mapping[str, Any]:
    """The same, as others may hand it to the person."""
    return _of_account(user, hand_out_of)


def _of_account(user: User, read: Callable[[Registration], Mapping[str, Any]]) -> Mapping[str, Any]:
    rows = Registration.objects.filter(Q(user=user) | Q(email=user.email), erased_at=None)
    rows = rows.select_related("event", "actor").prefetch_related("choices__session", "consents", "check_ins")
    invitations = EventInvitation.objects.filter(email=user.email).select_related("event")
    forms = UnconfirmedRegistration.objects.filter(email=user.email, registration=None)
    forms = forms.select_related("event")
    return {
        "registrations": [read(one) for one in rows.order_by("pk")],
        "invitations": [
            {
                "event": one.event.title_de,
                "name": one.name,
                "invited_at": one.invited_at.isoformat(),
                "declined_at": one.declined_at.isoformat() if one.declined_at else None,
            }
            for one in invitations
        ],
        "unconfirmed": [
            {
                "event": one.event.title_de,
                "asked_at": one.asked_at.isoformat(),
                "kept_until": one.ends_at.isoformat(),
                **one.facts,
            }
            for one in forms
        ],
    }
