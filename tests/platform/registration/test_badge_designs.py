"""Colour and logo of badges: what can be seen on paper, what is printed, and where the file goes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry
from handschlag.events.models import Event
from handschlag.registration import badge_designs
from handschlag.registration.badge_designs import copy_badge_design, drop_badge_logo
from handschlag.registration.models import BadgeDesign

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
RED, WHITE = (200, 20, 20), (255, 255, 255)


@pytest.fixture(autouse=True)
def _own_store(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def look(event: Event) -> str:
    return reverse("registration:badge_design", args=[event.slug])


def drawn(colour: tuple[int, int, int]) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (200, 80), colour).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue())


def pictures(content: bytes) -> list[set[str]]:
    """The modes of the pictures on each page."""
    return [
        {one.image.mode for one in page.images if one.image} for page in PdfReader(io.BytesIO(content)).pages
    ]


def test_a_logo_and_a_colour_stand_on_every_badge_and_are_black_on_a_roll(
    event: Event, otto: User, signed_in: SignedIn, look: str
) -> None:
    builders.registration(event, "Ada Lang")
    team, home = signed_in(otto), reverse("registration:badges", args=[event.slug])
    assert team.post(look, {"colour": "#0B5468", "picture": drawn(RED)})["Location"] == home
    design = BadgeDesign.objects.get()
    assert default_storage.exists(design.logo)
    shown = team.get(reverse("registration:badge_logo", args=[event.slug, design.logo_name]))
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/webp", "private, no-store")
    made = {
        paper: team.post(home, {"who": "all", "paper": paper, "language": "de"}).content
        for paper in ("a6", "roll")
    }
    assert pictures(made["a6"]) == [{"RGB"}]
    assert len(pictures(made["roll"])[0]) == 1
    assert pictures(made["roll"]) != pictures(made["a6"])
    assert AuditEntry.objects.filter(verb="registration.badge_design_changed").count() == 1


def test_what_cannot_be_seen_on_white_is_refused_and_nothing_kept(
    event: Event, otto: User, signed_in: SignedIn, look: str
) -> None:
    team = signed_in(otto)
    for said, words in (
        ({"colour": "#ffe600"}, "Auf weißem Papier ist diese Farbe kaum zu sehen."),
        ({"colour": "petrol"}, "#0B5468"),
        ({"picture": drawn(WHITE)}, "Auf weißem Papier ist dieses Logo kaum zu sehen."),
        ({"picture": SimpleUploadedFile("a.png", b"no picture")}, "nicht als Bild lesen"),
    ):
        answer = team.post(look, said)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert BadgeDesign.objects.count() == 0
    assert default_storage.listdir("badges")[1] == []


def test_a_logo_is_replaced_removed_copied_and_deleted_with_its_event(
    event: Event,
    otto: User,
    signed_in: SignedIn,
    look: str,
    now: datetime,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    team = signed_in(otto)
    with django_capture_on_commit_callbacks(execute=True):
        team.post(look, {"colour": "", "picture": drawn(RED)})
        first = BadgeDesign.objects.get().logo
    with django_capture_on_commit_callbacks(execute=True):
        team.post(look, {"colour": "#000000", "picture": drawn((0, 0, 0))})
    second = BadgeDesign.objects.get().logo
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    team.post(look, {"colour": "#111111"})
    assert BadgeDesign.objects.get().logo == second
    copy = builders.event("Zweite")
    copy_badge_design(event, copy)
    with django_capture_on_commit_callbacks(execute=True):
        team.post(look, {"colour": "", "is_without_logo": "on"})
    assert (BadgeDesign.objects.get(event=event).logo, default_storage.exists(second)) == ("", False)
    copied = BadgeDesign.objects.get(event=copy)
    assert (copied.colour, default_storage.exists(copied.logo)) == ("#111111", True)
    with django_capture_on_commit_callbacks(execute=True):
        drop_badge_logo(copy.pk)
    assert not default_storage.exists(copied.logo)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_print_between_reading_and_writing_keeps_its_paper(
    event: Event, otto: User, now: datetime, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    if not is_first:
        badge_designs.remember_paper(event.pk, "a4")
    read = badge_designs.badge_design_of

    def read_and_overtaken(event_id: int) -> BadgeDesign:
        design = read(event_id)
        badge_designs.remember_paper(event_id, "roll")
        return design

    monkeypatch.setattr(badge_designs, "badge_design_of", read_and_overtaken)
    badge_designs.change_badge_design(
        event_id=event.pk, colour="#0B5468", picture=b"", is_without_logo=False, by=otto.subject, now=now
    )
    design = BadgeDesign.objects.get()
    assert (design.paper, design.colour) == ("roll", "#0B5468")


def test_only_the_events_team_decides_and_sees(
    event: Event, paul: User, signed_in: SignedIn, look: str
) -> None:
    assert signed_in(paul).get(look).status_code == 403
    assert signed_in(paul).post(look, {"colour": "#0B5468"}).status_code == 403
    assert BadgeDesign.objects.count() == 0
