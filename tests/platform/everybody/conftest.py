"""One world in a language that nobody speaks: all its pages, letters and prints, made once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils.translation import override
from tests.platform.attacks import walk
from tests.platform.attacks.conftest import table, world  # fixtures of this folder, too
from tests.platform.attacks.world import Line, World
from tests.platform.conftest import MORNING
from tests.platform.everybody import pseudo
from tests.platform.everybody.prints import all_prints

from handschlag.events.hooks.event_emails import event_emails
from handschlag.events.models import Event
from handschlag.registration.emails.preview import content_of, draft_of, example_reader

__all__ = ["spoken", "table", "world"]
SLUG = "netzwerke-verbinden"


@dataclass(slots=True)
class Said:
    """By name of address, kind of email and template."""

    pages: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    prints: dict[str, bytes] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    known: Known = None  # type: ignore[assignment]


class Known:
    """What is data: all that tables and files of facts in the code hold, and names of months."""

    def __init__(self, root: Path) -> None:
        said = [*_of_the_database()]
        said += [path.read_text("utf-8") for path in sorted((root / "src/handschlag").rglob("*.csv"))]
        said += [(root / "src/handschlag/directory/rules/kind_words.py").read_text("utf-8")]
        said += [path.read_text("utf-8") for path in (root / "tests/platform/attacks/world").glob("*.py")]
        self.text = "\n".join(said)

    @cached_property
    def words(self) -> set[str]:
        return {word.lower() for word in pseudo.WORD.findall(self.text)} | pseudo.names_of_days()

    def lacks(self, text: str) -> list[str]:
        """The pieces of a text that are no data, between figures and points."""
        text = pseudo.ADDRESS.sub(" ", text)
        pieces = (piece.strip(" ·.:,;–()→|…!?\"“”„’'&/") for piece in pseudo.BETWEEN.split(text))
        return [piece for piece in pieces if pseudo.LETTERS.search(piece) and not self._has(piece)]

    def _has(self, piece: str) -> bool:
        words = [word.lower() for word in pseudo.WORD.findall(piece)]
        return piece in self.text if len(words) > 1 and piece in self.text else self.words.issuperset(words)


def _of_the_database() -> Iterator[str]:
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            for row in cursor.fetchall():
                yield from (_unpacked(value) for value in row if isinstance(value, str))


def _unpacked(value: str) -> str:
    """JSON writes letters beyond ASCII as numbers."""
    try:
        return json.dumps(json.loads(value), ensure_ascii=False) if value[:1] in {"{", "["} else value
    except ValueError:
        return value


@pytest.fixture(scope="module")
def spoken(
    world: World,
    table: list[Line],
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Said]:
    """The language stays spoken as long as the module runs."""
    folder = tmp_path_factory.mktemp("languages")
    pseudo.write_language(folder)
    languages = [*settings.LANGUAGES, (pseudo.CODE, "Pseudo")]
    said = Said(known=Known(root))
    with (
        override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder]),
        time_machine.travel(MORNING, tick=True),
        walk.undone(),
    ):
        _walk(world, table, said)
        with override(pseudo.CODE):
            event = Event.objects.get(slug=SLUG)
            for email in event_emails:
                reader = example_reader(event, now=MORNING)
                words = content_of(draft_of(email, reader, language=pseudo.CODE, now=MORNING))
                said.letters[email.kind] = f"<p>{words.subject}</p>{words.html or words.text}"
            said.prints |= all_prints(event, language=pseudo.CODE, now=MORNING)
        yield said


def _walk(world: World, table: list[Line], said: Said) -> None:
    clients: dict[str, Client] = {}
    for line in table:
        asker = walk.right_asker(line)
        client = clients.setdefault(asker, walk.browser_of(world, asker))
        client.cookies.pop("messages", None)  # of an address without a language
        answer = client.get(world.address_of(line).replace("/de/", f"/{pseudo.CODE}/", 1))
        if answer.status_code >= 500:
            said.troubles[line.name] = answer.status_code
        elif answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
            said.pages[line.name] = answer.getvalue().decode()
