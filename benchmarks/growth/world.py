"""A directory as large as asked: the demo's full world of 13,000 memberships, several times over.

Each copy is composed with dice of its own; its entries carry its number, so that all have names of their own.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "out" / "bench"


def set_up(*, times: int) -> Path:
    """Django on that much data, in the database of DATABASE_URL or in a file that is kept; its folder."""
    kind = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    folder = DATA / f"growth-{kind}-{times}"
    folder.mkdir(parents=True, exist_ok=True)
    given = {k: _own(v, times) for k, v in os.environ.items() if k == "DATABASE_URL"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    os.environ.clear()
    os.environ.update(
        kept,
        **given,
        HANDSCHLAG_MODE="test",
        HANDSCHLAG_DATA=str(folder),
        HANDSCHLAG_KEPT_PAGES_MB="0",
        DJANGO_SETTINGS_MODULE="handschlag.site.settings",
    )
    import django
    from django.core.management import call_command

    from handschlag.common.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    call_command("migrate", verbosity=0)
    return folder


def _own(address: str, times: int) -> str:
    """A database for each size, on the server of this address."""
    import psycopg

    if not address.startswith("postgres"):
        return address
    name = f"growth_{times}"
    with psycopg.connect(address, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f"CREATE DATABASE {name}".encode())
    return f"{address.rpartition('/')[0]}/{name}"


def fill(*, times: int) -> bool:
    """The world is there, and everybody looks for partners; False where it was there already."""
    from django.db import transaction
    from django.utils import timezone

    from handschlag.demo import directory, prepare
    from handschlag.directory.models import Network

    if Network.objects.filter(is_demo=True).exists():
        return False
    now = timezone.now()
    with transaction.atomic():
        prepare.load_public_data(now=now)
        directory.write_directory(_composed(times), now=now)
        _let_everybody_look(now)
    return True


def _composed(times: int) -> Any:
    from handschlag.demo import invented_world
    from handschlag.demo.invented_world import InventedDirectory
    from handschlag.demo.prepare import SEED, bank_on_vocabulary

    bank = bank_on_vocabulary()
    worlds = [
        invented_world.invent(bank, invented_world.many(bank, seed=SEED + number), seed=SEED + number)
        for number in range(times)
    ]
    copies = [_numbered(world, number) for number, world in enumerate(worlds, start=1)]
    return InventedDirectory(
        networks=tuple(one for copy in copies for one in copy.networks),
        actors=tuple(one for copy in copies for one in copy.actors),
        stories=tuple(one for copy in copies for one in copy.stories),
    )


def _numbered(world: Any, number: int) -> Any:
    """The same entries under names with a number; the first copy stays as it is."""
    if number == 1:
        return world

    def slug(old: str) -> str:
        return f"{old}-{number}" if old else ""

    return replace(
        world,
        networks=tuple(replace(n, slug=slug(n.slug), name=f"{n.name} {number}") for n in world.networks),
        actors=tuple(
            replace(
                one,
                slug=slug(one.slug),
                name=f"{one.name} {number}",
                parent=slug(one.parent),
                memberships=tuple(replace(m, network=slug(m.network)) for m in one.memberships),
            )
            for one in world.actors
        ),
        stories=tuple(
            replace(
                one,
                slug=slug(one.slug),
                network=slug(one.network),
                actors=tuple(slug(a) for a in one.actors),
            )
            for one in world.stories
        ),
    )


def _let_everybody_look(now: Any) -> None:
    """Whoever offers or needs something takes part in the nightly matching; one person speaks for all."""
    from handschlag.accounts.models import User
    from handschlag.directory.models import ManagedNetwork, Network, Statement
    from handschlag.directory.public import of_public_actors
    from handschlag.matching.models import PartnerSearch

    ids = Statement.objects.filter(of_public_actors()).order_by().values_list("actor_id", flat=True)
    PartnerSearch.objects.bulk_create(
        [PartnerSearch(actor_id=pk, since=now) for pk in ids.distinct()], batch_size=2000
    )
    user, _ = User.objects.get_or_create(email="everybody@example.org", defaults={"name": "Everybody"})
    ManagedNetwork.objects.bulk_create(
        [ManagedNetwork(user=user, network=one, since=now) for one in Network.objects.all()],
        batch_size=2000,
    )


def addresses() -> dict[str, list[str]]:
    """What is asked for, by kind of page: many addresses each, the last pages and long lists among them."""
    from benchmarks.web.pages import PREFIXES, WORDS, actor_filters, network_filters
    from handschlag.directory.models import Actor, Network

    dice = random.Random(1)
    of = {model: _slugs(model, dice) for model in (Network, Actor)}
    pages = [f"page={number}" for number in (1, 2, 10, 50, 200)]
    return {
        "start": ["/de/", "/en/"],
        "networks": [f"/de/networks/?{page}" for page in pages[:2]],
        "networks, filtered": [f"/de/networks/?{query}" for query in network_filters(dice)],
        "organisations": [f"/de/actors/?{page}" for page in pages],
        "organisations, filtered": [f"/de/actors/?{query}" for query in actor_filters(dice)],
        "search": [f"/de/search/?q={word}" for word in WORDS],
        "suggestions": [f"/de/search/suggest/?q={prefix}" for prefix in PREFIXES],
        "one network": [f"/de/networks/{slug}/" for slug in of[Network]],
        "one organisation": [f"/de/actors/{slug}/" for slug in of[Actor]],
        "map": ["/de/map/", "/de/map/?field=EUM", "/de/map/?kind=cluster"],
        "dots of the map": ["/de/map/points.json", "/de/map/points.json?field=EUM"],
        "all organisations as CSV": ["/de/actors/export/csv/"],
        "all organisations as a workbook": ["/de/actors/export/xlsx/"],
    }


def _slugs(model: Any, dice: random.Random) -> list[str]:
    every = list(model.objects.order_by("pk").values_list("slug", flat=True))
    return dice.sample(every, min(40, len(every)))
