"""Filling in for somebody: profile, requests that wait, people to ask. Nothing of what is private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField, Form
from django.urls import reverse

from handschlag.events.models import Event
from handschlag.matching.models import Listed, Participant, Party, RequestState
from handschlag.registration.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class _Incoming:
    request: int
    name: str
    organisation: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposed:
    participant: int
    name: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _AssistScreen:
    number: int
    name: str
    organisation: str
    is_begun: bool
    seen: int
    lines: Sequence[BoundField]
    form: Form | None
    incoming: Sequence[_Incoming]
    proposed: Sequence[_Proposed]
    sent: Sequence[str]
    back_url: str
    fault: str


def assist_screen(
    event: Event,
    registration: Registration,
    participant: Participant | None,
    *,
    form: Form | None,
    fault: str = "",
) -> _AssistScreen:
    """`participant` is None as long as nobody fills in."""
    return _AssistScreen(
        number=registration.pk,
        name=registration.name,
        organisation=_organisation(registration),
        is_begun=participant is not None,
        seen=participant.version if participant else 0,
        lines=tuple(form) if form else (),
        form=form,
        incoming=_incoming_of(participant) if participant else (),
        proposed=_proposed_of(participant) if participant else (),
        sent=_sent_of(participant) if participant else (),
        back_url=reverse("matching:readiness", args=[event.slug]) + f"?person={registration.pk}#call",
        fault=fault,
    )


def _organisation(registration: Registration) -> str:
    return registration.actor.name if registration.actor else registration.organisation


def _incoming_of(participant: Participant) -> Sequence[_Incoming]:
    rows = Party.objects.filter(
        participant=participant,
        is_sender=False,
        said_yes_at=None,
        request__state=RequestState.OPEN,
        request__sender__left_at=None,
    ).select_related("request__sender__registration__actor")
    return tuple(
        _Incoming(
            request=row.request_id,
            name=row.request.sender.registration.name,
            organisation=_organisation(row.request.sender.registration),
            purpose=row.request.purpose,
        )
        for row in rows.order_by("request__sent_at", "pk")
    )


def _proposed_of(participant: Participant) -> Sequence[_Proposed]:
    """The recommendations of whom nobody has asked yet, whatever the person thinks of them in private."""
    asked = Party.objects.filter(request__parties__participant=participant).values("participant")
    rows = Listed.objects.filter(participant=participant, partner__left_at=None)
    rows = rows.exclude(partner__in=asked).select_related("partner__registration__actor")
    return tuple(
        _Proposed(
            participant=row.partner_id,
            name=row.partner.registration.name,
            organisation=_organisation(row.partner.registration),
        )
        for row in rows.order_by("position")
    )


def _sent_of(participant: Participant) -> Sequence[str]:
    rows = Party.objects.filter(request__sender=participant, is_sender=False)
    rows = rows.filter(request__state__in=["open", "accepted", "round", "watched"])
    return tuple(
        rows.order_by("request__sent_at", "pk").values_list("participant__registration__name", flat=True)
    )
