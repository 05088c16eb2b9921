"""Somebody's recommendations, as they were written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handschlag.matching.models import Listed, Participant, Service


def listed_for(me: Participant) -> tuple[Listed, ...]:
    """In their order."""
    return tuple(Listed.objects.filter(participant=me, partner__left_at=None).order_by("position"))


def reasons_for(me: Participant) -> Mapping[int, list[dict[str, Any]]]:
    """By partner: why."""
    return dict(Listed.objects.filter(participant=me).values_list("partner_id", "reasons"))


def is_fresh(service: Service) -> bool:
    """Whether the lists rest on the profiles as they are now."""
    return service.listed_revision == service.profiles_revision
