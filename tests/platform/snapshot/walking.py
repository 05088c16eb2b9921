"""Asks for every page as whoever it is meant for, while clock and chance stand still."""

from __future__ import annotations

import itertools
import logging
import random
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.template import Template
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from tests.databases import ROOT
from tests.platform.attacks import walk
from tests.platform.attacks import world as worlds
from tests.platform.attacks.conftest import UNI
from tests.platform.attacks.world import Line, World
from tests.platform.conftest import MORNING
from tests.platform.snapshot.plain import plain

LANGUAGES = ("de", "en")
SECRET = 16  # letters; whatever is shorter is no token
# What the machine decides: how long a computation took, ids that the engine draws, what is sealed with them.
DRAWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:[0-9a-f]{4} ){2}… [0-9a-f]{4}")
TOOK = re.compile(r"[0-9.,]+(?= (?:Sekunden|seconds))")


@dataclass(slots=True)
class Taken:
    """What came of it."""

    pages: int = 0
    troubles: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def templates(self) -> int:
        return len(list(all_templates()))

    @property
    def unseen(self) -> list[Path]:
        return [path for path in all_templates() if str(path) not in self.seen]


def all_templates() -> Iterator[Path]:
    return (path for path in sorted(ROOT.glob("src/handschlag/*/templates/**/*.html")) if path.is_file())


class Chance:
    """The same random bytes from the same beginning."""

    def __init__(self) -> None:
        self.source = random.Random(1)

    def begin(self, word: str) -> None:
        self.source.seed(word)

    def __call__(self, size: int) -> bytes:
        return self.source.randbytes(size)


@contextmanager
def standing_still() -> Iterator[Chance]:
    chance = Chance()
    with (
        mock.patch("os.urandom", chance),
        mock.patch("random._urandom", chance),
        time_machine.travel(MORNING, tick=False),
    ):
        yield chance


@contextmanager
def watched(taken: Taken) -> Iterator[None]:
    """Which templates are drawn, parts of others included."""
    before = Template.render

    def render(self: Template, context: Any) -> Any:
        taken.seen.add(self.origin.name)
        return before(self, context)

    def render_part(self: Template, context: Any) -> Any:
        taken.seen.add(self.origin.name)
        return self.nodelist.render(context)

    with mock.patch.object(Template, "render", render), mock.patch.object(Template, "_render", render_part):
        yield


def take(folder: Path) -> Taken:
    """Writes one file for each page and language."""
    shutil.rmtree(folder, ignore_errors=True)
    setup_test_environment(debug=False)
    logging.disable(logging.CRITICAL)
    taken = Taken()
    said = {
        "MEDIA_ROOT": str(settings.DATA / "media"),
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [UNI]}},
    }
    with override_settings(**said), standing_still() as chance, watched(taken):
        world, table = worlds.build(), worlds.read_table()
        for language in LANGUAGES:
            (folder / language).mkdir(parents=True)
            with walk.undone():
                show(folder / language, world=world, table=table, chance=chance, taken=taken)
    return taken


def show(folder: Path, *, world: World, table: list[Line], chance: Chance, taken: Taken) -> None:
    """All pages in one language."""
    names, clients = names_in(world), {}
    for line, way in itertools.product(table, ("asked", "sent")):
        asker = walk.right_asker(line)
        client = clients.setdefault(asker, walk.browser_of(world, asker))
        address = world.address_of(line).replace("/de/", f"/{folder.name}/", 1)
        chance.begin(f"{line.name} {way}")
        with walk.undone():
            answer = asked(client, address, way)
        if answer.status_code >= 500:
            taken.troubles.append(f"{way} {address}: {answer.status_code} {said_by(answer)}")
        if answer.get("Content-Type", "").startswith("text/html") and (
            way == "asked" or answer.status_code != 405
        ):
            taken.pages += 1
            ending = "" if way == "asked" else ".sent"
            text = plain(masked(answer.getvalue().decode(), names))
            name = f"{line.name.replace(':', '.')}{ending}.html"
            (folder / name).write_text(f"{answer.status_code}\n{text}", encoding="utf-8")


def said_by(answer: HttpResponse) -> str:
    """What broke."""
    fault = (getattr(answer, "exc_info", None) or (None, None))[1]
    return f"{type(fault).__name__}: {fault}" if fault else ""


def asked(client: Client, address: str, way: str) -> HttpResponse:
    """The answer, to a browser that keeps nothing of it."""
    kept = client.cookies.copy()
    try:
        return client.get(address) if way == "asked" else client.post(address)
    finally:
        client.cookies = kept


def names_in(world: World) -> re.Pattern[str]:
    """What is secret in the world: tokens, as they stand in addresses."""
    secrets = {said for said in world.named.values() if isinstance(said, str) and len(said) >= SECRET}
    return re.compile("|".join(map(re.escape, sorted(secrets, key=len, reverse=True))))


def masked(html: str, names: re.Pattern[str]) -> str:
    for pattern in (names, DRAWN, TOOK):
        html = pattern.sub("a-secret", html)
    return html
