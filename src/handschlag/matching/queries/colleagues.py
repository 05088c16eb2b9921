"""Who else of an organisation takes part."""

from __future__ import annotations

from handschlag.matching.models import Participant


def colleagues_of(participant: Participant) -> tuple[Participant, ...]:
    """People of the same organisation, as the engine counts them: by the actor, or by the name written."""
    registration = participant.registration
    rows = Participant.objects.filter(service_id=participant.service_id, left_at=None)
    rows = rows.exclude(pk=participant.pk).select_related("registration").order_by("pk")
    if registration.actor_id:
        return tuple(rows.filter(registration__actor_id=registration.actor_id))
    if not registration.organisation:
        return ()
    wanted = registration.organisation.casefold()
    free = rows.filter(registration__actor=None, registration__organisation__iexact=registration.organisation)
    return tuple(one for one in free if one.registration.organisation.casefold() == wanted)
