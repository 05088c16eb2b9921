"""The history of an entry, and what its versions say, as texts that can be read and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.policy import Subject, may
from handschlag.common.times import format_date, format_short_date
from handschlag.design.components.parts import Crumb
from handschlag.directory.contents import (
    Content,
    Figure,
    GeoPoint,
    InProgramme,
    LabelHeld,
    Sourced,
    StatementData,
    field_names,
)
from handschlag.directory.editing import labels
from handschlag.directory.editing.labels import kind_word, level_word, standing_word
from handschlag.directory.entries import SORTS, Entry, Names, content_of, kind_of, names_in, read
from handschlag.directory.models import Direction, Revision, Status, Story
from handschlag.directory.provenance import copied

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond this many words a comparison of words costs seconds and helps nobody: whole texts are shown then.
MOST_WORDS = 4000


class WordChange(StrEnum):
    SAME = "same"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went or came."""

    change: WordChange
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact in two versions: before with what went, after with what came."""

    fact: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def compare(fact: str, before: str, after: str) -> Difference:
    """The two texts in pieces; put together again, each side is its text."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return Difference(
            fact=fact, before=_whole(WordChange.OLD, before), after=_whole(WordChange.NEW, after)
        )
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            left.append(Piece(WordChange.SAME, "".join(old[a:b])))
            right.append(Piece(WordChange.SAME, "".join(new[c:d])))
        else:
            left.extend(_whole(WordChange.OLD, "".join(old[a:b])))
            right.extend(_whole(WordChange.NEW, "".join(new[c:d])))
    return Difference(fact=fact, before=_joined(left), after=_joined(right))


def _whole(change: WordChange, text: str) -> tuple[Piece, ...]:
    return (Piece(change, text),) if text else ()


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Changed words with only a space between them read as one change."""
    found: list[Piece] = []
    for piece in pieces:
        if len(found) >= 2 and _is_bridge(found, piece):
            gap = found.pop()
            found[-1] = Piece(piece.change, found[-1].text + gap.text + piece.text)
        elif found and piece.change is found[-1].change:
            found[-1] = Piece(piece.change, found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)


def _is_bridge(found: list[Piece], piece: Piece) -> bool:
    """Whether the last piece is only a space between two changes of one sort."""
    gap, before = found[-1], found[-2]
    return (
        gap.change is WordChange.SAME
        and gap.text.isspace()
        and "\n" not in gap.text
        and before.change is piece.change is not WordChange.SAME
    )


def revisions_of(entry: Entry) -> list[Revision]:
    """All of them, the newest first."""
    rows = Revision.objects.filter(kind=kind_of(entry).value, object_id=entry.pk)
    return list(rows.select_related("by").order_by("-number"))


def content_at(entry: Entry, number: int) -> Content | None:
    """What the entry said in one version; what it says now, if that version has no revision yet."""
    kind = kind_of(entry)
    row = Revision.objects.filter(kind=kind.value, object_id=entry.pk, number=number).first()
    if row is None:
        return content_of(entry) if number == entry.version else None
    return read(kind, row.content)


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
    label = labels.fact(SOURCE_FACTS.get(part.fact, part.fact))
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
        Fact(name=name, label=labels.fact(name), text=text_of(content, name, names))
        for name in only or field_names(type(content))
    )


def differences(before: Content | None, after: Content, names: Names) -> tuple[Changed, ...]:
    """The facts whose texts differ; without a before, everything that is said is new."""
    found = []
    for name in field_names(type(after)):
        old = text_of(before, name, names) if before is not None else ""
        new = text_of(after, name, names)
        if old != new:
            found.append(Changed(label=labels.fact(name), difference=compare(name, old, new)))
    return tuple(found)


def revision_title(entry: Entry) -> str:
    """The title of an entry above its history; that of a news item is the German one."""
    return entry.title_de if isinstance(entry, Story) else entry.name


def home_of(entry: Entry) -> str:
    """The page from which an entry is edited."""
    return reverse(f"directory:manage_{kind_of(entry).value}", args=[entry.slug])


def history_context(by: Subject, entry: Entry, *, old: int, new: int) -> dict[str, Any]:
    """`old` and `new` are the versions to compare; 0 stands for the newest two."""
    rows = revisions_of(entry)
    numbers = [row.number for row in rows]
    new = new if new in numbers else (numbers[0] if numbers else 0)
    old = old if old in numbers else next((number for number in numbers if number < new), new)
    before, after = content_at(entry, old), content_at(entry, new)
    changed: tuple[Changed, ...] = ()
    if before is not None and after is not None:
        changed = differences(before, after, names_in([before, after]))
    kind, title = kind_of(entry), revision_title(entry)
    return {
        "entry": entry,
        "kind": kind.value,
        "title": title,
        "crumbs": (
            Crumb(_("Your networks"), reverse("directory:manage")),
            Crumb(title, home_of(entry)),
            Crumb(_("History")),
        ),
        "versions": rows,
        "old": old,
        "new": new,
        "changed": changed,
        # What the entry says now need not be restored.
        "may_restore": old not in {0, entry.version},
        "needs_editor": entry.status == Status.PUBLISHED and not may(by, SORTS[kind].publish),
    }
