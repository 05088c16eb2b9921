"""A page's completeness, and what its manager is asked to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.directory.editing.dashboard import (
    WEIGHTS,
    NextStepKind,
    PageContent,
    Point,
    next_steps,
    score,
)

TODAY = date(2026, 11, 25)
FULL = PageContent(
    description_de=400,
    description_en=400,
    fields=2,
    has_place=True,
    members=5,
    has_website=True,
    has_contact=True,
    latest_figure=2025,
    has_logo=True,
    has_founded=True,
    has_body=True,
    latest_story=date(2026, 10, 1),
)
pages = st.builds(
    PageContent,
    description_de=st.integers(0, 500),
    description_en=st.integers(0, 500),
    fields=st.integers(0, 3),
    has_place=st.booleans(),
    members=st.integers(0, 9),
    has_website=st.booleans(),
    has_contact=st.booleans(),
    latest_figure=st.none() | st.integers(2000, 2026),
    has_logo=st.booleans(),
    has_founded=st.booleans(),
    has_body=st.booleans(),
    latest_story=st.none() | st.dates(date(2020, 1, 1), TODAY),
)


def test_the_weights_are_a_hundred_and_every_point_has_one() -> None:
    assert (sum(WEIGHTS.values()), set(WEIGHTS)) == (100, set(Point))


def test_an_empty_page_has_nothing_and_a_full_one_everything() -> None:
    assert (score(PageContent(), today=TODAY), score(FULL, today=TODAY)) == (0, 100)
    assert next_steps(FULL, today=TODAY) == ()


@given(pages)
def test_only_a_page_without_a_next_step_is_complete(page: PageContent) -> None:
    assert (score(page, today=TODAY) == 100) == (next_steps(page, today=TODAY) == ())


@given(pages, st.sampled_from([("fields", 2), ("has_place", True), ("has_logo", True), ("members", 9)]))
def test_more_facts_never_make_a_page_less_complete(page: PageContent, more: tuple[str, object]) -> None:
    assert score(replace(page, **{more[0]: more[1]}), today=TODAY) >= score(page, today=TODAY) or not more[1]


@given(pages)
def test_missing_facts_come_in_the_order_of_what_they_give(page: PageContent) -> None:
    gains = [step.gain for step in next_steps(page, today=TODAY)]
    assert gains == sorted(gains, reverse=True)
    assert all(gain > 0 for gain in gains)


def test_people_who_wait_come_before_what_is_missing() -> None:
    page = replace(FULL, logo=False) if hasattr(FULL, "logo") else replace(FULL, has_logo=False)
    page = replace(page, waiting_requests=2, is_returned=True, label_until=TODAY + timedelta(days=30))
    steps = [one.step for one in next_steps(page, today=TODAY)]
    assert steps == [
        NextStepKind.ANSWER_REQUESTS,
        NextStepKind.READ_RETURN,
        NextStepKind.RENEW_LABEL,
        NextStepKind.LOGO,
    ]


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        (replace(FULL, latest_figure=2023), NextStepKind.FIGURES),
        (replace(FULL, latest_story=TODAY - timedelta(days=366)), NextStepKind.STORIES),
        (replace(FULL, members=2), NextStepKind.MEMBERS),
        (replace(FULL, has_contact=False), NextStepKind.CONTACT),
        (replace(FULL, description_en=199), NextStepKind.ENGLISH),
    ],
)
def test_what_is_old_or_half_is_asked_for(page: PageContent, missing: NextStepKind) -> None:
    assert [one.step for one in next_steps(page, today=TODAY)] == [missing]
    assert score(page, today=TODAY) < 100


@pytest.mark.parametrize(("days", "is_due"), [(120, True), (121, False), (-3, True)])
def test_a_label_is_asked_about_four_months_before_it_ends(days: int, is_due: bool) -> None:
    page = replace(FULL, label_until=TODAY + timedelta(days=days))
    assert [one.step for one in next_steps(page, today=TODAY)] == (
        [NextStepKind.RENEW_LABEL] if is_due else []
    )
