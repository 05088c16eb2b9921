"""No public page scrolls sideways, on the smallest telephone as on a desk, with the long words of German.

The sitemap names the pages: whatever joins it is looked at here, one page of each type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from tests.platform import builders, joint_projects
from tests.platform.conftest import SIDEWAYS

from handschlag.directory.index import documents
from handschlag.directory.models import Land, Network

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 390, 1280)
LONG = "Landesarbeitsgemeinschaft Mikrosystemtechnologietransfer Mecklenburg-Vorpommern"
FILTERED = (
    *("networks/?view=portraits", "networks/?q=nirgends", "networks/?field=zz", "actors/?kind=company"),
    *("search/?q=Optik", "search/?q=Medzintechnik", "compare/?n=optik-isar&n=linsen-isar", "bookmarks/"),
    *("account/login/", "networks/optik-isar/join/", "networks/optik-isar/claim/"),
    "networks/optik-isar/correct/",
)


@pytest.fixture
def long_words(world: Network) -> None:
    """An entry of each kind, with names as long as they come."""
    north = Land.objects.get(code="MV")
    field = builders.field("UWT", "Umwelttechnik und Ressourceneffizienz", "Environmental technology")
    part = builders.field("UWT-KRW", "Kreislaufwirtschaft und Verwertungstechnologien", "Circular economy")
    part.parent = field
    part.save()
    network = builders.network(LONG, fields=(field, part), land=north, place="Neubrandenburg", founded=2008)
    invented = builders.network("Verbundnetz", fields=(part,), land=north, is_demo=True)
    actor = builders.actor(f"{LONG} GmbH & Co. KG", fields=(part,), networks=(network, invented), land=north)
    for number in range(12):
        builders.actor(f"Werk {number}", fields=(part,), networks=(network,), land=north, is_demo=True)
    builders.story(f"Auszeichnung für {LONG}", network=network)
    builders.programme()
    joint_projects.project(f"Ressourceneffizienzsteigerung: {LONG}", taking_part=(actor,), acronym="LUX")
    event = builders.event(f"Jahreshauptversammlung {LONG}", venue=LONG, place="Neubrandenburg", land=north)
    event.hosts.create(network=network)
    builders.session(event, f"Podiumsdiskussion {LONG}", room=builders.room(event, "Veranstaltungssaal"))
    builders.version(event)
    builders.exhibit(event, f"Demonstrator {LONG}", stand=builders.stand(event))
    week = builders.campaign("Innovationsnetzwerkwoche")
    builders.activity(week, f"Werksbesichtigung {LONG}", network=network, place="Neubrandenburg")
    documents.refresh_all()


def one_of_each_type(client: Client) -> list[str]:
    """The longest German address of each type of page."""
    sitemaps = re.findall(r"/sitemap-\w+\.xml", client.get("/sitemap.xml").content.decode())
    found: dict[str, str] = {}
    for sitemap in sitemaps:
        for path in re.findall(r"<loc>https?://[^/]+(/de/[^<]*)", client.get(sitemap).content.decode()):
            name = resolve(path).view_name
            found[name] = max(found.get(name, ""), path, key=len)
    return list(found.values())


def test_no_public_page_scrolls_sideways(
    opened: Callable[..., Any], client: Client, long_words: None
) -> None:
    paths = [*one_of_each_type(client), *(f"/de/{path}" for path in FILTERED)]
    assert len(paths) > 45
    too_wide = []
    with opened("/de/") as page:
        for path in paths:
            assert (path, page.goto(path).status) == (path, 200)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 700})
                if over := page.evaluate(SIDEWAYS):
                    too_wide.append((path, width, over))
    assert too_wide == []
