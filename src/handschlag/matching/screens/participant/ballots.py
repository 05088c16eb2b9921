"""What stands around ballots: the budget above them, the bar below them, and why one was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day, local_date, month_name
from handschlag.design.components.participant import Ballot, HeadFigure
from handschlag.matching.models import Participant, WishKind
from handschlag.matching.queries.budgets import Budget, budget_of
from handschlag.matching.queries.cards import Card
from handschlag.matching.queries.outbox import ready_of
from handschlag.matching.queries.timing import dates_of, phase_of
from handschlag.matching.rules.pair_states import may_wish
from handschlag.matching.rules.phases import Phase, open_until


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
        return _("Nobody sees your wishes until you send them.")


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
        return _("Wishes open on %(day)s.") % {"day": format_day(local_date(me.service.profiles_from))}
    return _("The event is over. Wishes can no longer be changed.") if phase is Phase.AFTER else ""


def ready_words(ready: int) -> str:
    """How many wishes can be sent, and what to do where there are none."""
    if not ready:
        return _("No wishes ready to send.")
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
        why=_(card.standing.label),
        place=f"wish-{card.id}",
        fault=box.refused.get(card.id, ""),
    )


def tallies_of(me: Participant, budget: Budget, *, now: datetime) -> tuple[HeadFigure, ...]:
    """What is left of musts and requests, and until when."""
    last = local_date(open_until(now, dates_of(me.service)))
    return (
        HeadFigure(
            label=_("Must meet"),
            value=str(budget.musts),
            rest=_("of %(total)s") % {"total": budget.most_musts},
            used=budget.musts,
            total=budget.most_musts if budget.most_musts <= 6 else 0,
        ),
        HeadFigure(
            label=_("Requests sent"),
            value=str(budget.sent),
            rest=_("of %(total)s") % {"total": budget.most_sent},
        ),
        HeadFigure(
            label=_("Send wishes by"),
            value=pick(f"{last.day}.", str(last.day)),
            rest=month_name(last),
        ),
    )


def where_from(card: Card) -> str:
    """Role, organisation and place, as far as they are known; empty where nothing is."""
    return ", ".join(part for part in (card.role, card.organisation, card.place) if part)
