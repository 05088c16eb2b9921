"""How much is kept about somebody, by kind: counted anew each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from handschlag.day.models import Asked, Mark, Note, Outcome, PushSubscription, Signal, StandBy
from handschlag.matching.models import Participant, Statement, Wish
from handschlag.matching.rules.values import ERASED
from handschlag.registration.models import Badge, Consent, Registration, SessionChoice

type Kept = Mapping[str, int]
FACTS = ("name", "email", "phone", "role", "organisation", "place", "diet", "needs")


def kept_at_registration(registration: Registration) -> Kept:
    """What there is of people who never took part in the matching, too."""
    return {
        "facts": sum(bool(getattr(registration, name)) for name in FACTS),
        "consents": Consent.objects.filter(registration=registration).count(),
        "sessions": SessionChoice.objects.filter(registration=registration).count(),
        "badges": Badge.objects.filter(registration=registration).count(),
    }


def shown_of(participant: Participant) -> Kept:
    """What the person is shown: without what others wish or note about them, which is for those alone."""
    return {
        **stored_data_of(participant),
        "wishes": Wish.objects.filter(by=participant).count(),
        "notes": Note.objects.filter(participant=participant).count(),
    }


def stored_data_of(participant: Participant) -> Kept:
    """Facts of the registration that say something, and rows of each kind, also those of others about them.

    Nobody is shown this of a person who is there: it is for the proof that nothing is left.
    """
    mine = Q(participant=participant)
    return {
        **kept_at_registration(Registration.objects.get(pk=participant.registration_id)),
        "statements": Statement.objects.filter(mine).count(),
        "wishes": Wish.objects.filter(Q(by=participant) | Q(towards=participant)).count(),
        "purposes": participant.sent.exclude(purpose=ERASED).count(),
        "signals": Signal.objects.filter(mine).count(),
        "marks": Mark.objects.filter(mine).count(),
        "outcomes": Outcome.objects.filter(mine).count() + Asked.objects.filter(mine).count(),
        "notes": Note.objects.filter(mine | Q(partner=participant)).count(),
        "devices": PushSubscription.objects.filter(mine).count(),
        "stand_bys": StandBy.objects.filter(mine | Q(partner=participant)).count(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProof:
    """Counted before and after, in the same transaction."""

    before: Kept
    after: Kept
    at: datetime
    reference: int
