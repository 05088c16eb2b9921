"""A table is sent, and its columns and cells are said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.rules.sheets import MOST_BYTES
from handschlag.common.table_import.rules.texts import CONTROL

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
