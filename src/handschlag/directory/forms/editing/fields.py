"""Technology fields are picked from the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.models import Field

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
