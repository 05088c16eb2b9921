"""Stands, exhibits, people at stands, desks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handschlag.common.rules.pictures import LARGEST_FILE
from handschlag.design.controls.fields import OneLine
from handschlag.directory.models import Actor, Network, Status
from handschlag.events.forms.fields import MomentField, RowForm, text, title, yes
from handschlag.events.forms.venue.metres import CodesField, Metres


def choice(label: Any, *, required: bool = False, hint: Any = "") -> forms.ChoiceField:
    """A list whose rows the form fills in later; where it is optional, it begins with “none”."""
    first = [] if required else [("", _("none"))]
    return forms.ChoiceField(label=label, required=required, choices=first, help_text=hint)


class StandsForm(RowForm):
    """Many stands at once."""

    codes = CodesField(_("Numbers of the stands"), _("One or many: A1, or A1..A20, B1..B5."))
    zone = choice(_("Area"))
    width = Metres(_("Width of each, in metres"), least=0)
    depth = Metres(_("Depth of each, in metres"), least=0)
    has_power = yes(_("With power"))
    is_step_free = yes(_("Step-free access"))
    facts = ("width", "depth", "has_power", "is_step_free")
    rows = ("zone",)


class StandForm(RowForm):
    code = title(_("Number"), longest=10, required=True)
    zone = choice(_("Area"))
    left = Metres(_("Metres from the left wall"))
    top = Metres(_("Metres from the upper wall"))
    width = Metres(_("Width, in metres"), hint=_("0 removes it from the plan."))
    depth = Metres(_("Depth, in metres"))
    has_power = yes(_("With power"))
    is_step_free = yes(_("Step-free access"))
    facts = ("code", "left", "top", "width", "depth", "has_power", "is_step_free")
    rows = ("zone",)


class ExhibitForm(RowForm):
    title_de = title(_("Title of the exhibit, German"), required=True)
    title_en = title(_("Title of the exhibit, English"))
    text_de = text(_("Description, German"))
    text_en = text(_("Description, English"))
    project = title(_("Project"), hint=_("The project that it comes from."))
    network = title(_("Network"), hint=_("By its name or short name in the directory."))
    organisation = OneLine(
        label=_("Organisation that shows it"),
        max_length=200,
        required=False,
        help_text=_("By its name in the directory. One that is not there is shown as you type it."),
        widget=forms.TextInput(attrs={"list": "organisation-options", "autocomplete": "off"}),
    )
    programme = choice(_("Funded by"))
    stand = choice(_("Stand"))
    source = title(_("Source"), longest=400, hint=_("Link to the source, if published."))
    source_seen_on = forms.DateField(
        label=_("Source checked on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    facts = ("title_de", "title_en", "text_de", "text_en", "project", "source", "source_seen_on")
    rows = ("programme", "stand")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        shown = super().start(values)
        network = Network.objects.filter(pk=str(values.get("network_id") or 0)).first()
        actor = Actor.objects.filter(pk=str(values.get("actor_id") or 0)).first()
        organisation = actor.name if actor else str(values.get("organisation") or "")
        return {**shown, "network": network.name if network else "", "organisation": organisation}

    def clean_network(self) -> int | None:
        name = self.cleaned_data["network"]
        if not name:
            return None
        rows = Network.objects.filter(name__iexact=name) | Network.objects.filter(short_name__iexact=name)
        found = rows.order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("The directory has no network of this name."))
        return found.pk

    def values(self) -> dict[str, Any]:
        name = self.cleaned_data["organisation"]
        known = Actor.objects.filter(name__iexact=name, merged_into=None, status=Status.PUBLISHED)
        actor = known.first() if name else None
        named = {
            "network_id": self.cleaned_data["network"],
            "actor_id": actor.pk if actor else None,
            "organisation": "" if actor else name,
        }
        return {**super().values(), **named}


class StaffForm(RowForm):
    stand = choice(_("Stand"), required=True)
    name = title(_("Name"), longest=120, required=True)
    organisation = title(_("Organisation"))
    email = forms.EmailField(
        label=_("Email"), required=False, help_text=_("Only visible to the organisers, never public.")
    )
    speaks_german = yes(_("Speaks German"))
    speaks_english = yes(_("Speaks English"))
    is_named = yes(
        _("Name on the public page"),
        _("Only with the person’s consent. Otherwise the page only shows the languages."),
    )
    facts = ("name", "organisation", "email", "speaks_german", "speaks_english", "is_named")
    rows = ("stand",)


class DeskForm(RowForm):
    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    text_de = text(_("Information offered, German"), rows=4)
    text_en = text(_("Information offered, English"), rows=4)
    programme = choice(_("Programme"))
    stand = choice(_("Stand"))
    opens_at = MomentField(label=_("Staffed from"), required=False)
    closes_at = MomentField(label=_("Staffed until"), required=False)
    facts = ("title_de", "title_en", "text_de", "text_en", "opens_at", "closes_at")
    rows = ("programme", "stand")

    def clean(self) -> dict[str, Any]:
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if (opens is None) != (closes is None):
            self.add_error("closes_at", _("Give both times, or none."))
        elif opens is not None and closes is not None and closes <= opens:
            self.add_error("closes_at", _("The end must be after the start."))
        return self.cleaned_data


class ExhibitPictureForm(forms.Form):
    """A picture and the words that stand for it; used by everything that shows one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    picture = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 5 MB. We save a new copy without hidden data."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    picture_text_de = title(
        _("Picture description, German"),
        longest=300,
        required=True,
        hint=_("For people who cannot see the picture."),
    )
    picture_text_en = title(_("Picture description, English"), longest=300)

    def clean_picture(self) -> bytes | None:
        """The bytes; of a file that is too large only as many as show that. None: the picture stays."""
        sent: UploadedFile[Any] | None = self.cleaned_data["picture"]
        return None if sent is None else bytes(sent.read(LARGEST_FILE + 1))

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("picture_text_de", "picture_text_en")}
