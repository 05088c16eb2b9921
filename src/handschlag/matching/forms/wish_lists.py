"""A list of wishes is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.forms import TableForm, table_field


class WishListForm(TableForm):
    table = table_field(_("List of wishes"), _("XLSX or CSV, at most 500 wishes, with a row of headings."))
