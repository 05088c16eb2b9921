"""What the forms of all sections share: the mark of what they showed, and what they make of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.directory.rules.contents import Content, to_json


class SectionForm(forms.Form):
    """A section of an entry. `seen` is the mark of what was shown: see `rules.provenance.mark_of`."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    facts: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, content: Content, **options: Any) -> None:
        self.content = content
        options["initial"] = {**self.start(content), **options.get("initial", {})}
        super().__init__(*args, **options)

    def start(self, content: Content) -> dict[str, Any]:
        """What the fields show at first."""
        return {fact: getattr(content, fact) for fact in self.facts}

    def changes(self) -> dict[str, Any]:
        """The facts of the section as they were typed, in the form that a revision has them."""
        return {fact: to_json(self.cleaned_data[fact]) for fact in self.facts}


class SourceForm(forms.Form):
    """Where the facts of a section were read."""

    source = forms.CharField(
        label=_("Source"),
        help_text=_(
            "An address or a title that others can look up. For your own statement, leave the network's name."
        ),
        max_length=400,
    )
    seen_on = forms.DateField(
        label=_("Read on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, is_required: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        for field in self.fields.values():
            field.required = is_required

    def clean_seen_on(self) -> date | None:
        day: date | None = self.cleaned_data["seen_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("Enter a date that is not in the future."))
        return day
