"""Which yeses somebody has given beforehand, and whom they fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.matching.models import (
    ACTIVE,
    RESERVE,
    Direction,
    Listed,
    Participant,
    Party,
    StandingYes,
    Statement,
    Wish,
    WishKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NeedLine:
    """One need; `most` is 0 without a standing yes. `accepted` are those whom it has said yes to."""

    need: int
    text: str
    most: int
    accepted: tuple[str, ...]


def needs_with_standing_yes(participant: Participant) -> tuple[_NeedLine, ...]:
    """All needs of a person in their order; a second query where a yes was given beforehand."""
    rows, accepted = _NEEDS.rows(person=participant.pk), dict[int, list[str]]()
    has_any = any(hasattr(row, "standing_yes") for row in rows)
    for need, name in _USED.rows(person=participant.pk) if has_any else ():
        accepted.setdefault(need, []).append(name)
    return tuple(
        _NeedLine(
            need=row.pk,
            text=row.text,
            most=row.standing_yes.most if hasattr(row, "standing_yes") else 0,
            accepted=tuple(accepted.get(row.pk, ())),
        )
        for row in rows
    )


_NEEDS: Final = PreparedQuery(
    lambda person: (
        Statement.objects.filter(participant_id=person, direction=Direction.NEED)
        .select_related("standing_yes")
        .order_by("position", "pk")
    )
)
_USED: Final = PreparedQuery(
    lambda person: (
        Party.objects.filter(participant_id=person, standing__isnull=False, request__state__in=ACTIVE)
        .order_by("said_yes_at", "pk")
        .values_list("standing__need_id", "request__sender__registration__name")
    )
)


def standing_yes_for(participant: Participant, sender: int) -> StandingYes | None:
    """The one that says yes to this sender: listed for the need, not avoided, and not used up."""
    if Wish.objects.filter(by=participant, towards=sender, kind=WishKind.RATHER_NOT).exists():
        return None
    line = Listed.objects.filter(participant=participant, partner=sender).exclude(place=RESERVE).first()
    met = {
        one["evidence"][0]
        for one in (line.reasons if line else ())
        if one["kind"] == "need_met" and one["side"] == "for_you"
    }
    rows = StandingYes.objects.filter(need__participant=participant, need__in=met).order_by("need__position")
    return next((one for one in rows if _used(one) < one.most), None)


def open_senders(participant: Participant) -> tuple[tuple[int, int], ...]:
    """Requests of one person each that wait for the answer, with their sender; best on the list first."""
    places = dict(Listed.objects.filter(participant=participant).values_list("partner_id", "position"))
    waiting = Party.objects.filter(
        participant=participant, is_sender=False, said_yes_at=None, request__state="open"
    ).exclude(request__pair="")
    rows = [(pk, sender) for pk, sender in waiting.values_list("request_id", "request__sender_id")]
    return tuple(sorted(rows, key=lambda row: (places.get(row[1], len(places) + 1), row[0])))


def _used(one: StandingYes) -> int:
    return Party.objects.filter(standing=one, request__state__in=ACTIVE).count()
