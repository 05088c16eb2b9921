"""An organiser optimises, compares two plans, publishes, prints, and publishes again after a cancellation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.browsing import go
from tests.platform import matchmaking
from tests.platform.matching.planning.conftest import NOBODY

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.models import Job
from handschlag.matching import wishes as matching_wishes
from handschlag.matching.models import Meeting, Participant, Request, Run, Service, TimetableVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wishes(service: Service, waiting: Callable[..., Request]) -> list[Request]:
    """Eight people, seven of whom wish to meet the first."""
    people = [matchmaking.participant(service, f"{name} Beispiel") for name in "ABCDEFGH"]
    return [waiting(people[0], other) for other in people[1:]] + [waiting(people[1], people[2])]


def compute(page, name: str, scenario: str) -> None:  # type: ignore[no-untyped-def]
    page.get_by_label("Name des Plans").fill(name)
    page.get_by_label("Szenario").select_option(scenario)
    go(page, page.get_by_role("button", name="Plan berechnen"))
    work_off(now=timezone.now())
    page.goto(page.url)
    page.get_by_text(f"· {name}").first.wait_for()


@pytest.mark.parametrize(("script", "width", "dark"), [(True, 1280, False), (False, 390, True)])
def test_from_wishes_to_a_second_version(
    script: bool,
    width: int,
    dark: bool,
    opened: Callable,
    barriers: Callable,
    otto: User,
    at: Callable[..., str],
    wishes: list[Request],
) -> None:
    def look(page) -> None:  # type: ignore[no-untyped-def]
        assert not script or barriers(page) == []

    with opened(at("optimise"), user=otto, script=script, width=width, dark=dark) as page:
        look(page)
        compute(page, "Grundlage", "plain")
        compute(page, "Ein Tisch mehr", "more")
        look(page)
        page.get_by_label("B · Grundlage").check()
        go(page, page.get_by_role("button", name="Gewählten Plan zeigen"))
        go(page, page.get_by_role("button", name="Plan B als Fassung 1 vorbereiten"))
        go(page, page.get_by_role("button", name="Jetzt veröffentlichen und 8 Personen benachrichtigen"))
        work_off(now=timezone.now())
        page.goto(page.url)
        page.get_by_text("treffen verify").wait_for()
        look(page)
        go(page, page.get_by_role("link", name="Drucksätze").first)
        look(page)
        go(page, page.get_by_role("button", name="A5-Blatt je Person"))
        work_off(now=timezone.now())
        page.goto(at("timetable"))
        look(page)
        page.goto(at("timetable") + "?view=people")
        look(page)
        cancel()
        page.goto(at("publishing"))
        look(page)
        go(page, page.get_by_role("button", name="Jetzt veröffentlichen und 2 Personen benachrichtigen"))
        look(page)
    assert list(TimetableVersion.objects.values_list("number", flat=True)) == [2, 1]


def cancel() -> None:
    """Somebody takes a confirmed meeting back; nobody else is tried."""
    request = Request.objects.filter(state="accepted").order_by("pk").last()
    assert request is not None
    party: Participant = request.sender
    Request.objects.filter(state="watched").update(state="declined")
    matching_wishes.withdraw(
        request_id=request.pk, participant_id=party.pk, has_link=True, by=NOBODY, now=timezone.now()
    )


def test_a_run_that_is_going_is_watched_and_stopped_in_english(
    opened: Callable, barriers: Callable, otto: User, service: Service, wishes: list[Request]
) -> None:
    job = Job.objects.create(
        kind="matching.optimise",
        state="running",
        due_at=timezone.now(),
        created_at=timezone.now(),
        lease_until=timezone.now() + timedelta(minutes=5),
    )
    run = Run.objects.create(
        job_id=job.pk,
        service=service,
        name="Baseline",
        state="running",
        asked_at=timezone.now(),
        started_at=timezone.now(),
        heard_at=timezone.now(),
        phase="settle",
        goal="value",
        value=12,
        bound=16,
        history=[[0.4, "value", 8, 16], [0.9, "value", 12, 16]],
    )
    with opened(f"/en/manage/events/{service.event.slug}/planning/runs/{run.pk}/", user=otto) as page:
        page.get_by_text("It could be at most 33.33 % better.").wait_for()
        assert barriers(page) == []
        go(page, page.get_by_role("button", name="Stop and use this plan"))
        page.get_by_text("The calculation stops and keeps the best plan found.").wait_for()
    assert Run.objects.get(pk=run.pk).is_stop_asked


def test_the_grid_is_walked_and_a_time_fixed_by_single_keys(
    opened: Callable,
    barriers: Callable,
    otto: User,
    at: Callable[..., str],
    accepted: Callable[..., Request],
    service: Service,
) -> None:
    ada = matchmaking.participant(service, "Ada Beispiel")
    for name in ("Bo Beispiel", "Cy Beispiel"):
        accepted(ada, matchmaking.participant(service, name))
    with opened(at("timetable"), user=otto) as page:
        first, second = page.locator(".hs-table__grid a").all()
        first.focus()
        page.keyboard.press("ArrowRight")
        assert second.evaluate("node => node === document.activeElement")
        with page.expect_navigation(url="**?meeting=*"):
            page.keyboard.press("Enter")
        assert barriers(page) == []
        page.locator(".hs-table__grid a[aria-current]").focus()
        with page.expect_navigation():
            page.keyboard.press("l")
        page.get_by_text("Festgelegt.").wait_for()
        page.get_by_label("Pfeiltasten bewegen").uncheck()
        page.locator(".hs-table__grid a[aria-current]").focus()
        page.keyboard.press("l")
        page.reload()
    assert Meeting.objects.filter(is_time_locked=True).count() == 1
