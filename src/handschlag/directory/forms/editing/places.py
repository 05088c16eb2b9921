"""A place is typed by name and found in the list of places; where there are several, one is chosen."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.controls.fields import OneLine
from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.models import Land
from handschlag.directory.queries.gazetteer import GazetteerPlace, find_places, spot_at, suggest_places
from handschlag.directory.rules.contents import ActorContent, GeoPoint, NetworkContent, to_json


class PlaceForm(SectionForm):
    """Name of the place; radio buttons appear when the name is not clear."""

    place = OneLine(
        label=_("Place"),
        help_text=_("Town or village, without street. Leave empty if only the federal state is known."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "place-options"}),
    )
    choice = forms.ChoiceField(
        label=_("Which of these?"), required=False, widget=forms.RadioSelect, choices=()
    )
    land = forms.ChoiceField(label=_("Federal state, if the place is not known"), required=False)
    facts: ClassVar[tuple[str, ...]] = ("spot",)
    content: NetworkContent | ActorContent

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lands = [(land.pk, pick(land.name_de, land.name_en)) for land in Land.objects.all()]
        self.fields["land"].choices = [("", _("not stated")), *lands]  # type: ignore[attr-defined]
        self.names = dict(lands)
        self.found: tuple[GazetteerPlace, ...] = ()
        if self.is_bound:
            self.found = find_places(str(self.data.get(self.add_prefix("place"), "")))
            self.offer(self.found)

    def offer(self, found: tuple[GazetteerPlace, ...]) -> None:
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.label(self.names)) for one in found
        ]

    @property
    def is_unclear(self) -> bool:
        return bool(self.fields["choice"].choices)  # type: ignore[attr-defined]

    def start(self, content: Any) -> dict[str, Any]:
        return {"place": content.spot.place, "land": "" if content.spot.place else content.spot.land}

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("place", "")
        if not name:
            self.cleaned_data["spot"] = GeoPoint(land=self.cleaned_data.get("land", ""))
        elif name == self.content.spot.place and not self.cleaned_data.get("choice"):
            self.cleaned_data["spot"] = self.content.spot
        else:
            self.choose(name)
        return self.cleaned_data

    def choose(self, name: str) -> None:
        wanted = self.cleaned_data.get("choice")
        chosen = [one for one in self.found if str(one.pk) == wanted] if wanted else list(self.found)
        if len(chosen) == 1:
            self.cleaned_data["spot"] = spot_at(chosen[0].pk)
        elif self.found:
            self.add_error("choice", _("There are several places of this name. Choose one."))
        else:
            self.offer(suggest_places(name))
            if self.is_unclear:
                self.add_error("choice", _("We do not know this place. Did you mean one of these?"))
            else:
                self.add_error(
                    "place", _("We do not know this place. Check the spelling or enter the nearest town.")
                )

    def changes(self) -> dict[str, Any]:
        return {"spot": to_json(self.cleaned_data["spot"])}
