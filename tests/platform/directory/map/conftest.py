"""What the tests of the map share: a country with networks and actors in it."""

from __future__ import annotations

import pytest
from tests.platform import builders
from tests.platform.directory.map.country import all_lands, seat

from handschlag.directory.index import documents
from handschlag.directory.models import Land, Status


@pytest.fixture
def saxony(db: None) -> None:
    """Four networks in Saxony, one in Berlin, one without a place, one that is not public."""
    all_lands()
    builders.network("Optik Dresden", fields=(builders.field(),), **seat("Dresden"))
    builders.network("Chips Dresden", **seat("Dresden"))
    builders.network("Textil Chemnitz", **seat("Chemnitz"))
    builders.network("Grenzland", **seat("Görlitz"))
    builders.network("Hauptstadtnetz", **seat("Berlin"))
    builders.network("Ortlos", land=Land.objects.get(code="HE"))
    builders.network("Entwurf", status=Status.DRAFT, **seat("Berlin"))
    for name, place in (("Linsen GmbH", "Dresden"), ("Uni", "Frankfurt am Main"), ("Lack", "Offenbach")):
        builders.actor(name, **seat(place))
    documents.refresh_all()
