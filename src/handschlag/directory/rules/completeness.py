"""How complete a network's page is, and what to do next: the one place where facts have weights.

The weights say what a visitor looks for first. They sum up to 100; a test counts them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Point(StrEnum):
    """What can be missing from a page."""

    DESCRIPTION = "description"
    FIELDS = "fields"
    PLACE = "place"
    MEMBERS = "members"
    CONTACT = "contact"
    FIGURES = "figures"
    ENGLISH = "english"
    LOGO = "logo"
    BODY = "body"
    STORIES = "stories"


WEIGHTS: dict[Point, int] = {
    Point.DESCRIPTION: 18,
    Point.FIELDS: 14,
    Point.PLACE: 12,
    Point.MEMBERS: 12,
    Point.CONTACT: 12,
    Point.FIGURES: 8,
    Point.ENGLISH: 8,
    Point.LOGO: 6,
    Point.BODY: 5,
    Point.STORIES: 5,
}
LEAST_DESCRIPTION = 200  # characters: two or three sentences
LEAST_MEMBERS = 3
FIGURES_AGE_IN_YEARS = 2
STORIES_AGE_IN_DAYS = 365
LABEL_NOTICE_IN_DAYS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What is known about a network, as far as completeness asks."""

    description_de: int = 0
    description_en: int = 0
    fields: int = 0
    has_place: bool = False
    members: int = 0
    has_website: bool = False
    has_contact: bool = False
    latest_figure: int | None = None
    has_logo: bool = False
    has_founded: bool = False
    has_body: bool = False
    latest_story: date | None = None
    label_until: date | None = None
    waiting_requests: int = 0
    is_returned: bool = False


def _share(page: PageContent, point: Point, *, today: date) -> float:
    """How far one point is met, from 0 to 1."""
    met = {
        Point.DESCRIPTION: min(1.0, page.description_de / LEAST_DESCRIPTION),
        Point.ENGLISH: min(1.0, page.description_en / LEAST_DESCRIPTION),
        Point.FIELDS: float(page.fields > 0),
        Point.PLACE: float(page.has_place),
        Point.MEMBERS: min(1.0, page.members / LEAST_MEMBERS),
        Point.CONTACT: (page.has_website + page.has_contact) / 2,
        Point.FIGURES: float(_is_recent_year(page.latest_figure, today)),
        Point.LOGO: float(page.has_logo),
        Point.BODY: (page.has_founded + page.has_body) / 2,
        Point.STORIES: float(_is_recent_day(page.latest_story, today)),
    }
    return met[point]


def _is_recent_year(year: int | None, today: date) -> bool:
    return year is not None and today.year - year <= FIGURES_AGE_IN_YEARS


def _is_recent_day(day: date | None, today: date) -> bool:
    return day is not None and (today - day).days <= STORIES_AGE_IN_DAYS


def score(page: PageContent, *, today: date) -> int:
    """From 0 to 100; 100 only when nothing is missing."""
    return int(sum(weight * _share(page, point, today=today) for point, weight in WEIGHTS.items()))


class NextStepKind(StrEnum):
    """Something that waits for a manager."""

    ANSWER_REQUESTS = "answer_requests"
    READ_RETURN = "read_return"
    RENEW_LABEL = "renew_label"
    DESCRIPTION = "description"
    FIELDS = "fields"
    PLACE = "place"
    MEMBERS = "members"
    CONTACT = "contact"
    FIGURES = "figures"
    ENGLISH = "english"
    LOGO = "logo"
    BODY = "body"
    STORIES = "stories"


@dataclass(frozen=True, slots=True, kw_only=True)
class _NextStep:
    """What to do, and by how many points of a hundred it completes the page (0: people wait for it)."""

    step: NextStepKind
    gain: int


def next_steps(page: PageContent, *, today: date) -> tuple[_NextStep, ...]:
    """First people who wait, then what runs out, then what is missing, the most useful first."""
    is_due = page.label_until is not None and (page.label_until - today).days <= LABEL_NOTICE_IN_DAYS
    waiting = (
        (NextStepKind.ANSWER_REQUESTS, page.waiting_requests > 0),
        (NextStepKind.READ_RETURN, page.is_returned),
        (NextStepKind.RENEW_LABEL, is_due),
    )
    urgent = tuple(_NextStep(step=step, gain=0) for step, is_so in waiting if is_so)
    missing = [
        (weight * (1 - _share(page, point, today=today)), order, point)
        for order, (point, weight) in enumerate(WEIGHTS.items())
    ]
    missing.sort(key=lambda entry: (-entry[0], entry[1]))
    useful = tuple(
        _NextStep(step=NextStepKind(point.value), gain=max(1, round(gain)))
        for gain, _, point in missing
        if gain > 0
    )
    return urgent + useful
