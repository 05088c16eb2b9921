"""A place is typed by name and found in the list of places; where there are several, one is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.directory.models import Land
from handschlag.directory.queries.gazetteer import GazetteerPlace, find_places, spot_at, suggest_places
from handschlag.directory.rules.contents import GeoPoint


class PlaceFields(forms.Form):
    """The fields `place` and `choice` of a form; `spot` is what they mean. `known` is where it is now."""

    known: GeoPoint

    def offer(self, found: tuple[GazetteerPlace, ...]) -> None:
        lands = {land.pk: pick(land.name_de, land.name_en) for land in Land.objects.all()}
        choices = [(str(one.pk), one.label(lands)) for one in found]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]

    @property
    def is_unclear(self) -> bool:
        return bool(self.fields["choice"].choices)  # type: ignore[attr-defined]

    def find(self) -> None:
        """Asked before the fields are cleaned, so that a choice can be checked."""
        typed = str(self.data.get("place", ""))
        self.found = find_places(typed) if typed.strip() and typed.strip() != self.known.place else ()
        if self.data.get("choice") or len(self.found) > 1:
            self.offer(self.found)

    def spot(self) -> GeoPoint:
        """What was meant; an error at the field where that is not clear."""
        name = str(self.cleaned_data.get("place", ""))
        if not name:
            return GeoPoint()
        if name == self.known.place and not self.cleaned_data.get("choice"):
            return self.known
        wanted: Any = self.cleaned_data.get("choice")
        found = [one for one in self.found if not wanted or str(one.pk) == wanted]
        if len(found) == 1:
            return spot_at(found[0].pk)
        if self.found:
            self.add_error("choice", _("There are several places of this name. Choose one."))
            return GeoPoint()
        self.offer(suggest_places(name))
        if self.is_unclear:
            self.add_error("choice", _("We do not know this place. Did you mean one of these?"))
        else:
            self.add_error(
                "place", _("We do not know this place. Check the spelling or enter the nearest town.")
            )
        return GeoPoint()
