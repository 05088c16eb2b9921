"""Filling in for somebody: requests that wait, people to ask. Nothing of what is private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handschlag.matching.models import Listed, Participant, Party, RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class _AssistScreen:
    incoming: Sequence[Party]
    proposed: Sequence[Listed]
    sent: Sequence[str]


def assist_screen(participant: Participant) -> _AssistScreen:
    """What is there for whom the team fills in."""
    return _AssistScreen(
        incoming=_incoming_of(participant),
        proposed=_proposed_of(participant),
        sent=_sent_of(participant),
    )


def _incoming_of(participant: Participant) -> Sequence[Party]:
    rows = Party.objects.filter(
        participant=participant,
        is_sender=False,
        said_yes_at=None,
        request__state=RequestState.OPEN,
        request__sender__left_at=None,
    ).select_related("request__sender__registration__actor")
    return tuple(rows.order_by("request__sent_at", "pk"))


def _proposed_of(participant: Participant) -> Sequence[Listed]:
    """The recommendations of whom nobody has asked yet, whatever the person thinks of them in private."""
    asked = Party.objects.filter(request__parties__participant=participant).values("participant")
    rows = Listed.objects.filter(participant=participant, partner__left_at=None)
    rows = rows.exclude(partner__in=asked).select_related("partner__registration__actor")
    return tuple(rows.order_by("position"))


def _sent_of(participant: Participant) -> Sequence[str]:
    rows = Party.objects.filter(request__sender=participant, is_sender=False)
    rows = rows.filter(request__state__in=["open", "accepted", "round", "watched"])
    return tuple(
        rows.order_by("request__sent_at", "pk").values_list("participant__registration__name", flat=True)
    )
