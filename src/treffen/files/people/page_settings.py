"""The settings that lists were made with, as a section of their page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from treffen.files.page.markup import Markup, tag
from treffen.files.people.settings_json import settings_object
from treffen.recommendation.lists import Lists
from treffen.recommendation.settings import Settings
from treffen.words import Language, Text, number
from treffen.words.entity_labels import capitalised
from treffen.words.settings import PARTS, SETTINGS, setting_value

HEAD = Text("Einstellungen", "Settings")
USUAL = Text("Alle {n} Einstellungen haben ihre üblichen Werte.", "All {n} settings have their usual values.")
CHANGED = Text(
    "{changed} von {n} Einstellungen haben andere als die üblichen Werte:",
    "{changed} of {n} settings have other than their usual values:",
)
MADE = Text("Ausgleich {balance}, Startzahl {seed}.", "Balance {balance}, seed {seed}.")
COMPARED = Text("Ganze Texte hat {encoder} verglichen.", "Whole texts were compared by {encoder}.")
ALL = Text("Alle Einstellungen", "All settings")
WHAT = Text("Was", "What")
NAME = Text("Name", "Name")
VALUE = Text("Wert", "Value")
INSTEAD = Text("üblich", "usual")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    part: str
    name: str
    value: Any
    usual: Any


def settings_section(lists: Lists, language: Language) -> Markup:
    """Seed and balance, what is not as usual, and, folded, everything."""
    rows = list(_rows(lists.settings))
    changed = [row for row in rows if row.value != row.usual]
    words = {"n": number(len(rows), language), "changed": number(len(changed), language)}
    facts = [MADE.said(language).format(balance=lists.balance.value, seed=lists.seed)]
    if lists.settings.encoder:
        facts.append(COMPARED.said(language).format(encoder=lists.settings.encoder))
    facts.append((CHANGED if changed else USUAL).said(language).format_map(words))
    return tag(
        "section",
        tag("h2", HEAD.said(language), id="settings-head"),
        tag("p", " ".join(facts), class_="under"),
        _table(changed, language, usual=True) if changed else "",
        tag("details", tag("summary", ALL.said(language)), *_tables(rows, language), class_="more"),
        id="settings",
        aria_labelledby="settings-head",
    )


def _rows(settings: Settings) -> Iterator[_Row]:
    usual = settings_object(Settings())
    for part, values in settings_object(settings).items():
        if part in SETTINGS:
            for name, value in values.items():
                yield _Row(part=part, name=name, value=value, usual=usual[part][name])


def _tables(rows: list[_Row], language: Language) -> Iterator[Markup]:
    for part, head in PARTS.items():
        yield tag("h3", head.said(language))
        yield _table([row for row in rows if row.part == part], language)


def _table(rows: list[_Row], language: Language, *, usual: bool = False) -> Markup:
    heads = [WHAT, NAME, VALUE, *([INSTEAD] if usual else [])]
    head = tag("tr", *(tag("th", one.said(language), scope="col") for one in heads))
    body = [_line(row, language, usual=usual) for row in rows]
    return tag("table", tag("thead", head), tag("tbody", *body), class_="list settings")


def _line(row: _Row, language: Language, *, usual: bool) -> Markup:
    cells = [
        tag("th", capitalised(SETTINGS[row.part][row.name].said(language)), scope="row"),
        tag("td", tag("code", f"{row.part}.{row.name}")),
        tag("td", setting_value(row.value, language)),
    ]
    if usual:
        cells.append(tag("td", setting_value(row.usual, language)))
    return tag("tr", *cells)
