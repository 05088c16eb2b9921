"""Which signs, on which paper, in which language."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 2000


class SignsForm(forms.Form):
    paper = forms.ChoiceField(
        label=_("Paper"), choices=[("a4", "A4"), ("a5", "A5")], initial="a4", widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("de", _("German")), ("en", _("English"))],
        initial="de",
        widget=forms.RadioSelect,
        help_text=_("The title is also shown in the other language, if available."),
    )
    exhibit = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object, *, ids: list[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["exhibit"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pk, str(pk)) for pk in ids]
