"""Which requests somebody in them must have."""

from __future__ import annotations

from handschlag.matching.models import Party, Service, WishKind


def musts_of(service: Service) -> frozenset[int]:
    """Keys of the requests that at least one side marked as a must."""
    rows = Party.objects.filter(request__service=service, kind=WishKind.MUST)
    return frozenset(rows.values_list("request_id", flat=True))
