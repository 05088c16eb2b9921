"""A list of wishes is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.forms import TableForm, table_field


class WishListForm(TableForm):
    table = table_field(_("Wish list"), _("XLSX or CSV, up to 500 rows, with column headings."))
