"""What visitors see of an exhibition, its pictures, and the signs at its stands."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.jobs.queue import work_off
from handschlag.common.models import Job
from handschlag.events.models import Event, Exhibit
from handschlag.events.printed_files import delete_old
from handschlag.events.venue.objects import etag_of

pytestmark = pytest.mark.django_db
PUBLIC = "/de/events/netzwerke-verbinden/exhibition/"
HOME = "/de/manage/events/netzwerke-verbinden/"


@pytest.fixture(autouse=True)
def elsewhere(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(**options: Any) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (1600, 1200), (10, 80, 100)).save(out, "JPEG", **options)
    return SimpleUploadedFile("x.jpg", out.getvalue(), "image/jpeg")


def send(desk: Client, row: Exhibit, **form: Any) -> Any:
    row.refresh_from_db()
    address = f"{HOME}exhibition/picture/{row.pk}/"
    return desk.post(address, {"picture_text_de": "Ein Bogen aus Carbon", "seen": etag_of(row), **form})


def test_visitors_find_exhibits_by_words_and_by_each_question(client: Client, event: Event) -> None:
    hall, foyer = event.zones.create(name_de="Halle"), event.zones.create(name_de="Foyer")
    network, programme = builders.network("MAI Carbon"), builders.programme("go-cluster")
    builders.exhibit(
        event,
        "Dachspriegel",
        network=network,
        programme=programme,
        stand=builders.stand(event, "A1", zone=hall),
        project="MAI Skelett",
    )
    builders.exhibit(event, "Leichtbaurad", stand=builders.stand(event, "B1", zone=foyer))

    def found(**asked: object) -> tuple[bool, bool]:
        text = client.get(PUBLIC, asked).content.decode()
        return (">Dachspriegel<" in text, ">Leichtbaurad<" in text)

    assert found() == (True, True)
    assert found(q="skelett") == (True, False)
    assert found(q="b1") == (False, True)
    assert found(programme=programme.pk) == (True, False)
    assert found(network=network.pk) == (True, False)
    assert found(zone=foyer.pk) == (False, True)
    assert found(zone="x" * 40, page="999999999999") == (True, True)
    assert "Kein Exponat passt" in client.get(PUBLIC, {"q": "gibtsnicht"}).content.decode()


def test_the_page_of_an_exhibit_says_where_with_whom_and_from_where(client: Client, event: Event) -> None:
    stand = builders.stand(event, "A1", zone=event.zones.create(name_de="Halle"))
    stand.staff.create(name="Nadja Offen", is_named=True, email="nadja@example.org", speaks_english=True)
    stand.staff.create(name="Egon Still", organisation="Still GmbH")
    builders.exhibit(event, stand=stand, source="https://example.org/bericht", text_de="Ein Bogen.")
    text = client.get(f"{PUBLIC}dachspriegel/").content.decode()
    wanted = (
        "Stand A1",
        "Halle",
        "Nadja Offen",
        "spricht Deutsch, Englisch",
        "Still GmbH",
        "example.org/bericht",
    )
    assert [words in text for words in wanted] == [True] * 6
    assert [words in text for words in ("Egon Still", "nadja@example.org")] == [False, False]
    assert client.get(f"{PUBLIC}gibt-es-nicht/").status_code == 404


def test_a_draft_is_seen_by_its_organisers_only_and_so_is_its_picture(
    client: Client, signed_in: Callable[[User], Client], event: Event, greta: User, olaf: User
) -> None:
    row = builders.exhibit(event)
    send(signed_in(greta), row, picture=photo())
    row.refresh_from_db()
    image = f"/de/events/pictures/{row.picture.name.rpartition('/')[2]}"
    assert signed_in(greta).get(image)["Cache-Control"].startswith("public")
    Event.objects.update(status="draft")
    pages = (PUBLIC, f"{PUBLIC}dachspriegel/", image)
    assert [signed_in(greta).get(page).status_code for page in pages] == [200] * 3
    assert signed_in(greta).get(image)["Cache-Control"] == "private, no-store"
    assert [signed_in(olaf).get(page).status_code for page in pages] == [404] * 3
    client.cookies.clear()
    assert [client.get(page).status_code for page in pages] == [404] * 3


def test_a_picture_is_drawn_anew_needs_words_and_replaces_the_old_file(
    signed_in: Callable[[User], Client], event: Event, greta: User, django_capture_on_commit_callbacks: Any
) -> None:
    desk, row = signed_in(greta), builders.exhibit(event)
    assert send(desk, row, picture=photo(), picture_text_de="").status_code == 422
    assert send(desk, row).status_code == 422  # no picture, nothing to describe
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    assert send(desk, row, picture=photo(exif=exif)).status_code == 302
    row.refresh_from_db()
    first = row.picture.name
    with default_storage.open(first) as file:
        data = file.read()
    assert (Image.open(io.BytesIO(data)).format, b"secret place" in data) == ("WEBP", False)
    assert send(desk, row, picture_text_de="Ein Bogen").status_code == 302
    row.refresh_from_db()
    assert (row.picture.name, row.picture_text_de) == (first, "Ein Bogen")
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, row, picture=photo())
    assert not default_storage.exists(first)
    fake = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")
    assert "SVG" in send(desk, row, picture=fake).content.decode()


def test_few_signs_come_at_once_with_a_code_each(
    signed_in: Callable[[User], Client], event: Event, greta: User
) -> None:
    desk = signed_in(greta)
    first = builders.exhibit(event, "Dachspriegel", title_en="Roof bow", stand=builders.stand(event, "A1"))
    builders.exhibit(event, "Leichtbaurad")
    answer = desk.post(f"{HOME}exhibition/signs/", {"paper": "a5", "language": "de", "exhibit": [first.pk]})
    assert answer["Content-Type"] == "application/pdf"
    (sheet,) = PdfReader(io.BytesIO(answer.content)).pages
    text = sheet.extract_text()
    wanted = ("A1", "Dachspriegel", "Roof bow", "/events/netzwerke-verbinden/exhibition/dachspriegel/")
    assert [words in "".join(text.split("\n")) for words in wanted] == [True] * 4
    both = desk.post(f"{HOME}exhibition/signs/", {"paper": "a4", "language": "en"})
    assert len(PdfReader(io.BytesIO(both.content)).pages) == 2


def test_many_signs_are_printed_by_a_worker_and_forgotten_after_a_day(
    signed_in: Callable[[User], Client], event: Event, greta: User, olaf: User, now: datetime
) -> None:
    for number in range(25):
        builders.exhibit(event, f"Rad {number}")
    answer = signed_in(greta).post(f"{HOME}exhibition/signs/", {"paper": "a4", "language": "de"})
    job = Job.objects.get(kind="events.print_signs")
    assert answer["Location"].endswith(f"/{job.pk}/")
    work_off(now=now + timedelta(days=3650))
    job.refresh_from_db()
    assert (job.state, job.result["signs"], job.done, job.total) == ("done", 25, 25, 25)
    file = f"{HOME}exhibition/signs/{job.pk}/"
    assert len(PdfReader(io.BytesIO(signed_in(greta).get(file).content)).pages) == 25
    assert signed_in(olaf).get(file).status_code == 403
    assert delete_old(now=now) == 0
    assert delete_old(now=now + timedelta(days=3650)) == 1
    assert signed_in(greta).get(file).status_code == 404


def test_where_there_is_nothing_to_print_it_says_so(
    signed_in: Callable[[User], Client], event: Event, greta: User
) -> None:
    builders.exhibit(event, "漢字")
    page = signed_in(greta).get(f"{HOME}exhibition/signs/").content.decode()
    assert "fehlende Zeichen: 字 漢" in page
    Exhibit.objects.all().delete()
    answer = signed_in(greta).post(f"{HOME}exhibition/signs/", {"paper": "a4", "language": "de"})
    assert (answer.status_code, "nichts zu drucken" in answer.content.decode()) == (422, True)


def test_the_public_list_asks_as_often_for_three_rows_as_for_one(
    client: Client, event: Event, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    Event.objects.update(plan_width=300, plan_depth=200)
    builders.exhibit(event, "Rad 0", network=builders.network("Netz 0"), stand=builders.stand(event, "A0"))
    client.get(PUBLIC)
    with django_assert_max_num_queries(16) as asked:
        client.get(PUBLIC)
    for number in (1, 2):
        network, stand = builders.network(f"Netz {number}"), builders.stand(event, f"A{number}")
        builders.exhibit(event, f"Rad {number}", network=network, stand=stand)
    with django_assert_num_queries(len(asked.captured_queries)):
        client.get(PUBLIC)
