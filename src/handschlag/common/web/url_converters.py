"""Numbers in addresses: no longer than a database takes, so that a longer one names nothing."""

from __future__ import annotations

from django.urls.converters import IntConverter, register_converter


class _Number(IntConverter):
    """`<number:pk>` instead of `<number:pk>`: a database refuses what is beyond 64 bits, loudly."""

    regex = "[0-9]{1,15}"


class _PictureName:
    """The random name of a picture that we drew ourselves; nothing else is looked for in the store."""

    regex = r"[0-9a-f]{32}(?:_[A-Za-z0-9]{7})?\.webp"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def register_converters() -> None:
    """Makes `number` and `picture` known to addresses; needed before any addresses are read."""
    register_converter(_Number, "number")
    register_converter(_PictureName, "picture")
