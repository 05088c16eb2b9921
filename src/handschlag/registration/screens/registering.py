"""The page on which somebody registers, and the same form where a registration is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.registration.models import Registration
from handschlag.registration.queries.programmes import Offer, seats_taken
from handschlag.registration.rules.places import Occupancy, PlaceState, first_state
from handschlag.registration.rules.questions import FIELD
from handschlag.registration.screens.registration_page import crumbs_of
from handschlag.registration.screens.sessions import days_of

_TIMES: Final = ("arrives_day", "arrives_time", "leaves_day", "leaves_time")
_CONTACT: Final = ("role", "place", "phone")
_NEEDS: Final = (
    "is_remote",
    "diet",
    "needs_step_free",
    "needs_quiet",
    "needs_interpreter",
    "needs",
    "speaks",
)
_FEW: Final = 10


def _form_screen(
    form: Any,
    *,
    event: Event,
    offers: Mapping[int, Offer],
    fault: str = "",
    clashing: Iterable[int] = (),
    endangered: Iterable[str] = (),
) -> dict[str, Any]:
    """Fields by their groups, in the order in which a person goes through them, and what is wrong."""
    bound = {field.name: field for field in form}
    has_seats = form.has_sessions and any(offer.seats is not None for offer in offers.values())
    taken = seats_taken(event.pk) if has_seats else {}
    return {
        "event": event,
        "form": form,
        "contact": [bound[name] for name in _CONTACT if name in bound],
        "times": [bound[name] for name in _TIMES if name in bound],
        "lunch": [bound["has_lunch"]] if "has_lunch" in bound else [],
        "days": days_of(offers, form, taken=taken, clashing=clashing) if form.has_sessions else [],
        "needs": [bound[name] for name in _NEEDS if name in bound],
        "answers": [field for name, field in bound.items() if name.startswith(FIELD)],
        "audiences": [field for name, field in bound.items() if name.startswith("sees_")],
        "consents": [field for name, field in bound.items() if name.startswith("consent_")],
        "fault": fault,
        "endangered": endangered,
    }


def register_screen(
    event: Event, form: Any, *, house: Occupancy, is_invited: bool = False, **shown: Any
) -> dict[str, Any]:
    """The page with the form; it says at once whether a place or the waiting list is the outlook."""
    state = first_state(house, needs_approval=event.needs_approval, is_invited=is_invited)
    return {
        **_form_screen(form, event=event, **shown),
        "crumbs": (_event_crumb(event), Crumb(_("Register"))),
        "outlook": _outlook(state, house),
        "saved_sessions": len(form.before.wishes),
        "is_waiting": state is PlaceState.WAITING,
    }


def add_screen(event: Event, form: Any, **shown: Any) -> dict[str, Any]:
    """The same form, filled in by the organisers."""
    return {**_form_screen(form, event=event, **shown), "crumbs": crumbs_of(event, _("Register someone"))}


def change_screen(registration: Registration, form: Any, *, back_url: str, **shown: Any) -> dict[str, Any]:
    """The form with everything that was said; its version is the state that the person has seen."""
    event = registration.event
    return {
        **_form_screen(form, event=event, **shown),
        "crumbs": (_event_crumb(event), Crumb(_("Registration"), back_url), Crumb(_("Change"))),
        "version": registration.version,
        "back_url": back_url,
    }


def _event_crumb(event: Event) -> Crumb:
    return Crumb(event.title, reverse("events:event", args=[event.slug]))


def _outlook(state: PlaceState, house: Occupancy) -> str:
    """What happens after the button is pressed."""
    match state:
        case PlaceState.ASKED:
            return _("The organisers check each registration and email you.")
        case PlaceState.WAITING:
            return _(
                "All places are taken. You can join the waiting list; we will email you when a place "
                "becomes free."
            )
    if house.free is not None and house.free <= _FEW:
        return _("Only a few places are left.")
    return _("Places are available.")
