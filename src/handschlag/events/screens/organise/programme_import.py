"""A table of the programme on its way in, and the same table on its way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.table_import.fault_messages import CELL_MESSAGES, Messages, fault_message
from handschlag.common.table_import.screens import column_views, field_labels, label_of
from handschlag.common.times import local
from handschlag.events.labels import KINDS, LANGUAGES
from handschlag.events.models import Event, ProgrammeImport, Session, SessionSpeaker
from handschlag.events.queries.programme_import import (
    PlannedRow,
    ProgrammeDryRun,
    all_speakers,
    sessions_with_speakers,
)
from handschlag.events.rules.programme_import import FIELDS, ProgrammeFault, SheetKind, speaker_text

_MOST_SHOWN: Final = 200
OUTCOMES: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "new": (gettext_lazy("new"), "ok"),
    "changed": (gettext_lazy("changes"), "ok"),
    "same": (gettext_lazy("stays as it is"), ""),
    "faulty": (gettext_lazy("has an error"), "bad"),
}
SHEETS: Final[Mapping[SheetKind, str | Promise]] = {
    SheetKind.SESSIONS: gettext_lazy("Sessions"),
    SheetKind.SPEAKERS: gettext_lazy("Speakers"),
}
_FAULTS: Final[Messages] = {
    **CELL_MESSAGES,
    **{fault: gettext_lazy(fault.label) for fault in ProgrammeFault},
}


def import_screen(draft: ProgrammeImport, run: ProgrammeDryRun) -> dict[str, Any]:
    """What the file would do, row by row, faults first; and what its columns hold."""
    order = {"faulty": 0, "new": 1, "changed": 2, "same": 3}
    rows = sorted(run.rows, key=lambda planned: order[planned.outcome])
    return {
        "draft": draft,
        "figures": [(word, run.count(name)) for name, (word, _tone) in OUTCOMES.items()],
        "faulty": run.count("faulty"),
        "to_do": run.to_do,
        "lines": [_line_of(planned, run) for planned in rows[:_MOST_SHOWN]],
        "hidden": max(0, len(rows) - _MOST_SHOWN),
        "sheets": [_sheet_of(draft, sheet) for sheet in draft.sheets],
    }


def _line_of(planned: PlannedRow, run: ProgrammeDryRun) -> dict[str, Any]:
    word, tone = OUTCOMES[planned.outcome]
    labels = field_labels(FIELDS[planned.kind])
    return {
        "sheet": run.sheet_names[planned.kind] or SHEETS[planned.kind],
        "number": planned.row.number,
        "title": planned.row.text("title_de") or planned.row.text("name"),
        "word": word,
        "tone": tone,
        "faults": [
            {
                "cell": fault.cell,
                "column": labels.get(fault.field, ""),
                "value": fault.value,
                "message": fault_message(fault.kind, fault.details, _FAULTS),
            }
            for fault in planned.row.faults
        ],
    }


def _sheet_of(draft: ProgrammeImport, sheet: Mapping[str, Any]) -> dict[str, Any]:
    kind, rows = SheetKind(sheet["kind"]), sheet["rows"]
    return {
        "kind": kind.value,
        "title": SHEETS[kind],
        "columns": column_views(rows[0], rows[1:], draft.columns_of(kind)),
        "labels": field_labels(FIELDS[kind]),
    }


def headings(kind: SheetKind) -> str:
    """The columns that are recognised."""
    return ", ".join(field_labels(FIELDS[kind]).values())


def session_lines(event: Event) -> Iterator[Sequence[str]]:
    """The draft of the programme, as the import reads it again."""
    yield [label_of(one) for one in FIELDS[SheetKind.SESSIONS]]
    for row, speaking in sessions_with_speakers(event.pk):
        yield _cells_of(row, speaking)


def _cells_of(row: Session, speaking: Sequence[SessionSpeaker]) -> Sequence[str]:
    starts = local(row.starts_at) if row.starts_at else None
    ends = local(row.ends_at) if row.ends_at else None
    names = [speaker_text(one.speaker.name, one.speaker.organisation, one.part) for one in speaking]
    return (
        *(str(row.uid), row.title_de, row.title_en, str(KINDS[row.kind])),
        starts.date().isoformat() if starts else "",
        starts.time().isoformat("minutes") if starts else "",
        ends.time().isoformat("minutes") if ends else "",
        pick(row.room.name_de, row.room.name_en) if row.room else "",
        pick(row.track.name_de, row.track.name_en) if row.track else "",
        *(str(LANGUAGES[row.language]), "" if row.seats is None else str(row.seats)),
        *("; ".join(names), row.abstract_de, row.abstract_en),
    )


def speaker_rows(event: Event) -> Iterator[Sequence[str]]:
    """All speakers, as the import reads them again."""
    yield [label_of(one) for one in FIELDS[SheetKind.SPEAKERS]]
    for row in all_speakers(event.pk):
        yield row.name, row.organisation, row.role_de, row.role_en, row.about_de, row.about_en
