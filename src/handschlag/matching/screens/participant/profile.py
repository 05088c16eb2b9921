"""The profile: its lines, what the engine understood of each, and what else belongs to it."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, Form
from django.utils.translation import gettext as _

from handschlag.common.language import is_english, pick
from handschlag.matching.engine.vocabulary import called, terms, understood
from handschlag.matching.models import Direction
from handschlag.matching.rules.profile import (
    EACH,
    SEEN,
    FieldKind,
    ProfileColumns,
    RegistrationExtras,
    asked_fields,
)


def profile_screen(form: Form) -> dict[str, Any]:
    """The fields of the profile in their groups, and the words that the vocabulary offers."""
    return {
        "offers": _lines_of(form, Direction.OFFER),
        "needs": _lines_of(form, Direction.NEED),
        "goals": _bound(form, ProfileColumns, FieldKind.LINE),
        "about": _bound(form, RegistrationExtras, *FieldKind),
        "counts": _bound(form, ProfileColumns, FieldKind.NUMBER),
        "sees": tuple(form[f"sees_{name}"] for name in SEEN),
        "vocabulary": tuple(pick(one.label_de, one.label_en) for one in terms()),
    }


def _bound(
    form: Form, part: type[ProfileColumns | RegistrationExtras], *kinds: FieldKind
) -> tuple[BoundField, ...]:
    return tuple(form[name] for name, field in asked_fields(part).items() if field.kind in kinds)


def _lines_of(form: Form, direction: str) -> tuple[dict[str, Any], ...]:
    names = [f"{direction}_{place}" for place in range(1, EACH + 1)]
    return tuple(_line_of(form[name], form[f"{name}_term"]) for name in names)


def _line_of(text: BoundField, term: BoundField) -> dict[str, Any]:
    said, stated = str(text.value() or ""), called(str(term.value() or ""))
    found = dict.fromkeys(
        pick(one.label_de, one.label_en)
        for one in (*understood(said, language_now()), *((stated,) if stated else ()))
    )
    if not said:
        words = ""
    elif found:
        words = ", ".join(found)
    else:
        words = _("no keyword found; we compare your words")
    return {"text": text, "term": term, "understood": words, "is_blank": not said}


def language_now() -> str:
    """`en` on English pages, `de` on all others."""
    return "en" if is_english() else "de"
