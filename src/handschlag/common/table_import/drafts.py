"""A table on its way: drafts from step to step by one hand at a time, forms, and what people are told."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import F
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _

from handschlag.common import web
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import CellFault, ImportField
from handschlag.common.table_import.reading import CONTROL, MOST_BYTES, ImportRefusal, letters


def refusal_message(reason: StrEnum, details: Mapping[str, Any]) -> str:
    """The refusal of a file or of a step; `details` may name rows, or how many there are."""
    if reason is ImportRefusal.FAULTS_LEFT:
        return ngettext("%(rows)s row has errors.", "%(rows)s rows have errors.", details["rows"]) % details
    if reason is ImportRefusal.UNDECIDED:
        text = ngettext("%(rows)s row needs a decision.", "%(rows)s rows need a decision.", details["rows"])
        return text % details
    numbers = {
        name: number_format(value, force_grouping=True)
        for name, value in details.items()
        if isinstance(value, int)
    }
    sentence = web.refusal_message(reason) % numbers
    if not (rows := details.get("rows")):
        return sentence
    concerned = ngettext("It concerns row %(rows)s.", "It concerns rows %(rows)s.", len(rows))
    return f"{sentence} {concerned % {'rows': ', '.join(map(str, rows))}}"


def message_of_job(result: Mapping[str, Any] | None) -> str:
    """The refusal that a job has kept."""
    reason = (result or {}).get("reason")
    if reason not in set(ImportRefusal):
        return ""
    return refusal_message(ImportRefusal(reason), (result or {}).get("details", {}))


type Messages = Mapping[str, str | Promise]
CELL_MESSAGES: Final[Messages] = {fault: gettext_lazy(fault.label) for fault in CellFault}


def fault_message(kind: StrEnum, details: Mapping[str, Any], messages: Messages = CELL_MESSAGES) -> str:
    """The sentence for a fault."""
    return str(messages[kind]) % details


AT_A_TIME: Final = 500  # rows of a large table that go to the database together


class TableDraft(models.Model):
    """One file on its way in. Nothing of it is there before it is applied, as a whole."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    columns = models.JSONField(default=dict)  # index, as text -> field
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def fields(self) -> dict[int, str]:
        """What its columns hold, by index."""
        return {int(index): str(field) for index, field in self.columns.items()}

    @property
    def current_state(self) -> str:
        """Where it is now."""
        state: str = self.state  # type: ignore[attr-defined]  # each kind of draft has its own states
        return state


class PackedSheet(models.Model):
    """A sheet from its headings on, as texts."""

    first_row = models.PositiveIntegerField()  # the number of the row with the headings
    packed = models.BinaryField()

    class Meta:
        abstract = True

    @property
    def rows(self) -> list[list[str]]:
        """Nothing where the file has been deleted."""
        unpacked: list[list[str]] = json.loads(zlib.decompress(bytes(self.packed))) if self.packed else []
        return unpacked

    @staticmethod
    def pack(rows: Any) -> bytes:
        return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), level=6)


UNFINISHED: Final = timedelta(days=14)  # what was never applied is kept so long, with its file
LONGEST_CELL: Final = 10_000


def hold[Draft: TableDraft](
    model: type[Draft],
    draft_id: int,
    *,
    states: Collection[str],
    require: Callable[[Draft], None],
    seen: int | None = None,
) -> Draft:
    """The draft, locked, if this person may go on with it and it still is where the person saw it."""
    draft = model._default_manager.select_for_update().filter(pk=draft_id).first()  # noqa: SLF001
    if draft is None:
        raise Refusal(ImportRefusal.GONE)
    require(draft)
    if seen is not None and draft.version != seen:
        raise Refusal(ImportRefusal.STALE)
    if draft.current_state not in states:
        raise Refusal(ImportRefusal.NOT_IN_THIS_STATE)
    return draft


def move(draft: TableDraft, **values: Any) -> None:
    """The draft is somewhere else now, in a new version."""
    rows = type(draft)._default_manager.filter(pk=draft.pk)  # noqa: SLF001
    rows.update(version=F("version") + 1, **values)
    draft.refresh_from_db()


def kept_columns(columns: Mapping[int, str]) -> dict[str, str]:
    """What the columns hold, as a draft keeps it."""
    return {str(index): str(field) for index, field in sorted(columns.items())}


type _Words = Any  # a text, or one that is translated when it is shown


def table_field(label: _Words, help_text: _Words, *, accept: str = "") -> forms.FileField:
    """The file is only taken here; what it is, is decided by its content: see `rules/files.py`."""
    return forms.FileField(
        label=label,
        allow_empty_file=True,
        max_length=None,
        help_text=help_text,
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": f".xlsx,.csv,.tsv,.txt{accept}"}),
    )


class TableForm(forms.Form):
    """Has a field `table`."""

    most_bytes = MOST_BYTES

    @property
    def content(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["table"]
        return bytes(sent.read(self.most_bytes + 1))

    @property
    def file_name(self) -> str:
        sent: UploadedFile[Any] = self.cleaned_data["table"]
        name = "".join(sign for sign in sent.name or "" if sign.isprintable()).strip()
        return name or str(self.fields["table"].label)


def columns_in(data: QueryDict) -> dict[int, str]:
    """What a form says that its columns hold: `c-2` is the third."""
    names = ((name, name.removeprefix("c-")) for name in data if name.startswith("c-"))
    return {int(index): data.get(name, "") for name, index in names if _is_number(index, digits=3)}


def cells_in(data: QueryDict) -> dict[int, dict[str, str]]:
    """The texts that a form says, by row and field: `t-7-name`, without what no keyboard writes."""
    texts: dict[int, dict[str, str]] = {}
    for name in data:
        kind, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if kind == "t" and field and _is_number(number, digits=7):
            texts.setdefault(int(number), {})[field] = typed(data.get(name, ""))
    return texts


def numbers_in(data: QueryDict, name: str) -> list[int]:
    """All numbers under this name."""
    return [int(text) for text in data.getlist(name) if _is_number(text, digits=15)]


def typed(text: str) -> str:
    """Without what no keyboard writes: a database may refuse it."""
    return CONTROL.sub("", text).strip()


def _is_number(text: str, *, digits: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= digits


_SAMPLES: Final = 3
_LONGEST_SAMPLE: Final = 60
_LOOKED_AT: Final = 200  # rows, to find samples in


@dataclass(frozen=True, slots=True, kw_only=True)
class _ColumnView:
    """A column of the file: its letter, its heading, its first values, and the field that it holds."""

    index: int
    letter: str
    heading: str
    samples: Sequence[str]
    chosen: str
    is_wrong: bool


def label_of(field: ImportField) -> str:
    """What we call the field."""
    return pick(field.german, field.english)


def field_labels(fields: Sequence[ImportField]) -> dict[str, str]:
    """What a column may be said to hold."""
    return {field.key: label_of(field) for field in fields}


def column_views(
    headings: Sequence[str], rows: Sequence[Sequence[str]], chosen: Mapping[int, str]
) -> tuple[_ColumnView, ...]:
    """Every column with something in it; two that are said to hold the same are both wrong."""
    said = [field for field in chosen.values() if field]
    views = []
    for index, heading in enumerate(headings):
        values = [row[index] for row in rows if index < len(row) and row[index]]
        field = chosen.get(index, "")
        if heading or values:
            views.append(
                _ColumnView(
                    index=index,
                    letter=letters(index),
                    heading=heading,
                    samples=_samples(values[:_LOOKED_AT]),
                    chosen=field,
                    is_wrong=said.count(field) > 1,
                )
            )
    return tuple(views)


def _samples(values: Sequence[str]) -> list[str]:
    """The first values that differ, as far as they fit a glance."""
    found = list(dict.fromkeys(" ".join(value.split()) for value in values))[:_SAMPLES]
    return [one if len(one) <= _LONGEST_SAMPLE else one[: _LONGEST_SAMPLE - 1] + "…" for one in found]
