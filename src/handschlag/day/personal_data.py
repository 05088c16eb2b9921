"""What the day keeps about a person: counted, exported, and deleted with a proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.hooks import registration_remainders
from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.day.models import (
    Asked,
    Incident,
    IncidentState,
    Mark,
    Note,
    Outcome,
    PushSubscription,
    Signal,
    StandBy,
)
from handschlag.day.participant_pages import page_context
from handschlag.matching.models import Participant, Statement, Wish
from handschlag.matching.models.wishes import ERASED
from handschlag.matching.participant_pages import for_participants
from handschlag.registration import personal_data
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


def exported_data(registration: Registration) -> Mapping[str, Any] | None:
    """None for who never took part in matching; others are named as the person sees them, too."""
    me = Participant.objects.filter(registration=registration).first()
    if me is None:
        return None
    return {
        "signals": [
            {"kind": one.kind, "minutes": one.minutes, "said_at": one.said_at.isoformat()}
            for one in Signal.objects.filter(participant=me)
        ],
        "marks": [
            {
                "meeting": str(one.request.uid),
                "took_place": one.took_place,
                "was_worth": one.was_worth,
                "next_step": one.next_step,
                "releases_contact": one.releases_contact,
                "marked_at": one.marked_at.isoformat(),
                "objected_at": one.objected_at.isoformat() if one.objected_at else None,
            }
            for one in Mark.objects.filter(participant=me).select_related("request")
        ],
        "outcomes": [
            {"meeting": str(one.request.uid), "after_days": one.after_days, "result": one.result}
            for one in Outcome.objects.filter(participant=me).select_related("request")
        ],
        "notes": [
            {"about": one.partner.registration.name, "text": one.text}
            for one in Note.objects.filter(participant=me).select_related("partner__registration")
        ],
        "stand_by": _stand_by_of(me),
        "asked": [
            {"after_days": one.after_days, "asked_at": one.asked_at.isoformat()}
            for one in Asked.objects.filter(participant=me).order_by("after_days")
        ],
        "devices": _devices_of(me),
    }


def _devices_of(me: Participant) -> list[dict[str, str]]:
    """Those that are told of changes."""
    return [
        {"device": str(one.device), "push_address": one.endpoint, "since": one.made_at.isoformat()}
        for one in PushSubscription.objects.filter(participant=me)
    ]


def _stand_by_of(me: Participant) -> list[dict[str, str]]:
    """Offers to meet, from either side."""
    rows = StandBy.objects.filter(Q(participant=me) | Q(partner=me)).order_by("starts_at", "pk")
    return [
        {
            "with": (one.partner if one.participant_id == me.pk else one.participant).registration.name,
            "starts_at": one.starts_at.isoformat(),
            "state": one.state,
        }
        for one in rows.select_related("participant__registration", "partner__registration")
    ]


OPEN = IncidentState.OPEN


@transaction.atomic
def erase_with_registration(*, registration_id: int, now: datetime) -> None:
    """Nothing is left of what the person said, marked and noted, nor of notes about the person.

    Needs no right of its own: it is a part of erasing the registration.
    """
    participant = Participant.objects.filter(registration=registration_id).first()
    if participant is None:
        return
    about = Q(participant=participant) | Q(partner=participant)
    Note.objects.filter(about).delete()
    StandBy.objects.filter(about).delete()
    Mark.objects.filter(participant=participant).delete()
    # What the others said of meetings with this person counts; their words may name the person.
    Mark.objects.filter(request__parties__participant=participant).update(next_step="")
    Outcome.objects.filter(participant=participant).delete()
    Asked.objects.filter(participant=participant).delete()
    Signal.objects.filter(participant=participant).delete()
    PushSubscription.objects.filter(participant=participant).delete()
    mine = Incident.objects.filter(participant=participant)
    mine.filter(state=OPEN).update(state=IncidentState.DISMISSED, closed_at=now)
    mine.update(participant=None, signal=None, subject="erased")
    audit.record(verb="day.erased", target=participant, by_id=None, now=now)


@transaction.atomic
def delete_everything(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> ErasureProof:
    """The registration and everything beside it is erased, and the proof of it is counted."""
    participant = Participant.objects.select_related("registration").get(pk=participant_id)
    before = shown_of(participant)
    personal_data.erase(registration_id=participant.registration_id, has_link=has_link, by=by, now=now)
    return ErasureProof(
        before=before, after=stored_data_of(participant), at=now, reference=participant.registration_id
    )


KINDS: Final[Mapping[str, str | Promise]] = {
    "facts": _("Registration details"),
    "consents": _("Consents"),
    "sessions": _("Chosen talks"),
    "badges": _("Name badges"),
    "statements": _("Offers and needs"),
    "wishes": _("Wishes"),
    "purposes": _("Purposes of requests"),
    "signals": _("Reports of the day"),
    "marks": _("Answers about meetings"),
    "outcomes": _("Results of meetings"),
    "notes": _("Notes"),
    "stand_bys": _("Replacement offers"),
    "devices": _("Devices for push messages"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def delete_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Asks first; afterwards the link opens nothing any more, and the answer is the proof."""
    if request.method != "POST":
        kept = shown_of(participant)
        context = {
            "lines": [(label, kept[kind]) for kind, label in KINDS.items() if kept[kind]],
            "stays": registration_remainders,
        }
        return render(
            request, "day/delete.html", page_context(participant, token, now=timezone.now()) | context
        )
    event = participant.service.event
    proof = delete_everything(
        participant_id=participant.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
    )
    context = {
        "event": event,
        "participant": participant,
        "token": token,
        "proof": proof,
        "lines": [(label, proof.before[kind], proof.after[kind]) for kind, label in KINDS.items()],
        "reference": f"{event.slug}/{proof.reference}",
        "left": sum(proof.after.values()),
        "stays": registration_remainders,
    }
    return render(request, "day/deleted.html", context)
