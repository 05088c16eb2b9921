"""Everything that matching keeps about a person, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from handschlag.matching.models import Call, JoinInvitation, Participant, Party, ProfileDraft
from handschlag.matching.queries.advance_yes import needs_with_standing_yes
from handschlag.matching.queries.memory import keys_of, meetings_remembered
from handschlag.matching.rules.profile import ProfileColumns, columns
from handschlag.registration.models import Registration

_MOMENTS: Final = ("joined_at", "described_at", "wished_at", "comes_at", "seen_at", "left_at")


def everything_of(registration: Registration) -> Mapping[str, Any] | None:
    """None for who never took part and was not called; others are named as the person sees them, too."""
    me = Participant.objects.filter(registration=registration).first()
    before = _before_taking_part(registration)
    if me is None:
        return before if any(before.values()) else None
    return {
        **{name: getattr(me, name) for name in columns(ProfileColumns())},
        "is_by_phone": me.is_by_phone,
        "is_wished_by_hand": me.is_wished_by_hand,
        **{name: at.isoformat() if at else None for name in _MOMENTS for at in [getattr(me, name)]},
        "statements": [
            {
                "direction": one.direction,
                "text": one.text,
                "kind": one.kind,
                "concepts": one.concepts,
                "not_meant": one.not_meant,
            }
            for one in me.statements.all()
        ],
        "kept_free": [at.isoformat() for at in me.blocked.values_list("starts_at", flat=True)],
        "wishes": [
            {"towards": one.towards.registration.name, "kind": one.kind, "purpose": one.purpose}
            for one in me.wishes.select_related("towards__registration")
        ],
        "requests": _requests_of(me),
        "hosts_tables": _hosted_by(me),
        "wishes_for_tables": [
            {"topic": one.table.topic, "wished_at": one.wished_at.isoformat()}
            for one in me.table_wishes.select_related("table")
        ],
        "asked_about_moves": _moves_of(me),
        **before,
        **_allowed_by(me),
        "emails": [{"kind": one.kind, "sent_at": one.sent_at.isoformat()} for one in me.phase_emails.all()],
        "emails_turned_off": [
            {"kind": one.kind, "since": one.since.isoformat()} for one in me.muted_emails.all()
        ],
    }


def _allowed_by(me: Participant) -> dict[str, Any]:
    """What the person has allowed beforehand, and what came of it."""
    remembered = meetings_remembered(keys_of(me.registration)).select_related("event")
    return {
        "yes_in_advance": [
            {"need": one.text, "most": one.most, "accepted": len(one.accepted)}
            for one in needs_with_standing_yes(me)
            if one.most
        ],
        "remembered_meetings": [
            {"event": one.event.slug, "met_at": one.met_at.isoformat()} for one in remembered
        ],
    }


def _requests_of(me: Participant) -> list[dict[str, Any]]:
    """Those that the person sent or got."""
    rows = Party.objects.filter(participant=me).select_related("request__meeting__place").order_by("pk")
    return [
        {
            "is_sent": one.is_sender,
            "purpose": one.request.purpose,
            "state": one.request.state,
            "sent_at": one.request.sent_at.isoformat(),
            "meeting_at": meeting.starts_at.isoformat() if meeting else None,
            "place": meeting.place.code if meeting else None,
        }
        for one in rows
        for meeting in [getattr(one.request, "meeting", None)]
    ]


def _hosted_by(me: Participant) -> list[dict[str, Any]]:
    return [
        {
            "topic": one.topic,
            "words": one.words,
            "seats": one.seats,
            "offered_at": one.offered_at.isoformat(),
            "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        }
        for one in me.hosted_tables.all()
    ]


def _moves_of(me: Participant) -> list[dict[str, Any]]:
    """Whether published meetings might move, and what the person answered."""
    return [
        {
            "from": one.move.old_starts_at.isoformat(),
            "to": one.move.starts_at.isoformat(),
            "agrees": one.agrees,
            "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        }
        for one in me.move_answers.select_related("move")
    ]


def _calls_to(registration: Registration) -> list[dict[str, Any]]:
    """When the organisers called, and what came of it; who called is their affair."""
    rows = Call.objects.filter(registration=registration).order_by("at", "pk")
    return [{"at": one.at.isoformat(), "result": one.result} for one in rows]


def _before_taking_part(registration: Registration) -> dict[str, Any]:
    """Calls and invitations, and what a list of the organisers says of the person, until it is confirmed."""
    drafts = ProfileDraft.objects.filter(registration=registration)
    invited = JoinInvitation.objects.filter(registration=registration)
    return {
        "calls": _calls_to(registration),
        "invited": [{"sent_at": one.sent_at.isoformat(), "times": one.times} for one in invited],
        "drafted": [{"made_at": one.made_at.isoformat(), "statements": one.statements} for one in drafts],
    }
