"""Parts of the country that a name means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Circle:
    """A point in degrees, and what lies so many kilometres around it; up to `near` it is close by."""

    latitude: float
    longitude: float
    radius: float
    near: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Länder by their codes, or circles; `names` are all that people call it, folded and in one word each."""

    name: str
    lands: tuple[str, ...] = ()
    circles: tuple[Circle, ...] = ()
    names: tuple[str, ...] = ()
