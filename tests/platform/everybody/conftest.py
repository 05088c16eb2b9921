"""One world in a language that nobody speaks: all its pages, letters and prints, made once."""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
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

from handschlag.events.hooks import event_emails
from handschlag.events.models import Event
from handschlag.registration.emails import content_of, draft_of, example_reader
from handschlag.registration.models import Registration

__all__ = ["spoken", "table", "world"]
SLUG = "netzwerke-verbinden"
OF_DJANGO = ("django_", "auth_permission")
OF_THE_WORLD = (
    "Nova Neu",
    "Aus der Tabelle",
    "Uni",
    "localhost",
)  # two cells of packed files, a service, a host


@dataclass(slots=True)
class Said:
    """By name of address, kind of email and template."""

    pages: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    prints: dict[str, bytes] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    known: Known = None  # type: ignore[assignment]


class Known:
    """What is data: whole cells of tables and of files of facts in the code, names of people and of months.

    A cell counts in the pieces into which figures and points part it: pages say it that way.
    """

    def __init__(self, root: Path) -> None:
        languages = (name for _code, name in settings.LANGUAGES)
        cells = (*_of_the_database(), *_of_files(root), *languages, *OF_THE_WORLD)
        self._pieces = {piece for cell in cells for piece in pseudo.pieces(cell)}
        self._days = pseudo.names_of_days()
        people = Registration.objects.values_list("name", flat=True)
        self._pieces |= {word for name in people for word in name.split()}

    def lacks(self, text: str) -> list[str]:
        """The pieces of a text that are no data."""
        return [piece for piece in pseudo.pieces(text) if not self._has(piece)]

    def lacks_in_print(self, text: str) -> list[str]:
        """The same where one cell stands beside the other, and nothing says where it ends."""
        return [piece for piece in pseudo.pieces(text) if not self._is_row(piece.split())]

    def _has(self, piece: str) -> bool:
        return piece in self._pieces or piece.lower() in self._days

    def _is_row(self, words: list[str]) -> bool:
        ends = {0}
        for start in range(len(words)):
            if start in ends:
                rest = range(start + 1, len(words) + 1)
                ends |= {end for end in rest if not self._unknown(" ".join(words[start:end]))}
        return len(words) in ends

    def _unknown(self, cell: str) -> list[str]:
        return [] if cell.isupper() else self.lacks(cell)


def _of_files(root: Path) -> Iterator[str]:
    facts = [*(root / "src/handschlag").rglob("*.csv"), root / "src/treffen/language/data/fields.csv"]
    for path in facts:
        with path.open(encoding="utf-8", newline="") as file:
            yield from (cell for row in csv.reader(file) for cell in row)
    tree = ast.parse((root / "src/handschlag/directory/labels.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _of_the_database() -> Iterator[str]:
    """Of letters only what they are about: their words are ours."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if not name.startswith(OF_DJANGO):
                cursor.execute(f'SELECT {"subject" if name == "common_mail" else "*"} FROM "{name}"')
                for row in cursor.fetchall():
                    yield from (cell for value in row if isinstance(value, str) for cell in _unpacked(value))


def _unpacked(value: str) -> Iterator[str]:
    """The texts in JSON."""
    try:
        todo = [json.loads(value) if value[:1] in {"{", "["} else value]
    except ValueError:
        todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            todo += one.values() if isinstance(one, dict) else one


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
