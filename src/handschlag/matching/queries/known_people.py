"""People with whom somebody has to do already: wished, asked, agreed with, recommended."""

from __future__ import annotations

from handschlag.matching.models import RESERVE, Listed, Participant, Party, WishKind
from handschlag.matching.queries.inbox import avoided_by
from handschlag.matching.queries.partners import Partner, partner_of


def circle_of(participant: Participant) -> tuple[Partner, ...]:
    """In the order of their names; nobody whom the person avoids, and nobody who only asked in vain."""
    wished = participant.wishes.exclude(kind=WishKind.RATHER_NOT).values_list("towards_id", flat=True)
    lines = Listed.objects.filter(participant=participant).exclude(place=RESERVE)
    listed = lines.values_list("partner_id", flat=True)
    agreed = Party.objects.filter(
        request__parties__participant=participant, request__parties__said_yes_at__isnull=False
    ).values_list("participant_id", flat=True)
    ids = {*wished, *listed, *agreed} - {participant.pk} - avoided_by(participant)
    rows = Participant.objects.filter(pk__in=ids, left_at=None).select_related("registration__actor")
    return tuple(partner_of(row) for row in rows.order_by("registration__name", "pk"))
