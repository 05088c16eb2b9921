"""One world for all who walk it: built once, and whatever a test does to it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import override_settings
from tests.platform.attacks import walk
from tests.platform.attacks import world as worlds
from tests.platform.attacks.world import Line, World
from tests.platform.conftest import MORNING

UNI = {
    "provider_id": "uni",
    "name": "Uni",
    "client_id": "c",
    "secret": "s",
    "settings": {
        "server_url": "http://127.0.0.1:9",
        "domains": ["uni.example"],
        "origins": [],
        "oauth_pkce_enabled": True,
    },
}


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Everything an address can name, for a whole module."""
    own = tmp_path_factory.mktemp("own")
    for ending in ("mp4", "vtt", "jpg"):
        (own / f"sign-language.de.{ending}").write_bytes(b"")
    said = {
        "OWN_CONTENT": own,
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("files")),
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [UNI]}},
        "PUSH": True,
    }
    with django_db_blocker.unblock(), override_settings(**said), walk.undone():
        with time_machine.travel(MORNING, tick=True):
            made = worlds.build()
        yield made


@pytest.fixture(scope="module")
def table() -> list[Line]:
    return worlds.read_table()


@pytest.fixture(scope="module")
def bodies(world: World, table: list[Line]) -> walk.Bodies:
    """Every form on every page, as whoever it is meant for sees it."""
    found, clients = walk.Bodies(), {}
    with time_machine.travel(MORNING, tick=True), walk.undone():
        for line in table:
            asker = walk.right_asker(line)
            client = clients.setdefault(asker, walk.browser_of(world, asker))
            for address in {world.address_of(line), walk.filled(line.page, world)} - {""}:
                answer = client.get(address)
                if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
                    found.read(answer.content.decode(), address.partition("?")[0])
    return found
