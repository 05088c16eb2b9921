"""One row of a checked table: what it does, what is wrong with it, what has to be decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from handschlag.directory.models import Actor, Import, ImportAction, ImportRow, Network
from handschlag.directory.queries.importing.import_rows import entries_of
from handschlag.directory.queries.importing.row_actions import LEAVE_OUT, NEW, SAME
from handschlag.directory.queries.names import Names, names_in
from handschlag.directory.rules.contents import Content, Kind
from handschlag.directory.rules.duplicates import DuplicateReason
from handschlag.directory.rules.imports.contents import new_content
from handschlag.directory.screens.editing import content_texts
from handschlag.directory.screens.editing.dashboard import url_of
from handschlag.directory.screens.editing.members import REASONS
from handschlag.directory.screens.editing.network_entry import public_url
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.catalogues import PartLine, part_lines
from handschlag.directory.screens.importing.cells import Cell, Place, Vocabulary, cells_of

MOST_PROJECTS = 20  # of one row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    """One way to decide about a row."""

    value: str
    label: str
    sub: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    number: int
    name: str
    verdict: str
    word: str
    tone: str
    entry: str
    entry_url: str
    also_joins: bool
    hints: tuple[str, ...]
    cells: tuple[Cell, ...]
    mended: tuple[Cell, ...]
    changed: tuple[content_texts.Changed, ...]
    facts: tuple[content_texts.Fact, ...]
    projects: tuple[PartLine, ...]
    more_projects: int
    decision: str
    options: tuple[_Option, ...]
    is_open: bool
    may_leave_out: bool
    is_left_out: bool
    is_leaving: bool


def row_views(of: Import, rows: Sequence[ImportRow], *, typed: Mapping[str, str]) -> tuple[RowView, ...]:
    """The rows of a page, with a constant number of questions to the database."""
    kind, place = Kind(of.kind), Place.of(of)
    has_cells = any(row.faults or row.mended for row in rows)
    known = Vocabulary.load() if has_cells else Vocabulary()
    pairs = {row.number: _contents_of(kind, row) for row in rows}
    names = names_in([content for pair in pairs.values() for content in pair])
    ids = {row.entry_id for row in rows if row.entry_id}
    ids |= {one["entry"] for row in rows for one in row.likely}
    entries = entries_of(kind, ids)
    return tuple(
        _row_view(
            row, cells_of(row, place, known, typed), pairs[row.number], names, entries, typed=typed, kind=kind
        )
        for row in rows
    )


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
    cells: tuple[Cell, ...],
    contents: tuple[Content, ...],
    names: Names,
    entries: Mapping[int, Actor | Network],
    *,
    typed: Mapping[str, str],
    kind: Kind,
) -> RowView:
    entry = entries.get(row.entry_id or 0)
    decision = typed.get(f"d-{row.number}", row.decision)
    is_left_out, parts = row.verdict == ImportAction.LEFT_OUT, row.values.get("parts", ())
    return RowView(
        number=row.number,
        name=row.name or _("Row without a name"),
        verdict=row.verdict,
        word=str(labels.VERDICTS[row.verdict]),
        tone=labels.TONES.get(row.verdict, "plain"),
        entry=entry.name if entry is not None else "",
        entry_url=url_of(kind, entry.slug) if entry is not None else "",
        also_joins=row.joins and row.verdict == ImportAction.CHANGED,
        hints=tuple(str(labels.HINTS[hint]) for hint in row.hints),
        cells=tuple(one for one in cells if one.sentences),
        mended=tuple(one for one in cells if not one.sentences),
        changed=content_texts.differences(*contents, names) if len(contents) == 2 else (),
        facts=said(contents[0], names) if len(contents) == 1 else (),
        projects=part_lines(parts[:MOST_PROJECTS]),
        more_projects=max(0, len(parts) - MOST_PROJECTS),
        decision=decision,
        options=() if is_left_out else _options(row, decision, entries, kind),
        is_open=row.verdict == ImportAction.UNDECIDED,
        may_leave_out=bool(row.faults) and not row.likely,
        is_left_out=is_left_out,
        is_leaving=decision == LEAVE_OUT,
    )


def said(content: Content, names: Names) -> tuple[content_texts.Fact, ...]:
    """What a row says apart from its name; facts that are empty are left out."""
    return tuple(fact for fact in content_texts.facts(content, names) if fact.text and fact.name != "name")


def _options(
    row: ImportRow, decision: str, entries: Mapping[int, Actor | Network], kind: Kind
) -> tuple[_Option, ...]:
    """The entries that may be meant, a new one, or nothing of the row."""
    if not row.likely:
        return ()
    chosen = decision or (f"{SAME}{row.entry_id}" if row.entry_id else "")
    found = [_same(one, chosen, entries) for one in row.likely]
    fresh = _("A new network") if kind is Kind.NETWORK else _("A new actor")
    others = ((NEW, fresh), (LEAVE_OUT, _("Leave this row out")))
    return (
        *found,
        *(
            _Option(value=value, label=label, sub="", url="", is_chosen=chosen == value)
            for value, label in others
        ),
    )


def _same(one: Mapping[str, Any], chosen: str, entries: Mapping[int, Actor | Network]) -> _Option:
    entry = entries.get(one["entry"])
    reasons = ", ".join(REASONS[DuplicateReason(reason)]() for reason in one["reasons"])
    where = one["place"]
    return _Option(
        value=f"{SAME}{one['entry']}",
        label=_("The same as “%(name)s”") % {"name": one["name"]},
        sub=", ".join(part for part in (where, reasons) if part),
        url=public_url(entry) if entry is not None else "",
        is_chosen=chosen == f"{SAME}{one['entry']}",
    )
