"""Light or dark: the system decides, unless a person has chosen."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.http import HttpRequest

COOKIE: Final = "theme"
KEPT_FOR: Final = 365 * 24 * 60 * 60


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def theme_of(request: HttpRequest) -> Theme:
    """What the person chose; the system's theme where they did not, or where the cookie is nonsense."""
    given = request.COOKIES.get(COOKIE, "")
    return Theme(given) if given in set(Theme) else Theme.SYSTEM
