"""One short form for an activity: what, when, where, for whom. The rest is folded away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.design.fields import OneLine, TidyText, WebAddress
from handschlag.directory.contents import GeoPoint
from handschlag.directory.models import Field, Land
from handschlag.directory.places import GazetteerPlace, find_places, spot_at, suggest_places
from handschlag.events.campaigns.activities import (
    BERLIN,
    LONGEST,
    ActivityContent,
    Lack,
    Period,
    is_skipped,
    is_within,
    local_moment,
)
from handschlag.events.models import Audience
from handschlag.programmes.models import Programme


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


AUDIENCES: Final = (
    (Audience.EVERYBODY.value, gettext_lazy("Everyone")),
    (Audience.COMPANIES.value, gettext_lazy("Companies")),
    (Audience.RESEARCH.value, gettext_lazy("Research")),
    (Audience.STUDENTS.value, gettext_lazy("Students")),
    (Audience.SCHOOLS.value, gettext_lazy("Schools")),
    (Audience.PUBLIC_BODIES.value, gettext_lazy("Public bodies")),
    (Audience.PRESS.value, gettext_lazy("Press")),
)
LANGUAGES: Final = (
    ("de", gettext_lazy("German")),
    ("en", gettext_lazy("English")),
    ("both", gettext_lazy("German and English")),
)
LACKS: Final = {
    Lack.PLACE: gettext_lazy("Enter a place or select “online”."),
    Lack.AUDIENCE: gettext_lazy("Select who it is for."),
    Lack.TEXT: gettext_lazy("Describe in two or three sentences what visitors can expect."),
}
MOST_FIELDS = 5


def _clock_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Euros(forms.DecimalField):
    """An amount as people type it, with a comma or a point."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").replace(",", ".").removesuffix("€").strip())


class ActivityForm(PlaceFields):
    """`is_sent` asks for everything that visitors need; a draft may lack it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
    title_de = OneLine(label=gettext_lazy("Title"), max_length=200)
    day = forms.DateField(label=gettext_lazy("Day"), widget=_day_input())
    begins = forms.TimeField(label=gettext_lazy("Begins"), widget=_clock_input())
    ends = forms.TimeField(
        label=gettext_lazy("Ends"),
        widget=_clock_input(),
        help_text=gettext_lazy("An earlier time than the beginning means the next day."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day, if it lasts several days"), widget=_day_input(), required=False
    )
    place = OneLine(
        label=gettext_lazy("Place"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Town or village. Leave it empty if it is online only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "place-options"}),
    )
    choice = forms.ChoiceField(
        label=gettext_lazy("Which of these?"), required=False, widget=forms.RadioSelect, choices=()
    )
    venue = OneLine(
        label=gettext_lazy("Building and room"),
        max_length=200,
        required=False,
    )
    street = OneLine(label=gettext_lazy("Street and number"), max_length=200, required=False)
    postcode = forms.RegexField(
        r"^[0-9]{5}$",
        label=gettext_lazy("Postcode"),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter a postcode with five digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    is_online = forms.BooleanField(label=gettext_lazy("Online participation possible"), required=False)
    online_url = WebAddress(label=gettext_lazy("Address to take part online"), required=False)
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        choices=AUDIENCES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text_de = TidyText(
        label=gettext_lazy("Description for visitors"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    fee = _Euros(
        label=gettext_lazy("Fee in euros"),
        required=False,
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        help_text=gettext_lazy("Empty means free of charge."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    link = WebAddress(label=gettext_lazy("Page with details or registration"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    fields_of_work = forms.MultipleChoiceField(
        label=gettext_lazy("Fields of technology"), widget=forms.CheckboxSelectMultiple, required=False
    )
    programme = forms.TypedChoiceField(
        label=gettext_lazy("Programme"), coerce=int, empty_value=None, required=False
    )
    title_en = OneLine(label=gettext_lazy("Title in English"), max_length=200, required=False)
    text_en = TidyText(
        label=gettext_lazy("Text in English"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    fee_note_de = OneLine(label=gettext_lazy("About the fee"), max_length=200, required=False)
    fee_note_en = OneLine(label=gettext_lazy("About the fee, in English"), max_length=200, required=False)

    def __init__(
        self, *args: Any, facts: ActivityContent, period: Period, is_sent: bool = False, **options: Any
    ) -> None:
        self.known, self.period, self.is_sent, self.before = facts.spot, period, is_sent, facts
        options["initial"] = {**_initial(facts), **options.get("initial", {})}
        super().__init__(*args, **options)
        offered = Field.objects.filter(parent=None) | Field.objects.filter(pk__in=facts.fields)
        fields = sorted(
            {(one.pk, pick(one.label_de, one.label_en)) for one in offered}, key=lambda one: one[1]
        )
        self.fields["fields_of_work"].choices = fields  # type: ignore[attr-defined]
        programmes = [(one.pk, one.short_name) for one in Programme.objects.all()]
        self.fields["programme"].choices = [("", _("none")), *programmes]  # type: ignore[attr-defined]
        for lack in (Lack.AUDIENCE, Lack.TEXT):  # a draft may lack what visitors need
            self.fields[lack.value].required = is_sent or not self.is_bound
            self.fields[lack.value].error_messages["required"] = str(LACKS[lack])
        if self.is_bound:
            self.find()

    def clean_fields_of_work(self) -> list[str]:
        codes: list[str] = self.cleaned_data["fields_of_work"]
        if len(codes) > MOST_FIELDS:
            raise forms.ValidationError(_("Choose at most five fields."))
        return codes

    def clean(self) -> dict[str, Any]:
        begin, end = self.moments()
        self.cleaned_data["starts_at"], self.cleaned_data["ends_at"] = begin, end
        self.cleaned_data["spot"] = self.spot()
        if self.is_sent:
            self.complain_about_lacks()
        return self.cleaned_data

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """Beginning and end; what ends before it begins ends on the next day."""
        first: date | None = self.cleaned_data.get("day")
        begins: time | None = self.cleaned_data.get("begins")
        ends: time | None = self.cleaned_data.get("ends")
        if first is None or begins is None or ends is None:
            return None, None
        begin = local_moment(first, begins.hour, begins.minute)
        last = self.cleaned_data.get("last_day") or (first if ends > begins else first + timedelta(days=1))
        end = local_moment(last, ends.hour, ends.minute)
        for name, moment in (("begins", begin), ("ends", end)):
            if is_skipped(moment):
                self.add_error(
                    name, _("This time does not exist because the clocks go forward. Choose another one.")
                )
        if end <= begin:
            self.add_error("last_day", _("The end must be after the start."))
        elif end - begin > LONGEST:
            self.add_error("last_day", _("That is longer than two weeks. Enter several activities."))
        return begin, end

    def complain_about_lacks(self) -> None:
        """What an editor would have to send it back for, said at once."""
        data = self.cleaned_data
        if not data.get("place") and not data.get("is_online") and "place" not in self.errors:
            self.add_error("place", str(LACKS[Lack.PLACE]))
        if not self.errors and not is_within(self.period, self.facts()):
            self.add_error("day", _("This day is not part of the campaign."))

    def facts(self) -> ActivityContent:
        """What was typed, as facts."""
        data = self.cleaned_data
        fee: Decimal = data.get("fee") or Decimal(0)
        plain = ("title_de", "title_en", "text_de", "text_en", "venue", "street", "postcode", "language")
        more = (
            "is_online",
            "online_url",
            "link",
            "fee_note_de",
            "fee_note_en",
            "starts_at",
            "ends_at",
            "spot",
        )
        return ActivityContent(
            **{name: data[name] for name in (*plain, *more)},
            audiences=tuple(data["audiences"]),
            fee_cents=int(fee * 100),
            fields=tuple(sorted(data["fields_of_work"])),
            programme=data["programme"],
        )


def _initial(facts: ActivityContent) -> dict[str, Any]:
    """What the fields show at first."""
    begin = facts.starts_at.astimezone(BERLIN) if facts.starts_at else None
    end = facts.ends_at.astimezone(BERLIN) if facts.ends_at else None
    last = end.date() if begin and end and end.date() > begin.date() + timedelta(days=1) else None
    names = ("title_de", "title_en", "text_de", "text_en", "venue", "street", "postcode", "language")
    more = ("is_online", "online_url", "link", "fee_note_de", "fee_note_en", "programme")
    return {
        **{name: getattr(facts, name) for name in (*names, *more)},
        "day": begin.date() if begin else None,
        "begins": begin.time() if begin else None,
        "ends": end.time() if end else None,
        "last_day": last,
        "place": facts.spot.place,
        "audiences": list(facts.audiences),
        "fee": Decimal(facts.fee_cents) / 100 if facts.fee_cents else None,
        "fields_of_work": list(facts.fields),
    }


class AnswerForm(forms.Form):
    """What the editors say to a host, or a host to the visitors."""

    answer = TidyText(
        label=gettext_lazy("Required changes"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class BecauseForm(forms.Form):
    because = OneLine(label=gettext_lazy("Reason in one line (public)"), max_length=300, required=False)
