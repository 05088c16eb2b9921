"""The page of an actor, and where the address of one leads that is none any more."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import section

from handschlag.directory.models import Actor, ActorKind, Direction, Membership, Statement, Status

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(client: Client, slug: str = "linsen-meier-gmbh", language: str = "de") -> str:
    return pages.page(client, f"/{language}/actors/{slug}/")


def says(actor: Actor, direction: Direction, *concepts: str, de: str = "Text", en: str = "") -> Statement:
    made = Statement.objects.create(actor=actor, direction=direction, text_de=de, text_en=en)
    made.concepts.set([builders.concept(code, f"{code}en", f"{code}s") for code in concepts])
    return made


def test_a_page_says_what_the_organisation_is_and_what_it_belongs_to(client: Client) -> None:
    whole = builders.actor("Meier Holding SE")
    part = builders.actor(
        is_sme=True, employees=1042, parent=whole, place="Jena", land=builders.land(), ror_id="02nv7yv05"
    )
    builders.actor("Geheime Tochter", parent=part, status=Status.DRAFT)
    text = section(page(client), "Organisation")
    assert text == (
        "Art Kleines oder mittleres Unternehmen Sitz Jena, Sachsen Beschäftigte 1.042 Teil von "
        "Meier Holding SE Website noch nicht bekannt ROR 02nv7yv05"
    )
    assert "Seine Teile Linsen Meier GmbH" in section(page(client, "meier-holding-se"), "Organisation")


def test_a_parent_that_is_not_public_is_not_named(client: Client) -> None:
    hidden = builders.actor("Geheime Mutter", status=Status.ARCHIVED)
    builders.actor(parent=hidden)
    assert "Geheime Mutter" not in page(client)


def test_offers_and_needs_come_in_the_language_of_the_page_or_marked_in_the_other(client: Client) -> None:
    actor = builders.actor()
    says(actor, Direction.OFFER, de="Wir schleifen", en="We grind")
    says(actor, Direction.NEED, de="Glas gesucht")
    german, english = page(client), page(client, language="en")
    assert section(german, "Bietet") == "Wir schleifen"
    assert section(english, "Offers") == "We grind"
    assert '<li lang="de"><p>Glas gesucht</p></li>' in english
    assert '<li lang="de">' not in german


def test_memberships_have_their_dates_and_former_ones_come_last_and_say_so(client: Client) -> None:
    today, actor = timezone.localdate(), builders.actor()
    for name, since, until in (
        ("A früher", date(2010, 1, 1), today - DAY),
        ("B heute", date(2015, 4, 1), None),
        ("C ohne Datum", None, None),
    ):
        Membership.objects.create(actor=actor, network=builders.network(name), since=since, until=until)
    Membership.objects.create(actor=actor, network=builders.network("Entwurf", status=Status.DRAFT))
    text = section(page(client), "Mitglied in")
    assert text.startswith("B heute , Cluster, seit 1. April 2015 C ohne Datum , Cluster A früher")
    assert text.endswith("beendet")
    assert "Entwurf" not in text


def test_those_who_offer_what_is_sought_come_before_those_who_are_alike(client: Client) -> None:
    here = builders.actor(fields=(builders.field(),), land=builders.land())
    says(here, Direction.NEED, "Glas")
    says(here, Direction.OFFER, "Linsen")
    fitting, alike = builders.actor("Z Glaswerk"), builders.actor("A Linsenwerk")
    says(fitting, Direction.OFFER, "Glas")
    says(alike, Direction.OFFER, "Linsen")
    builders.actor("Feldnachbar", fields=(builders.field(),), land=builders.land())
    hidden = builders.actor("Verborgen", status=Status.DRAFT)
    says(hidden, Direction.OFFER, "Glas")
    builders.actor("Fremd")
    text = section(page(client), "Passende und ähnliche Einträge")
    assert text == (
        "Z Glaswerk bietet an, was hier gesucht wird: Glasen A Linsenwerk bietet dasselbe: "
        "Linsenen Feldnachbar Sachsen arbeitet ebenfalls an: Optik und Photonik"
    )


def test_who_has_no_land_is_like_others_of_its_field_that_have_none(client: Client) -> None:
    optics = builders.field()
    builders.actor(fields=(optics,))
    builders.actor("Feldnachbar", fields=(optics,))
    builders.actor("Sachse", fields=(optics,), land=builders.land())
    assert section(page(client), "Passende und ähnliche Einträge") == (
        "Feldnachbar arbeitet ebenfalls an: Optik und Photonik"
    )


def test_a_merged_actor_leads_for_good_to_the_one_that_was_kept(client: Client) -> None:
    kept = builders.actor()
    between = builders.actor("Meier Linsen", merged_into=kept, status=Status.ARCHIVED)
    builders.actor("Linsenmeier", merged_into=between, status=Status.ARCHIVED)
    for slug in ("meier-linsen", "linsenmeier"):
        answer = client.get(f"/de/actors/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/de/actors/linsen-meier-gmbh/")


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": Status.DRAFT}, 404),
        ({"status": Status.ARCHIVED}, 410),
        ({"status": Status.ARCHIVED, "published_at": None}, 404),
    ],
)
def test_what_is_not_public_is_not_shown(client: Client, values: dict[str, object], status: int) -> None:
    builders.actor("Geheime Linsen", **values)
    answer = client.get("/de/actors/geheime-linsen/")
    assert answer.status_code == status
    assert "Geheime Linsen" not in answer.content.decode()


def test_machines_read_parent_networks_and_ror(client: Client) -> None:
    whole = builders.actor("Universität", kind=ActorKind.UNIVERSITY)
    network = builders.network()
    actor = builders.actor("Lehrstuhl", kind=ActorKind.UNIVERSITY, parent=whole, networks=(network,))
    Actor.objects.filter(pk=actor.pk).update(ror_id="02nv7yv05")
    found = re.search(r'ld\+json">(.*?)</script>', page(client, "lehrstuhl"), re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["parentOrganization"]["name"] == "Universität"
    assert [one["name"] for one in data["memberOf"]] == ["Optik Sachsen"]
    assert data["sameAs"] == ["https://ror.org/02nv7yv05"]


def test_three_of_everything_ask_the_database_as_often_as_one(client: Client) -> None:
    here = builders.actor(fields=(builders.field(),), land=builders.land())

    def more(number: int) -> None:
        network = builders.network(f"N {number}")
        Membership.objects.create(actor=here, network=network)
        other = builders.actor(
            f"A {number}", networks=(network,), parent=here, fields=(builders.field(),), land=builders.land()
        )
        for direction in Direction:
            says(here, direction, f"C{number}", "C0")
            says(other, direction, f"C{number}", "C0")
        builders.story(f"Story {number}", network=network).actors.add(here)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client)
        return len(seen)

    more(1)
    one = queries()
    more(2)
    more(3)
    assert (queries(), one <= 22) == (one, True)
