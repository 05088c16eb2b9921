"""Numbers in addresses: no longer than a database takes, so that a longer one names nothing."""

from __future__ import annotations

from django.urls.converters import IntConverter, register_converter


class Number(IntConverter):
    """`<number:pk>` instead of `<number:pk>`: a database refuses what is beyond 64 bits, loudly."""

    regex = "[0-9]{1,15}"


def register() -> None:
    register_converter(Number, "number")
