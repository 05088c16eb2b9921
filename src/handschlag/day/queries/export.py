"""Everything that the day keeps about a person, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from handschlag.day.models import Asked, Mark, Note, Outcome, PushSubscription, Signal, StandBy
from handschlag.matching.models import Participant
from handschlag.registration.models import Registration


def everything_of(registration: Registration) -> Mapping[str, Any] | None:
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
