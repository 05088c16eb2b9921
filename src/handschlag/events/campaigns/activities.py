"""What an activity of a campaign says, its states, what it lacks, and how a change to it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from handschlag.accounts.models import User
from handschlag.accounts.policy import Action, Role, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.directory.contents import GeoPoint
from handschlag.directory.entries import managed_ids, manages
from handschlag.directory.models import Field, Network
from handschlag.directory.public import public_networks
from handschlag.events.models import Activity, ActivityChange, ActivityState, Campaign, ChangeState

BERLIN = ZoneInfo("Europe/Berlin")
ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=14)


def day_of(moment: datetime) -> date:
    """The date in Germany at this moment, whatever zone it is given in."""
    return moment.astimezone(BERLIN).date()


def last_day(starts_at: datetime, ends_at: datetime) -> date:
    """What ends at midnight does not reach the next day."""
    return max(day_of(starts_at), day_of(ends_at - timedelta(microseconds=1)))


def days_of(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def monday_of(day: date) -> date:
    """The Monday of the same week; a Monday is its own."""
    return day - timedelta(days=day.weekday())


def local_moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment as the clock in Germany shows it; in the night of the clock change the first of two."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def is_skipped(moment: datetime) -> bool:
    """Whether the clocks jump over this time of day, so that nobody can come then.

    >>> [is_skipped(local_moment(date(2027, 3, 28), hour, 30)) for hour in (2, 3)]
    [True, False]
    """
    there_and_back = moment.astimezone(UTC).astimezone(BERLIN)
    return there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None)


class CampaignRefusal(Reason):
    GONE = "gone", _("This has been deleted.")
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This has been decided in the meantime. Check the status of the activity."),
    )
    NOT_OPEN_YET = "not_open_yet", _("You cannot send entries yet. Your draft is saved.")
    CLOSED = "closed", _("Entries are closed. Contact the editors.")
    OUTSIDE_THE_PERIOD = "outside_the_period", _("The day is not part of the campaign.")
    IS_PAST = "is_past", _("Enter a date in the future.")
    INCOMPLETE = "incomplete", _("Details that visitors need are missing.")
    DECIDED = "decided", _("This has already been decided.")
    HAS_ACTIVITIES = "has_activities", _("A public activity would be outside this period. Move it first.")


class ActivityStage(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


class ActivityTransition(StrEnum):
    """What moves an activity from one state into another."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    DISCARD = "discard"
    BRING_BACK = "bring_back"


# From which states a step leads where.
STEPS: dict[ActivityTransition, tuple[frozenset[ActivityStage], ActivityStage]] = {
    ActivityTransition.SUBMIT: (
        frozenset({ActivityStage.DRAFT, ActivityStage.DECLINED}),
        ActivityStage.IN_REVIEW,
    ),
    ActivityTransition.WITHDRAW: (frozenset({ActivityStage.IN_REVIEW}), ActivityStage.DRAFT),
    ActivityTransition.PUBLISH: (frozenset({ActivityStage.IN_REVIEW}), ActivityStage.PUBLISHED),
    ActivityTransition.DECLINE: (frozenset({ActivityStage.IN_REVIEW}), ActivityStage.DECLINED),
    ActivityTransition.TAKE_BACK: (
        frozenset({ActivityStage.PUBLISHED, ActivityStage.DECLINED}),
        ActivityStage.IN_REVIEW,
    ),
    ActivityTransition.CANCEL: (frozenset({ActivityStage.PUBLISHED}), ActivityStage.CANCELLED),
    ActivityTransition.REINSTATE: (frozenset({ActivityStage.CANCELLED}), ActivityStage.PUBLISHED),
    ActivityTransition.DISCARD: (
        frozenset({ActivityStage.DRAFT, ActivityStage.DECLINED}),
        ActivityStage.ARCHIVED,
    ),
    ActivityTransition.BRING_BACK: (frozenset({ActivityStage.ARCHIVED}), ActivityStage.DRAFT),
}
PUBLIC = frozenset({ActivityStage.PUBLISHED, ActivityStage.CANCELLED})
WITHOUT_EDITOR = frozenset(
    {ActivityStage.DRAFT, ActivityStage.DECLINED, ActivityStage.IN_REVIEW}
)  # saved as typed
# Steps that calendars elsewhere have to notice.
TELLS_CALENDARS = frozenset({ActivityTransition.CANCEL, ActivityTransition.REINSTATE})


def is_transition_possible(step: ActivityTransition, state: str) -> bool:
    """Whether the step can be taken from this state.

    >>> [is_transition_possible(ActivityTransition.CANCEL, state) for state in ("published", "draft")]
    [True, False]
    """
    return state in STEPS[step][0]


def stage_after(step: ActivityTransition) -> ActivityStage:
    """Where the step leads; it does not ask whether the step is possible."""
    return STEPS[step][1]


TIME_AND_PLACE = frozenset(
    {"starts_at", "ends_at", "is_online", "venue", "street", "postcode", "spot", "online_url"}
)
AT_ONCE = TIME_AND_PLACE | {"fee_cents", "fee_note_de", "fee_note_en", "language"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityContent:
    """An activity, fact by fact; times are aware."""

    title_de: str = ""
    title_en: str = ""
    text_de: str = ""
    text_en: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_online: bool = False
    online_url: str = ""
    venue: str = ""
    street: str = ""
    postcode: str = ""
    spot: GeoPoint = field(default_factory=GeoPoint)
    audiences: tuple[str, ...] = ()
    language: str = "de"
    fee_cents: int = 0
    fee_note_de: str = ""
    fee_note_en: str = ""
    link: str = ""
    fields: tuple[str, ...] = ()
    programme: int | None = None


NAMES = tuple(one.name for one in fields(ActivityContent))
# What waits is kept as JSON and holds only these: texts, numbers and lists of texts.
WAITING = tuple(name for name in NAMES if name not in AT_ONCE)


def changed(before: ActivityContent, after: ActivityContent) -> tuple[str, ...]:
    """The names of the facts that differ, in their order."""
    return tuple(name for name in NAMES if getattr(before, name) != getattr(after, name))


def with_only(before: ActivityContent, after: ActivityContent, names: Iterable[str]) -> ActivityContent:
    """`before` with these facts of `after`."""
    return replace(before, **{name: getattr(after, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What of a change is public at once, and what waits for an editor."""

    at_once: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def moves(self) -> bool:
        """Whether calendars have to be told of another time or place."""
        return bool(TIME_AND_PLACE & set(self.at_once))


def split(names: Iterable[str], *, by_editor: bool) -> Split:
    """An editor's changes never wait."""
    found = tuple(names)
    if by_editor:
        return Split(at_once=found, waiting=())
    return Split(
        at_once=tuple(name for name in found if name in AT_ONCE),
        waiting=tuple(name for name in found if name not in AT_ONCE),
    )


def proposed(before: ActivityContent, after: ActivityContent, names: Iterable[str]) -> dict[str, list[Any]]:
    """What waits, as JSON: each fact with its old and new value."""
    return {name: [_plain(getattr(before, name)), _plain(getattr(after, name))] for name in names}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def applied(facts: ActivityContent, changes: Mapping[str, list[Any]]) -> ActivityContent:
    """The facts with what was proposed; anything but a fact that may wait is left out."""
    new: dict[str, Any] = {
        name: tuple(values[1]) if isinstance(values[1], list) else values[1]
        for name, values in changes.items()
        if name in WAITING
    }
    return replace(facts, **new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days of a campaign, and from when to when entries are taken."""

    first_day: date
    last_day: date
    opens_at: datetime | None = None
    closes_at: datetime | None = None


class Lack(StrEnum):
    """What is missing; also the name of the field to fill."""

    TITLE = "title_de"
    TIME = "starts_at"
    PLACE = "place"
    AUDIENCE = "audiences"
    TEXT = "text_de"


def _window_fault(period: Period, *, now: datetime) -> CampaignRefusal | None:
    """Why a host cannot enter anything now."""
    if period.opens_at is not None and now < period.opens_at:
        return CampaignRefusal.NOT_OPEN_YET
    if period.closes_at is not None and now >= period.closes_at:
        return CampaignRefusal.CLOSED
    return None


def is_within(period: Period, facts: ActivityContent) -> bool:
    """Whether an activity begins and ends on days of the campaign; a night after the last day counts."""
    if facts.starts_at is None or facts.ends_at is None:
        return False
    begins = period.first_day <= day_of(facts.starts_at) <= period.last_day
    return begins and (last_day(facts.starts_at, facts.ends_at) - period.last_day).days <= 1


def lacks(facts: ActivityContent) -> tuple[Lack, ...]:
    """What visitors need and the activity does not say yet; a place is needed unless it is online only."""
    missing = {
        Lack.TITLE: not facts.title_de,
        Lack.TIME: facts.starts_at is None or facts.ends_at is None,
        Lack.PLACE: not facts.is_online and not facts.spot.place,
        Lack.AUDIENCE: not facts.audiences,
        Lack.TEXT: not facts.text_de,
    }
    return tuple(lack for lack, is_missing in missing.items() if is_missing)


def submit_fault(
    period: Period, facts: ActivityContent, *, now: datetime, by_editor: bool
) -> CampaignRefusal | None:
    """Why an activity cannot be sent to the editors; editors enter outside the window as well."""
    if not by_editor and (fault := _window_fault(period, now=now)) is not None:
        return fault
    if lacks(facts):
        return CampaignRefusal.INCOMPLETE
    if not is_within(period, facts):
        return CampaignRefusal.OUTSIDE_THE_PERIOD
    if facts.ends_at is not None and facts.ends_at <= now:
        return CampaignRefusal.IS_PAST
    return None


def activity_content_of(activity: Activity) -> ActivityContent:
    """What the activity says now, as everybody reads it."""
    return ActivityContent(
        title_de=activity.title_de,
        title_en=activity.title_en,
        text_de=activity.text_de,
        text_en=activity.text_en,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        is_online=activity.is_online,
        online_url=activity.online_url,
        venue=activity.venue,
        street=activity.street,
        postcode=activity.postcode,
        spot=GeoPoint(
            place=activity.place,
            land=activity.land_id or "",
            district=activity.district_id or "",
            latitude=activity.latitude,
            longitude=activity.longitude,
        ),
        audiences=tuple(activity.audiences),
        language=activity.language,
        fee_cents=activity.fee_cents,
        fee_note_de=activity.fee_note_de,
        fee_note_en=activity.fee_note_en,
        link=activity.link,
        fields=tuple(sorted(field.pk for field in activity.fields.all())),
        programme=activity.programme_id,
    )


def period_of(campaign: Campaign) -> Period:
    """The days of the campaign, and from when until when hosts can enter activities."""
    return Period(
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        opens_at=campaign.entry_opens_at,
        closes_at=campaign.entry_closes_at,
    )


def owns(by: Subject, activity: Activity) -> bool:
    """Whether this person looks after the network that invites."""
    return activity.network_id is not None and manages(by, activity.network_id)


def waiting_change(activity: Activity) -> ActivityChange | None:
    """The change of a public activity that waits for the editors; None where none waits."""
    return ActivityChange.objects.filter(activity=activity, state=ChangeState.WAITING).first()


def live_changes(activity: Activity) -> QuerySet[ActivityChange]:
    """Changes that were public at once and that no editor has looked at yet."""
    return ActivityChange.objects.filter(activity=activity, state=ChangeState.LIVE)


def facts_for_host(activity: Activity) -> ActivityContent:
    """What the host said last, also where an editor has not read it yet."""
    change = waiting_change(activity)
    return applied(activity_content_of(activity), change.facts) if change else activity_content_of(activity)


def networks_for(by: Subject, *, is_editor: bool) -> list[Network]:
    """The networks that somebody may enter activities for."""
    rows = public_networks() if is_editor else Network.objects.filter(pk__in=managed_ids(by))
    return list(rows.order_by("name", "pk").select_related("land").prefetch_related("fields"))


def open_campaigns(*, today: date) -> list[Campaign]:
    """Public campaigns that are not over, the next first."""
    rows = Campaign.objects.filter(is_published=True, last_day__gte=today)
    return list(rows.order_by("first_day", "pk"))


def alike(activity: Activity) -> list[Activity]:
    """Others of the same host at the same time, or with the same title."""
    same_host = Q(network_id=activity.network_id) if activity.network_id else Q(host=activity.host)
    same_time = Q(starts_at__lt=activity.ends_at, ends_at__gt=activity.starts_at)
    rows = Activity.objects.filter(same_host & (same_time | Q(title_de__iexact=activity.title_de)))
    rows = rows.filter(campaign_id=activity.campaign_id).exclude(pk=activity.pk or 0)
    gone = [ActivityState.ARCHIVED, ActivityState.DECLINED]
    return list(rows.exclude(state__in=gone).order_by("starts_at", "pk")[:5])


def editors() -> QuerySet[User]:
    """Those who decide about activities."""
    return User.objects.filter(is_active=True, grants__role=Role.EDITOR).order_by("pk").distinct()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActivityQuery:
    """Which of the own activities are shown."""

    state: str = ""
    page: int = 1


def my_activities(by: Subject, wanted: OwnActivityQuery) -> QuerySet[Activity]:
    """Activities of the networks that somebody looks after, the next first."""
    rows = Activity.objects.filter(network_id__in=managed_ids(by)).select_related("network", "campaign")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    else:
        rows = rows.exclude(state=ActivityState.ARCHIVED)
    return rows.order_by("starts_at", "pk")


def waiting_activities() -> QuerySet[Activity]:
    """New activities that an editor has to read, the oldest first."""
    rows = Activity.objects.filter(state=ActivityState.IN_REVIEW)
    return rows.select_related("network", "campaign", "entered_by").order_by("changed_at", "pk")


def activity_changes(*states: ChangeState) -> QuerySet[ActivityChange]:
    """Changes of public activities, the oldest first."""
    rows = ActivityChange.objects.filter(state__in=states)
    return rows.select_related("activity__network", "activity__campaign", "by").order_by("at", "pk")


def is_queue_empty() -> bool:
    """Whether nothing waits for the editors."""
    return not waiting_activities().exists() and not activity_changes(ChangeState.WAITING).exists()


def locked_activity(pk: int, *, version: int, by: Subject, action: Action) -> Activity:
    """The activity, if this person may do this with it and has seen it as it is."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("campaign")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Refusal(CampaignRefusal.GONE)
    require(by, action, owns=owns(by, activity))
    if activity.version != version:
        raise Refusal(CampaignRefusal.STALE)
    return activity


def make_transition(activity: Activity, taken: ActivityTransition) -> None:
    """The activity is in the next state, if the step leads there from this one."""
    if not is_transition_possible(taken, activity.state):
        raise Refusal(CampaignRefusal.NOT_IN_THIS_STATE)
    activity.state = stage_after(taken).value
    if taken in TELLS_CALENDARS:
        activity.sequence += 1


def fill_activity(activity: Activity, facts: ActivityContent) -> None:
    """The row says these facts; it is not saved yet."""
    plain = ("title_de", "title_en", "text_de", "text_en", "is_online", "online_url", "venue", "street")
    also = ("postcode", "language", "fee_cents", "fee_note_de", "fee_note_en", "link")
    for name in (*plain, *also):
        setattr(activity, name, getattr(facts, name))
    assert facts.starts_at is not None
    assert facts.ends_at is not None
    activity.starts_at, activity.ends_at = facts.starts_at, facts.ends_at
    spot = facts.spot
    activity.place, activity.land_id, activity.district_id = (
        spot.place,
        spot.land or None,
        spot.district or None,
    )
    activity.latitude, activity.longitude = spot.latitude, spot.longitude
    activity.audiences, activity.programme_id = list(facts.audiences), facts.programme


def tag_activity(activity: Activity, facts: ActivityContent) -> None:
    """The fields of a row that is saved already."""
    activity.fields.set(Field.objects.filter(pk__in=facts.fields))


def save_activity(
    activity: Activity, *, verb: str, by: Subject, now: datetime, changes: Mapping[str, Any] | None = None
) -> None:
    """Saved as the next version, recorded, and seen by every reader of the campaign."""
    activity.version += 1
    activity.changed_at = now
    activity.save()
    audit.record(verb=verb, target=activity, by_id=by.user_id, now=now, changes=changes)
    _freshen(activity.campaign_id, now=now)


def _freshen(campaign_id: int, *, now: datetime) -> None:
    """Whatever was kept of this campaign holds no longer."""
    Campaign.objects.filter(pk=campaign_id).update(stamp=uuid4(), changed_at=now)
