"""An event is set up, and described section by section."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.controls.fields import OneLine
from handschlag.directory.models import Land
from handschlag.events.forms.fields import (
    LongSelect,
    MomentField,
    RowForm,
    clock_input,
    day_input,
    number,
    text,
    title,
    yes,
)
from handschlag.events.labels import ONLINE_ROOMS

BEFORE = _("The last day must not be before the first day.")
MOST_DAYS = 31
CONTINENTS: Final = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


def _check_days(form: forms.Form) -> None:
    first, last = form.cleaned_data.get("first_day"), form.cleaned_data.get("last_day")
    if first and last and last < first:
        form.add_error("last_day", BEFORE)
    elif first and last and (last - first).days >= MOST_DAYS:
        form.add_error(
            "last_day", _("An event can last up to 31 days. For longer periods create a campaign.")
        )


class NewEventForm(RowForm):
    """What has to be known to begin; everything else comes later."""

    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    first_day = forms.DateField(label=_("First day"), widget=day_input())
    last_day = forms.DateField(
        label=_("Last day"), widget=day_input(), required=False, help_text=_("Empty: one day only.")
    )
    opens = forms.TimeField(label=_("The venue opens at"), widget=clock_input(), initial="09:00")
    closes = forms.TimeField(
        label=_("The venue closes at"),
        widget=clock_input(),
        initial="18:00",
        help_text=_("A time before the opening means the next day. Each day can be changed later."),
    )
    venue = title(_("Building"), hint=_("Name of the building, if it is known already."))
    place = title(_("Town"), longest=100)
    facts = ("title_de", "title_en", "first_day", "last_day", "venue", "place")

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("last_day") is None and "last_day" not in self.errors:
            self.cleaned_data["last_day"] = self.cleaned_data.get("first_day")
        _check_days(self)
        return self.cleaned_data


class CopyForm(RowForm):
    """A new event from one that was: everything moves by the same number of days."""

    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    first_day = forms.DateField(
        label=_("First day"),
        widget=day_input(),
        help_text=_("All days, sessions and deadlines move too; the times of day stay the same."),
    )
    with_speakers = yes(
        _("Copy the speakers too"),
        _("Otherwise all sessions are without speakers. Registrations are never copied."),
    )

    def clean(self) -> dict[str, Any]:
        title_de, title_en = self.cleaned_data.get("title_de"), self.cleaned_data.get("title_en")
        is_new = title_de != self.initial.get("title_de")
        if is_new and title_en and title_en == self.initial.get("title_en"):
            self.add_error("title_en", _("Change the English title as well, or leave it empty."))
        return self.cleaned_data


class _BasicsForm(RowForm):
    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    summary_de = title(_("In one sentence, German"), longest=400)
    summary_en = title(_("In one sentence, English"), longest=400)
    description_de = text(_("Description, German"))
    description_en = text(_("Description, English"))
    in_german = yes(_("German is spoken"))
    in_english = yes(_("English is spoken"))
    facts = (
        "title_de",
        "title_en",
        "summary_de",
        "summary_en",
        "description_de",
        "description_en",
        "in_german",
        "in_english",
    )

    def clean(self) -> dict[str, Any]:
        if not (self.cleaned_data.get("in_german") or self.cleaned_data.get("in_english")):
            self.add_error("in_german", _("Select at least one language."))
        return self.cleaned_data


def _zones() -> list[tuple[str, str]]:
    """By name, as the world's table of time zones has them."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS)
    return [(name, name.replace("_", " ")) for name in names]


class _DatesForm(RowForm):
    first_day = forms.DateField(label=_("First day"), widget=day_input())
    last_day = forms.DateField(label=_("Last day"), widget=day_input())
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        widget=LongSelect,
        help_text=_("All times of the event are those of its place. Set it before you enter times."),
    )
    facts = ("first_day", "last_day", "time_zone")

    def clean(self) -> dict[str, Any]:
        _check_days(self)
        return self.cleaned_data


class _VenueForm(RowForm):
    venue = title(_("Building"))
    street = title(_("Street and number"))
    postcode = title(_("Postcode"), longest=10)
    place = title(_("Town"), longest=100)
    land = forms.ChoiceField(label=_("Federal state, if we do not know the town"), required=False)
    directions_de = text(_("How to get there, German"), rows=4)
    directions_en = text(_("How to get there, English"), rows=4)
    online_rooms = forms.ChoiceField(
        label=_("Rooms for meetings and sessions online"),
        help_text=_("Each gets a room of its own, open to its people from ten minutes before."),
    )
    facts = ("venue", "street", "postcode", "place", "directions_de", "directions_en", "online_rooms")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lands = [(land.pk, pick(land.name_de, land.name_en)) for land in Land.objects.all()]
        self.fields["land"].choices = [("", _("not stated")), *lands]  # type: ignore[attr-defined]
        providers = self._providers()
        self.fields["online_rooms"].choices = providers  # type: ignore[attr-defined]
        if len(providers) == 1:
            self.leave_out("online_rooms")

    def _providers(self) -> list[tuple[str, Any]]:
        """Typed addresses, what the operator has set up, and what the event has."""
        offered = {"links", *settings.ONLINE_PROVIDERS.names, self.initial.get("online_rooms", "links")}
        return [(name, label) for name, label in ONLINE_ROOMS.items() if name in offered]

    def start(self, values: Any) -> dict[str, Any]:
        return {**values, "land": values.get("land_id") or ""}

    def values(self) -> dict[str, Any]:
        return {**super().values(), "land_id": self.cleaned_data["land"] or None}


class _HostsForm(RowForm):
    hosts = text(
        _("Host"),
        hint=_("One per line. A network is linked if its name is spelt as in the directory."),
    )
    facts = ("hosts",)


class _ContactForm(RowForm):
    contact_name = title(
        _("Contact"), longest=120, hint=_("Name of a person or office. Everyone can see it.")
    )
    contact_email = forms.EmailField(label=_("Email address"), required=False)
    contact_phone = title(
        _("Telephone"),
        longest=40,
        hint=_("The event office. Participants see it on every page, above all on the day."),
    )
    facts = ("contact_name", "contact_email", "contact_phone")


class _RegistrationForm(RowForm):
    registration_opens_at = MomentField(label=_("Registration opens"), required=False)
    registration_closes_at = MomentField(label=_("Registration closes"), required=False)
    capacity = number(_("Number of places"), least=1, hint=_("Leave empty if places are unlimited."))
    is_open = yes(_("Everyone may register"), _("Otherwise by personal link only."))
    needs_approval = yes(_("Each registration is approved by you"))
    has_waiting_list = yes(_("Start a waiting list when all places are taken"))
    facts = (
        "registration_opens_at",
        "registration_closes_at",
        "capacity",
        "is_open",
        "needs_approval",
        "has_waiting_list",
    )

    def clean(self) -> dict[str, Any]:
        opens = self.cleaned_data.get("registration_opens_at")
        closes = self.cleaned_data.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", _("Registration must close after it opens."))
        return self.cleaned_data


class _TermsForm(RowForm):
    terms_de = text(_("Terms of participation, German"), rows=10)
    terms_en = text(_("Terms of participation, English"), rows=10)
    facts = ("terms_de", "terms_en")


SECTION_FORMS: dict[str, type[RowForm]] = {
    "basics": _BasicsForm,
    "dates": _DatesForm,
    "venue": _VenueForm,
    "hosts": _HostsForm,
    "contact": _ContactForm,
    "registration": _RegistrationForm,
    "terms": _TermsForm,
}


class OrganiserForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The address of an account with the organiser role."),
    )
    only_reads = forms.BooleanField(
        label=_("View only"),
        required=False,
        help_text=_("Sees every page, also personal data. Changes nothing and sends nothing."),
    )


class ReceptionForm(forms.Form):
    """Who helps at the reception."""

    name = OneLine(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We send the link there. Anyone with an account for this address can sign in instead."),
    )


class VersionNoteForm(forms.Form):
    note = OneLine(
        label=_("Summary of changes in one sentence"),
        max_length=300,
        required=False,
        help_text=_("Shown at the top of the email and in the list of versions."),
    )
