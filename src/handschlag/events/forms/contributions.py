"""A call for contributions, what people propose, what they change later, and what the team says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handschlag.common.rules.pictures import LARGEST_FILE
from handschlag.common.times import format_range, format_short_day, local_date
from handschlag.design.controls.fields import OneLine, TidyText
from handschlag.events.forms.fields import MomentField, RowForm, number, text, title
from handschlag.events.labels import KINDS, LANGUAGES
from handschlag.events.models import ContributionCall, SessionLanguage
from handschlag.events.rules.contribution_query import KINDS as CALLED_KINDS
from handschlag.events.rules.contributions import SCORES, USUAL_KINDS, USUAL_MINUTES, Span

MOST_OTHERS: Final = 3
_LENGTHS: Final = (5, 10, 15, 20, 30, 45, 60, 90, 120)
_MINUTES: Final = _("%(n)s minutes")


def _length(minutes: int) -> str:
    return str(_MINUTES) % {"n": minutes}


def _several(label: Any, choices: Sequence[tuple[str, Any]], *, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, help_text=hint
    )


class CallForm(RowForm):
    """From when until when, for what, and in which words."""

    opens_at = MomentField(label=_("Open from"))
    closes_at = MomentField(label=_("Open until"))
    text_de = text(_("Introduction, German"), hint=_("It stands above the form."))
    text_en = text(_("Introduction, English"))
    kinds = _several(_("Kinds of contribution"), [(one, KINDS[one]) for one in CALLED_KINDS])
    minutes = _several(_("Lengths to choose from"), ())
    kept_days = number(
        _("Delete after (days)"),
        least=1,
        most=1000,
        hint=_(
            "Declined and withdrawn contributions are deleted so many days later, everything else so "
            "many days after the event. The programme keeps its sessions."
        ),
    )
    facts = ("opens_at", "closes_at", "text_de", "text_en", "kinds", "minutes", "kept_days")

    def __init__(self, data: Any = None, *, row: ContributionCall | None, last_day: date) -> None:
        shown = {name: getattr(row, name) for name in self.facts} if row else {}
        usual = {"kinds": USUAL_KINDS, "minutes": USUAL_MINUTES, "kept_days": 90}
        super().__init__(data, values=shown or usual, seen=str(row.version if row else 0))
        lengths = [(str(one), _length(one)) for one in _LENGTHS]
        self.fields["minutes"].choices = lengths  # type: ignore[attr-defined]
        self.fields["kept_days"].required = True
        self._last_day = last_day

    def clean(self) -> dict[str, Any]:
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The end must be after the beginning."))
        elif closes and local_date(closes) > self._last_day:
            self.add_error("closes_at", _("The end must not be after the event."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {**found, "minutes": [int(one) for one in found["minutes"]]}


class _ContentFields(forms.Form):
    """What a contribution is."""

    title = title(_("Title"), required=True)
    abstract = TidyText(
        label=_("Abstract"),
        max_length=3000,
        help_text=_("What it is about, and what people take away. Up to 3,000 characters."),
        error_messages={"required": _("Describe your contribution in a few sentences.")},
    )
    kind = forms.ChoiceField(label=_("Kind"))
    minutes = forms.TypedChoiceField(label=_("Length"), coerce=int)
    track = forms.TypedChoiceField(label=_("Track"), coerce=int, required=False, empty_value=None)
    language = forms.ChoiceField(
        label=_("Language"), choices=[(one.value, LANGUAGES[one.value]) for one in SessionLanguage]
    )

    def offer(self, call: ContributionCall, tracks: Sequence[tuple[int, str]]) -> None:
        """The choices are those of the call, and what was chosen before; without tracks nothing is asked."""
        kind, minutes = self.initial.get("kind"), self.initial.get("minutes")
        kinds = [(one, KINDS[one]) for one in dict.fromkeys((*call.kinds, *filter(None, [kind])))]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        lengths = [(str(one), _length(one)) for one in sorted({*call.minutes, *filter(None, [minutes])})]
        self.fields["minutes"].choices = lengths  # type: ignore[attr-defined]
        options = [("", _("none")), *((str(pk), name) for pk, name in tracks)]
        self.fields["track"].choices = options  # type: ignore[attr-defined]
        if not tracks:
            del self.fields["track"]


class ProposalForm(_ContentFields):
    """The public form. `topic` is a trap: people do not see it, programs that fill in everything do."""

    name = OneLine(
        label=_("Your name"),
        max_length=120,
        help_text=_("With title, as the programme should name you"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We send your personal link to this address. It is not published."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("This email address is incomplete. It should look like name@example.org."),
        },
    )
    organisation = title(_("Organisation"))
    agreed = forms.BooleanField(
        label=_("I agree to this, and the people I name here do too."),
        error_messages={"required": _("Without your agreement the organisers may not read it.")},
    )
    topic = forms.CharField(required=False, max_length=200)

    def __init__(
        self, data: Any = None, *, call: ContributionCall, tracks: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.offer(call, tracks)
        self.others = [_OtherForm(data, prefix=f"other-{number}") for number in range(MOST_OTHERS)]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(one.is_valid() for one in self.others)])

    def named(self) -> Iterator[Mapping[str, str]]:
        """Whoever is to speak, as they were typed; the first one proposes it."""
        for form in (self, *self.others):
            found = {name: form.cleaned_data[name] for name in ("name", "email", "organisation")}
            if found["name"]:
                yield found


class _OtherForm(forms.Form):
    """One more speaker; an empty line is none."""

    name = title(_("Name"), longest=120)
    email = forms.EmailField(label=_("Email address"), max_length=254, required=False)
    organisation = title(_("Organisation"))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("name") and (given.get("email") or given.get("organisation")):
            self.add_error("name", _("Enter the name of this person."))
        return given


class OwnForm(_ContentFields):
    """What a speaker can change by the personal link; `is_fixed` once it is in the programme."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    name = title(_("Your name"), longest=120, required=True)
    organisation = title(_("Organisation"))
    about = TidyText(
        label=_("About you"),
        max_length=1500,
        required=False,
        help_text=_("A few sentences for the programme."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    needs = TidyText(
        label=_("Needs on site"),
        max_length=1000,
        required=False,
        help_text=_("For example sound, a second screen, step-free access to the stage. Not published."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        call: ContributionCall,
        tracks: Sequence[tuple[int, str]],
        hours: Sequence[Span],
        absences: Sequence[Span],
        is_fixed: bool,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.offer(call, tracks)
        if is_fixed:
            for name in ("kind", "minutes", "track", "language", "name", "organisation"):
                self.fields.pop(name, None)
        self._spans = {starts.isoformat(): (starts, ends) for starts, ends in hours}
        self._days: list[str] = []
        for day, spans in groupby(hours, key=lambda span: local_date(span[0])):
            self._add_day(f"away_{day.isoformat()}", list(spans), absences)

    def _add_day(self, name: str, spans: Sequence[Span], absences: Sequence[Span]) -> None:
        away = [a for a, b in spans if any(starts < b and a < ends for starts, ends in absences)]
        self._days.append(name)
        self.fields[name] = forms.MultipleChoiceField(
            label=format_short_day(spans[0][0]),
            required=False,
            choices=[(a.isoformat(), format_range(a, b)) for a, b in spans],
            initial=[a.isoformat() for a in away],
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def days(self) -> list[forms.BoundField]:
        """One field for each day, with its hours."""
        return [self[name] for name in self._days]

    @property
    def plain(self) -> list[forms.BoundField]:
        """All other fields, in their order."""
        return [one for one in self.visible_fields() if one.name not in self._days]

    def absences(self) -> list[tuple[datetime, datetime]]:
        """The hours that were ticked."""
        return [self._spans[one] for name in self._days for one in self.cleaned_data[name]]

    def facts(self) -> dict[str, Any]:
        """What may still change of the contribution."""
        names = {"kind": "kind", "minutes": "minutes", "language": "language", "track": "track_id"}
        return {fact: self.cleaned_data[name] for name, fact in names.items() if name in self.fields}

    def who(self) -> dict[str, str]:
        """Name and organisation, as long as they may change."""
        return {name: self.cleaned_data[name] for name in ("name", "organisation") if name in self.fields}


class SpeakerPictureForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content."""

    picture = forms.FileField(
        label=_("Picture of you"),
        allow_empty_file=True,
        help_text=_(
            "PNG, JPEG or WebP, up to 5 MB. We save a new copy without hidden data such as place and names."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_picture(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1))


class ReviewForm(forms.Form):
    """A score from 1 to 5, or that one knows the people."""

    score = forms.ChoiceField(
        label=_("Score"),
        choices=[
            *((str(one), str(one)) for one in SCORES),
            ("conflict", _("I know them: someone else should score this.")),
        ],
        widget=forms.RadioSelect,
        help_text=_("1: not for this event. 5: must be in the programme."),
        error_messages={"required": _("Choose a score, or say that you know the people.")},
    )
    remark = TidyText(
        label=_("Remark for the team"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The speaker only sees it if they ask for their data."),
    )

    def number(self) -> int | None:
        """The score; None for a conflict."""
        given = self.cleaned_data["score"]
        return None if given == "conflict" else int(given)
