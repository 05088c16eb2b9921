"""One row of a checked table: what it does, what is wrong with it, what has to be decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.refusal_messages import refusal_message
from handschlag.directory.models import Actor, Import, ImportAction, ImportRow, Network
from handschlag.directory.queries.importing.import_rows import entries_of
from handschlag.directory.queries.importing.row_actions import LEAVE_OUT, NEW, SAME
from handschlag.directory.queries.names import Names, names_in
from handschlag.directory.rules.contents import Content, Kind
from handschlag.directory.rules.imports.contents import new_content
from handschlag.directory.rules.imports.faults import ImportHint
from handschlag.directory.screens.editing import content_texts
from handschlag.directory.screens.editing.entry_labels import duplicate_reason
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.catalogues import part_lines
from handschlag.directory.screens.importing.cells import Place, Vocabulary, cells_of

_MOST_PROJECTS = 20  # of one row


def row_views(of: Import, rows: Sequence[ImportRow], *, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a page, with a constant number of questions to the database."""
    kind, place = Kind(of.kind), Place.of(of)
    has_cells = any(row.faults or row.mended for row in rows)
    known = Vocabulary.load() if has_cells else Vocabulary()
    pairs = {row.number: _contents_of(kind, row) for row in rows}
    names = names_in([content for pair in pairs.values() for content in pair])
    ids = {row.entry_id for row in rows if row.entry_id}
    ids |= {one["entry"] for row in rows for one in row.likely}
    entries = entries_of(kind, ids)
    return [
        _row_view(
            row, cells_of(row, place, known, typed), pairs[row.number], names, entries, typed=typed, kind=kind
        )
        for row in rows
    ]


def _contents_of(kind: Kind, row: ImportRow) -> tuple[Content, ...]:
    """What is said before and after, as far as it differs; of a new row all that it says."""
    bare: dict[str, Any] = {"kind": "", "name": ""}
    if row.changes:
        before = {fact: pair[0] for fact, pair in row.changes.items()}
        after = {fact: pair[1] for fact, pair in row.changes.items()}
        return new_content(kind, bare | before), new_content(kind, bare | after)
    if row.verdict == ImportAction.NEW:
        return (new_content(kind, bare | row.values),)
    return ()


def _row_view(
    row: ImportRow,
    cells: Sequence[Mapping[str, Any]],
    contents: tuple[Content, ...],
    names: Names,
    entries: Mapping[int, Actor | Network],
    *,
    typed: Mapping[str, str],
    kind: Kind,
) -> dict[str, Any]:
    """The row with its entry, its cells and what it changes; `chosen` is what was decided about it."""
    parts = row.values.get("parts", ())
    decision = typed.get(f"d-{row.number}", row.decision)
    return {
        "row": row,
        "word": str(labels.VERDICTS[row.verdict]),
        "tone": labels.TONES.get(row.verdict, "plain"),
        "entry": entries.get(row.entry_id or 0),
        "hints": [refusal_message(ImportHint(hint)) for hint in row.hints],
        "cells": [one for one in cells if one["sentences"]],
        "mended": [one for one in cells if not one["sentences"]],
        "changed": content_texts.differences(*contents, names) if len(contents) == 2 else (),
        "facts": _said(contents[0], names) if len(contents) == 1 else (),
        "projects": part_lines(parts[:_MOST_PROJECTS]),
        "more_projects": max(0, len(parts) - _MOST_PROJECTS),
        "options": () if row.verdict == ImportAction.LEFT_OUT else _options(row, entries, kind),
        "chosen": decision or (f"{SAME}{row.entry_id}" if row.entry_id else ""),
        "is_leaving": decision == LEAVE_OUT,
    }


def _said(content: Content, names: Names) -> tuple[content_texts.Fact, ...]:
    """What a row says apart from its name; facts that are empty are left out."""
    return tuple(fact for fact in content_texts.facts(content, names) if fact.text and fact.name != "name")


def _options(row: ImportRow, entries: Mapping[int, Actor | Network], kind: Kind) -> list[dict[str, Any]]:
    """The entries that may be meant, a new one, or nothing of the row."""
    if not row.likely:
        return []
    fresh = _("A new network") if kind is Kind.NETWORK else _("A new actor")
    others = ((NEW, fresh), (LEAVE_OUT, _("Leave this row out")))
    return [
        *(_same(likely, entries.get(likely["entry"])) for likely in row.likely),
        *({"value": value, "label": label, "about": "", "entry": None} for value, label in others),
    ]


def _same(likely: Mapping[str, Any], entry: Actor | Network | None) -> dict[str, Any]:
    """An entry that may be meant, where it is and why."""
    reasons = ", ".join(map(duplicate_reason, likely["reasons"]))
    return {
        "value": f"{SAME}{likely['entry']}",
        "label": _("The same as “%(name)s”") % {"name": likely["name"]},
        "about": ", ".join(filter(None, (likely["place"], reasons))),
        "entry": entry,
    }
