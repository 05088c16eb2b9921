"""Somebody's recommendations, as they were written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handschlag.matching.models import Listed, Participant, Service


def listed_for(me: Participant) -> tuple[Listed, ...]:
    """In their order, those in reserve last."""
    return tuple(Listed.objects.filter(participant=me, partner__left_at=None).order_by("position"))


def reasons_for(me: Participant) -> Mapping[int, list[dict[str, Any]]]:
    """By partner: why."""
    return dict(Listed.objects.filter(participant=me).values_list("partner_id", "reasons"))


def line_towards(me: Participant, partner: int) -> Listed | None:
    """The line of one person, recommended or in reserve."""
    return Listed.objects.filter(participant=me, partner=partner).first()


def places_of(me: Participant) -> Mapping[int, int]:
    """By person: how far up they stand, those who fit best first."""
    return dict(Listed.objects.filter(participant=me).values_list("partner_id", "position"))


def is_fresh(service: Service) -> bool:
    """Whether the lists rest on the profiles as they are now."""
    return service.listed_revision == service.profiles_revision
