"""The pages of hosts and editors: a short form, a list, a queue, a decision."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.directory.models import Network, Place
from handschlag.events.models import Activity, ActivityChange, Campaign

pytestmark = pytest.mark.django_db
NEW = "/de/manage/activities/new/"
TYPED = {
    "title_de": "Offenes Labor",
    "day": "2027-04-20",
    "begins": "22:00",
    "ends": "02:00",
    "place": "Dresden",
    "audiences": ["everybody"],
    "text_de": "Wir zeigen unsere Labore.",
    "fee": "12,50",
    "language": "de",
}


@pytest.fixture
def network(martha: User) -> Network:
    land = builders.land()
    Place.objects.create(name="Dresden", land=land, latitude=51.05, longitude=13.74, population=560_000)
    made = builders.network(land=land, place="Leipzig", latitude=51.34, longitude=12.37)
    builders.manages(martha, made)
    return made


@pytest.fixture
def campaign() -> Campaign:
    return builders.campaign()


def test_the_form_knows_what_the_network_has_said(
    signed_in: Callable[[User], Client], martha: User, network: Network, campaign: Campaign, valid
) -> None:
    page = signed_in(martha).get(NEW).content.decode()
    assert valid(page) == []
    assert 'value="Leipzig"' in page
    assert 'value="2027-04-19"' in page


def test_a_host_sends_an_activity_over_midnight_in_one_step(
    signed_in: Callable[[User], Client], martha: User, network: Network, campaign: Campaign
) -> None:
    answer = signed_in(martha).post(NEW, {**TYPED, "send": "1"})
    made = Activity.objects.get()
    assert answer["Location"] == f"/de/manage/activities/{made.pk}/"
    assert (made.state, made.place, made.fee_cents) == ("in_review", "Dresden", 1250)
    assert (made.latitude, made.ends_at - made.starts_at) == (51.05, timedelta(hours=4))


def test_a_draft_may_be_half_done_but_what_is_sent_may_not(
    signed_in: Callable[[User], Client], martha: User, network: Network, campaign: Campaign
) -> None:
    client = signed_in(martha)
    half = {**TYPED, "audiences": [], "text_de": "", "place": ""}
    answer = client.post(NEW, {**half, "send": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    wanted = ("Geben Sie die Zielgruppe an.", "Geben Sie einen Ort an", "was Gäste erwartet")
    assert [part in page for part in wanted] == [True] * 3
    assert 'value="Offenes Labor"' in page
    assert client.post(NEW, {**half, "save": "1"}).status_code == 302
    assert Activity.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day": "2027-04-26"}, "Dieser Tag gehört nicht zur Aktionswoche."),
        ({"place": "Nirgendheim"}, "id_place_error"),
        ({"last_day": "2027-04-19"}, "Das Ende muss nach dem Anfang liegen."),
        ({"link": "javascript:alert(1)"}, "id_link_error"),
        ({"postcode": "1234"}, "Geben Sie eine fünfstellige Postleitzahl ein."),
        ({"begins": "25:00"}, "Beginn"),
        ({"audiences": ["martians"]}, "martians"),
        ({"title_de": "   "}, "Titel"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(
    typed: dict[str, str],
    told: str,
    signed_in: Callable[[User], Client],
    martha: User,
    network: Network,
    campaign: Campaign,
) -> None:
    answer = signed_in(martha).post(NEW, {**TYPED, **typed, "send": "1"})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Activity.objects.exists()


def test_nobody_comes_at_an_hour_that_the_clocks_jump_over(
    signed_in: Callable[[User], Client], martha: User, network: Network
) -> None:
    builders.campaign("Zeitwoche", first_day=date(2027, 3, 22), last_day=date(2027, 3, 28))
    night = {**TYPED, "day": "2027-03-28", "begins": "02:30", "ends": "05:00", "send": "1"}
    answer = signed_in(martha).post(NEW, night)
    assert "wegen der Zeitumstellung nicht" in answer.content.decode()
    assert signed_in(martha).post(NEW, {**night, "begins": "01:30"}).status_code == 302
    made = Activity.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=2, minutes=30)


def test_an_earlier_activity_is_copied_but_only_ones_own(
    signed_in: Callable[[User], Client], martha: User, network: Network, campaign: Campaign
) -> None:
    own = builders.activity(campaign, "Werkschau", network=network)
    other = builders.activity(campaign, "Fremd", network=builders.network("Andere"))
    client = signed_in(martha)
    assert 'value="Werkschau"' in client.get(f"{NEW}?copy={own.pk}").content.decode()
    assert client.get(f"{NEW}?copy={other.pk}").status_code == 404
    assert client.get(f"/de/manage/activities/{other.pk}/").status_code == 403
    Activity.objects.filter(pk=other.pk).update(state="draft")
    assert client.get(f"/de/manage/activities/{other.pk}/").status_code == 404


def test_a_stale_form_is_told_and_keeps_what_was_typed(
    signed_in: Callable[[User], Client], martha: User, network: Network, campaign: Campaign
) -> None:
    own = builders.activity(campaign, "Werkschau", network=network, state="draft")
    Activity.objects.update(version=5)
    answer = signed_in(martha).post(f"/de/manage/activities/{own.pk}/", {**TYPED, "version": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Das wurde inzwischen geändert" in page
    assert 'value="Offenes Labor"' in page


def test_a_host_calls_an_activity_off_with_a_reason(
    signed_in: Callable[[User], Client], martha: User, network: Network, campaign: Campaign
) -> None:
    own = builders.activity(campaign, "Werkschau", network=network)
    client, url = signed_in(martha), f"/de/manage/activities/{own.pk}/"
    assert client.get(f"{url}call-off/").status_code == 200
    client.post(f"{url}call-off/", {"version": own.version, "because": "Sturm"})
    own.refresh_from_db()
    assert (own.state, own.cancelled_because) == ("cancelled", "Sturm")
    client.post(f"{url}reinstate/", {"version": own.version})
    own.refresh_from_db()
    assert own.state == "published"
    assert client.post(f"{url}explode/", {"version": own.version}).status_code == 404


def test_without_a_campaign_or_a_network_the_page_says_what_is_missing(
    signed_in: Callable[[User], Client], martha: User
) -> None:
    assert "keine offene Aktionswoche" in signed_in(martha).get(NEW).content.decode()
    builders.campaign()
    assert "Sie betreuen noch kein Netzwerk" in signed_in(martha).get(NEW).content.decode()


def test_an_editor_reads_publishes_and_takes_back(
    signed_in: Callable[[User], Client], editha: User, network: Network, campaign: Campaign, valid
) -> None:
    own = builders.activity(campaign, "Werkschau", network=network, state="in_review", published_at=None)
    client = signed_in(editha)
    queue = client.get("/de/moderation/activities/").content.decode()
    assert (valid(queue), "1 Veranstaltung zu prüfen" in queue) == ([], True)
    url = f"/de/moderation/activities/{own.pk}/"
    page = client.get(url).content.decode()
    assert (valid(page), "Wir zeigen unsere Labore." in page) == ([], True)
    assert client.post(url, {"version": own.version, "decline": "1", "answer": ""}).status_code == 422
    client.post(url, {"version": own.version, "publish": "1"})
    own.refresh_from_db()
    assert own.state == "published"
    client.post(url, {"version": own.version, "take_back": "1"})
    own.refresh_from_db()
    assert own.state == "in_review"
    client.post(url, {"version": own.version, "decline": "1", "answer": "Bitte genauer."})
    own.refresh_from_db()
    assert (own.state, own.answer) == ("declined", "Bitte genauer.")


def test_a_change_of_words_is_shown_before_and_after(
    signed_in: Callable[[User], Client], editha: User, network: Network, campaign: Campaign, valid
) -> None:
    own = builders.activity(campaign, "Werkschau", network=network)
    change = ActivityChange.objects.create(
        activity=own, state="waiting", facts={"title_de": ["Werkschau", "Neue Werkschau"]}, at=builders.NOW
    )
    ActivityChange.objects.create(
        activity=own, state="live", facts={"fee_cents": ["0", "500"]}, at=builders.NOW
    )
    client, url = signed_in(editha), f"/de/moderation/activities/{own.pk}/"
    page = client.get(url).content.decode()
    assert valid(page) == []
    assert [f"<{t}</{n}>" in page for t, n in (("del>Werkschau", "del"), ("ins>Neue Werkschau", "ins"))] == [
        True,
        True,
    ]
    assert "<ins>5 €</ins>" in page
    client.post(url, {"version": own.version, "change": change.pk, "accept": "1"})
    own.refresh_from_db()
    assert own.title_de == "Neue Werkschau"


@pytest.mark.parametrize("who", ["host", "editor"])
def test_lists_ask_a_constant_number_of_questions(
    who: str,
    signed_in: Callable[[User], Client],
    martha: User,
    editha: User,
    network: Network,
    campaign: Campaign,
) -> None:
    client = signed_in(martha if who == "host" else editha)
    url = "/de/manage/activities/" if who == "host" else "/de/moderation/activities/"
    counts = []
    for number in range(1, 4):
        builders.activity(campaign, f"Labor {number}", network=network, state="in_review", entered_by=martha)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_an_editor_sets_a_campaign_up(signed_in: Callable[[User], Client], editha: User, valid) -> None:
    client = signed_in(editha)
    url = "/de/moderation/campaigns/"
    assert valid(client.get(f"{url}new/").content.decode()) == []
    wrong = client.post(f"{url}new/", {"title_de": "X", "first_day": "2027-05-02", "last_day": "2027-05-01"})
    assert (wrong.status_code, "darf nicht vor dem ersten" in wrong.content.decode()) == (422, True)
    typed = {"title_de": "Herbstwoche", "first_day": "2027-10-04", "last_day": "2027-10-10"}
    client.post(f"{url}new/", typed)
    made = Campaign.objects.get()
    assert (made.slug, made.is_published) == ("herbstwoche", False)
    assert client.get("/de/cluster-week/herbstwoche/").status_code == 404
    client.post(f"{url}{made.pk}/switch/", {"version": made.version, "publish": "1"})
    assert client.get("/de/cluster-week/herbstwoche/").status_code == 200
    made.refresh_from_db()
    stale = client.post(f"{url}{made.pk}/", {**typed, "version": "1"})
    assert stale.status_code == 409
    assert valid(client.get(url).content.decode()) == []


def test_a_picture_is_drawn_anew_shown_and_removed(
    signed_in: Callable[[User], Client],
    martha: User,
    network: Network,
    campaign: Campaign,
    settings,
    tmp_path,
    django_capture_on_commit_callbacks,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    own = builders.activity(campaign, "Werkschau", network=network)
    client, url = signed_in(martha), f"/de/manage/activities/{own.pk}/picture/"
    page = f"/de/cluster-week/{campaign.slug}/activities/werkschau/"
    out = io.BytesIO()
    Image.new("RGB", (2000, 900), "#0B5468").save(out, "JPEG")
    sent = {
        "version": own.version,
        "text_de": "Eine Halle",
        "text_en": "A hall",
        "picture": SimpleUploadedFile("x.jpg", out.getvalue()),
    }
    assert client.post(url, {**sent, "picture": SimpleUploadedFile("x.jpg", b"<svg/>")}).status_code == 422
    assert (
        client.post(url, {**sent, "picture": SimpleUploadedFile("x.jpg", out.getvalue())}).status_code == 302
    )
    assert 'alt="Eine Halle"' in client.get(page).content.decode()
    english = page.replace("/de/", "/en/", 1)
    assert 'alt="A hall"' in client.get(english).content.decode()
    picture = Image.open(io.BytesIO(client.get(f"{page}picture.webp").content))
    assert (picture.format, picture.size) == ("WEBP", (1200, 540))
    own.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"version": own.version, "remove": "1"})
    assert client.get(f"{page}picture.webp").status_code == 404
    assert list((tmp_path / "activities").iterdir()) == []
