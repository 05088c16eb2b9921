"""A session with everything, and where and when it is moved to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import clock_of, local_date, zone
from handschlag.events.forms.fields import (
    ODD,
    LongSelect,
    RowForm,
    clock_input,
    day_input,
    number,
    text,
    title,
    whole_minutes,
    yes,
)
from handschlag.events.labels import KINDS, LANGUAGES, PARTS
from handschlag.events.models import SessionKind, SessionLanguage, SpeakerPart
from handschlag.events.rules.moments import OddMoment, moment_at, span_of

SEATS = _("Only if places must be booked. Empty: unlimited.")
ANYWAY = _("Schedule it anyway")
MOST_SPEAKERS, MOST_PAPERS = 8, 6


class SessionForm(RowForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one.value, KINDS[one.value]) for one in SessionKind])
    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    day = forms.DateField(
        label=_("Day"),
        widget=day_input(),
        required=False,
        help_text=_("Leave empty if the time is not fixed yet."),
    )
    starts = forms.TimeField(label=_("From"), widget=clock_input(), required=False)
    ends = forms.TimeField(
        label=_("Until"),
        widget=clock_input(),
        required=False,
        help_text=_("A time before the beginning means the next day."),
    )
    room = forms.ChoiceField(label=_("Room"), required=False, choices=[("", _("no room yet"))])
    track = forms.ChoiceField(label=_("Track"), required=False, choices=[("", _("none"))])
    language = forms.ChoiceField(
        label=_("Language"), choices=[(one.value, LANGUAGES[one.value]) for one in SessionLanguage]
    )
    seats = number(_("Places that can be booked"), least=1, hint=SEATS)
    abstract_de = text(_("Abstract, German"))
    abstract_en = text(_("Abstract, English"))
    is_time_invented = yes(
        _("The time is a placeholder"), _("It is marked as invented wherever it is shown.")
    )
    anyway = yes(ANYWAY)
    facts = (
        "kind",
        "title_de",
        "title_en",
        "language",
        "seats",
        "abstract_de",
        "abstract_en",
        "is_time_invented",
    )
    rows = ("room", "track")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        shown = super().start(values)
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if isinstance(starts, datetime) and isinstance(ends, datetime):
            shown |= {"day": local_date(starts), "starts": clock_of(starts), "ends": clock_of(ends)}
        return shown

    def clean(self) -> dict[str, Any]:
        self.span: tuple[datetime | None, datetime | None] = (None, None)
        given = [self.cleaned_data.get(name) for name in ("day", "starts", "ends")]
        if any(one is not None for one in given) and not {"day", "starts", "ends"} & self.errors.keys():
            self.set_span(*given)
        return self.cleaned_data

    def set_span(self, day: Any, starts: Any, ends: Any) -> None:
        for name, value in (("day", day), ("starts", starts), ("ends", ends)):
            if value is None:
                self.add_error(name, _("Day, beginning and end belong together: state all three, or none."))
        if None in (day, starts, ends):
            return
        try:
            self.span = span_of(day, whole_minutes(starts), whole_minutes(ends), zone())
        except OddMoment as odd:
            self.add_error("starts", str(ODD[odd.fault]))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "starts_at": self.span[0], "ends_at": self.span[1]}


class _SpeakingForm(forms.Form):
    """One speaker of a session; an empty line is none."""

    speaker = forms.ChoiceField(label=_("Speaker"), required=False, widget=LongSelect)
    part = forms.ChoiceField(
        label=_("As"),
        choices=[(one.value, PARTS[one.value]) for one in SpeakerPart],
        required=False,
        initial=SpeakerPart.SPEAKER.value,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["speaker"].choices = people  # type: ignore[attr-defined]


class _PaperForm(forms.Form):
    """One address with slides or a paper; an empty line is none."""

    url = forms.URLField(label=_("Address"), max_length=300, required=False, assume_scheme="https")
    title_de = title(_("Title, German"))
    title_en = title(_("Title, English"))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("url") and not self.cleaned_data.get("title_de"):
            self.add_error("title_de", _("Enter a title."))
        elif self.cleaned_data.get("title_de") and not self.cleaned_data.get("url") and not self.errors:
            self.add_error("url", _("Enter an address."))
        return self.cleaned_data


class AroundForms:
    """The lines for speakers and materials: what is there, and some empty ones."""

    def __init__(
        self,
        data: Any = None,
        *,
        people: list[tuple[int, str]],
        speakers: tuple[tuple[int, str], ...] = (),
        papers: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        options = [("", str(_("nobody"))), *((str(pk), name) for pk, name in people)]
        first = [{"speaker": str(pk), "part": part} for pk, part in speakers]
        self.speakers = [
            _SpeakingForm(data, prefix=f"speaker-{i}", initial=one, people=options)
            for i, one in enumerate(_padded(first, least=2, most=MOST_SPEAKERS))
        ]
        known = [dict(zip(("url", "title_de", "title_en"), one, strict=True)) for one in papers]
        self.papers = [
            _PaperForm(data, prefix=f"paper-{i}", initial=one)
            for i, one in enumerate(_padded(known, least=1, most=MOST_PAPERS))
        ]

    def is_valid(self) -> bool:
        faults = [
            form.errors for form in (*self.speakers, *self.papers)
        ]  # each form is asked, not only the first
        return not any(faults)

    def speaking(self) -> tuple[tuple[int, str], ...]:
        """Each speaker once, in the order of the lines."""
        found: dict[int, str] = {}
        for form in self.speakers:
            if form.cleaned_data["speaker"]:
                found.setdefault(int(form.cleaned_data["speaker"]), form.cleaned_data["part"] or "speaker")
        return tuple(found.items())

    def materials(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (form.cleaned_data["url"], form.cleaned_data["title_de"], form.cleaned_data["title_en"])
            for form in self.papers
            if form.cleaned_data["url"]
        )


def _padded(lines: list[dict[str, str]], *, least: int, most: int) -> list[dict[str, str]]:
    """With some empty lines for more."""
    return [*lines, *({} for _line in range(max(0, min(least, most - len(lines)))))]


class MoveForm(forms.Form):
    """Where to, and when; how long it takes stays as it is."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24)
    room = forms.ChoiceField(label=_("Room"), required=False)
    day = forms.DateField(label=_("Day"), widget=day_input())
    starts = forms.TimeField(label=_("Begins at"), widget=clock_input())
    anyway = yes(ANYWAY)

    def __init__(self, *args: Any, rooms: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            ("", _("no room yet")),
            *((str(pk), name) for pk, name in rooms),
        ]

    def clean(self) -> dict[str, Any]:
        day, starts = self.cleaned_data.get("day"), self.cleaned_data.get("starts")
        if isinstance(day, date) and starts is not None:
            try:
                self.cleaned_data["starts_at"] = moment_at(day, whole_minutes(starts), zone())
            except OddMoment as odd:
                self.add_error("starts", str(ODD[odd.fault]))
        return self.cleaned_data
