"""A call for contributions: when it is open, what came in, what reviews come to, and who decides when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import F, Q, QuerySet

from handschlag.accounts.limits import Limit
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.refusals import Refusal
from handschlag.common.times import local_date
from handschlag.events.editing import (
    EventRefusal,
    changes_to,
    component_values,
    editable_event,
    etag_of_values,
    in_audit,
)
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionReview,
    ContributionSpeaker,
    ContributionState,
    Event,
    Session,
    Speaker,
    SpeakerAbsence,
)

QUERY_STATES: Final = ("submitted", "reserve", "accepted", "confirmed", "declined", "withdrawn")
REVIEWS: Final = ("mine", "few")
ORDERS: Final = ("newest", "title", "mean", "difference")
CALLED_KINDS: Final = ("talk", "panel", "discussion", "workshop", "other")
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionQuery:
    """Empty asks for all; `track` is the id of one, 0 for all."""

    text: str = ""
    state: str = ""
    kind: str = ""
    review: str = ""
    track: int = 0
    order: str = "newest"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> ContributionQuery:
        """As an address says it."""

        def one(name: str, known: tuple[str, ...]) -> str:
            value = given.get(name, "")
            return value if value in known else ""

        track = given.get("track", "")
        return cls(
            text=" ".join(given.get("q", "").replace("\0", "").split())[:_LONGEST],
            state=one("state", QUERY_STATES),
            kind=one("kind", CALLED_KINDS),
            review=one("review", REVIEWS),
            track=int(track) if track.isdecimal() and len(track) < 16 else 0,
            order=one("order", ORDERS) or "newest",
        )

    @property
    def query(self) -> str:
        """The same as a part of an address."""
        values = {
            "q": self.text,
            "state": self.state,
            "kind": self.kind,
            "review": self.review,
            "track": self.track or "",
            "order": "" if self.order == "newest" else self.order,
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return any((self.text, self.state, self.kind, self.review, self.track))


USUAL_KINDS: Final = ["talk", "workshop"]
USUAL_MINUTES: Final = [20, 30, 45]
REVIEWS_WANTED: Final = 2
SCORES: Final = (1, 2, 3, 4, 5)
CONFIRM_WITHIN: Final = timedelta(hours=48)
LINK_LASTS_AFTER: Final = timedelta(days=30)  # after the last day of the event
# The same as for registrations: behind one address may sit a whole institute.
CONTRIBUTIONS_FROM_A_PLACE: Final = Limit("contributions from a place", 600, timedelta(hours=1))
CONTRIBUTIONS_OF_AN_ADDRESS: Final = Limit("contributions of an address", 10, timedelta(hours=1))

type Span = tuple[datetime, datetime]


class CallPhase(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


def call_phase(opens_at: datetime, closes_at: datetime, *, now: datetime) -> CallPhase:
    """Whether something can be proposed now."""
    if now < opens_at:
        return CallPhase.NOT_YET
    return CallPhase.OPEN if now < closes_at else CallPhase.OVER


class Decision(StrEnum):
    """What organisers decide; the values are those of the states that follow."""

    ACCEPT = "accepted"
    RESERVE = "reserve"
    DECLINE = "declined"


def may_decide(state: str, decision: Decision, *, is_told: bool, has_session: bool = True) -> bool:
    """Whether this decision can be taken now: what a speaker has been told is not taken back in silence.

    >>> may_decide("accepted", Decision.DECLINE, is_told=False)
    True
    >>> may_decide("accepted", Decision.DECLINE, is_told=True)
    False
    >>> may_decide("confirmed", Decision.ACCEPT, is_told=True, has_session=False)  # it was removed
    True
    """
    if state in {"accepted", "confirmed"} and decision == Decision.ACCEPT:
        return not has_session
    if state == decision:
        return False
    if state in {"submitted", "reserve"}:
        return True
    if state == "declined":
        return True
    return state == "accepted" and not is_told


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """What reviews come to; `mean` and `difference` are None without a score."""

    scores: tuple[int, ...] = ()
    conflicts: int = 0

    @property
    def mean(self) -> float | None:
        return sum(self.scores) / len(self.scores) if self.scores else None

    @property
    def difference(self) -> int | None:
        return max(self.scores) - min(self.scores) if self.scores else None

    @property
    def is_enough(self) -> bool:
        return len(self.scores) >= REVIEWS_WANTED


def may_see_reviews(own: tuple[int | None, bool] | None, *, is_decided: bool) -> bool:
    """Whether somebody sees what others said. `own` is their score and whether they know the people.

    >>> may_see_reviews(None, is_decided=False), may_see_reviews((4, False), is_decided=False)
    (False, True)
    >>> may_see_reviews((None, True), is_decided=True)
    False
    """
    if own is None:
        return is_decided
    return not own[1]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few spans as possible, in order.

    >>> nine, ten, eleven = (datetime(2027, 4, 14, hour) for hour in (9, 10, 11))
    >>> merged([(ten, eleven), (nine, ten)]) == ((nine, eleven),)
    True
    """
    found: list[Span] = []
    for starts, ends in sorted(spans):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return tuple(found)


def hours_of(opens_at: datetime, closes_at: datetime) -> tuple[Span, ...]:
    """A day in hours; the last one may be shorter.

    >>> len(hours_of(datetime(2027, 4, 14, 9), datetime(2027, 4, 14, 11, 30)))
    3
    """
    hour = timedelta(hours=1)
    number = -((opens_at - closes_at) // hour)
    return tuple((opens_at + n * hour, min(opens_at + (n + 1) * hour, closes_at)) for n in range(number))


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether two of them share a moment."""
    return any(starts < span[1] and span[0] < ends for starts, ends in others)


def absent_speakers(
    span: Span, speakers: Collection[int], absences: Mapping[int, tuple[Span, ...]]
) -> tuple[int, ...]:
    """Who of these speakers cannot be there then."""
    return tuple(one for one in speakers if _overlaps(span, absences.get(one, ())))


PURPOSE: Final = "contribution"  # of the personal links
IN_PROGRAMME: Final = (ContributionState.ACCEPTED, ContributionState.CONFIRMED)
IN_REVIEW: Final = (ContributionState.SUBMITTED, ContributionState.RESERVE)
DECIDED: Final = (*IN_PROGRAMME, ContributionState.RESERVE, ContributionState.DECLINED)
CLOSED: Final = (ContributionState.DECLINED, ContributionState.WITHDRAWN)


def call_of(event_id: int) -> ContributionCall | None:
    """The call of an event, if it has one."""
    return _CALL.first(event=event_id)


_CALL: Final = PreparedQuery(lambda event: ContributionCall.objects.filter(event_id=event))


def contribution_of_link(link_id: int) -> Contribution | None:
    """What a personal link stands for, with all that its page shows."""
    rows = Contribution.objects.select_related("event", "link", "session", "track")
    return rows.filter(link_id=link_id).first()


def contribution_of_session(session_id: int) -> Contribution | None:
    """What became this session."""
    return Contribution.objects.filter(session_id=session_id).first()


def etag_of_contribution(row: Contribution) -> str:
    """A short mark of all that its speaker's page shows: its own words, and those of session and speaker."""
    values: dict[str, object] = {"version": row.version}
    if row.session is not None:
        values |= component_values(row.session, ("title_de", "title_en", "abstract_de", "abstract_en"))
    first = row.speakers.filter(position=0).select_related("speaker").first()
    if first is not None and first.speaker is not None:
        values |= component_values(first.speaker, ("name", "organisation", "about_de", "about_en"))
    return etag_of_values(values)


def speakers_of_contribution(contribution_id: int) -> Sequence[ContributionSpeaker]:
    """Who would speak, the one who proposed it first."""
    rows = ContributionSpeaker.objects.filter(contribution_id=contribution_id)
    return list(rows.select_related("speaker"))


def contribution_or_none(event_id: int, pk: int) -> Contribution | None:
    """One that its organisers may see: somebody has confirmed it."""
    rows = Contribution.objects.select_related("event", "link", "session", "track")
    return rows.filter(event_id=event_id, pk=pk).exclude(state=ContributionState.UNCONFIRMED).first()


def hours_at(event: Event) -> Sequence[Span]:
    """The opening hours of the event, hour by hour, in order."""
    days = event.days.order_by("day").values_list("opens_at", "closes_at")
    return [span for opens_at, closes_at in days for span in hours_of(opens_at, closes_at)]


def absences_of(contribution_id: int) -> tuple[Span, ...]:
    """When its speakers cannot be there."""
    rows = SpeakerAbsence.objects.filter(contribution_id=contribution_id)
    return merged(rows.values_list("starts_at", "ends_at"))


def absences_by_speaker(event_id: int) -> Mapping[int, tuple[Span, ...]]:
    """When the speakers of the programme said they cannot be there; one query."""
    rows = SpeakerAbsence.objects.filter(
        contribution__event_id=event_id,
        contribution__state__in=IN_PROGRAMME,
        contribution__speakers__speaker__isnull=False,
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for speaker, starts, ends in rows.values_list(
        "contribution__speakers__speaker_id", "starts_at", "ends_at"
    ).order_by("starts_at", "pk"):
        found[speaker].append((starts, ends))
    return {speaker: merged(spans) for speaker, spans in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedContribution:
    """One in the list, as one of the team may see it."""

    row: Contribution
    speakers: Sequence[ContributionSpeaker]
    own: ContributionReview | None
    others: Sequence[ContributionReview]  # empty as long as this person may not see them
    summary: ReviewSummary  # of what this person may see
    number: int  # of scores, whoever may see them

    @property
    def is_seen(self) -> bool:
        """Whether this person may see what others said."""
        own = (self.own.score, self.own.has_conflict) if self.own else None
        return may_see_reviews(own, is_decided=self.row.state in DECIDED)

    @property
    def is_enough(self) -> bool:
        return self.number >= REVIEWS_WANTED


def reviewed_contributions(
    event_id: int, criteria: ContributionQuery, *, user_id: int | None
) -> list[ReviewedContribution]:
    """Those that fit, in the wanted order, with what this person may see of reviews. Four queries."""
    rows = _narrowed(Contribution.objects.filter(event_id=event_id), criteria)
    rows = rows.exclude(state=ContributionState.UNCONFIRMED).select_related("track", "session", "event")
    found = [_reviewed(row, user_id) for row in rows.prefetch_related("speakers", "reviews__reviewer")]
    if criteria.review == "mine":
        found = [one for one in found if one.own is None and one.row.state in IN_REVIEW]
    elif criteria.review == "few":
        found = [one for one in found if not one.is_enough and one.row.state in IN_REVIEW]
    return sorted(found, key=lambda one: _place_of(one, criteria.order))


def reviewed_contribution(row: Contribution, *, user_id: int | None) -> ReviewedContribution:
    """One of them, likewise."""
    return _reviewed(row, user_id)


def _narrowed(rows: QuerySet[Contribution], criteria: ContributionQuery) -> QuerySet[Contribution]:
    for word in criteria.text.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(abstract__icontains=word)
            | Q(
                pk__in=ContributionSpeaker.objects.filter(
                    Q(name__icontains=word) | Q(organisation__icontains=word)
                ).values("contribution")
            )
        )
    if criteria.state:
        rows = rows.filter(state=criteria.state)
    if criteria.kind:
        rows = rows.filter(kind=criteria.kind)
    if criteria.track:
        rows = rows.filter(track_id=criteria.track)
    return rows


def _reviewed(row: Contribution, user_id: int | None) -> ReviewedContribution:
    reviews = list(row.reviews.all())
    own = next((one for one in reviews if one.reviewer_id == user_id), None)
    is_seen = may_see_reviews((own.score, own.has_conflict) if own else None, is_decided=row.state in DECIDED)
    seen = reviews if is_seen else [one for one in reviews if one is own]
    return ReviewedContribution(
        row=row,
        speakers=list(row.speakers.all()),
        own=own,
        others=[one for one in seen if one is not own],
        summary=ReviewSummary(
            scores=tuple(one.score for one in seen if one.score is not None),
            conflicts=sum(one.has_conflict for one in seen),
        ),
        number=sum(one.score is not None for one in reviews),
    )


def _place_of(reviewed: ReviewedContribution, order: str) -> tuple[float, str, int]:
    summary, title = reviewed.summary, reviewed.row.title.casefold()
    if order == "newest":
        return -reviewed.row.sent_at.timestamp(), title, reviewed.row.pk
    if order == "mean":
        return -(summary.mean or 0), title, reviewed.row.pk
    if order == "difference":
        return -(summary.difference or 0), title, reviewed.row.pk
    return 0, title, reviewed.row.pk


def untold(event_id: int) -> QuerySet[Contribution]:
    """Decided, and their speakers do not know yet."""
    rows = Contribution.objects.filter(event_id=event_id, state__in=DECIDED, told_at=None)
    return rows.select_related("event", "link").order_by("state", "title", "pk")


def etag_of_untold(rows: Iterable[Contribution]) -> str:
    """A short mark of who would be told what."""
    return etag_of_values({str(row.pk): row.state for row in rows})


def first_speakers(rows: Sequence[Contribution]) -> Mapping[int, str]:
    """Who proposed each of them."""
    found = ContributionSpeaker.objects.filter(contribution__in=[row.pk for row in rows], position=0)
    return dict(found.values_list("contribution_id", "name"))


def counts_by_state(event_id: int) -> Mapping[str, int]:
    """How many contributions there are in each state; one query."""
    found: dict[str, int] = defaultdict(int)
    for state in Contribution.objects.filter(event_id=event_id).values_list("state", flat=True):
        found[state] += 1
    return found


def forgotten_contributions(now: datetime) -> QuerySet[Contribution]:
    """Never confirmed, closed for longer than the call says, or of an event that is over for so long."""
    gone = Q(state=ContributionState.UNCONFIRMED, sent_at__lt=now - CONFIRM_WITHIN)
    for event_id, days in ContributionCall.objects.values_list("event_id", "kept_days"):
        before = now - timedelta(days=days)
        # Whoever is declined reads the day on their page: it counts from their email on.
        gone |= Q(event_id=event_id, state=ContributionState.DECLINED, told_at__lt=before)
        gone |= Q(event_id=event_id, state=ContributionState.WITHDRAWN, decided_at__lt=before)
        gone |= Q(event_id=event_id, event__last_day__lt=local_date(before))
    return Contribution.objects.filter(gone)


def picture_of_speaker(event_id: int, speaker_id: int) -> str:
    """The picture that a speaker of the programme has sent; empty without one."""
    row = (
        ContributionSpeaker.objects.filter(
            speaker_id=speaker_id, contribution__event_id=event_id, contribution__state__in=IN_PROGRAMME
        )
        .exclude(picture="")
        .first()
    )
    return str(row.picture.name) if row else ""


def session_words(row: Contribution, session: Session, *, title: str, abstract: str) -> dict[str, object]:
    """What the session would say."""
    words = (("title", title), ("abstract", abstract))
    return {
        f"{name}_{language}": text
        for name, text in words
        for language in _languages_of(row, getattr(session, f"{name}_de"), getattr(session, f"{name}_en"))
    }


def speaker_words(row: Contribution, speaker: Speaker, *, about: str) -> dict[str, object]:
    """How the programme would introduce its first speaker."""
    return {f"about_{language}": about for language in _languages_of(row, speaker.about_de, speaker.about_en)}


def _languages_of(row: Contribution, german: str, english: str) -> tuple[str, ...]:
    if row.language != "en":
        return ("de",)
    return ("de", "en") if german == english else ("en",)


@transaction.atomic
def save_call(
    *, event_id: int, values: Mapping[str, object], seen: int, by: Subject, now: datetime
) -> ContributionCall:
    """The event calls for contributions like this; `seen` is the version that the form showed, 0 for none."""
    event = editable_event(event_id, by)
    row = ContributionCall.objects.filter(event=event).first()
    if (row.version if row else 0) != seen:
        raise Refusal(EventRefusal.STALE)
    if row is None:
        row = ContributionCall.objects.create(event=event, changed_at=now, **values)
        audit.record(verb="contribution.called", target=event, by_id=by.user_id, now=now)
        return row
    new = changes_to(row, values)
    if new:
        noted = in_audit(row, new)
        ContributionCall.objects.filter(pk=row.pk).update(**new, changed_at=now, version=F("version") + 1)
        audit.record(verb="contribution.call_edited", target=event, by_id=by.user_id, now=now, changes=noted)
        row.refresh_from_db()
    return row
