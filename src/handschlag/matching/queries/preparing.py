"""What the pages of preparing count and list."""

from __future__ import annotations

from collections.abc import Sequence

from handschlag.events.models import Block, BlockPlace, Place
from handschlag.matching.models import (
    RESERVE,
    ForbiddenPair,
    Listed,
    Participant,
    Party,
    RequestState,
    Service,
)


def count_blocks(event_id: int) -> int:
    """Blocks of time slots of the event."""
    return Block.objects.filter(event_id=event_id).count()


def count_places(event_id: int) -> int:
    """Meeting points of the event."""
    return Place.objects.filter(event_id=event_id).count()


def count_open_places(event_id: int) -> int:
    """Meeting points that are open in a block."""
    return BlockPlace.objects.filter(block__event_id=event_id).values("place").distinct().count()


def count_people(service: Service | None) -> int:
    """Who takes part in matchmaking now."""
    return Participant.objects.filter(service=service, left_at=None).count() if service else 0


def count_forbidden(service: Service) -> int:
    """Pairs that are kept apart."""
    return ForbiddenPair.objects.filter(service=service).count()


def addresses_of(service: Service) -> Sequence[tuple[str, str]]:
    """Address and name of everybody who takes part."""
    rows = Participant.objects.filter(service=service, left_at=None).order_by("registration__name")
    return tuple(rows.values_list("registration__email", "registration__name"))


def incoming_of(participant: Participant) -> Sequence[Party]:
    """Requests that wait for this person's answer."""
    rows = Party.objects.filter(
        participant=participant,
        is_sender=False,
        said_yes_at=None,
        request__state=RequestState.OPEN,
        request__sender__left_at=None,
    ).select_related("request__sender__registration__actor")
    return tuple(rows.order_by("request__sent_at", "pk"))


def proposed_to(participant: Participant) -> Sequence[Listed]:
    """The recommendations of whom nobody has asked yet, whatever the person thinks of them in private."""
    asked = Party.objects.filter(request__parties__participant=participant).values("participant")
    rows = Listed.objects.filter(participant=participant, partner__left_at=None)
    rows = (
        rows.exclude(place=RESERVE).exclude(partner__in=asked).select_related("partner__registration__actor")
    )
    return tuple(rows.order_by("position"))


def asked_by(participant: Participant) -> Sequence[str]:
    """The names of whom this person has asked."""
    rows = Party.objects.filter(request__sender=participant, is_sender=False)
    rows = rows.filter(request__state__in=["open", "accepted", "round", "watched"])
    return tuple(
        rows.order_by("request__sent_at", "pk").values_list("participant__registration__name", flat=True)
    )
