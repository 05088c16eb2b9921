"""Pairs that are kept apart: a number, and names only for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handschlag.matching.models import ForbiddenPair, Participant, Service


def forbidden_pairs(service: Service, *, pairs: Sequence[ForbiddenPair] | None) -> dict[str, Any]:
    """What the page shows; without `pairs` nobody has asked for the names."""
    if pairs is None:
        return {"number": ForbiddenPair.objects.filter(service=service).count(), "is_shown": False}
    return {"number": len(pairs), "is_shown": True, "pairs": pairs, "people": _people_of(service)}


def _people_of(service: Service) -> Sequence[tuple[str, str]]:
    """Address and name of everybody who takes part, for the list that proposes them."""
    rows = Participant.objects.filter(service=service, left_at=None).order_by("registration__name")
    return tuple(rows.values_list("registration__email", "registration__name"))
