"""A list of wishes is sent, or looked at again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handschlag.directory.rules.imports.grids import MOST_BYTES


class WishListForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content."""

    table = forms.FileField(
        label=_("Wish list"),
        allow_empty_file=True,
        max_length=None,
        help_text=_("XLSX or CSV, up to 500 rows, with column headings."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    @property
    def content(self) -> bytes:
        sent: UploadedFile[Any] = self.cleaned_data["table"]
        return bytes(sent.read(MOST_BYTES + 1))
