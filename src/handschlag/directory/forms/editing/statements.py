"""What an actor offers or seeks: a sentence, and concepts that it is found by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.controls.fields import OneLine
from handschlag.directory.models import Concept, Direction
from handschlag.directory.rules.contents import StatementData

DIRECTIONS = (
    (Direction.OFFER.value, _("What it offers")),
    (Direction.NEED.value, _("What it is looking for")),
)
MOST_CONCEPTS = 6


class StatementForm(forms.Form):
    """`offered` are the concepts to tick: those chosen before, and those that a search found."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS, widget=forms.RadioSelect)
    text_de = OneLine(label=_("In German"), max_length=300, required=False)
    text_en = OneLine(label=_("In English"), max_length=300, required=False)
    concepts = forms.MultipleChoiceField(
        label=_("Search terms"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[Concept], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["concepts"].choices = [  # type: ignore[attr-defined]
            (one.pk, pick(one.label_de, one.label_en)) for one in offered
        ]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("text_de") and not self.cleaned_data.get("text_en"):
            self.add_error("text_de", _("Enter it in at least one of the two languages."))
        if len(self.cleaned_data.get("concepts", ())) > MOST_CONCEPTS:
            self.add_error("concepts", _("Choose at most %(most)s concepts.") % {"most": MOST_CONCEPTS})
        return self.cleaned_data

    def said(self) -> StatementData:
        return StatementData(
            direction=self.cleaned_data["direction"],
            text_de=self.cleaned_data["text_de"],
            text_en=self.cleaned_data["text_en"],
            concepts=tuple(sorted(self.cleaned_data["concepts"])),
        )


class ConceptSearchForm(forms.Form):
    """Looks for concepts to tick; what was typed elsewhere on the page stays."""

    wanted = OneLine(label=_("Find a concept"), max_length=80, required=False)
