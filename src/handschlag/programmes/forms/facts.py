"""The forms of editors: which facts to see, and one fact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.programmes.actions.facts import Content
from handschlag.programmes.labels import KINDS
from handschlag.programmes.models import Fact, Programme
from handschlag.programmes.queries.fact_list import FactFilter, FactQuery, Sort

ALL = ("", _("all"))
ABOUT = tuple((kind.value, words) for kind, words in KINDS.items())
STATES = (
    (FactFilter.SHOWN.value, _("all that are shown")),
    (FactFilter.OLD.value, _("needs checking")),
    (FactFilter.SOON.value, _("old within 60 days")),
    (FactFilter.REMOVED.value, _("removed")),
)
SORTS = (
    (Sort.OLD_FROM.value, _("what grows old first")),
    (Sort.READ_ON.value, _("what was read first")),
    (Sort.PROGRAMME.value, _("by programme")),
)


def _day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class FactsFilter(forms.Form):
    """What is not understood is said beside the field."""

    state = forms.ChoiceField(label=_("Status"), choices=STATES, required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    kind = forms.ChoiceField(
        label=_("Topic"),
        choices=(ALL, *ABOUT),
        required=False,
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=80)
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.slug, one.short_name) for one in Programme.objects.all()]
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *names]

    def wanted(self) -> FactQuery | None:
        if not self.is_valid():
            return None
        given = self.cleaned_data
        return FactQuery(
            state=FactFilter(given["state"]),
            programme=given["programme"],
            kind=given["kind"],
            words=given["words"],
            sort=Sort(given["sort"]),
        )


class FactForm(forms.Form):
    """One fact. Without a source and a day nothing is taken."""

    kind = forms.ChoiceField(label=_("Topic"), choices=ABOUT)
    text_de = forms.CharField(
        label=_("In German"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "lang": "de"})
    )
    text_en = forms.CharField(
        label=_("In English"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"})
    )
    source_title = forms.CharField(label=_("Name of the source"), max_length=160)
    source_url = forms.URLField(label=_("Address of the source"), max_length=400, assume_scheme="https")
    is_second_hand = forms.BooleanField(
        label=_("Second hand: the source tells what another body decides"), required=False
    )
    read_on = _day_field(_("Read on"))
    old_from = _day_field(
        _("Check again from"), help_text=_("From this date editors are asked to check it again.")
    )
    valid_from = _day_field(_("Valid from"), required=False)
    valid_until = _day_field(_("Valid until"), required=False)
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=32000, help_text=_("Small numbers come first.")
    )

    def content(self) -> Content:
        return Content(**{name: self.cleaned_data[name] for name in Content.__dataclass_fields__})


class NewFactForm(FactForm):
    """With what does not change later: its programme and its key."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    key = forms.SlugField(
        label=_("Key"), max_length=60, help_text=_("Small letters, digits and hyphens; it never changes.")
    )
    field_order = ("programme", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Programme.objects.all()


def fact_form_of(fact: Fact) -> FactForm:
    """The form, filled with what the fact says now."""
    return FactForm(initial={name: getattr(fact, name) for name in Content.__dataclass_fields__})
