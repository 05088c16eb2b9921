"""What somebody thinks of others, for themselves: must, want, maybe, rather not; and the ballots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day, local_date, month_name
from handschlag.design.components.participant import Ballot, HeadFigure
from handschlag.matching import phases
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import lock_service, participant_now
from handschlag.matching.models import ACTIVE, Participant, Party, Service, Wish, WishKind
from handschlag.matching.models.wishes import pair_of
from handschlag.matching.own_requests import Budget, budget_of, ready_of
from handschlag.matching.people import Card, Chance, Hours, PairState, chance_of, may_wish
from handschlag.matching.phases import Phase, dates_of, open_until, phase_of
from handschlag.matching.refusals import MatchingRefusal

KINDS: Final[dict[str, str | Promise]] = {
    "must": _("Must meet"),
    "want": _("Want to meet"),
    "maybe": _("Maybe"),
    "rather_not": _("Rather not"),
}
RESULTS: Final[dict[str, tuple[str, str | Promise]]] = {
    "open": ("asked", _("sent")),
    "accepted": ("meets", _("Confirmed. We will tell you the time.")),
    "round": ("asked", _("You both said yes. You get the result in the next round.")),
    "watched": (
        "clash",
        _(
            "You both said yes, but there is no time that suits everyone yet. We try again whenever time "
            "becomes free."
        ),
    ),
}
CHANCES: Final[dict[Chance, tuple[str | Promise, str | Promise]]] = {
    Chance.POSSIBLE: (_("possible"), _("You are both free at the same time.")),
    Chance.YOU_FULL: (
        _("you are fully booked"),
        _("You have as many meetings as you want or have time for."),
    ),
    Chance.THEY_FULL: (
        _("full"),
        _("Is fully booked. You can still send a request; it goes on the waiting list."),
    ),
    Chance.NO_COMMON_TIME: (
        _("no common time"),
        _("You are not there at the same time, or one of you is in a session."),
    ),
}
NEVER_LISTED: Final = frozenset({"not_opted_in", "same_organisation", "no_common_language", "known"})
WHY_NOT: Final[dict[str, Promise]] = {
    "asked": _("You have already asked this person or confirmed a meeting."),
    "not_opted_in": _("No profile yet, so we cannot compare."),
    "same_organisation": _("Is from your own organisation."),
    "no_common_language": _("You have no language in common."),
    "known": _(
        "You have met at an earlier event and both allow us to remember it. To meet again, choose a wish."
    ),
    "no_fit": _("We found no match between what one of you offers and the other is looking for."),
    "organisation_full": _(
        "Someone from the same organisation is already on your list, or you have already asked them."
    ),
    "score": _("We recommend others first."),
}


PAIRS = {
    PairState.SENT: "asked",
    PairState.ASKED: "invited",
    PairState.HELD: "meets",
    PairState.ROUND: "asked",
    PairState.WATCHED: "clash",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairMark:
    """The drawing, and what it says in words."""

    pair: str
    word: str
    reason: str
    is_usual: bool = False  # a meeting is possible, as with nearly everybody


def pair_mark_of(card: Card, *, mine: Hours | None, theirs: Hours | None) -> _PairMark:
    """How two people stand; where nothing is between them, the chance, if the hours are known."""
    if card.standing is not PairState.NOTHING:
        return _PairMark(pair=PAIRS[card.standing], word=gettext(card.standing.label), reason="")
    if mine is None or theirs is None:
        return _PairMark(pair="empty", word="", reason="")
    chance = chance_of(mine, theirs)
    word, reason = CHANCES[chance]
    return _PairMark(pair="empty", word=str(word), reason=str(reason), is_usual=chance is Chance.POSSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotBox:
    """`ready` wishes can be sent; `closed` says why none can be changed now; `refused` is by person."""

    now: datetime
    budget: Budget
    ready: int
    closed: str
    refused: Mapping[int, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        if self.closed or self.ready:
            return self.closed or ready_words(self.ready)
        return gettext("Nobody sees your wishes until you send them.")


def ballot_box_of(me: Participant, *, now: datetime, refused: Mapping[int, str] | None = None) -> BallotBox:
    """How far somebody's wishes are, in a constant number of queries."""
    return BallotBox(
        now=now,
        budget=budget_of(me),
        ready=len(ready_of(me)),
        closed=_closed_words(me, now),
        refused=refused or {},
    )


def _closed_words(me: Participant, now: datetime) -> str:
    phase = phase_of(me.service, now)
    if phase is Phase.BEFORE:
        return gettext("Wishes open on %(day)s.") % {"day": format_day(local_date(me.service.profiles_from))}
    return gettext("The event is over. Wishes can no longer be changed.") if phase is Phase.AFTER else ""


def ready_words(ready: int) -> str:
    """How many wishes can be sent, and what to do where there are none."""
    if not ready:
        return gettext("No wishes ready to send.")
    return ngettext("%(count)s request ready to send", "%(count)s requests ready to send", ready) % {
        "count": ready
    }


def ballot_of(card: Card, box: BallotBox) -> Ballot:
    """Locked once something was sent or the time for wishes is over; with what was refused here."""
    is_locked = bool(box.closed) or not may_wish(card.standing)
    return Ballot(
        name=f"wish-{card.id}",
        about=card.name,
        chosen=card.wish,
        locked=tuple(WishKind.values) if is_locked else (),
        why=gettext(card.standing.label),
        place=f"wish-{card.id}",
        fault=box.refused.get(card.id, ""),
    )


def tallies_of(me: Participant, budget: Budget, *, now: datetime) -> tuple[HeadFigure, ...]:
    """What is left of musts and requests, and until when."""
    last = local_date(open_until(now, dates_of(me.service)))
    return (
        HeadFigure(
            label=gettext("Must meet"),
            value=str(budget.musts),
            rest=gettext("of %(total)s") % {"total": budget.most_musts},
            used=budget.musts,
            total=budget.most_musts if budget.most_musts <= 6 else 0,
        ),
        HeadFigure(
            label=gettext("Requests sent"),
            value=str(budget.sent),
            rest=gettext("of %(total)s") % {"total": budget.most_sent},
        ),
        HeadFigure(
            label=gettext("Send wishes by"),
            value=pick(f"{last.day}.", str(last.day)),
            rest=month_name(last),
        ),
    )


def where_from(card: Card) -> str:
    """Role, organisation and place, as far as they are known; empty where nothing is."""
    return ", ".join(part for part in (card.role, card.organisation, card.place) if part)


@transaction.atomic
def wish(
    *,
    participant_id: int,
    towards_id: int,
    kind: str,
    has_link: bool,
    by: Subject,
    now: datetime,
    purpose: str = "",
) -> Wish | None:
    """The wish is noted; an empty kind takes it back. Nobody else learns of it, and it blocks no time."""
    participant, service = _own_service(participant_id, has_link=has_link, by=by, now=now)
    partner = partner_of(participant, towards_id)
    audit.record(verb="matching.wished", target=participant, by_id=by.user_id, now=now)
    return _write_wish(service, participant, partner, kind=kind, purpose=purpose, now=now)


@transaction.atomic
def wish_several(
    *, participant_id: int, kinds: Mapping[int, str], has_link: bool, by: Subject, now: datetime
) -> Mapping[int, StrEnum]:
    """Each wish by itself, those that free a must first; by person, why one was not noted."""
    participant, service = _own_service(participant_id, has_link=has_link, by=by, now=now)
    before = dict(participant.wishes.values_list("towards_id", "kind"))
    changed = {pk: kind for pk, kind in kinds.items() if before.get(pk, "") != kind}
    faults: dict[int, StrEnum] = {}
    for pk, kind in sorted(changed.items(), key=lambda one: one[1] == WishKind.MUST):
        try:
            _write_wish(service, participant, partner_of(participant, pk), kind=kind, purpose="", now=now)
        except Refusal as no:
            faults[pk] = no.reason
    if len(faults) < len(changed):
        audit.record(verb="matching.wished", target=participant, by_id=by.user_id, now=now)
    return faults


def _own_service(
    participant_id: int, *, has_link: bool, by: Subject, now: datetime
) -> tuple[Participant, Service]:
    """Whose wishes they are, and the locked service, in a phase in which people wish."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if phase_of(service, now) in {phases.Phase.BEFORE, phases.Phase.AFTER}:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    return participant, service


def _write_wish(
    service: Service,
    participant: Participant,
    partner: Participant,
    *,
    kind: str,
    purpose: str,
    now: datetime,
) -> Wish | None:
    """Once one has said yes oneself, the request is taken back first."""
    if _has_said_yes(participant, partner):
        raise Refusal(MatchingRefusal.ALREADY)
    before = Wish.objects.filter(by=participant, towards=partner).first()
    if kind == WishKind.MUST and (before is None or before.kind != WishKind.MUST):
        require_must_left(service, participant)
    if not kind:
        Wish.objects.filter(by=participant, towards=partner).delete()
        return None
    values = {"kind": kind, "purpose": purpose or (before.purpose if before else ""), "changed_at": now}
    found, _ = Wish.objects.update_or_create(by=participant, towards=partner, defaults=values)
    return found


def _has_said_yes(participant: Participant, partner: Participant) -> bool:
    return Party.objects.filter(
        participant=participant,
        said_yes_at__isnull=False,
        request__pair=pair_of(participant.pk, partner.pk),
        request__state__in=ACTIVE,
    ).exists()


def require_must_left(service: Service, participant: Participant, *, is_theirs: bool = True) -> None:
    """Whoever acts for somebody is told of the musts that were sent, and of no others."""
    if not is_theirs:
        sent = Party.objects.filter(participant=participant, kind=WishKind.MUST, request__state__in=ACTIVE)
        if sent.count() >= service.musts:
            raise Refusal(MatchingRefusal.TOO_MANY_MUSTS, most=service.musts)
        return
    if participant.wishes.filter(kind=WishKind.MUST).count() >= service.musts:
        raise Refusal(MatchingRefusal.TOO_MANY_MUSTS, most=service.musts)


def partner_of(participant: Participant, partner_id: int) -> Participant:
    """Somebody else of the same event who takes part."""
    rows = Participant.objects.select_related("registration")
    found = rows.filter(pk=partner_id, service_id=participant.service_id, left_at=None).first()
    if found is None or found.pk == participant.pk:
        raise Refusal(MatchingRefusal.LEFT)
    return found
