"""The filter of the audit page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.audit import queries, verb_labels
from handschlag.common.audit.queries import AuditQuery

ALL = ("", _("all"))


class FilterForm(forms.Form):
    """What is not understood is said beside the field, and nothing is shown as if it had been."""

    verb = forms.ChoiceField(label=_("Action"), required=False)
    kind = forms.ChoiceField(label=_("Object"), required=False)
    object_id = forms.CharField(label=_("Number of the entry"), required=False, max_length=40)
    by_id = forms.IntegerField(label=_("Number of the person"), required=False, min_value=1)
    request_id = forms.CharField(label=_("Reference number"), required=False, max_length=36)
    first_day = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = sorted(
            ((verb, verb_labels.verb_label(verb)) for verb in queries.verbs()),
            key=lambda one: one[1].casefold(),
        )
        choices = {"verb": verbs, "kind": [(kind, verb_labels.kind_label(kind)) for kind in queries.kinds()]}
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ALL, *values]

    def wanted(self) -> AuditQuery | None:
        """The filter; None where a value made no sense."""
        return AuditQuery(**self.cleaned_data) if self.is_valid() else None
