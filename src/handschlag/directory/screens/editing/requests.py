"""Requests to join a network, for those who decide."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.times import format_short_date
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import JoinRequest, JoinState, Network
from handschlag.directory.rules.duplicates import Candidate
from handschlag.directory.rules.joining import KEEP_DECIDED, KEEP_UNDECIDED
from handschlag.directory.screens.editing import network_entry as page
from handschlag.directory.screens.editing.members import NEW, LikelyActor, likely_actors

STATES = {
    JoinState.OPEN.value: lambda: _("waits for your answer"),
    JoinState.ACCEPTED.value: lambda: _("accepted"),
    JoinState.DECLINED.value: lambda: _("declined"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _RequestRow:
    organisation: str
    place: str
    asked: str
    state: str
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _RequestsScreen:
    name: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Link, ...]
    rows: tuple[_RequestRow, ...]
    keep_undecided: int
    keep_decided: int
    join_url: str


def requests_screen(network: Network) -> _RequestsScreen:
    rows = JoinRequest.objects.filter(network=network).exclude(state=JoinState.UNCONFIRMED)
    ordered = sorted(rows, key=lambda row: (row.state != JoinState.OPEN, row.asked_at))
    return _RequestsScreen(
        name=network.name,
        crumbs=page.crumbs(network, Crumb(_("Requests"))),
        tabs=page.tabs(network, "manage_requests"),
        rows=tuple(
            _RequestRow(
                organisation=row.organisation,
                place=row.place,
                asked=format_short_date(row.asked_at),
                state=STATES[row.state](),
                is_open=row.state == JoinState.OPEN,
                url=reverse("directory:manage_request", args=[network.slug, row.pk]),
            )
            for row in ordered
        ),
        keep_undecided=KEEP_UNDECIDED.days,
        keep_decided=KEEP_DECIDED.days,
        join_url=reverse("directory:join", args=[network.slug]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _RequestScreen:
    network: str
    crumbs: tuple[Crumb, ...]
    organisation: str
    place: str
    website: str
    contact_name: str
    contact_email: str
    message: str
    asked: str
    is_open: bool
    state: str
    answer: str
    proposed: tuple[LikelyActor, ...]
    since: forms.Form
    new: forms.Form
    accept: forms.Form
    decline: forms.Form
    is_public_at_once: bool


def request_screen(
    by: Subject,
    network: Network,
    row: JoinRequest,
    *,
    since: forms.Form,
    new: forms.Form,
    accept: forms.Form,
    decline: forms.Form,
) -> _RequestScreen:
    back = Crumb(_("Requests"), reverse("directory:manage_requests", args=[network.slug]))
    is_open = row.state == JoinState.OPEN
    asked = Candidate(id=NEW, name=row.organisation, place=row.place, website=row.website)
    return _RequestScreen(
        network=network.name,
        crumbs=page.crumbs(network, back, Crumb(row.organisation)),
        organisation=row.organisation,
        place=row.place,
        website=row.website,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        message=row.message,
        asked=format_short_date(row.asked_at),
        is_open=is_open,
        state=STATES[row.state](),
        answer=row.answer,
        proposed=likely_actors(network, asked, by) if is_open else (),
        since=since,
        new=new,
        accept=accept,
        decline=decline,
        is_public_at_once=may(by, Action.PUBLISH_ACTOR),
    )
