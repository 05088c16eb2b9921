"""What people are asked to agree to. The words stand in `registration.labels`; their version is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

# A new wording is a new version: whoever agreed to the old one agreed to nothing else.
VERSIONS: Final[Mapping[str, str]] = {
    "participants_list": "2026-11",
    "matching": "2026-11",
    "remembered": "2026-11",
    "contact_after": "2026-11",
    "photos": "2026-11",
}

# Somebody agreed elsewhere, in words that the organisers keep; the list says on which day.
CONSENT_ON_A_LIST: Final = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    """Which consents are given now, and which are withdrawn."""

    given: tuple[str, ...]
    withdrawn: tuple[str, ...]


def difference(before: Collection[str], after: Collection[str]) -> _Difference:
    """What is newly given and what is withdrawn; unknown purposes are never given."""
    known = [purpose for purpose in VERSIONS if purpose in after]
    return _Difference(
        given=tuple(purpose for purpose in known if purpose not in before),
        withdrawn=tuple(purpose for purpose in before if purpose not in after),
    )
