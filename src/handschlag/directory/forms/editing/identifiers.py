"""The section of an entry with the ids that others give to it."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.rules import identifiers
from handschlag.directory.rules.sections import IDENTIFIERS


class IdentifiersForm(SectionForm):
    """Each is checked by its form; whether it is the right organisation, an editor sees."""

    facts: ClassVar = IDENTIFIERS
    wikidata_id = OneLine(
        label=_("Wikidata id"),
        required=False,
        max_length=80,
        help_text=_("A Q with digits, or the address of the item at wikidata.org."),
    )
    euid = OneLine(
        label=_("EUID"),
        required=False,
        max_length=60,
        help_text=_("Country, court, register and number of the entry in the register: DED2601V.HRB6684."),
    )
    pic = OneLine(
        label=_("PIC"),
        required=False,
        max_length=20,
        help_text=_("The nine digits of participants in European programmes."),
    )

    def clean_wikidata_id(self) -> str:
        text = str(self.cleaned_data["wikidata_id"])
        found = identifiers.wikidata(text)
        if text and not found:
            raise forms.ValidationError(_("A Wikidata id looks like this: Q81230."))
        return found

    def clean_euid(self) -> str:
        text = str(self.cleaned_data["euid"])
        found = identifiers.euid(text)
        if text and not found:
            raise forms.ValidationError(
                _("A German EUID looks like this: DED2601V.HRB6684. There is no such court or register.")
            )
        return found

    def clean_pic(self) -> str:
        text = str(self.cleaned_data["pic"])
        found = identifiers.pic(text)
        if text and not found:
            raise forms.ValidationError(_("A PIC has nine digits."))
        return found
