"""The sections of an actor's entry, and the form for a new one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine, TidyText, WebAddress
from handschlag.directory.forms.editing.fields import FieldsForm
from handschlag.directory.forms.editing.identifiers import IdentifiersForm
from handschlag.directory.forms.editing.networks import number
from handschlag.directory.forms.editing.places import PlaceForm
from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.models import Actor, ActorKind
from handschlag.directory.rules import identifiers
from handschlag.directory.rules.contents import ActorContent

KINDS = (
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
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
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
        found = identifiers.ror(text)
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
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
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
