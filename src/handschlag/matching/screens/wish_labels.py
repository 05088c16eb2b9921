"""How answers and wishes are called on the pages."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WISHES: Final[dict[str, str | Promise]] = {
    "must": _("You also chose “must meet”."),
    "want": _("You also chose this person."),
    "maybe": _("You said maybe."),
}
ANSWERS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("must", _("Yes, must meet")),
    ("want", _("Yes, I would like to")),
    ("maybe", _("Yes, if it fits")),
    ("later", _("Decide later")),
    ("no", _("No, thank you")),
)


def wish_word(kind: str) -> str:
    """How strongly somebody wished, in a sentence; empty for an unknown kind."""
    return str(WISHES.get(kind, ""))


def choices() -> tuple[tuple[str, str], ...]:
    """The values of the answers and their words, from the strongest yes to no."""
    return tuple((value, str(word)) for value, word in ANSWERS)
