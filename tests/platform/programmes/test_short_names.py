"""Programmes are called in English what people call them there."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.platform import builders, guide

from handschlag.directory.index import documents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["networks/", "networks/?view=portraits", "", "programmes/zim-netzwerke/", "funding-calls/netze-2027/"],
)
def test_an_english_page_has_the_english_short_name(client: Client, path: str) -> None:
    network = builders.network()
    network.in_programmes.create(programme=builders.programme("ZIM-Netzwerke"))
    guide.funding_call(builders.programme("ZIM-Netzwerke"))
    documents.refresh_all()
    english, german = (client.get(f"/{code}/{path}").content.decode() for code in ("en", "de"))
    assert "ZIM networks" in english
    assert "ZIM-Netzwerke" in german
    assert "ZIM networks" not in german
