"""Invitations of an event, pairs that may be one person, and organisations that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_day_and_time
from handschlag.design.components.parts import Link, Pages
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.events.models import Event
from handschlag.registration.models import EventInvitation, Registration
from handschlag.registration.queries.duplicates import Doubtful, doubtful_pairs
from handschlag.registration.queries.organisations import (
    Unknown,
    resembling,
    unknown_organisations,
    waiting_for_editors,
)
from handschlag.registration.rules.resemblance import ResemblanceReason
from handschlag.registration.screens.my_registrations import STATES
from handschlag.registration.screens.organising import tabs_of

PAGE: Final = 50
REASONS: Final[Mapping[ResemblanceReason, str | Promise]] = {
    ResemblanceReason.SAME_NAME: gettext_lazy("same name"),
    ResemblanceReason.SIMILAR_NAME: gettext_lazy("similar name"),
    ResemblanceReason.SAME_ACTOR: gettext_lazy("same organisation"),
    ResemblanceReason.SIMILAR_ORGANISATION: gettext_lazy("similar organisation"),
    ResemblanceReason.SAME_DOMAIN: gettext_lazy("addresses of one organisation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _InvitationRow:
    pk: int
    name: str
    email: str
    organisation: str
    state: str
    tone: str
    sent: str
    is_waiting: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _InvitationsScreen:
    tabs: Sequence[Link]
    form: Any
    rows: Sequence[_InvitationRow]
    total: int
    pages: Pages
    action_url: str


def invitations_screen(event: Event, form: Any, *, page: str) -> _InvitationsScreen:
    """Invitations, fifty a page, with the form for more; a wrong page gives the first or last."""
    rows = EventInvitation.objects.filter(event=event).select_related("registration")
    paginator = Paginator(rows, PAGE)
    shown = paginator.get_page(page)
    return _InvitationsScreen(
        tabs=tabs_of(event, "invitations"),
        form=form,
        rows=tuple(_invitation_row(one, event) for one in shown.object_list),
        total=paginator.count,
        pages=Pages(number=shown.number, count=paginator.num_pages),
        action_url=reverse("registration:invitation", args=[event.slug]),
    )


def _invitation_row(one: EventInvitation, event: Event) -> _InvitationRow:
    state, tone = _state_of(one)
    registered = one.registration
    return _InvitationRow(
        pk=one.pk,
        name=one.name or one.email,
        email=one.email,
        organisation=one.organisation,
        state=state,
        tone=tone,
        sent=format_day_and_time(one.sent_at or one.invited_at),
        is_waiting=one.withdrawn_at is None and registered is None,
        url=reverse("registration:registration", args=[event.slug, registered.pk]) if registered else "",
    )


def _state_of(one: EventInvitation) -> tuple[str, str]:
    if one.registration is not None:
        word, tone = STATES[one.registration.state]
        return str(word), "" if tone == "plain" else tone
    if one.withdrawn_at is not None:
        return _("withdrawn"), ""
    return (_("opened, no reply"), "wait") if one.opened_at else (_("not opened"), "wait")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    pk: int
    name: str
    email: str
    organisation: str
    state: str
    since: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairRow:
    first: _Side
    second: _Side
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairsScreen:
    tabs: Sequence[Link]
    rows: Sequence[_PairRow]
    merge_url: str
    apart_url: str


def pairs_screen(event: Event) -> _PairsScreen:
    """Up to fifty pairs of registrations that may be one person, the likeliest first."""
    return _PairsScreen(
        tabs=tabs_of(event, "pairs"),
        rows=tuple(_pair_row(one, event) for one in doubtful_pairs(event.pk)[:PAGE]),
        merge_url=reverse("registration:merge", args=[event.slug]),
        apart_url=reverse("registration:tell_apart", args=[event.slug]),
    )


def _pair_row(one: Doubtful, event: Event) -> _PairRow:
    return _PairRow(
        first=_side(one.first, event),
        second=_side(one.second, event),
        reasons=", ".join(str(REASONS[reason]) for reason in one.pair.reasons),
    )


def _side(one: Registration, event: Event) -> _Side:
    return _Side(
        pk=one.pk,
        name=one.name,
        email=one.email,
        organisation=one.actor.name if one.actor else one.organisation,
        state=str(STATES[one.state][0]),
        since=format_day_and_time(one.asked_at),
        url=reverse("registration:registration", args=[event.slug, one.pk]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    pk: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnknownRow:
    organisation: str
    people: int
    candidates: Sequence[_Candidate]
    review_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnknownScreen:
    rows: Sequence[_UnknownRow]
    total: int


MOST_UNKNOWN: Final = 30


def unknown_screen() -> _UnknownScreen:
    """The directory's candidates for those of most people; one query for each of them."""
    found, waiting = unknown_organisations(), waiting_for_editors()
    return _UnknownScreen(
        rows=tuple(_unknown_row(one, waiting) for one in found[:MOST_UNKNOWN]), total=len(found)
    )


def _unknown_row(one: Unknown, waiting: Mapping[str, int]) -> _UnknownRow:
    pk = waiting.get(bare_name(one.organisation))
    return _UnknownRow(
        review_url=reverse("directory:review", args=["actor", pk]) if pk else "",
        organisation=one.organisation,
        people=one.people,
        candidates=tuple(
            _Candidate(pk=actor.pk, name=f"{actor.name}, {actor.place}" if actor.place else actor.name)
            for actor in resembling(one.organisation)
        ),
    )
