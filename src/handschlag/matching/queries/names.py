"""Who else is in somebody's meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from handschlag.matching.models import Participant, Party


def names_in(requests: Collection[int], me: Participant) -> dict[int, str]:
    """By request: the others, in words; requests in which one has no part are left out."""
    mine = Party.objects.filter(participant=me, request_id__in=requests).values("request_id")
    rows = Party.objects.filter(request__in=mine).exclude(participant=me).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for request, name in rows.values_list("request_id", "participant__registration__name"):
        found[request].append(name)
    return {request: ", ".join(names) for request, names in found.items()}
