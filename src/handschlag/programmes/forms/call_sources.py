"""A table of funding calls, and a feed of funding calls."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.table_import.forms import TableForm, table_field
from handschlag.design.controls.fields import OneLine, WebAddress
from handschlag.programmes.models import Programme


class CallTableForm(TableForm):
    """The file, and what is wanted of it."""

    table = table_field(_("Table"), _("XLSX or CSV, one funding call in each row."))


class CallFeedForm(forms.Form):
    """An Atom feed of others."""

    title = OneLine(label=_("Name of the source"), max_length=160)
    url = WebAddress(label=_("Address of the Atom feed"), max_length=400)
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.all(), required=False, empty_label=_("several")
    )
