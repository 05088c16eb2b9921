"""What the journeys share: a small world, a door into it, letters as they went out, and pictures on demand.

`HANDSCHLAG_SHOTS=folder pytest tests/journeys` leaves a picture of each station there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.platform import builders
from tests.platform.conftest import (  # noqa: F401 - fixtures are found by their names
    barriers,
    clock_of_the_wall,
    in_hand,
    now,
    opened,
    person,
    static_files_are_found_once,
    tables_can_be_emptied,
)
from tests.platform.directory.map.country import all_lands
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.models import Mail
from handschlag.directory.index import documents
from handschlag.directory.models import Land, Network

LETTERS = re.compile(r"[^a-z0-9]+")


@pytest.fixture
def world(transactional_db: None) -> Network:
    """A hydrogen cluster by the sea with two members, and three networks that are something else."""
    all_lands()
    hydrogen = builders.field("H2", "Wasserstoff und Brennstoffzellen", "Hydrogen and fuel cells")
    optics = builders.field()
    north, south = Land.objects.get(code="SH"), Land.objects.get(code="BY")
    husum = {"place": "Husum", "land": north, "latitude": 54.48, "longitude": 9.05}
    munich = {"place": "München", "land": south, "latitude": 48.14, "longitude": 11.58}
    cluster = builders.network(
        "Wasserstoff-Cluster Nordmeer",
        fields=(hydrogen,),
        description_de="Vom Windpark bis zur Tankstelle.",
        description_en="From the wind farm to the filling station.",
        is_demo=True,
        **husum,
    )
    builders.network("Optik Isar", fields=(optics,), **munich)
    builders.network("Linsen Isar", fields=(optics,), **munich)
    builders.network("Ohne Ort")
    builders.actor("Deichgraf Verdichter GmbH", networks=(cluster,), fields=(hydrogen,), **husum)
    builders.actor(
        "Deichgraf Verdichter G.m.b.H.",
        slug="deichgraf-verdichter-gmbh-2",
        networks=(cluster,),
        fields=(hydrogen,),
        **husum,
    )
    documents.refresh_all()
    return cluster


@pytest.fixture
def manager(person: Callable[..., User], world: Network) -> User:  # noqa: F811
    martha = person("martha", Role.NETWORK_MANAGER)
    builders.manages(martha, world)
    return martha


@pytest.fixture
def editor(person: Callable[..., User]) -> User:  # noqa: F811
    return person("editha", Role.EDITOR)


@pytest.fixture
def letter_to() -> Callable[[str], str]:
    """The text of the latest letter to somebody, as it stands in the outbox."""

    def read(address: str) -> str:
        return text_of(Mail.objects.filter(to=address).latest("pk"))

    return read


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """`shot(page, "search")` leaves a picture where somebody asked for pictures, and nothing elsewhere."""
    folder = os.environ.get("HANDSCHLAG_SHOTS", "")
    journey = LETTERS.sub("-", request.node.name.removeprefix("test_").lower()).strip("-")
    number = iter(range(1, 100))

    def take(page: Any, name: str) -> None:
        if folder:
            target = Path(folder) / journey / f"{next(number):02d}-{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(target), full_page=True)

    return take
