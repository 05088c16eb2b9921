"""Contributions as the team sees them: the list, one of them, a decision, and the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_range, format_short_day, sortable_moment
from handschlag.design.components.parts import Facet, Option
from handschlag.events.labels import CONTRIBUTION_STATES, KINDS, LANGUAGES
from handschlag.events.models import Contribution, ContributionCall, ContributionSpeaker, Event
from handschlag.events.queries.choices import tracks_of
from handschlag.events.queries.contributions import IN_REVIEW, ReviewedContribution, absences_of
from handschlag.events.rules.contribution_query import KINDS as CALLED_KINDS
from handschlag.events.rules.contribution_query import ORDERS, REVIEWS, STATES, ContributionQuery
from handschlag.events.rules.contributions import Decision, call_phase, may_decide

type _Words = Mapping[str, str | Promise]

_ORDERS: Final[_Words] = {
    "newest": gettext_lazy("newest first"),
    "title": gettext_lazy("by title"),
    "mean": gettext_lazy("best score first"),
    "difference": gettext_lazy("most disagreement first"),
}
_REVIEWS: Final[_Words] = {
    "mine": gettext_lazy("not scored by me"),
    "few": gettext_lazy("fewer than two scores"),
}
DECISIONS: Final[Mapping[Decision, tuple[str | Promise, str | Promise]]] = {
    Decision.ACCEPT: (gettext_lazy("Accept"), gettext_lazy("Accept this contribution?")),
    Decision.RESERVE: (
        gettext_lazy("Put on the reserve list"),
        gettext_lazy("Put this contribution on the reserve list?"),
    ),
    Decision.DECLINE: (gettext_lazy("Decline"), gettext_lazy("Decline this contribution?")),
}


def list_screen(
    event: Event,
    call: ContributionCall | None,
    criteria: ContributionQuery,
    *,
    counts: Mapping[str, int],
    untold: int,
    now: datetime,
) -> dict[str, Any]:
    """Figures, filters and the call beside the list."""
    return {
        "call": call,
        "phase": call_phase(call.opens_at, call.closes_at, now=now) if call else "",
        "public_url": reverse("events:call", args=[event.slug]),
        "untold": untold,
        "unconfirmed": counts.get("unconfirmed", 0),
        "figures": [(state, CONTRIBUTION_STATES[state], counts.get(state, 0)) for state in STATES],
        "questions": _questions_of(event, criteria),
    }


def _questions_of(event: Event, criteria: ContributionQuery) -> Sequence[Facet]:
    tracks = {str(pk): name for pk, name in tracks_of(event.pk)}
    found = [
        _question("state", _("Status"), {one: CONTRIBUTION_STATES[one] for one in STATES}, criteria.state),
        _question("kind", _("Kind"), {one: KINDS[one] for one in CALLED_KINDS}, criteria.kind),
        _question("review", _("Scores"), {one: _REVIEWS[one] for one in REVIEWS}, criteria.review),
    ]
    if tracks:
        found.append(_question("track", _("Track"), tracks, str(criteria.track or "")))
    order = {one: _ORDERS[one] for one in ORDERS}
    return (*found, _question("order", _("Order"), order, criteria.order, is_all=False))


def _question(name: str, title: str, words: _Words, chosen: str, *, is_all: bool = True) -> Facet:
    first = [Option(value="", label=_("all"), is_chosen=not chosen)] if is_all else []
    rest = [Option(value=value, label=str(word), is_chosen=value == chosen) for value, word in words.items()]
    return Facet(name=name, title=title, options=(*first, *rest))


def one_screen(reviewed: ReviewedContribution, speakers: Sequence[ContributionSpeaker]) -> dict[str, Any]:
    """One contribution with its people, when they cannot come, its reviews and what can be decided."""
    row = reviewed.row
    own = {}
    if reviewed.own is not None:
        score = "conflict" if reviewed.own.has_conflict else str(reviewed.own.score)
        own = {"score": score, "remark": reviewed.own.remark}
    return {
        "one": reviewed,
        "row": row,
        "speakers": speakers,
        "has_picture": bool(speakers and speakers[0].picture),
        "absences": absence_lines(absences_of(row.pk)),
        "may_review": row.state in IN_REVIEW,
        "own": own,
        "decisions": [
            (decision.value, words[0])
            for decision, words in DECISIONS.items()
            if may_decide_now(row, decision)
        ],
        "is_untold": row.decided_at is not None and row.told_at is None and row.state != "withdrawn",
    }


def may_decide_now(row: Contribution, decision: Decision) -> bool:
    """Whether the team can decide so about it as it is."""
    is_told, has_session = row.told_at is not None, row.session is not None
    return may_decide(row.state, decision, is_told=is_told, has_session=has_session)


def absence_lines(spans: Iterable[tuple[datetime, datetime]]) -> list[str]:
    """Day and hours in words."""
    return [f"{format_short_day(starts)}, {format_range(starts, ends)}" for starts, ends in spans]


def decision_screen(reviewed: ReviewedContribution, decision: Decision, *, email: str) -> dict[str, Any]:
    """The question before a decision."""
    button, question = DECISIONS[decision]
    return {
        "row": reviewed.row,
        "decision": decision.value,
        "button": button,
        "question": question,
        "is_enough": reviewed.is_enough,
        "number": reviewed.number,
        "email": email,
    }


def contribution_lines(rows: Iterable[ReviewedContribution]) -> Iterator[Sequence[str]]:
    """A head, and one line for each contribution."""
    yield (
        *(_("Title"), _("Status"), _("Kind"), _("Minutes"), _("Track"), _("Language")),
        *(_("Speakers"), _("Organisation"), _("Email address"), _("Abstract"), _("Needs on site")),
        *(_("Number of scores"), _("Mean score"), _("Difference"), _("My score"), _("Handed in")),
    )
    for one in rows:
        yield _line_of(one, one.row)


def _line_of(reviewed: ReviewedContribution, row: Contribution) -> Sequence[str]:
    mean, difference = reviewed.summary.mean, reviewed.summary.difference
    own = str(reviewed.own.score or "") if reviewed.own else ""
    return (
        *(row.title, str(CONTRIBUTION_STATES[row.state]), str(KINDS[row.kind]), str(row.minutes)),
        *(row.track.name if row.track else "", str(LANGUAGES[row.language])),
        "; ".join(speaker.name for speaker in reviewed.speakers),
        "; ".join(speaker.organisation for speaker in reviewed.speakers if speaker.organisation),
        *(row.email, row.abstract, row.needs, str(reviewed.number)),
        "" if mean is None else f"{mean:.2f}",
        "" if difference is None else str(difference),
        *(own, sortable_moment(row.submitted_at) if row.submitted_at else ""),
    )
