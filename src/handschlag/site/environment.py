"""What the machine says about itself: environment variables, read once, loud at nonsense."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
PREFIX = "HANDSCHLAG_"


@dataclass(frozen=True, slots=True)
class Environment:
    """Values from `HANDSCHLAG_...`; each read says what it expects when it is not given that."""

    values: Mapping[str, str]

    @classmethod
    def of_this_process(cls) -> Environment:
        return cls(dict(os.environ))

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self.values.get(PREFIX + name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"{PREFIX}{name} must be set.")
        return default

    def switch(self, name: str, *, default: bool) -> bool:
        value = self.text(name, default="yes" if default else "no").lower()
        if value not in YES | NO:
            raise ImproperlyConfigured(f"{PREFIX}{name} must be yes or no, not {value!r}.")
        return value in YES

    def number(self, name: str, *, default: int, least: int = 0) -> int:
        value = self.text(name, default=str(default))
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise ImproperlyConfigured(
                f"{PREFIX}{name} must be a whole number of at least {least}, not {value!r}."
            )
        return int(value)

    def choice(self, name: str, options: tuple[str, ...], *, default: str) -> str:
        value = self.text(name, default=default)
        if value not in options:
            raise ImproperlyConfigured(f"{PREFIX}{name} must be one of {', '.join(options)}, not {value!r}.")
        return value

    def names(self, name: str, *, default: tuple[str, ...] = ()) -> list[str]:
        text = self.text(name, default=",".join(default))
        return [part.strip() for part in text.split(",") if part.strip()]

    def lines(self, name: str) -> list[str]:
        """Lines of an address, parted by semicolons."""
        return [line.strip() for line in self.text(name, default="").split(";") if line.strip()]

    def folder(self, name: str, *, default: Path) -> Path:
        return Path(self.text(name, default=str(default))).expanduser().resolve()
