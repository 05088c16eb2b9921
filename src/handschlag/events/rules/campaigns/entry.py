"""When a campaign takes entries, and what an activity lacks before it can be sent to the editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handschlag.events.rules.campaigns.activity_content import ActivityContent
from handschlag.events.rules.campaigns.campaign_refusals import CampaignRefusal
from handschlag.events.rules.campaigns.times import day_of, last_day


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
