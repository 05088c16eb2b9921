"""A list of participants is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handschlag.directory.rules.imports.grids import MOST_BYTES


class PeopleListForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content: see `directory/rules/imports`."""

    table = forms.FileField(
        label=_("List of participants"),
        allow_empty_file=True,
        max_length=None,
        help_text=_("XLSX or CSV, up to 10 MB and 5,000 people, with column headings."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    @property
    def content(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["table"]
        return bytes(sent.read(MOST_BYTES + 1))

    @property
    def file_name(self) -> str:
        sent: UploadedFile[Any] = self.cleaned_data["table"]
        name = "".join(sign for sign in sent.name or "" if sign.isprintable()).strip()
        return name or str(_("List of participants"))
