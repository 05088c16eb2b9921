"""The sections of a network's page and of an actor's entry as forms, and the form for a new actor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.fields import OneLine, TidyText, WebAddress
from handschlag.directory import contents
from handschlag.directory.contents import ActorContent, Content, NetworkContent
from handschlag.directory.editing.fields import (
    DayOrYear,
    FieldsForm,
    IdentifiersForm,
    PlaceForm,
    RowsForm,
    SectionForm,
    format_day,
)
from handschlag.directory.models import Actor, ActorKind, LabelLevel, Network, NetworkKind, NetworkStanding
from handschlag.programmes.models import Programme

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


NETWORK_KIND_CHOICES = (
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
    kind = forms.ChoiceField(label=_("Kind"), choices=NETWORK_KIND_CHOICES, widget=forms.RadioSelect)
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
    kind = forms.ChoiceField(label=_("Kind"), choices=NETWORK_KIND_CHOICES, widget=forms.RadioSelect)

    def made(self) -> NetworkContent:
        return NetworkContent(
            name=self.cleaned_data["name"],
            short_name=self.cleaned_data["short_name"],
            kind=self.cleaned_data["kind"],
        )


ACTOR_KIND_CHOICES = (
    (ActorKind.COMPANY.value, _("Company")),
    (ActorKind.UNIVERSITY.value, _("University: chair or institute")),
    (ActorKind.RESEARCH.value, _("Research institution: department")),
    (ActorKind.OTHER.value, _("Other")),
)
SME = (("", _("not stated")), ("yes", _("Yes")), ("no", _("No")))


class _ActorIdentityForm(SectionForm):
    facts: ClassVar = ("name", "kind", "parent", "ror_id")
    content: ActorContent
    name = OneLine(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ACTOR_KIND_CHOICES, widget=forms.RadioSelect)
    parent_name = OneLine(
        label=_("Part of"),
        max_length=200,
        required=False,
        help_text=_(
            "The parent organisation as listed in the directory, for example the university of a chair."
        ),
    )
    ror_id = OneLine(
        label=_("ROR id"),
        required=False,
        max_length=40,
        help_text=_("The last nine characters of the address at ror.org; research organisations only."),
    )

    def __init__(self, *args: Any, own_id: int | None = None, **options: Any) -> None:
        self.own_id = own_id
        super().__init__(*args, **options)

    def start(self, content: Any) -> dict[str, Any]:
        parent = Actor.objects.filter(pk=content.parent or 0).first()
        return {
            "name": content.name,
            "kind": content.kind,
            "ror_id": content.ror_id,
            "parent_name": parent.name if parent else "",
        }

    def clean_ror_id(self) -> str:
        text = str(self.cleaned_data["ror_id"])
        found = contents.ror(text)
        if text and not found:
            raise forms.ValidationError(_("A ROR id looks like this: 042nb2s44."))
        return found

    def clean_parent_name(self) -> str:
        """The actor of that name; of several the one that was chosen before stays."""
        name = str(self.cleaned_data["parent_name"])
        self.cleaned_data["parent"] = None
        if not name:
            return name
        others = Actor.objects.exclude(pk=self.own_id or 0).exclude(parent_id=self.own_id or 0)
        found = list(others.filter(name__iexact=name, status="published", merged_into=None)[:3])
        before = [one for one in others.filter(pk=self.content.parent or 0) if one.name == name]
        if not found and not before:
            raise forms.ValidationError(
                _("No published actor has exactly this name. Enter the whole organisation first.")
            )
        self.cleaned_data["parent"] = (before or found)[0].pk
        return name


class _SizeForm(SectionForm):
    facts: ClassVar = ("is_sme", "employees", "website")
    is_sme = forms.ChoiceField(
        label=_("Small or medium-sized company"),
        choices=SME,
        required=False,
        help_text=_("Fewer than 250 employees, and at most 50 million euros of turnover a year."),
    )
    employees = forms.IntegerField(
        label=_("Employees"), required=False, min_value=0, max_value=10_000_000, widget=number()
    )
    website = WebAddress(label=_("Website"), required=False)

    def start(self, content: Any) -> dict[str, Any]:
        return {
            "is_sme": {True: "yes", False: "no"}.get(content.is_sme, ""),
            "employees": content.employees,
            "website": content.website,
        }

    def clean_is_sme(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["is_sme"])


class _ActorDescriptionForm(SectionForm):
    facts: ClassVar = ("description_de", "description_en")
    description_de = TidyText(
        label=_("In German"), required=False, help_text=_("What the organisation does and is known for.")
    )
    description_en = TidyText(label=_("In English"), required=False)


class NewActorForm(PlaceForm):
    """The least that makes an entry; everything else is asked for afterwards."""

    name = OneLine(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ACTOR_KIND_CHOICES, widget=forms.RadioSelect)
    website = WebAddress(label=_("Website"), required=False)
    field_order = ("name", "kind", "place", "choice", "land", "website")

    def start(self, content: Any) -> dict[str, Any]:
        return {
            **super().start(content),
            "name": content.name,
            "kind": content.kind,
            "website": content.website,
        }

    def made(self) -> ActorContent:
        return ActorContent(
            kind=self.cleaned_data["kind"],
            name=self.cleaned_data["name"],
            website=self.cleaned_data["website"],
            spot=self.cleaned_data["spot"],
        )


ACTOR_FORMS: dict[str, type[SectionForm]] = {
    "identity": _ActorIdentityForm,
    "identifiers": IdentifiersForm,
    "place": PlaceForm,
    "size": _SizeForm,
    "description": _ActorDescriptionForm,
    "fields": FieldsForm,
}
