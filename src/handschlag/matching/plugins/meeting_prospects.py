"""What letters of registration may promise of meetings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.models import Actor
from handschlag.matching.engine.strict_demand import FittingTopic, strict_demand
from handschlag.matching.engine.vocabulary import term
from handschlag.matching.queries.demand_counts import known_of, known_of_actor, needs_in
from handschlag.matching.queries.timing import open_service
from handschlag.registration.hooks.meeting_prospects import MeetingProspect
from handschlag.registration.models import Registration


def meeting_prospect(
    event_id: int, actor: Actor | None, registration: Registration | None
) -> MeetingProspect | None:
    """None while matchmaking is not open. Nobody is named: the reader may not take part yet."""
    service = open_service(event_id)
    if service is None:
        return None
    known = known_of(registration) if registration else known_of_actor(actor)
    but_actor = registration.actor_id if registration else actor.pk if actor else None
    needs = needs_in(service, but_actor=but_actor, but_registration=registration.pk if registration else None)
    demand = strict_demand(known, needs)
    return MeetingProspect(
        seekers=demand.seekers,
        examples=tuple(_words_of(one) for one in demand.examples),
        page="matching:recommended",
        label=_("See my recommendations"),
    )


def _words_of(example: FittingTopic) -> str:
    """What is sought, and the own words that meet it."""
    found = [one for code in example.topics if (one := term(code)) is not None]
    topics = ", ".join(pick(one.label_de, one.label_en) for one in found)
    return _("Wanted: %(topics)s. You offer: %(offer)s") % {"topics": topics, "offer": example.offer}
