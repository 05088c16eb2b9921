"""What became of a network: an editor says it with a source, those who run it propose it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import words

from handschlag.accounts.models import User
from handschlag.directory.contents import NETWORK_SECTIONS, etag_of
from handschlag.directory.entries import content_of
from handschlag.directory.models import FactSource, Proposal

pytestmark = pytest.mark.django_db
PATH = "/de/manage/networks/optik-sachsen/edit/standing/"
(PART,) = (one for one in NETWORK_SECTIONS if one.name == "standing")


def test_an_editor_says_what_became_of_it_and_takes_it_back(client: Client, editha: User) -> None:
    network, after = builders.network(), builders.network("Nachfolger")
    client.force_login(editha)
    given = {
        "seen": etag_of(content_of(network), PART.facts),
        "standing": "merged",
        "standing_since": "2021",
        "successor": after.pk,
        "source": "https://optik.example/about",
        "seen_on": "2026-11-20",
    }
    for wrong in ({"successor": ""}, {"successor": network.pk}, {"standing": ""}, {"source": ""}):
        assert client.post(PATH, {**given, **wrong}).status_code == 422, wrong
    assert client.post(PATH, given).status_code == 302
    text = words(pages.page(client, "/de/networks/optik-sachsen/"))
    assert "in einem anderen aufgegangen. Seit 2021. Fortgeführt in: Nachfolger" in text
    assert FactSource.objects.filter(network=network, fact="standing").count() == 1
    network.refresh_from_db()
    back = {**given, "seen": etag_of(content_of(network), PART.facts)}
    back |= {"standing": "", "standing_since": "", "successor": ""}
    assert client.post(PATH, back).status_code == 302
    assert "aufgegangen" not in words(pages.page(client, "/de/networks/optik-sachsen/"))


def test_those_who_run_it_propose_it(client: Client, martha: User) -> None:
    network = builders.network()
    builders.manages(martha, network)
    client.force_login(martha)
    given = {
        "seen": etag_of(content_of(network), PART.facts),
        "standing": "dissolved",
        "standing_since": "",
        "successor": "",
        "source": "https://optik.example/about",
        "seen_on": "2026-11-20",
    }
    assert client.post(PATH, given).status_code == 302
    network.refresh_from_db()
    assert network.standing == ""
    assert Proposal.objects.get().changes["standing"] == "dissolved"
