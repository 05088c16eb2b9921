"""A list of participants is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.forms import TableForm, table_field


class PeopleListForm(TableForm):
    table = table_field(
        _("List of participants"),
        _("XLSX or CSV, up to 10 MB and 5,000 people, with column headings."),
    )
