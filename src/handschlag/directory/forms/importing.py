"""A file is sent, and somebody says what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handschlag.directory.forms.editing.section import SourceForm
from handschlag.directory.rules.imports.archives import MOST_PACKED


class UploadForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content: see `rules/imports/files.py`."""

    into = forms.ChoiceField(
        label=_("Content of the table"),
        error_messages={"required": _("Select what the table contains.")},
    )
    table = forms.FileField(
        label=_("Table"),
        allow_empty_file=True,
        max_length=None,
        help_text=_("XLSX or CSV, at most 10 MB, 50,000 rows and 100 columns."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.zip"}),
    )
    instead = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, targets: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        into = self.fields["into"]
        assert isinstance(into, forms.ChoiceField)
        into.choices = targets
        if len(targets) == 1:
            into.widget = forms.HiddenInput()
            into.initial = targets[0][0]

    @property
    def content(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["table"]
        return bytes(sent.read(MOST_PACKED + 1))

    @property
    def file_name(self) -> str:
        sent: UploadedFile[Any] = self.cleaned_data["table"]
        name = "".join(sign for sign in sent.name or "" if sign.isprintable()).strip()
        return name or str(_("Table"))


class CatalogueSourceForm(SourceForm):
    """The same for a file of a public catalogue: all that it brings rests on that file."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].help_text = _(
            "The address of the catalogue or download. It is shown as the source of every fact from the file."
        )
        self.fields["seen_on"].label = _("File downloaded on")
