"""Those who come and agreed to the list of participants, with what this viewer may see of them."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, OuterRef, Prefetch

from handschlag.registration.models import Consent, QuestionAudience, Registration
from handschlag.registration.queries.lists import confirmed
from handschlag.registration.queries.questions import answers_by_registration
from handschlag.registration.rules.participants import ListedParticipant
from handschlag.registration.rules.visibility import LIST_CONSENT, Viewer, visible

COLUMNS = ("name", "organisation", "role", "place", "speaks", "email", "phone", "visibility", "is_demo")


def listed(event_id: int, viewer: Viewer) -> tuple[ListedParticipant, ...]:
    """Three queries, however many come."""
    valid = Consent.objects.filter(withdrawn_at=None)
    agreed = valid.filter(registration=OuterRef("pk"), purpose=LIST_CONSENT)
    rows = confirmed(event_id).filter(Exists(agreed)).select_related("actor").only(*COLUMNS, "actor__name")
    given = Prefetch("consents", queryset=valid.only("registration_id", "purpose"))
    answers = answers_by_registration(event_id, audiences={QuestionAudience.PARTICIPANTS})
    return tuple(
        replace(_person(row, viewer), answers=tuple(answers.get(row.pk, {}).values()))
        for row in rows.prefetch_related(given)
    )


def _person(row: Registration, viewer: Viewer) -> ListedParticipant:
    facts = {
        "name": row.name,
        "organisation": row.organisation_name,
        "role": row.role,
        "place": row.place,
        "speaks": tuple(row.speaks),
        "email": row.email,
        "phone": row.phone,
    }
    consents = {one.purpose for one in row.consents.all()}
    shown = visible(facts, viewer=viewer, visibility=row.visibility, consents=consents)
    return ListedParticipant(pk=row.pk, is_demo=row.is_demo, **{"name": "", **shown})
