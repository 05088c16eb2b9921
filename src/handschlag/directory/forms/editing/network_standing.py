"""The section of a network's entry that says what became of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.models import Network, NetworkStanding
from handschlag.directory.rules.contents import NetworkContent

_STANDINGS = (
    ("", _("It is active")),
    (NetworkStanding.MERGED.value, _("It has become part of another network")),
    (NetworkStanding.DISSOLVED.value, _("It was dissolved")),
    (NetworkStanding.ENDED.value, _("Its work or its funding has ended")),
    (NetworkStanding.UNPROVEN.value, _("No source shows that it still exists")),
)


class StandingForm(SectionForm):
    """It is active, or what became of it, since which year, and where its work goes on."""

    facts: ClassVar = ("standing", "standing_since", "successor")
    content: NetworkContent
    standing = forms.ChoiceField(
        label=_("What became of it"), choices=_STANDINGS, required=False, widget=forms.RadioSelect
    )
    standing_since = forms.IntegerField(
        label=_("Since which year"),
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    successor = forms.TypedChoiceField(
        label=_("Continued in"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("The network that it has become a part of, or that goes on with its work."),
    )

    def __init__(self, *args: Any, own_id: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Network.objects.exclude(pk=own_id or 0).exclude(successor_id=own_id or 0).order_by("name")
        public = others.filter(status="published") | others.filter(pk=self.content.successor or 0)
        choices = [("", _("no other network")), *public.values_list("pk", "name")]
        self.fields["successor"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("standing") and (given.get("standing_since") or given.get("successor")):
            self.add_error("standing", _("Say first what became of the network."))
        if given.get("standing") == NetworkStanding.MERGED and not given.get("successor"):
            self.add_error("successor", _("Choose the network that it has become a part of."))
        return given
