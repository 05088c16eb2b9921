"""What the directory, the programmes and the events tell those who follow something of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from tests.platform import builders, guide
from tests.platform.following.conftest import MONDAY, WEDNESDAY

from handschlag.accounts.models import User
from handschlag.common import audit
from handschlag.directory.criteria import Criteria
from handschlag.directory.index.finding import find_networks
from handschlag.directory.models import Membership, Network, NetworkStanding, Project
from handschlag.events.models import EventHost
from handschlag.following import news
from handschlag.following.news import Followed
from handschlag.programmes import call_editing
from handschlag.programmes.models import Fact

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def _told(*followed: tuple[str, object], language: str = "en") -> dict[str, str]:
    """Titles and sentences of the week."""
    things = [Followed(kind, str(key)) for kind, key in followed]
    with translation.override(language):
        lines = _lines(things, since=MONDAY - timedelta(days=7), until=MONDAY)
    return {line["title"]: line["sentence"] for line in lines}


def _lines(followed: list[Followed], *, since: datetime, until: datetime) -> list[news.WrittenLine]:
    return news.lines_for(followed, news.things_of(followed), since=since, until=until)


def _noted(verb: str, target: object, changes: dict[str, object] | None = None) -> None:
    audit.record(verb=verb, target=target, by_id=None, now=WEDNESDAY, changes=changes)


def test_a_network_tells_its_members_and_what_became_of_it(optics: Network) -> None:
    builders.actor("Neu GmbH", networks=(optics,), published_at=WEDNESDAY)
    old = builders.actor("Alt GmbH", networks=(optics,), published_at=LONG_AGO)
    builders.actor("Entwurf GmbH", networks=(optics,), published_at=WEDNESDAY, status="draft")
    builders.actor("Fremd GmbH", published_at=WEDNESDAY)
    assert _told(("network", optics.pk)) == {"Neu GmbH": "New member of the network."}

    _noted("added", Membership.objects.get(actor=old))
    optics.standing, optics.successor = NetworkStanding.MERGED, builders.network("Großes Netz")
    optics.save()
    _noted("edited", optics, {"standing": ["", "merged"]})

    found = _told(("network", optics.pk))
    assert found["Alt GmbH"] == "New member of the network."
    assert found["Optik Sachsen"] == "The network is now part of Großes Netz."

    optics.standing = NetworkStanding.DISSOLVED
    optics.save()
    assert _told(("network", optics.pk))["Optik Sachsen"] == "The network was dissolved."
    optics.standing, optics.successor = NetworkStanding.MERGED, builders.network("Verborgen", status="draft")
    optics.save()
    assert _told(("network", optics.pk))["Optik Sachsen"] == "The network has merged with another one."


def test_many_new_members_are_one_line(optics: Network) -> None:
    for number in range(5):
        builders.actor(f"Firma {number}", networks=(optics,), published_at=WEDNESDAY)

    assert _told(("network", optics.pk)) == {"5 new members": "Among them: Firma 0, Firma 1 and Firma 2."}


def test_new_members_are_counted_by_week_and_after_what_a_reader_was_told(optics: Network) -> None:
    for number in range(8):
        at = WEDNESDAY - timedelta(days=7 * (number % 2), minutes=number)
        builders.actor(f"Firma {number}", networks=(optics,), published_at=at)
    things = [Followed("network", str(optics.pk))]

    def told(since: datetime, until: datetime = MONDAY) -> list[tuple[str, str]]:
        with translation.override("en"):
            return [(line["title"], line["week"]) for line in _lines(things, since=since, until=until)]

    assert told(MONDAY - timedelta(days=60)) == [
        ("4 new members", "2026-11-30"),
        ("4 new members", "2026-11-23"),
    ]
    assert told(WEDNESDAY - timedelta(minutes=3)) == [("Firma 0", ""), ("Firma 2", "")]
    assert told(WEDNESDAY - timedelta(days=6), WEDNESDAY) == [("4 new members", "2026-11-30")]


def test_a_search_tells_only_what_has_every_word(optics: Network) -> None:
    builders.network("Licht Hessen", land=builders.land("HE"), published_at=WEDNESDAY)

    assert "Licht Hessen" in _told(("search", "networks?q=Licht"))
    assert _told(("search", "networks?q=Licht&land=sachsen")) == {}
    assert find_networks(Criteria(text="Licht Ferienwohnung"), today=MONDAY.date()).is_loose
    for name in ("networks", "search"):
        assert _told(("search", f"{name}?q=Licht+Ferienwohnung")) == {}  # the list shows it, as the nearest


def test_a_network_tells_joint_projects_of_its_members(optics: Network) -> None:
    actor = builders.actor(networks=(optics,), published_at=LONG_AGO)
    project = Project.objects.create(
        slug="linsen",
        catalogue="foekat",
        reference="1",
        title_de="Linsenprojekt",
        status="published",
        published_at=WEDNESDAY,
        changed_at=WEDNESDAY,
        source="x",
        seen_on=date(2026, 1, 1),
    )
    actor.participations.create(project=project, reference="1", source="x", seen_on=date(2026, 1, 1))

    assert _told(("network", optics.pk)) == {"Linsenprojekt": "New joint project."}


def test_fields_laender_and_searches_tell_new_networks_once(optics: Network) -> None:
    photonics = builders.field("OPT-PHO", "Photonik", "Photonics")
    photonics.parent = builders.field()
    photonics.save()
    builders.network("Licht", fields=(photonics,), land=builders.land(), published_at=WEDNESDAY, is_demo=True)
    builders.network("Holz", land=builders.land("HE"), published_at=WEDNESDAY)
    things = [Followed("field", "optik-und-photonik"), Followed("land", "sachsen")]
    things.append(Followed("search", "networks?land=sachsen"))
    things.append(Followed("search", "search?q=Licht"))

    with translation.override("en"):
        (only,) = news.lines_for(
            things, news.things_of(things), since=MONDAY - timedelta(days=7), until=MONDAY
        )

    assert (only["title"], only["sentence"], only["is_invented"]) == (
        "Licht",
        "New here: Cluster, Saxony.",
        True,
    )
    assert only["because"] == [
        "Optics and photonics",
        "Saxony",
        "Networks in Saxony",
        "Entries on Licht",  # the reason for a line puts it in quotes
    ]


def test_events_are_told_to_those_who_follow_host_field_or_land(optics: Network) -> None:
    event = builders.event(land=builders.land(), place="Dresden")
    EventHost.objects.create(event=event, network=optics)
    tryout = builders.event("Probe", land=builders.land(), is_tryout=True)
    for one in (event, tryout):
        _noted("event.published", one)
    version = builders.version(event)
    type(version).objects.update(published_at=WEDNESDAY)

    for followed in (("network", optics.pk), ("field", "optik-und-photonik"), ("land", "sachsen")):
        assert _told(followed) == {
            "Netzwerke verbinden": "A new event: 14 April 2027, Dresden.",
            "Programme: Netzwerke verbinden": "The programme is published: 14 April 2027, Dresden.",
        }
    assert _told(("land", "hessen")) == {}


@pytest.mark.parametrize(
    ("ends_on", "is_told"),
    [
        (date(2026, 12, 3), False),  # said the Monday before: this one is less than 7 days ahead
        (date(2026, 12, 10), True),
        (date(2027, 1, 2), True),
        (date(2027, 2, 1), True),
        (date(2026, 12, 26), False),
        (date(2027, 6, 30), False),
    ],
)
def test_the_end_of_a_programme_is_told_60_30_and_7_days_before_or_up_to_a_week_earlier(
    ends_on: date, is_told: bool
) -> None:
    programme = builders.programme("IGF")
    programme.valid_until = ends_on
    programme.save()

    assert bool(_told(("programme", "igf"))) is is_told


def test_changed_facts_of_a_programme_are_told_and_checked_ones_are_not() -> None:
    programme = builders.programme("IGF")
    facts = [
        Fact.objects.create(
            programme=programme,
            key=key,
            kind="amount",
            text_de=f"{key} de",
            text_en=f"{key} en",
            source_title="x",
            source_url="https://example.org/",
            read_on=date(2026, 1, 1),
            old_from=date(2027, 1, 1),
        )
        for key in ("changed", "checked")
    ]
    _noted("fact.edited", facts[0], {"text_de": ["a", "b"]})
    _noted("fact.checked", facts[1])

    assert _told(("programme", "igf")) == {"IGF: changed facts": "Stated now: changed en"}


def test_the_deadline_of_the_second_stage_is_told_after_the_first_has_passed() -> None:
    closes_at = MONDAY - timedelta(days=30)
    call = guide.funding_call(
        opens_at=None, closes_at=closes_at, second_closes_at=MONDAY + timedelta(days=33)
    )
    (sentence,) = _told(("call", call.slug)).values()
    assert sentence.startswith("The deadline for full proposals is near: ")
    assert _told(("call", call.slug), language="de")["Netze 2027"].startswith("Die Frist für Vollanträge")


def test_a_deadline_that_moved_is_told_even_when_its_alerts_have_passed() -> None:
    was, closes_at = MONDAY + timedelta(days=90), MONDAY + timedelta(days=20)
    call = guide.funding_call(closes_at=closes_at, changed_at=WEDNESDAY)
    pair = [was.isoformat(), closes_at.isoformat()]
    _noted("funding_call.edited", call, {"closes_at": pair})
    (sentence,) = _told(("call", call.slug)).values()
    assert sentence.startswith("The deadline has changed: ")
    _noted("funding_call.undone", call, {"closes_at": pair[::-1]})
    type(call).objects.update(closes_at=was)
    assert _told(("call", call.slug)) == {}  # it is as it was


def test_a_call_that_was_withdrawn_is_news_when_it_comes_back(editha: User) -> None:
    call = guide.funding_call(builders.programme(), withdrawn_at=LONG_AGO)
    call_editing.publish_call(call_id=call.pk, version=1, by=editha.subject, now=WEDNESDAY)
    assert _told(("programme", "go-cluster"))["Networks 2027"].startswith("New funding call")
