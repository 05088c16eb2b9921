"""Addresses of entries, events and calls: made of their names once, and kept when the name changes."""

from __future__ import annotations

from collections.abc import Container

from handschlag.common.rules.folding import folded_name


def slug_of(name: str, *, longest: int = 80) -> str:
    """The name as part of an address; never empty."""
    words = folded_name(name).replace(" ", "-")
    return words[:longest].rstrip("-") or "eintrag"


def free_slug(name: str, taken: Container[str], *, longest: int = 80) -> str:
    """The first of `name`, `name-2`, `name-3` ... that nobody has."""
    plain = slug_of(name, longest=longest - 6)
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found
