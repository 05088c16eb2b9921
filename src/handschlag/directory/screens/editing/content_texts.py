"""What contents say, as texts that can be read and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_date, format_short_date
from handschlag.directory.models import Direction
from handschlag.directory.queries.names import Names
from handschlag.directory.rules.contents import (
    Content,
    Figure,
    GeoPoint,
    InProgramme,
    LabelHeld,
    Sourced,
    StatementData,
    field_names,
)
from handschlag.directory.rules.differences import Difference, compare
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.kinds import kind_word, level_word, standing_word
from handschlag.directory.screens.source_words import copied


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact with its label; an empty text means that it is missing."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A fact before and after."""

    label: str
    difference: Difference


def text_of(content: Content, fact: str, names: Names) -> str:
    """One fact in words."""
    value = getattr(content, fact)
    if fact == "kind":
        return kind_word(value)
    if fact in {"umbrella", "successor"}:
        return names.networks.get(value, "")
    if fact == "standing":
        return standing_word(value)
    if fact == "parent":
        return names.actors.get(value, "")
    if fact == "fields":
        return ", ".join(sorted(names.fields.get(code, code) for code in value))
    if fact == "actors":
        return ", ".join(sorted(names.actors.get(pk, "") for pk in value))
    if isinstance(value, tuple):
        return "\n".join(_part_text(one, names) for one in value)
    return _plain(value, names)


def _plain(value: Any, names: Names) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, GeoPoint):
        return _spot_text(value, names)
    if isinstance(value, date):
        return format_date(value)
    return str(value)


def _spot_text(spot: GeoPoint, names: Names) -> str:
    land = names.lands.get(spot.land, spot.land)
    return ", ".join(part for part in (spot.place, land) if part)


def _part_text(part: Any, names: Names) -> str:
    """One entry of a list."""
    if isinstance(part, InProgramme):
        return _programme_text(part, names)
    if isinstance(part, LabelHeld):
        return _label_text(part)
    if isinstance(part, Figure):
        return _figure_text(part)
    if isinstance(part, StatementData):
        return _said_text(part, names)
    assert isinstance(part, Sourced)
    label = entry_labels.fact(SOURCE_FACTS.get(part.fact, part.fact))
    return f"{label}: {part.source}, {read_when(part)}"


def read_when(source: Sourced) -> str:
    """The day on which somebody read it, or how old the copy is that was read."""
    return day(source.seen_on) if source.seen_on else copied(source.source_kind, source.copied_on)


SOURCE_FACTS = {"place": "spot", "land": "spot", "in_programmes": "programmes"}


def day(value: date, *, is_year_only: bool = False) -> str:
    """A day in its short form, or the year alone where no more is meant."""
    return str(value.year) if is_year_only else format_short_date(value)


def span(since: date | None, until: date | None, *, is_year_only: bool) -> str:
    """ "since ..., until ..."; a side that is not known is left out, and of none the text is empty."""
    begin = _("since %(day)s") % {"day": day(since, is_year_only=is_year_only)} if since else ""
    end = _("until %(day)s") % {"day": day(until, is_year_only=is_year_only)} if until else ""
    return " ".join(part for part in (begin, end) if part)


def _programme_text(part: InProgramme, names: Names) -> str:
    name = names.programmes.get(part.programme, "")
    when = span(part.since, part.until, is_year_only=part.is_year_only)
    return f"{name}, {when}" if when else name


def _label_text(part: LabelHeld) -> str:
    text = f"{level_word(part.level)}, {day(part.awarded_on, is_year_only=part.is_year_only)}"
    if part.valid_until is None:
        return text
    return f"{text}, {span(None, part.valid_until, is_year_only=part.is_year_only)}"


def _figure_text(part: Figure) -> str:
    members = _("%(number)s members") % {"number": part.members}
    pieces = [members, str(part.year or ""), part.source]
    shares = (part.share_small, part.share_large, part.share_research)
    if any(share is not None for share in shares):
        shown = " / ".join("–" if share is None else f"{share} %" for share in shares)
        pieces.append(_("shares of small, large, research: %(shares)s") % {"shares": shown})
    return ", ".join(piece for piece in (*pieces, part.note_de, part.note_en) if piece)


def _said_text(part: StatementData, names: Names) -> str:
    direction = _("Offers") if part.direction == Direction.OFFER else _("Looking for")
    said = " / ".join(text for text in (part.text_de, part.text_en) if text)
    concepts = ", ".join(names.concepts.get(code, code) for code in part.concepts)
    return f"{direction}: {said} ({concepts})" if concepts else f"{direction}: {said}"


def facts(content: Content, names: Names, only: tuple[str, ...] = ()) -> tuple[Fact, ...]:
    """The facts of an entry, or some of them, with what is missing."""
    return tuple(
        Fact(name=name, label=entry_labels.fact(name), text=text_of(content, name, names))
        for name in only or field_names(type(content))
    )


def differences(before: Content | None, after: Content, names: Names) -> tuple[Changed, ...]:
    """The facts whose texts differ; without a before, everything that is said is new."""
    found = []
    for name in field_names(type(after)):
        old = text_of(before, name, names) if before is not None else ""
        new = text_of(after, name, names)
        if old != new:
            found.append(Changed(label=entry_labels.fact(name), difference=compare(name, old, new)))
    return tuple(found)
