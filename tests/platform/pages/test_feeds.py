"""Every Atom feed of the platform keeps to RFC 4287."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.atom import ATOM, faults

from handschlag.directory.models import Status, Story

pytestmark = pytest.mark.django_db
FEEDS = (
    "/de/news/news.atom",
    "/en/news/news.atom",
    "/de/cluster-week/clusterwoche/news.atom",
    "/de/events/netzwerke-verbinden/changes.atom",
)
CALENDARS = (
    "/de/events/netzwerke-verbinden/event.ics",
    "/de/cluster-week/clusterwoche/calendar.ics",
)


@pytest.fixture
def story() -> Story:
    network = builders.network(short_name="Optik & Co")
    story = builders.story("Linsen < 1 mm & mehr", network=network, text_de="Erste Zeile\x0b.\nZweite.")
    builders.story("Geheim", network=builders.network("Entwurf", status=Status.DRAFT))
    week = builders.campaign()
    builders.activity(week, network=network)
    builders.activity(week, "Zweiter Termin", network=network)
    event = builders.event()
    builders.session(event)
    builders.version(event)
    return story


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_valid(client: Client, story: Story, path: str) -> None:
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert faults(answer.content) == []


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_without_entries_is_valid(client: Client, path: str) -> None:
    builders.campaign()
    builders.event()
    assert faults(client.get(path).content) == []


def test_the_news_are_the_public_stories_and_lead_to_their_pages(client: Client, story: Story) -> None:
    feed = ET.fromstring(client.get("/de/news/news.atom").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Linsen < 1 mm & mehr"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Optik & Co"
    published = entry.findtext(f"{ATOM}published", "")
    assert published.startswith(story.day.isoformat())  # the day that the page names
    assert entry.find(f"{ATOM}link").attrib["href"].endswith(f"/de/news/{story.slug}/")
    page = client.get("/de/news/").content.decode()
    assert 'type="application/atom+xml" href="/de/news/news.atom"' in page


@pytest.mark.parametrize("path", FEEDS)
def test_an_entry_is_the_same_in_both_languages_and_on_every_host(
    client: Client, story: Story, settings: Any, path: str
) -> None:
    def ids(path: str) -> list[str]:
        feed = ET.fromstring(client.get(path).content)
        return [one.findtext(f"{ATOM}id", "") for one in feed.findall(f"{ATOM}entry")]

    first = ids(path)
    assert first[0].startswith("urn:uuid:")
    assert len(set(first)) == len(first)
    settings.BASE_URL = "https://elsewhere.example.org"
    assert ids(path.replace("/de/", "/en/")) == first


@pytest.mark.parametrize("path", CALENDARS)
def test_an_entry_of_a_calendar_is_known_by_no_host(
    client: Client, story: Story, settings: Any, path: str
) -> None:
    def uids(path: str) -> list[str]:
        lines = client.get(path).content.decode().splitlines()
        return sorted(line for line in lines if line.startswith("UID:"))

    first = uids(path)
    assert first
    assert not any("@" in line for line in first)
    settings.BASE_URL = "https://elsewhere.example.org"
    assert uids(path.replace("/de/", "/en/")) == first


def test_an_invented_story_says_so_in_its_title(client: Client, story: Story) -> None:
    Story.objects.filter(pk=story.pk).update(is_demo=True)
    feed = ET.fromstring(client.get("/de/news/news.atom?again").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}title", "").endswith(" (erfunden)")


def test_whoever_has_the_feed_is_told_so(client: Client, story: Story) -> None:
    tag = client.get("/de/news/news.atom")["ETag"]
    assert client.get("/de/news/news.atom", headers={"If-None-Match": tag}).status_code == 304
    Story.objects.update(title_de="Anders")
    assert client.get("/de/news/news.atom", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("<id>x</id>", "feed: its id is no absolute address (4.2.6)"),
        ("<id>urn:x</id><id>urn:y</id>", "feed: id 2 times"),
        ("<id>urn:x</id><updated>2026-01-01T10:00:00</updated>", "feed: updated without a zone (3.3)"),
        ("<id>urn:x</id><entry><id>urn:z</id></entry>", "entry 0: nobody wrote it (4.1.2)"),
    ],
)
def test_the_checker_can_fail(wrong: str, said: str) -> None:
    assert said in faults(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{wrong}</feed>')
