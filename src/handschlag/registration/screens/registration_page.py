"""One registration, as organisers handle it; and counts of needs and seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.registration import labels
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.accesses import history_of
from handschlag.registration.queries.certificates import issued_certificate
from handschlag.registration.queries.lists import counted_choices, counted_diets, counted_needs
from handschlag.registration.queries.programmes import Offer, published
from handschlag.registration.rules.places import Move, is_possible
from handschlag.registration.screens.own import facts_of, sessions_of

_NOBODY: Final[Mapping[str, int]] = {"must": 0, "like": 0, "seated": 0, "waiting": 0}


def crumbs_of(event: Event, last: str) -> Sequence[Crumb]:
    """The way to a page below the list of registrations."""
    return Crumb(_("Registrations"), reverse("registration:registrations", args=[event.slug])), Crumb(last)


def handle_screen(registration: Registration, event: Event) -> dict[str, Any]:
    """One registration as organisers see it, with the moves that its state allows."""
    return {
        "crumbs": crumbs_of(event, registration.name),
        "registration": registration,
        "facts": facts_of(registration),
        "sessions": sessions_of(registration),
        "history": history_of(registration),
        "may_approve": is_possible(Move.APPROVE, registration.state),
        "may_decline": is_possible(Move.DECLINE, registration.state),
        "may_cancel": is_possible(Move.CANCEL, registration.state),
        "certificate": issued_certificate(registration),
        "is_coming": registration.state == RegistrationState.CONFIRMED,
    }


def needs_screen(event: Event) -> dict[str, Any]:
    """How many of those who come eat lunch and need what; each figure leads to the people."""
    counts = counted_needs(event.pk)
    names = ("step_free", "quiet", "interpreter", "words")
    return {
        "counts": counts,
        "figures": [(name, labels.NEEDS[name], counts[name]) for name in names],
        "diets": counted_diets(event.pk),
    }


def seats_screen(event: Event) -> dict[str, Any]:
    """Sessions by how many want to hear them: what is too small stands on top."""
    counts = counted_choices(event.pk)
    rows = [
        (offer, counts.get(pk, _NOBODY))
        for pk, offer in published(event.pk).items()
        if not offer.is_cancelled
    ]
    rows.sort(key=lambda row: (not _is_short(*row), -(row[1]["must"] + row[1]["like"])))
    return {"rows": rows, "short": sum(1 for row in rows if _is_short(*row))}


def _is_short(offer: Offer, wanted: Mapping[str, int]) -> bool:
    """Whether people wait for a place that is booked."""
    return offer.seats is not None and wanted["waiting"] > 0
