"""Real events of the past: each with its source, and no clock time that no source names without a mark."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handschlag.common.times import local_date
from handschlag.demo import past_events
from handschlag.events.models import Activity, Campaign, Event, EventHost, Session
from handschlag.events.published_programme import latest

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_every_event_names_its_source_and_none_is_invented() -> None:
    past_events.load_past_events(now=NOW)
    assert Event.objects.count() == 18
    assert all(event.source.startswith("http") and event.source_seen_on for event in Event.objects.all())
    assert set(Event.objects.values_list("is_demo", flat=True)) == {False}


def test_the_conference_of_2016_has_real_titles_at_invented_times() -> None:
    past_events.load_past_events(now=NOW)
    lines = latest(Event.objects.get(slug="clusterkonferenz-2016").pk).lines
    assert [line.item.title_de for line in lines] == [
        "Matchmaking",
        "Eröffnung",
        "Cluster und Netze für den Wissens- und Technologietransfer",
        "Synergieeffekte in Clustern und Netzwerken",
        "Cross-Clustering",
    ]
    assert {line.item.is_time_invented for line in lines} == {True}


def test_times_that_a_source_names_are_not_marked() -> None:
    past_events.load_past_events(now=NOW)
    rows = Session.objects.filter(event__slug="clusterkonferenz-2012")
    assert {row.title_de for row in rows if row.is_time_invented} == {"Abendempfang"}


def test_loading_twice_changes_nothing() -> None:
    past_events.load_past_events(now=NOW)
    past_events.load_past_events(now=NOW)
    assert Event.objects.count() == 18


def test_the_conference_of_2016_has_its_hosts_and_tells_who_followed() -> None:
    past_events.load_past_events(now=NOW)
    event = Event.objects.get(slug="clusterkonferenz-2016")
    assert [host.name for host in EventHost.objects.filter(event=event)] == [
        "Bundesministerium für Wirtschaft und Energie (BMWi)",
        "Programm go-cluster (VDI/VDE-IT), federführend",
    ]
    assert "Was folgte" in event.description_de
    assert "What followed" in event.description_en


def test_two_real_weeks_with_what_sources_report_and_no_invented_hour() -> None:
    past_events.load_past_weeks(now=NOW)
    past_events.load_past_weeks(now=NOW)
    assert list(Campaign.objects.values_list("slug", "is_demo")) == [
        ("clusterwoche-2019", False),
        ("clusterwoche-2017", False),
    ]
    rows = Activity.objects.all()
    assert len(rows) == 15
    assert all(row.link.startswith("http") and not row.is_demo for row in rows)
    assert all(row.campaign.first_day <= local_date(row.starts_at) for row in rows.select_related("campaign"))
    assert all("Uhrzeit" in row.text_de and row.starts_at.minute == 0 for row in rows)
