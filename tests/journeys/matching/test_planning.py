"""An organiser without a mouse, in English: two plans compared, published, printed, published again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.journeys.keyboard import follow, reach, write
from tests.platform import matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.jobs import work_off
from handschlag.matching import wishes as matching_wishes
from handschlag.matching.models import Meeting, Notice, Request, RequestState, Service, TimetableVersion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RADIO = "input[type=radio]"


@pytest.fixture
def wishes(service: Service) -> None:
    """Five people; four of them wish to meet the first, and it is mutual."""
    people = [
        matchmaking.participant(service, f"{name} Beispiel") for name in ("Ada", "Bo", "Cy", "Dan", "Eva")
    ]
    for other in people[1:]:
        asked = matchmaking.asked(people[0], other, state=RequestState.ROUND)
        asked.parties.update(said_yes_at=asked.sent_at, kind="want")


def test_from_wishes_to_a_second_version_by_keyboard(
    opened: Callable[..., Any],
    look: Callable[[Any, str], None],
    otto: User,
    service: Service,
    wishes: None,
) -> None:
    start = f"/en/manage/events/{service.event.slug}/planning/"
    with opened(f"{start}optimise/", user=otto) as page:
        page.set_default_timeout(30_000)
        compute(page, start, "Baseline")
        compute(page, start, "One table more", scenario="With one table more")
        look(page, "two-plans")
        take(page, "B · Baseline")
        look(page, "before-publishing")
        follow(page, "Publish now and notify 5 people", to="**/publish/")
        follow_up(page)
        look(page, "published")
        follow(page, "Print sets", to="**/print/")
        look(page, "print")
        follow(page, "Create PDF A5 sheet per person", to=lambda url: "/print" in url or "/jobs" in url)
        follow_up(page)
        look(page, "sheets")
        cancel()
        page.goto(f"{start}publish/")
        look(page, "after-a-cancellation")
        follow(page, "Publish now and notify 2 people", to="**/publish/")
        follow_up(page)
    assert list(TimetableVersion.objects.values_list("number", flat=True)) == [2, 1]
    assert Notice.objects.filter(version__number=2).exclude(sent_at=None).count() == 2


def follow_up(page: Any) -> None:
    """A worker does what was asked for, and the page is read again."""
    work_off(now=timezone.now())
    page.goto(page.url)


def compute(page: Any, start: str, name: str, *, scenario: str = "") -> None:
    write(page, "Name of the plan", name)
    if scenario:
        reach(page, "Scenario", kinds="select")
        chosen = page.locator("select[name=scenario] option:checked")
        for _ in range(12):
            if chosen.inner_text() == scenario:
                break
            page.keyboard.press("ArrowDown")
        assert chosen.inner_text() == scenario
    follow(page, "Calculate the plan", to="**/runs/*/")
    work_off(now=timezone.now())
    page.goto(f"{start}optimise/")
    page.get_by_text(f"· {name}").first.wait_for()


def take(page: Any, label: str) -> None:
    """Choose a plan among the variants, and prepare it for publishing."""
    reach(page, "", kinds=RADIO)
    for _ in range(4):
        if page.evaluate("document.activeElement.labels[0].textContent").startswith(label):
            break
        page.keyboard.press("ArrowRight")
    follow(page, "Show the chosen plan", to="**/optimise/?*")
    follow(page, "Prepare plan B as version 1", to="**/publish/")


def cancel() -> None:
    """Somebody takes a confirmed meeting back."""
    request = Request.objects.filter(pk__in=Meeting.objects.values("request")).order_by("pk").last()
    assert request is not None
    matching_wishes.withdraw(
        request_id=request.pk,
        participant_id=request.sender_id,
        has_link=True,
        by=Subject(),
        now=timezone.now(),
    )
