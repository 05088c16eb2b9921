"""The profile: its lines, what the engine understood of each, and what else belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import BoundField, Form
from django.utils.translation import gettext as _

from handschlag.common.language import is_english, pick
from handschlag.matching.engine.vocabulary import called, terms
from handschlag.matching.models import Direction
from handschlag.matching.queries.proposed_statements import ProposedStatement
from handschlag.matching.rules.chances import Hours
from handschlag.matching.rules.profile import (
    EACH,
    SEEN,
    FieldKind,
    ProfileColumns,
    RegistrationExtras,
    asked_fields,
)


def profile_screen(form: Form, proposed: Sequence[ProposedStatement]) -> dict[str, Any]:
    """The fields of the profile in their groups, and the words that the vocabulary offers."""
    return {
        "proposed": _still_proposed(form, proposed),
        "offers": _lines_of(form, Direction.OFFER),
        "needs": _lines_of(form, Direction.NEED),
        "goals": _bound(form, ProfileColumns, FieldKind.LINE),
        "about": _bound(form, RegistrationExtras, *FieldKind),
        "counts": _bound(form, ProfileColumns, FieldKind.NUMBER),
        "sees": tuple(form[f"sees_{name}"] for name in SEEN),
        "is_more_open": any(
            form[name].errors for name in (*asked_fields(RegistrationExtras), *asked_fields(ProfileColumns))
        ),
        "vocabulary": tuple(pick(one.label_de, one.label_en) for one in terms()),
    }


def _still_proposed(form: Form, proposed: Sequence[ProposedStatement]) -> tuple[ProposedStatement, ...]:
    """Those for which there is room, and which do not stand in the form yet."""
    names = {way: [f"{way}_{place}" for place in range(1, EACH + 1)] for way in Direction.values}
    said = {way: [str(form[name].value() or "") for name in several] for way, several in names.items()}
    return tuple(one for one in proposed if "" in said[one.direction] and one.text not in said[one.direction])


def _bound(
    form: Form, part: type[ProfileColumns | RegistrationExtras], *kinds: FieldKind
) -> tuple[BoundField, ...]:
    return tuple(form[name] for name, field in asked_fields(part).items() if field.kind in kinds)


def _lines_of(form: Form, direction: str) -> tuple[dict[str, Any], ...]:
    return tuple(line_of(form, f"{direction}_{place}") for place in range(1, EACH + 1))


def line_of(form: Form, name: str) -> dict[str, Any]:
    """One offer or need: its words, what was understood of them, and how to correct that."""
    text, term = form[name], form[f"{name}_term"]
    return {
        "name": name,
        "text": text,
        "term": term,
        "kind": form[f"{name}_kind"],
        "topics": form[f"{name}_not"] if f"{name}_not" in form.fields else None,
        "has_own_topic": called(str(term.value() or "")) is not None,
        "is_blank": not text.value(),
    }


def saved_words(hours: Hours) -> str:
    """What was saved, and whether more is agreed than wished."""
    words = [_("Your profile is saved.")]
    if hours.most is not None and hours.agreed > hours.most:
        words.append(
            _(
                "You have %(agreed)s confirmed meetings, more than your maximum of %(most)s. They stay as "
                "they are; there will be no new ones."
            )
            % {"agreed": hours.agreed, "most": hours.most}
        )
    return " ".join(words)


def language_now() -> str:
    """`en` on English pages, `de` on all others."""
    return "en" if is_english() else "de"
