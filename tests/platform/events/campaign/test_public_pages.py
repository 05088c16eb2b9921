"""What visitors see of a campaign: the same activities in list, week, day, map, feed and table."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from tests.platform import builders

from handschlag.events.models import Activity, ActivityState, Campaign

pytestmark = pytest.mark.django_db
HOME = "/de/cluster-week/clusterwoche/"
PAGES = [
    "",
    "calendar/",
    "calendar/?view=week",
    "calendar/?view=day",
    "map/",
    "map/?region=sachsen",
    "feeds/",
]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def week() -> Campaign:
    """Three activities: Dresden, Berlin, and one that is online only and costs something."""
    made = builders.campaign()
    network = builders.network("Optik Sachsen", land=builders.land())
    builders.activity(made, "Offenes Labor", network=network, fields=(builders.field(),))
    builders.activity(
        made, "Werkschau", "14:00", place="Berlin", land=builders.land("BE"), latitude=52.52, longitude=13.4
    )
    online = {"place": "", "land": None, "latitude": None, "longitude": None, "is_online": True}
    builders.activity(made, "Netzseminar", day=date(2027, 4, 22), fee_cents=1250, **online)
    return made


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_valid_html_in_both_languages(client: Client, week: Campaign, page: str, valid) -> None:
    for language in ("de", "en"):
        assert valid(text_of(client, HOME.replace("/de/", f"/{language}/") + page)) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_questions_does_not_grow(client: Client, page: str) -> None:
    made = builders.campaign()
    counts = []
    for number in range(1, 4):
        builders.activity(made, f"Labor {number}", fields=(builders.field(),))
        client.get(HOME + page)
        with CaptureQueriesContext(connection) as asked:
            client.get(HOME + page)
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 4


def test_list_table_and_feeds_show_the_same_activities(client: Client, week: Campaign) -> None:
    for query, titles in {
        "": ["Offenes Labor", "Werkschau", "Netzseminar"],
        "?land=berlin": ["Werkschau"],
        "?where=online": ["Netzseminar"],
        "?fee=free&field=optik-und-photonik": ["Offenes Labor"],
        "?q=werksch": ["Werkschau"],
        "?host=optik-sachsen&from=2027-04-21": ["Netzseminar"],
        "?audience=schools": [],
    }.items():
        shown = re.findall(
            r'activity__title"><a href="[^"]+">([^<]+)', text_of(client, HOME + "calendar/" + query)
        )
        assert shown == titles, query
        table = client.get(HOME + "activities.csv" + query).content.decode("utf-8-sig")
        assert [line["Titel"] for line in csv.DictReader(io.StringIO(table), delimiter=";")] == titles
        book = CalamineWorkbook.from_filelike(
            io.BytesIO(client.get(HOME + "activities.xlsx" + query).content)
        )
        rows = book.get_sheet_by_index(0).to_python()
        assert [row[0] for row in rows] == ["Titel", *titles]
        feed = Calendar.from_ical(client.get(HOME + "calendar.ics" + query).content)
        assert [str(event["SUMMARY"]) for event in feed.walk("VEVENT")] == titles
        news = ET.fromstring(client.get(HOME + "news.atom" + query).content)
        assert sorted(one.text or "" for one in news.iterfind(f"{ATOM}entry/{ATOM}title")) == sorted(titles)


def test_week_and_day_have_what_the_list_has(client: Client, week: Campaign) -> None:
    shown = text_of(client, HOME + "calendar/?view=week&day=2027-04-20")
    assert [title in shown for title in ("Offenes Labor", "Werkschau", "Netzseminar")] == [True] * 3
    shown = text_of(client, HOME + "calendar/?view=day&day=2027-04-22")
    assert [title in shown for title in ("Offenes Labor", "Netzseminar")] == [False, True]


def test_a_change_is_seen_at_once(client: Client, week: Campaign) -> None:
    assert "Neu dabei" not in text_of(client, HOME + "calendar/")
    builders.activity(week, "Neu dabei")
    assert "Neu dabei" in text_of(client, HOME + "calendar/")


def test_the_map_counts_by_land_and_lists_what_was_chosen(client: Client, week: Campaign) -> None:
    page = text_of(client, HOME + "map/")
    assert "3 Veranstaltungen in 2 Bundesländern" in page
    assert "Sachsen: 1 Veranstaltung" in page
    assert "1 Veranstaltung hat keinen Punkt" in page
    chosen = text_of(client, HOME + "map/?at=be-berlin")
    assert re.findall(r'hs-choice__list"><li[^>]*><a href="[^"]+">([^<]+)', chosen) == ["Werkschau"]


def test_what_is_not_public_is_nowhere(client: Client, week: Campaign) -> None:
    for state in set(ActivityState) - {ActivityState.PUBLISHED, ActivityState.CANCELLED}:
        Activity.objects.filter(slug="werkschau").update(state=state, published_at=None)
        builders.activity(week, f"Auslöser {state}")  # another stamp
        assert "Werkschau" not in text_of(client, HOME + "calendar/")
        assert client.get(HOME + "activities/werkschau/").status_code == 404
    Activity.objects.filter(slug="werkschau").update(state="archived", published_at=builders.NOW)
    assert client.get(HOME + "activities/werkschau/").status_code == 410
    Campaign.objects.update(is_published=False)
    assert client.get(HOME).status_code == 404
    assert "/de/cluster-week/clusterwoche/" not in text_of(client, "/de/cluster-week/")


def test_a_cancelled_activity_is_told_everywhere_and_stays_in_feeds(client: Client, week: Campaign) -> None:
    because = "Der Raum fehlt."
    Activity.objects.filter(slug="werkschau").update(
        state=ActivityState.CANCELLED, sequence=1, cancelled_because=because
    )
    builders.activity(week, "Auslöser")
    assert "1 weitere fällt aus." in text_of(client, HOME + "calendar/")
    page = text_of(client, HOME + "activities/werkschau/")
    assert [part in page for part in ("Diese Veranstaltung ist abgesagt", because, "EventCancelled")] == [
        True
    ] * 3
    feed = Calendar.from_ical(client.get(HOME + "calendar.ics?land=berlin").content)
    (event,) = feed.walk("VEVENT")
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "Abgesagt: Werkschau" in client.get(HOME + "news.atom").content.decode()


def test_the_page_of_an_activity_says_everything_and_links_its_host(client: Client, week: Campaign) -> None:
    page = text_of(client, HOME + "activities/offenes-labor/")
    assert 'href="/de/networks/optik-sachsen/"' in page
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page).group(1))  # type: ignore[union-attr]
    assert (data["@type"], data["startDate"], data["location"][0]["address"]["addressLocality"]) == (
        "Event",
        "2027-04-20T08:00:00+00:00",
        "Dresden",
    )
    assert data["image"] in page
    assert "Dienstag, 20. April 2027, 10:00 bis 12:00 Uhr" in page


def test_an_entry_for_the_own_calendar_has_a_name_that_never_changes(client: Client, week: Campaign) -> None:
    address = HOME + "activities/offenes-labor/activity.ics"
    (event,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    row = Activity.objects.get(slug="offenes-labor")
    assert str(event["UID"]).startswith(str(row.uid))
    assert event["DTSTART"].dt == row.starts_at
    assert client.get(HOME + "activities/nichts/activity.ics").status_code == 404


def test_the_picture_to_share_is_a_png_of_the_usual_size(client: Client, week: Campaign) -> None:
    from PIL import Image

    for title in (
        "Offenes Labor",
        "Ein " + "sehr langer Titel " * 12,
        "\u202e\N{WRENCH} Donaudampfschifffahrt" * 4,
    ):
        Activity.objects.filter(slug="offenes-labor").update(title_de=title[:200])
        answer = client.get(HOME + "activities/offenes-labor/card.png")
        picture = Image.open(io.BytesIO(answer.content))
        assert (answer["Content-Type"], picture.format, picture.size) == ("image/png", "PNG", (1200, 630))


def test_a_poster_lists_what_takes_place_in_its_land(client: Client, week: Campaign) -> None:
    for paper, width in (("a4", 595), ("a3", 842)):
        reader = PdfReader(io.BytesIO(client.get(HOME + f"poster/sachsen-{paper}.pdf").content))
        text = "\n".join(page.extract_text() for page in reader.pages)
        assert [part in text for part in ("Sachsen", "Offenes Labor", "Werkschau")] == [True, True, False]
        assert round(float(reader.pages[0].mediabox.width)) == width
    assert client.get(HOME + "poster/sachsen-a9.pdf").status_code == 404
    assert client.get(HOME + "poster/atlantis-a4.pdf").status_code == 404


def test_only_the_frame_may_be_framed_and_it_sets_no_cookie(client: Client, week: Campaign) -> None:
    answer = client.get(HOME + "widget/?land=sachsen&n=5&theme=dark")
    page = answer.content.decode()
    assert ("Offenes Labor" in page, "Werkschau" in page) == (True, False)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert (dict(answer.cookies), "<script" in page, "<form" in page) == ({}, False, False)
    other = client.get(HOME + "calendar/")
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert other["X-Frame-Options"] == "DENY"


def test_the_lines_to_copy_show_exactly_what_was_chosen(client: Client, week: Campaign) -> None:
    page = text_of(client, HOME + "embed/?land=sachsen&q=%22%3E%3Cscript%3E")
    assert "/de/cluster-week/clusterwoche/widget/?q=%22%3E%3Cscript%3E&amp;amp;land=sachsen" in page
    assert "<script>" not in page.partition("<main")[2]


HOSTILE = [
    "?land='--",
    "?q=" + "a%F0%9F" * 50,
    "?near=<svg/onload=x>",
    "?page=-1",
    "?page=99999999999",
    "?view=x",
    "?day=0000-00-00",
    "?within=9e9",
    "?sort=__class__",
    "?at=../..&region=<b>",
    "?from=9999-12-31&to=0001-01-01",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_no_address_is_too_odd_for_an_answer(client: Client, week: Campaign, query: str) -> None:
    for page in (
        "calendar/",
        "map/",
        "calendar.ics",
        "news.atom",
        "widget/",
        "embed/",
        "feeds/",
        "activities.csv",
    ):
        answer = client.get(HOME + page + query)
        assert answer.status_code == 200
        assert b"<svg/onload" not in answer.content


def test_titles_of_hosts_are_harmless_in_every_format(client: Client) -> None:
    made = builders.campaign()
    title = '=1+1</script>"]]>&\n<b>;,\\'
    builders.activity(made, title, slug="boese")
    assert b"<b>;" not in client.get(HOME + "calendar/").content
    assert "'=1+1" in client.get(HOME + "activities.csv").content.decode()
    (event,) = Calendar.from_ical(client.get(HOME + "calendar.ics").content).walk("VEVENT")
    assert "</script>" in str(event["SUMMARY"])
    ET.fromstring(client.get(HOME + "news.atom").content)
    assert client.get(HOME + "activities/boese/").content.count(b"</script>") == client.get(
        HOME + "activities/boese/"
    ).content.count(b"<script")


def test_an_empty_campaign_helps(client: Client) -> None:
    builders.campaign()
    assert "Noch ist nichts eingetragen" in text_of(client, HOME)
    assert "Noch kein passender Eintrag" in text_of(client, HOME + "calendar/")
    assert "Noch kein passender Eintrag" in text_of(client, HOME + "map/")


def test_a_list_has_pages_and_other_orders(client: Client) -> None:
    made = builders.campaign()
    start = builders.clock("8:00", date(2027, 4, 20))
    for number in range(45):
        begin = start + timedelta(minutes=10 * number)
        builders.activity(made, f"Labor {100 - number}", starts_at=begin, ends_at=begin + timedelta(hours=1))
    first = text_of(client, HOME + "calendar/")
    second = text_of(client, HOME + "calendar/?page=2")
    assert (first.count('class="hs-activity"'), second.count('class="hs-activity"')) == (40, 5)
    assert first.count('class="hs-day"') == 1
    by_title = text_of(client, HOME + "calendar/?sort=title")
    assert re.findall(r"Labor \d+", by_title)[0] == "Labor 100"


def test_a_long_day_has_pages_too_and_its_pages_keep_the_day(client: Client) -> None:
    made = builders.campaign()
    start = builders.clock("8:00", date(2027, 4, 20))
    for number in range(101):
        begin = start + timedelta(minutes=number)
        builders.activity(made, f"Labor {number}", starts_at=begin, ends_at=begin + timedelta(hours=1))
    first = text_of(client, HOME + "calendar/?view=day&day=2027-04-20")
    assert first.count('class="hs-activity"') == 100
    assert 'href="?view=day&amp;day=2027-04-20&amp;page=2"' in first
    second = text_of(client, HOME + "calendar/?view=day&day=2027-04-20&page=2")
    assert second.count('class="hs-activity"') == 1
