"""What was typed, shown to whoever opened the mailed link."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from handschlag.common.times import format_moment
from handschlag.registration import labels
from handschlag.registration.models import (
    AddressChange,
    Registration,
    SessionChoice,
    UnconfirmedRegistration,
)
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules.registration_data import columns, unpacked
from handschlag.registration.screens.events import EventHead, head_of
from handschlag.registration.screens.own import OwnFact, own_facts, seen_of
from handschlag.registration.screens.sessions import ChosenRow, chosen_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConfirmScreen:
    """Everything that a person said, before it becomes a registration."""

    event: EventHead
    until: str
    held_until: str  # empty where no place is held
    facts: tuple[OwnFact, ...]
    sessions: tuple[ChosenRow, ...]
    consents: tuple[str, ...]
    seen: tuple[OwnFact, ...]
    has_accepted_terms: bool
    discard_url: str


def confirm_screen(row: UnconfirmedRegistration, *, token: str) -> _ConfirmScreen:
    """Shown as the registration's own page will show it."""
    facts = unpacked(row.facts)
    typed = Registration(event=row.event, **columns(facts))
    choices = [SessionChoice(session_id=pk, wish=wish) for pk, wish in facts.wishes.items()]
    return _ConfirmScreen(
        event=head_of(row.event),
        until=format_moment(row.ends_at),
        held_until=format_moment(row.held_until or row.ends_at) if row.holds_place else "",
        facts=own_facts(typed),
        sessions=chosen_rows(choices, choosable(row.event_id) if choices else {}, endangered=()),
        consents=tuple(str(labels.CONSENTS[one][0]) for one in labels.CONSENTS if one in facts.consents),
        seen=seen_of(typed),
        has_accepted_terms=facts.has_accepted_terms,
        discard_url=reverse("registration:discard", args=[token]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _AddressScreen:
    """A registration is to have this address."""

    event: EventHead
    email: str
    until: str


def address_screen(change: AddressChange) -> _AddressScreen:
    """Without a word about the person: the address may have been mistyped."""
    return _AddressScreen(
        event=head_of(change.registration.event), email=change.email, until=format_moment(change.ends_at)
    )
