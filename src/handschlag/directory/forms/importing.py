"""A file is sent, and somebody says what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.forms import TableForm, table_field
from handschlag.directory.forms.editing.section import SourceForm
from handschlag.directory.rules.imports.archives import MOST_PACKED


class UploadForm(TableForm):
    """Also takes the archive of CORDIS."""

    most_bytes = MOST_PACKED
    into = forms.ChoiceField(
        label=_("Content of the table"),
        error_messages={"required": _("Select what the table contains.")},
    )
    table = table_field(
        _("Table"), _("XLSX or CSV, at most 10 MB, 50,000 rows and 100 columns."), accept=",.zip"
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


class CatalogueSourceForm(SourceForm):
    """The same for a file of a public catalogue: all that it brings rests on that file."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].help_text = _(
            "The address of the catalogue or download. It is shown as the source of every fact from the file."
        )
        self.fields["seen_on"].label = _("File downloaded on")
