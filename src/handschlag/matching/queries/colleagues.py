"""Who else of an organisation takes part."""

from __future__ import annotations

from handschlag.matching.models import Participant
from handschlag.matching.queries.visible_facts import seen_of


def colleagues_of(participant: Participant) -> tuple[Participant, ...]:
    """People of the same organisation, as the engine counts them: by the actor, or by the name written.

    Whoever hides the organisation is nobody's colleague here: to name one is to be told who works there.
    """
    registration = participant.registration
    rows = Participant.objects.filter(service_id=participant.service_id, left_at=None)
    rows = rows.exclude(pk=participant.pk).select_related("registration__actor").order_by("pk")
    if registration.actor_id:
        found = tuple(rows.filter(registration__actor_id=registration.actor_id))
    elif registration.organisation:
        wanted = registration.organisation.casefold()
        free = rows.filter(
            registration__actor=None, registration__organisation__iexact=registration.organisation
        )
        found = tuple(one for one in free if one.registration.organisation.casefold() == wanted)
    else:
        found = ()
    return tuple(one for one in found if seen_of(one).has_organisation)
