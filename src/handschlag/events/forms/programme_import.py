"""A table of sessions and speakers is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.forms import TableForm, table_field


class ProgrammeTableForm(TableForm):
    table = table_field(
        _("Table of sessions or speakers"),
        _("XLSX or CSV, up to 10 MB and 2,000 rows, with column headings."),
    )
