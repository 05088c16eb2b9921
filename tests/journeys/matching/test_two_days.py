"""A conference of two days, from the empty form to the sheets: no time stands without its day."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.models import Job, Mail
from handschlag.events.models import Event
from handschlag.matching.models import Meeting, Participant, Service
from handschlag.registration.models import Consent, Registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/en/manage/events/"
FIRST, SECOND = "Mittwoch, 14. April 2027", "Donnerstag, 15. April 2027"
PEOPLE = "Name;E-Mail;Firma;Telefon\n" + "".join(
    f"{name};gast{number}@example.org;Werk {number};0123 {number}\n"
    for number, name in enumerate(
        ("Dr. Anna Adler", "Bo Falk", "Dr. Arne Adler", "Prof. Dr. Karl Conrad", "Dana Ernst", "Eva Gross"), 1
    )
)
PAIRS = ((1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 3), (4, 5), (2, 4), (3, 6))
type Look = Callable[[Any, str], None]


def test_from_an_empty_event_to_sheets_with_days(
    opened: Callable[..., Any], look: Look, otto: User, tmp_path: Path
) -> None:
    with opened(f"{HERE}new/", user=otto) as page:
        page.set_default_timeout(60_000)
        set_up(page)
        look(page, "blocks-on-two-days")
        bring_people(page, tmp_path)
        open_matching(page)
        bring_wishes(page, tmp_path)
        plan(page)
        look(page, "timetable-on-two-days")
        assert page.locator(".hs-table__days th[colspan]").all_inner_texts() == [
            "Wednesday 14 April",
            "Thursday 15 April",
        ]
        move_targets_have_days(page)
        publish(page)
        look(page, "published")
        printed = {pack: make(page, pack) for pack in ("sheets", "cards", "names")}
    days = {timezone.localtime(at).day for at in Meeting.objects.values_list("starts_at", flat=True)}
    assert days == {14, 15}
    assert FIRST in printed["sheets"]
    assert SECOND in printed["sheets"]
    assert FIRST in printed["cards"]
    assert SECOND in printed["cards"]
    assert "Mi, 14. April:" in printed["names"]
    assert "Do, 15. April:" in printed["names"]
    letter = Mail.objects.filter(to="gast1@example.org").latest("pk").text
    assert "Mi, 14. April, " in letter
    assert "Do, 15. April, " in letter


def save(page: Any) -> None:
    with page.expect_navigation():
        page.locator("main form button.kern-btn--primary[type=submit]").first.click()


def set_up(page: Any) -> None:
    """The event, two tables, and slots at the same hours of both days."""
    page.locator("#id_title_de").fill("Zwei Tage")
    page.locator("#id_title_en").fill("Two days")
    page.locator("#id_first_day").fill("2027-04-14")
    page.locator("#id_last_day").fill("2027-04-15")
    save(page)
    event = Event.objects.get()
    page.goto(f"{HERE}{event.slug}/grid/places/")
    page.goto(f"{HERE}{event.slug}/exhibition/place/new/")
    page.locator("#id_codes").fill("T1..T2")
    save(page)
    for name, day in (("Erster Tag", "2027-04-14"), ("Zweiter Tag", "2027-04-15")):
        page.goto(f"{HERE}{event.slug}/exhibition/block/new/")
        fields = {"name_de": name, "day": day, "begins": "10:00", "ends": "11:00"}
        for field, text in {**fields, "meeting_minutes": "15", "change_minutes": "5"}.items():
            page.locator(f"#id_{field}").fill(text)
        save(page)
    page.goto(f"{HERE}{event.slug}/grid/")


def bring_people(page: Any, folder: Path) -> None:
    """A list of six, as a spreadsheet gives it."""
    event = Event.objects.get()
    Event.objects.update(status="published")
    table = folder / "people.csv"
    table.write_text(PEOPLE, "utf-8")
    page.goto(f"{HERE}{event.slug}/registrations/import/")
    page.locator("input[type=file]").set_input_files(str(table))
    save(page)
    with page.expect_navigation():
        page.locator("button[value=columns]").click()
    with page.expect_navigation():
        page.locator("button[value=apply]").click()
    assert Registration.objects.count() == 6


def open_matching(page: Any) -> None:
    """The organisers open it, and everybody of the list agrees to take part."""
    event = Event.objects.get()
    page.goto(f"{HERE}{event.slug}/matching/")
    page.locator("#id_profiles_from").fill("2026-11-01T09:00")
    page.locator("#id_wishes_from").fill("2026-11-10T09:00")
    save(page)
    page.goto(f"{HERE}{event.slug}/matching/opening/")
    with page.expect_navigation():
        page.locator("button[name=open]").click()
    service = Service.objects.get()
    assert service.is_open
    for row in Registration.objects.all():
        Consent.objects.get_or_create(
            registration=row,
            purpose="matching",
            defaults={"text_version": "2026-11", "given_at": builders.NOW},
        )
        Participant.objects.create(
            service=service, registration=row, joined_at=builders.NOW, described_at=builders.NOW
        )


def bring_wishes(page: Any, folder: Path) -> None:
    """Each pair wishes to meet, and says so from both sides."""
    event = Event.objects.get()
    lines = [
        f"gast{one}@example.org;gast{other}@example.org;möchte;Linsen"
        for pair in PAIRS
        for one, other in (pair, pair[::-1])
    ]
    table = folder / "wishes.csv"
    table.write_text("Absender;Empfänger;Wunsch;Anliegen\n" + "\n".join(lines) + "\n", "utf-8")
    page.goto(f"{HERE}{event.slug}/wishes/")
    page.locator("input[type=file]").set_input_files(str(table))
    with page.expect_navigation():
        page.get_by_role("button", name="Look at the list").click()
    with page.expect_navigation():
        page.locator("button[value=apply]").click()
    work_off(now=timezone.now())


def plan(page: Any) -> None:
    event = Event.objects.get()
    page.goto(f"{HERE}{event.slug}/planning/optimise/")
    with page.expect_navigation():
        page.locator("#new-run button[type=submit]").click()
    work_off(now=timezone.now())
    page.goto(f"{HERE}{event.slug}/planning/timetable/")


def move_targets_have_days(page: Any) -> None:
    """Two days with the same hours give no two equal choices."""
    page.locator(".hs-table__cell a").first.click()
    page.wait_for_url("**meeting=*")
    choices = page.locator("#target option").all_inner_texts()
    assert len(set(choices)) == len(choices)
    assert all("April" in text for text in choices)


def publish(page: Any) -> None:
    event = Event.objects.get()
    page.goto(f"{HERE}{event.slug}/planning/publish/")
    with page.expect_navigation():
        page.get_by_role("button", name="Publish now").click()
    work_off(now=timezone.now())
    page.goto(f"{HERE}{event.slug}/planning/publish/")


def make(page: Any, pack: str) -> str:
    """The words of a print pack."""
    event = Event.objects.get()
    page.goto(f"{HERE}{event.slug}/planning/print/")
    with page.expect_navigation():
        page.locator(f"form:has(input[name=pack][value={pack}]) button").click()
    work_off(now=timezone.now())
    job = Job.objects.filter(kind="matching.print").latest("pk")
    with default_storage.open(job.result["file"]) as file:
        reader = PdfReader(BytesIO(file.read()))
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())
