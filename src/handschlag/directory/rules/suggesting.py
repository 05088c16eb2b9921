"""An organisation that the directory does not have: whether it is suggested, and as what."""

from __future__ import annotations

from typing import Final

from handschlag.common.rules.folding import folded_name
from handschlag.directory.rules.legal_forms import bare_name

SHORTEST: Final = 3
MOST_WAITING: Final = 500  # a flood from an open form leaves room for the editors' work
# What people write who come for themselves.
NONE: Final = frozenset(
    {"privat", "privatperson", "private", "keine", "none", "freiberuflich", "selbststaendig"}
)
LEARNED: Final = ("universitaet", "hochschule", "university", "fachhochschule")


def is_suggestable(name: str, *, person: str = "") -> bool:
    """Whether these words can name an organisation: not the person, and not that there is none."""
    plain = folded_name(name).strip()
    return sum(sign.isalpha() for sign in plain) >= SHORTEST and plain not in {
        *NONE,
        folded_name(person).strip(),
    }


def kind_guessed(name: str) -> str:
    """A first guess that the editor sees and corrects."""
    plain = folded_name(name).strip()
    if any(word in plain for word in LEARNED):
        return "university"
    if "institut" in plain:
        return "research"
    return "company" if bare_name(name) != plain else "other"
