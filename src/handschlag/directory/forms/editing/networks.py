"""The sections of a network's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.controls.fields import OneLine, TidyText, WebAddress
from handschlag.directory.forms.editing.days import DayOrYear, format_day
from handschlag.directory.forms.editing.fields import FieldsForm
from handschlag.directory.forms.editing.formsets import RowsForm
from handschlag.directory.forms.editing.identifiers import IdentifiersForm
from handschlag.directory.forms.editing.network_standing import StandingForm
from handschlag.directory.forms.editing.places import PlaceForm
from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.models import LabelLevel, Network, NetworkKind
from handschlag.directory.rules.contents import Content, NetworkContent
from handschlag.programmes.models import Programme

KINDS = (
    (NetworkKind.CLUSTER.value, _("Cluster")),
    (NetworkKind.ZIM_NETWORK.value, _("ZIM network")),
    (NetworkKind.RESEARCH_ASSOCIATION.value, _("Research association")),
)
LEVELS = (
    (LabelLevel.BRONZE.value, _("Bronze")),
    (LabelLevel.SILVER.value, _("Silver")),
    (LabelLevel.GOLD.value, _("Gold")),
)


class _IdentityForm(SectionForm):
    facts: ClassVar = ("name", "short_name", "kind", "umbrella")
    content: NetworkContent
    name = OneLine(label=_("Full name"), max_length=200)
    short_name = OneLine(
        label=_("Short name"), max_length=60, required=False, help_text=_("The name in common use.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    umbrella = forms.TypedChoiceField(
        label=_("Belongs to"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("If the network is part of a larger one."),
    )

    def __init__(self, *args: Any, own_id: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Network.objects.exclude(pk=own_id or 0).exclude(umbrella_id=own_id or 0).order_by("name")
        public = others.filter(status="published") | others.filter(pk=self.content.umbrella or 0)
        choices = [("", _("no other network")), *public.values_list("pk", "name")]
        self.fields["umbrella"].choices = choices  # type: ignore[attr-defined]


class _DescriptionForm(SectionForm):
    facts: ClassVar = ("description_de", "description_en")
    description_de = TidyText(
        label=_("In German"),
        required=False,
        help_text=_(
            "What the network is for, whom it joins, what it offers. Two or three sentences are enough."
        ),
    )
    description_en = TidyText(label=_("In English"), required=False)


class _NetworkContactForm(SectionForm):
    facts: ClassVar = ("website", "contact_email", "contact_phone", "street")
    website = WebAddress(label=_("Website"), required=False)
    contact_email = forms.EmailField(
        label=_("Email for enquiries"),
        required=False,
        max_length=254,
        help_text=_("It is public. Use a general address such as info@ instead of a personal one."),
    )
    contact_phone = OneLine(
        label=_("Telephone of the office"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    street = OneLine(label=_("Street and postcode of the office"), max_length=200, required=False)


class _BodyForm(SectionForm):
    facts: ClassVar = ("founded", "legal_form", "management_body")
    founded = forms.IntegerField(
        label=_("Founded in"),
        required=False,
        min_value=1500,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    legal_form = OneLine(label=_("Legal form"), max_length=40, required=False)
    management_body = OneLine(
        label=_("Management body"),
        max_length=200,
        required=False,
        help_text=_("The organisation that runs the network."),
    )


class _ProgrammesForm(RowsForm):
    facts: ClassVar = ("programmes",)

    def __init__(self, *args: Any, **options: Any) -> None:
        programmes = Programme.objects.all()
        self.programmes = [(one.pk, pick(one.name_de, one.name_en)) for one in programmes]
        super().__init__(*args, **options)

    def rows_of(self, content: Content) -> list[dict[str, Any]]:
        assert isinstance(content, NetworkContent)
        return [
            {
                "programme": one.programme,
                "since": format_day(one.since, is_year_only=one.is_year_only),
                "until": format_day(one.until, is_year_only=one.is_year_only),
            }
            for one in content.programmes
        ]

    def row_fields(self, *, is_new: bool) -> dict[str, forms.Field]:
        return {
            "programme": forms.TypedChoiceField(
                label=_("Programme"),
                choices=[("", _("please choose")), *self.programmes],
                coerce=int,
                empty_value=None,
                required=not is_new,
            ),
            "since": DayOrYear(label=_("Since"), required=False),
            "until": DayOrYear(label=_("Until"), required=False),
        }

    def check(self, number: int, row: Mapping[str, Any]) -> None:
        self.require(number, ["programme"])
        if row["since"] and row["until"] and row["until"].day < row["since"].day:
            self.add_error(f"until_{number}", _("The end must be after the start."))
        others = [other["programme"] for index, other in self.typed() if index < number]
        if row["programme"] in others:
            self.add_error(f"programme_{number}", _("This programme is already in the list."))

    def value_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        known = [one for one in (row["since"], row["until"]) if one]
        return {
            "programme": row["programme"],
            "since": row["since"].day.isoformat() if row["since"] else None,
            "until": row["until"].day.isoformat() if row["until"] else None,
            "is_year_only": bool(known) and all(one.is_year_only for one in known),
        }


class _LabelsForm(RowsForm):
    facts: ClassVar = ("labels",)

    def rows_of(self, content: Content) -> list[dict[str, Any]]:
        assert isinstance(content, NetworkContent)
        return [
            {
                "level": one.level,
                "awarded_on": format_day(one.awarded_on, is_year_only=one.is_year_only),
                "valid_until": format_day(one.valid_until, is_year_only=one.is_year_only),
            }
            for one in content.labels
        ]

    def row_fields(self, *, is_new: bool) -> dict[str, forms.Field]:
        return {
            "level": forms.ChoiceField(
                label=_("Level"), choices=[("", _("please choose")), *LEVELS], required=not is_new
            ),
            "awarded_on": DayOrYear(label=_("Awarded"), required=not is_new),
            "valid_until": DayOrYear(label=_("Valid until"), required=False),
        }

    def check(self, number: int, row: Mapping[str, Any]) -> None:
        self.require(number, ["level", "awarded_on"])
        if row["awarded_on"] and row["valid_until"] and row["valid_until"].day < row["awarded_on"].day:
            self.add_error(f"valid_until_{number}", _("The end must be after the start."))

    def value_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "level": row["level"],
            "awarded_on": row["awarded_on"].day.isoformat(),
            "valid_until": row["valid_until"].day.isoformat() if row["valid_until"] else None,
            "is_year_only": row["awarded_on"].is_year_only,
        }


SHARES = (
    ("share_small", _("Small and medium-sized companies, per cent")),
    ("share_large", _("Large companies, per cent")),
    ("share_research", _("Research, per cent")),
)


class _FiguresForm(RowsForm):
    facts: ClassVar = ("member_figures",)

    def rows_of(self, content: Content) -> list[dict[str, Any]]:
        assert isinstance(content, NetworkContent)
        names = ("members", "year", *(name for name, _label in SHARES), "note_de", "note_en", "source")
        return [{name: getattr(one, name) for name in names} for one in content.member_figures]

    def row_fields(self, *, is_new: bool) -> dict[str, forms.Field]:
        shares = {
            name: forms.IntegerField(label=label, required=False, min_value=0, max_value=100, widget=number())
            for name, label in SHARES
        }
        return {
            "members": forms.IntegerField(
                label=_("Members"), min_value=0, max_value=1_000_000, required=not is_new, widget=number()
            ),
            "year": forms.IntegerField(
                label=_("Year"), min_value=1950, max_value=2100, required=False, widget=number()
            ),
            **shares,
            "note_de": OneLine(label=_("Note in German"), max_length=200, required=False),
            "note_en": OneLine(label=_("Note in English"), max_length=200, required=False),
            "source": OneLine(label=_("Source of this figure"), max_length=400, required=False),
        }

    def check(self, number: int, row: Mapping[str, Any]) -> None:
        self.require(number, ["members", "year", "source"])
        if sum(row[name] or 0 for name, _label in SHARES) > 100:
            self.add_error(f"share_small_{number}", _("Together the shares are more than 100 per cent."))

    def value_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return dict(row)


def number() -> forms.TextInput:
    """A text field that opens the keypad for digits and offers nothing from memory."""
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


NETWORK_FORMS: dict[str, type[SectionForm]] = {
    "identity": _IdentityForm,
    "description": _DescriptionForm,
    "place": PlaceForm,
    "fields": FieldsForm,
    "contact": _NetworkContactForm,
    "body": _BodyForm,
    "standing": StandingForm,
    "identifiers": IdentifiersForm,
    "programmes": _ProgrammesForm,
    "labels": _LabelsForm,
    "figures": _FiguresForm,
}


class NewNetworkForm(forms.Form):
    """The least that makes a network."""

    name = OneLine(label=_("Full name"), max_length=200)
    short_name = OneLine(label=_("Short name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)

    def made(self) -> NetworkContent:
        return NetworkContent(
            name=self.cleaned_data["name"],
            short_name=self.cleaned_data["short_name"],
            kind=self.cleaned_data["kind"],
        )
