"""A form with one field of each kind, for the page that shows the parts; it is never sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = (("cluster", _("Cluster")), ("zim", _("ZIM network")), ("igf", _("Research association")))


class SampleForm(forms.Form):
    """Text, number, long text, one of several, some of several, a yes, a file."""

    name = forms.CharField(label=_("Name of the network"), help_text=_("As it calls itself in public."))
    founded = forms.IntegerField(
        label=_("Year of foundation"), required=False, min_value=1800, max_value=2100
    )
    about = forms.CharField(label=_("What the network does"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    wanted = forms.ChoiceField(label=_("Visibility"), choices=KINDS, widget=forms.RadioSelect)
    fields_of_work = forms.MultipleChoiceField(
        label=_("Kinds that you look for"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Several are possible."),
    )
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, at most 2 MB."))
    agrees = forms.BooleanField(label=_("These facts may be published with their source."))


def empty_form(prefix: str) -> SampleForm:
    """`prefix` keeps the ids of its fields apart from those of the same form beside it."""
    return SampleForm(auto_id=f"{prefix}_%s", initial={"name": "Photonik am Mittelrhein"})


def faulty_form(prefix: str) -> SampleForm:
    """As it comes back with mistakes in it."""
    data = {"name": "", "founded": "17", "kind": "cluster", "wanted": ""}
    return SampleForm(data, auto_id=f"{prefix}_%s")
