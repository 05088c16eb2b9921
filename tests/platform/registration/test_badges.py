"""Badges and lists for the desk: whose, what stands on them, and what is printed again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.jobs.queue import work_off
from handschlag.common.models import AuditEntry, Job
from handschlag.events.models import Event
from handschlag.registration import badges, personal_data
from handschlag.registration.badges import badge_text_of, get_badge_people, without_badge
from handschlag.registration.models import Badge, Registration
from handschlag.registration.personal_data import everything_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
NEW = {"who": "new", "paper": "a6", "language": "de"}


@pytest.fixture
def home(event: Event) -> str:
    return reverse("registration:badges", args=[event.slug])


def new(event: Event) -> list[str]:
    words = badge_text_of(get_badge_people(event.pk), on=event.first_day)
    return [words[pk].name for pk in without_badge(event.pk, words)]


def sheets(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_a_badge_says_name_organisation_and_networks_and_its_code_nothing(
    event: Event, otto: User, signed_in: SignedIn, home: str
) -> None:
    actor = builders.actor("Linsen Meier GmbH", networks=(builders.network("Optik-Netz"),))
    one = builders.registration(event, "Prof. Dr. Ada Lindqvist", actor=actor, badge_code="ABCDEFGHJKLM")
    answer = signed_in(otto).post(home, NEW)
    assert answer["Content-Type"] == "application/pdf"
    (text,) = sheets(answer.content)
    wanted = ("Prof. Dr.", "Ada", "Lindqvist", "Linsen Meier GmbH", "Optik-Netz", "ABCD EFGH JKLM")
    assert [words for words in wanted if words not in text] == []
    assert one.email not in text
    assert (AuditEntry.objects.filter(verb="registration.badges_printed").get().changes) == {
        "badges": [None, 1]
    }


def test_only_what_is_new_or_says_something_else_is_printed_again(
    event: Event, otto: User, signed_in: SignedIn, home: str
) -> None:
    ada, _bo = builders.registration(event, "Ada Lang"), builders.registration(event, "Bo Kurz")
    builders.registration(event, "Wer Wartet", state="waiting", confirmed_at=None)
    desk = signed_in(otto)
    assert len(sheets(desk.post(home, NEW).content)) == 2
    assert new(event) == []
    assert desk.post(home, NEW).status_code == 422
    builders.registration(event, "Cy Neu")
    Registration.objects.filter(pk=ada.pk).update(name="Ada Länger")
    assert new(event) == ["Ada Länger", "Cy Neu"]
    assert len(sheets(desk.post(home, {**NEW, "who": "all", "paper": "a4"}).content)) == 1
    assert (new(event), Badge.objects.count()) == ([], 3)
    (only,) = sheets(desk.post(home, {**NEW, "person": ada.pk}).content)
    assert "Länger" in only.replace("\n", "")


def test_many_badges_are_printed_by_a_worker(
    event: Event, otto: User, paul: User, signed_in: SignedIn, home: str, now: datetime
) -> None:
    for number in range(30):
        builders.registration(event, f"Person {number:02}")
    answer = signed_in(otto).post(home, NEW)
    job = Job.objects.get(kind="registration.print_badges")
    assert (answer["Location"].endswith(f"/{job.pk}/"), len(new(event))) == (True, 30)
    work_off(now=now + timedelta(days=3650))
    job.refresh_from_db()
    assert (job.state, job.result["badges"], job.done, job.total, new(event)) == ("done", 30, 30, 30, [])
    file = reverse("registration:badges_file", args=[event.slug, job.pk])
    assert len(sheets(signed_in(otto).get(file).content)) == 30
    assert signed_in(paul).get(file).status_code == 403


def test_lists_are_sorted_by_surname_and_noted(event: Event, otto: User, signed_in: SignedIn) -> None:
    for name in ("Zoe Adler", "Anna von der Öhe", "=Böse Absicht"):
        builders.registration(event, name)
    found = {
        ending: signed_in(otto).get(reverse("registration:desk_file", args=[event.slug, ending])).content
        for ending in ("pdf", "csv", "xlsx")
    }
    lines = found["csv"].decode("utf-8-sig").splitlines()
    assert [line.split(";")[0].strip('"') for line in lines[1:]] == [
        "Absicht, =Böse",
        "Adler, Zoe",
        "von der Öhe, Anna",
    ]
    assert ("Adler, Zoe" in sheets(found["pdf"])[0], found["xlsx"][:2]) == (True, b"PK")
    assert AuditEntry.objects.filter(verb="registration.exported").count() == 3


def test_only_the_events_own_team_prints(event: Event, paul: User, now: datetime) -> None:
    builders.registration(event)
    words = badge_text_of(get_badge_people(event.pk), on=event.first_day)
    for by in (paul.subject, Subject()):
        with pytest.raises(Denied):
            badges.note_printed(event_id=event.pk, words=words, by=by, now=now)
        with pytest.raises(Denied):
            badges.ask_for_badges(
                event_id=event.pk, ids=list(words), paper="a4", language="de", by=by, now=now
            )


def test_what_was_printed_is_told_and_forgotten_with_the_person(
    event: Event, otto: User, now: datetime
) -> None:
    one = builders.registration(event)
    words = badge_text_of(get_badge_people(event.pk), on=event.first_day)
    badges.note_printed(event_id=event.pk, words=words, by=otto.subject, now=now)
    assert everything_of(one)["badge_printed_at"] == [now.isoformat()]
    personal_data.erase(registration_id=one.pk, has_link=False, by=otto.subject, now=now)
    assert Badge.objects.count() == 0


def test_letters_without_a_shape_are_named(event: Event, otto: User, signed_in: SignedIn, home: str) -> None:
    builders.registration(event, "漢 字")
    assert "fehlende Zeichen: 字 漢" in signed_in(otto).get(home).content.decode()


def test_the_page_asks_as_often_for_three_people_as_for_one(
    event: Event, otto: User, signed_in: SignedIn, home: str
) -> None:
    counts = []
    for number in (1, 3):
        while Registration.objects.count() < number:
            actor = builders.actor(f"Firma {Registration.objects.count()}")
            builders.registration(event, f"P {Registration.objects.count()}", actor=actor)
        signed_in(otto).get(home)
        with CaptureQueriesContext(connection) as asked:
            signed_in(otto).get(home)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _page_size(content: bytes) -> tuple[int, int]:
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


@pytest.mark.once
@pytest.mark.parametrize(
    ("paper", "size"), [("a4", (210, 297)), ("a6", (105, 148)), ("a7", (74, 105)), ("roll", (100, 62))]
)
def test_each_paper_holds_the_longest_badge_on_one_page(
    paper: str, size: tuple[int, int], event: Event, otto: User, signed_in: SignedIn, home: str
) -> None:
    name = "Prof. Dr.-Ing. habil. Maximiliane-Friederike von Schwarzenberg-Hohenlohe"
    firm = "Gesellschaft für angewandte Mikrosystemtechnik und Sensorfertigung mbH & Co. KG"
    nets = tuple(builders.network(f"Netzwerk für Beispiele der Region {n}") for n in range(3))
    builders.registration(event, name, actor=builders.actor(firm, networks=nets), badge_code="ABCDEFGHJKLM")
    made = signed_in(otto).post(home, {**NEW, "paper": paper}).content
    (text,) = sheets(made)
    assert _page_size(made) == size
    assert [part for part in ("Maximiliane", "Hohenlohe", "ABCD EFGH JKLM") if part not in text] == []


def test_the_paper_is_remembered_and_one_badge_comes_on_it(
    event: Event, otto: User, signed_in: SignedIn, home: str
) -> None:
    ada = builders.registration(event, "Ada Lang")
    desk, alone = signed_in(otto), {"person": ada.pk, "who": "all", "language": "de"}
    assert _page_size(desk.post(home, alone).content) == (105, 148)
    assert desk.post(home, {"who": "all", "language": "de"}).status_code == 422
    desk.post(home, {**NEW, "who": "all", "paper": "roll"})
    assert _page_size(desk.post(home, alone).content) == (100, 62)
    page = desk.get(home).content.decode()
    assert re.findall(r'name="paper"\s+value="(\w+)"\s+checked', page) == ["roll"]
