"""What the forms of all sections share, and the fields and rows that they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.fields import OneLine
from handschlag.directory import contents
from handschlag.directory.contents import (
    IDENTIFIERS,
    ActorContent,
    Content,
    GeoPoint,
    NetworkContent,
    to_json,
)
from handschlag.directory.models import Field, Land
from handschlag.directory.places import GazetteerPlace, find_places, spot_at, suggest_places


class SectionForm(forms.Form):
    """A section of an entry. `seen` is the mark of what was shown: see `rules.provenance.mark_of`."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    facts: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, content: Content, **options: Any) -> None:
        self.content = content
        options["initial"] = {**self.start(content), **options.get("initial", {})}
        super().__init__(*args, **options)

    def start(self, content: Content) -> dict[str, Any]:
        """What the fields show at first."""
        return {fact: getattr(content, fact) for fact in self.facts}

    def changes(self) -> dict[str, Any]:
        """The facts of the section as they were typed, in the form that a revision has them."""
        return {fact: to_json(self.cleaned_data[fact]) for fact in self.facts}


class SourceForm(forms.Form):
    """Where the facts of a section were read."""

    source = forms.CharField(
        label=_("Source"),
        help_text=_(
            "An address or a title that others can look up. For your own statement, leave the network's name."
        ),
        max_length=400,
    )
    seen_on = forms.DateField(
        label=_("Read on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, is_required: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        for field in self.fields.values():
            field.required = is_required

    def clean_seen_on(self) -> date | None:
        day: date | None = self.cleaned_data["seen_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("Enter a date that is not in the future."))
        return day


YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A day, or the first day of a year of which no more is known."""

    day: date
    is_year_only: bool = False


class DayOrYear(forms.DateField):
    """`17.10.2019`, `2019-10-17` or just `2019`."""

    default_error_messages = {  # noqa: RUF012 - Django's own way
        "invalid": _("Type a day such as 17.10.2019, or a year such as 2019.")
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"])
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if YEAR.fullmatch(text):
            return _Known(day=date(int(text), 1, 1), is_year_only=True)
        day = super().to_python(text)
        return None if day is None else _Known(day=day)


def format_day(day: date | None, *, is_year_only: bool) -> str:
    """A known day as somebody would type it."""
    if day is None:
        return ""
    return str(day.year) if is_year_only else f"{day:%d.%m.%Y}"


def whole_day() -> forms.DateField:
    """A field for a day that is known; the browser's own calendar helps where there is one."""
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


MOST_FIELDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """One field of the vocabulary; `words` are what it is found by."""

    code: str
    label: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A field of the upper level with those below it."""

    head: _Choice
    choices: tuple[_Choice, ...]

    @property
    def chosen(self) -> int:
        return sum(one.is_chosen for one in (self.head, *self.choices))


class FieldsForm(SectionForm):
    facts: ClassVar = ("fields",)
    codes = forms.MultipleChoiceField(label=_("Technology fields"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.vocabulary = list(Field.objects.all())
        self.fields["codes"].choices = [(one.pk, one.label_de) for one in self.vocabulary]  # type: ignore[attr-defined]

    def start(self, content: Any) -> dict[str, Any]:
        return {"codes": list(content.fields)}

    @property
    def groups(self) -> tuple[_Group, ...]:
        chosen = set(self["codes"].value() or ())
        return tuple(
            _Group(
                head=_choice(head, chosen),
                choices=tuple(_choice(one, chosen) for one in self.vocabulary if one.parent_id == head.pk),
            )
            for head in self.vocabulary
            if head.parent_id is None
        )

    def clean_codes(self) -> list[str]:
        codes: list[str] = self.cleaned_data["codes"]
        if len(codes) > MOST_FIELDS:
            raise forms.ValidationError(
                _("Choose at most %(most)s fields: those that a partner would look for first."),
                params={"most": MOST_FIELDS},
            )
        return sorted(codes)

    def changes(self) -> dict[str, Any]:
        return {"fields": self.cleaned_data["codes"]}


def _choice(field: Field, chosen: set[str]) -> _Choice:
    words = " ".join([field.label_de, field.label_en, *field.synonyms]).casefold()
    return _Choice(
        code=field.pk,
        label=pick(field.label_de, field.label_en),
        words=words,
        is_chosen=field.pk in chosen,
    )


MOST_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The fields of one row, and the box that takes it off; the empty row has none."""

    fields: tuple[BoundField, ...]
    remove: BoundField | None
    is_new: bool


class RowsForm(SectionForm):
    """Fields are named `<column>_<number>`; a row whose box `remove_<number>` is ticked is left out."""

    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, content: Content, **options: Any) -> None:
        self.old = self.rows_of(content)
        self.count = min(len(self.old) + 1, MOST_ROWS)
        super().__init__(*args, content=content, **options)
        for number in range(self.count):
            for name, field in self.row_fields(is_new=number >= len(self.old)).items():
                self.fields[f"{name}_{number}"] = field
            if number < len(self.old):
                self.fields[f"remove_{number}"] = forms.BooleanField(
                    label=_("Remove this entry"), required=False
                )

    def rows_of(self, content: Content) -> list[dict[str, Any]]:
        """What is there already, as initial values."""
        raise NotImplementedError

    def row_fields(self, *, is_new: bool) -> dict[str, forms.Field]:
        """Fresh fields of one row; those of the empty row are all optional."""
        raise NotImplementedError

    def value_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """One row as a revision keeps it."""
        raise NotImplementedError

    def start(self, content: Content) -> dict[str, Any]:
        return {
            f"{name}_{number}": value
            for number, row in enumerate(self.rows_of(content))
            for name, value in row.items()
        }

    @property
    def rows(self) -> tuple[_Row, ...]:
        return tuple(
            _Row(
                fields=tuple(self[f"{name}_{number}"] for name in self.row_fields(is_new=False)),
                remove=self[f"remove_{number}"] if number < len(self.old) else None,
                is_new=number >= len(self.old),
            )
            for number in range(self.count)
        )

    def typed(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """The rows that are to be there, with their numbers."""
        for number in range(self.count):
            row = {name: self.cleaned_data.get(f"{name}_{number}") for name in self.row_fields(is_new=False)}
            is_empty = all(value in (None, "", False) for value in row.values())
            if not is_empty and not self.cleaned_data.get(f"remove_{number}"):
                yield number, row

    def require(self, number: int, names: Iterable[str]) -> None:
        """Says what is missing in a row that was begun."""
        for name in names:
            key = f"{name}_{number}"
            if self.cleaned_data.get(key) in (None, "") and key not in self.errors:
                self.add_error(key, _("This is missing in this entry."))

    def clean(self) -> dict[str, Any]:
        for number, row in self.typed():
            self.check(number, row)
        return self.cleaned_data

    def check(self, number: int, row: Mapping[str, Any]) -> None:
        """Says what is wrong within one row."""

    def changes(self) -> dict[str, Any]:
        return {self.facts[0]: [self.value_of(row) for _, row in self.typed()]}


class IdentifiersForm(SectionForm):
    """Each is checked by its form; whether it is the right organisation, an editor sees."""

    facts: ClassVar = IDENTIFIERS
    wikidata_id = OneLine(
        label=_("Wikidata id"),
        required=False,
        max_length=80,
        help_text=_("A Q with digits, or the address of the item at wikidata.org."),
    )
    euid = OneLine(
        label=_("EUID"),
        required=False,
        max_length=60,
        help_text=_("Country, court, register and number of the entry in the register: DED2601V.HRB6684."),
    )
    pic = OneLine(
        label=_("PIC"),
        required=False,
        max_length=20,
        help_text=_("The nine digits of participants in European programmes."),
    )

    def clean_wikidata_id(self) -> str:
        text = str(self.cleaned_data["wikidata_id"])
        found = contents.wikidata(text)
        if text and not found:
            raise forms.ValidationError(_("A Wikidata id looks like this: Q81230."))
        return found

    def clean_euid(self) -> str:
        text = str(self.cleaned_data["euid"])
        found = contents.euid(text)
        if text and not found:
            raise forms.ValidationError(
                _("A German EUID looks like this: DED2601V.HRB6684. There is no such court or register.")
            )
        return found

    def clean_pic(self) -> str:
        text = str(self.cleaned_data["pic"])
        found = contents.pic(text)
        if text and not found:
            raise forms.ValidationError(_("A PIC has nine digits."))
        return found


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
