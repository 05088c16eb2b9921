"""The page on which somebody registers, and the same form where a registration is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.forms import BaseForm, BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_moment
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.registration.models import Registration
from handschlag.registration.queries.programmes import Offer, seats_taken
from handschlag.registration.rules.places import Occupancy, PlaceState, first_state
from handschlag.registration.screens.events import EventHead, head_of
from handschlag.registration.screens.sessions import SessionDay, days_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormParts:
    """The form in the order in which a person goes through it."""

    form: BaseForm
    times: Sequence[BoundField]
    days: tuple[SessionDay, ...]
    needs: Sequence[BoundField]
    sees: Sequence[BoundField]
    consents: Sequence[BoundField]
    is_unclear: bool
    terms: BoundField | None
    terms_text: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _RegisterScreen:
    event: EventHead
    crumbs: tuple[Crumb, ...]
    title: str
    outlook: str
    closes: str
    parts: _FormParts
    fault: str
    endangered: tuple[str, ...]
    button: str
    back_url: str
    confirm_hours: int


def _parts_of(
    form: Any, *, event: Event, offers: Mapping[int, Offer], clashing: Iterable[int] = (), version: int = 0
) -> _FormParts:
    """Fields by their groups; one query for the seats that are taken."""
    bound = {field.name: field for field in form}
    taken = seats_taken(event.pk) if any(one.seats is not None for one in offers.values()) else {}
    return _FormParts(
        form=form,
        times=[bound[name] for name in TIMES if name in bound],
        days=days_of(offers, form, taken=taken, clashing=clashing),
        needs=[bound[name] for name in NEEDS],
        sees=[field for name, field in bound.items() if name.startswith("sees_")],
        consents=[field for name, field in bound.items() if name.startswith("consent_")],
        is_unclear=form.is_unclear,
        terms=bound.get("terms"),
        terms_text=pick(event.terms_de, event.terms_en),
        version=version,
    )


TIMES = ("arrives_day", "arrives_time", "leaves_day", "leaves_time")
NEEDS = ("needs_step_free", "needs_quiet", "needs_interpreter", "needs")


def register_screen(
    event: Event,
    form: Any,
    *,
    offers: Mapping[int, Offer],
    house: Occupancy,
    is_invited: bool = False,
    fault: str = "",
    clashing: Iterable[int] = (),
    endangered: tuple[str, ...] = (),
) -> _RegisterScreen:
    """The page with the form; it says at once whether a place or the waiting list is the outlook."""
    head = head_of(event)
    state = first_state(house, needs_approval=event.needs_approval, is_invited=is_invited)
    return _RegisterScreen(
        event=head,
        crumbs=(Crumb(head.title, head.url), Crumb(_("Register"))),
        title=_("Register: %(event)s") % {"event": head.title},
        outlook=_outlook(state, house),
        closes=_closes_words(event),
        parts=_parts_of(form, event=event, offers=offers, clashing=clashing),
        fault=fault,
        endangered=endangered,
        button=_("Join the waiting list") if state is PlaceState.WAITING else _("Register"),
        back_url=head.url,
        confirm_hours=settings.CONFIRM_WITHIN_HOURS,
    )


def add_screen(
    event: Event,
    form: Any,
    *,
    offers: Mapping[int, Offer],
    fault: str = "",
    clashing: Iterable[int] = (),
) -> _RegisterScreen:
    """The same form, filled in by the organisers."""
    head = head_of(event)
    back = reverse("registration:registrations", args=[event.slug])
    return _RegisterScreen(
        event=head,
        crumbs=(Crumb(_("Registrations"), back), Crumb(_("Register someone"))),
        title=_("Register someone"),
        outlook=_(
            "Only with the person’s consent, for example by telephone. The person gets a "
            "confirmation by email."
        ),
        closes="",
        parts=_parts_of(form, event=event, offers=offers, clashing=clashing),
        fault=fault,
        endangered=(),
        button=_("Register and send email"),
        back_url=back,
        confirm_hours=settings.CONFIRM_WITHIN_HOURS,
    )


def change_screen(
    registration: Registration,
    form: Any,
    *,
    offers: Mapping[int, Offer],
    version: int,
    back_url: str,
    fault: str = "",
    clashing: Iterable[int] = (),
    endangered: tuple[str, ...] = (),
) -> _RegisterScreen:
    """The form with everything that was said; `version` is the state that the person has seen."""
    event = registration.event
    head = head_of(event)
    return _RegisterScreen(
        event=head,
        crumbs=(Crumb(head.title, head.url), Crumb(_("Registration"), back_url), Crumb(_("Change"))),
        title=_("Change the registration"),
        outlook="",
        closes="",
        parts=_parts_of(form, event=event, offers=offers, clashing=clashing, version=version),
        fault=fault,
        endangered=endangered,
        button=_("Save the changes"),
        back_url=back_url,
        confirm_hours=settings.CONFIRM_WITHIN_HOURS,
    )


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
    if house.free is not None and house.free <= FEW:
        return _("Only a few places are left.")
    return _("Places are available.")


FEW = 10


def _closes_words(event: Event) -> str:
    if event.registration_closes_at is None:
        return ""
    return _("Registration ends on %(day)s.") % {"day": format_moment(event.registration_closes_at)}
