"""What a list says of people becomes their profile once they confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import joining
from handschlag.matching.models import Participant, ProfileDraft
from handschlag.matching.queries.drafts import drafted_statements
from handschlag.matching.rules.profile import Profile
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.registration.models import Registration
from handschlag.registration.rules.people_imports import ImportedStatement


def keep_drafts(drafts: Sequence[tuple[Registration, Sequence[ImportedStatement]]], *, now: datetime) -> None:
    """New registrations of a list have these drafts; needs no right beside that to apply the list."""
    ProfileDraft.objects.bulk_create(
        ProfileDraft(
            registration=registration,
            statements=[
                {"direction": one.direction, "text": one.text, "kind": one.kind} for one in statements
            ],
            made_at=now,
        )
        for registration, statements in drafts
    )


@transaction.atomic
def confirm(*, registration_id: int, agrees: bool, has_link: bool, by: Subject, now: datetime) -> Participant:
    """The person takes part and says what the draft says, all by one press."""
    registration = Registration.objects.get(pk=registration_id)
    statements = drafted_statements(registration)
    if not statements:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    me = joining.join(registration_id=registration_id, agrees=agrees, has_link=has_link, by=by, now=now)
    profile = Profile(statements=statements, visibility=me.visibility)
    return joining.describe(
        participant_id=me.pk, seen=me.version, profile=profile, has_link=has_link, by=by, now=now
    )
