"""One world that has one of everything an address can name, for tests that walk all addresses.

`build()` writes it into an empty database; `World.named` turns the names of the table of addresses
(`tests/platform/attacks/addresses.toml`) into ids and secrets, and `World.people` are those who ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override
from tests.platform.attacks.world import conferences, entries, people, today
from tests.platform.attacks.world.table import Line, read_table

from handschlag.accounts.models import User

__all__ = ["Line", "World", "all_names", "build", "read_table"]


@dataclass(frozen=True, slots=True)
class World:
    """What there is, by the names that the table of addresses uses."""

    people: dict[str, User]
    named: dict[str, Any] = field(default_factory=dict)

    def example_of(self, line: Line, **instead: Any) -> dict[str, Any]:
        """What stands in the address: `{"slug": "optik-sachsen", "pk": 7}`."""
        return {key: instead.get(key, self.named.get(value, value)) for key, value in line.inside.items()}

    def address_of(self, line: Line, **instead: Any) -> str:
        """The address itself, in German."""
        with override("de"):
            address = reverse(line.name, kwargs=self.example_of(line, **instead))
        return address + line.query.format_map(self.named)


def build() -> World:
    """One of everything."""
    with override("de"):
        who = people.build()
        named: dict[str, Any] = people.belongings(who)
        named |= entries.build(who, named)
        named |= conferences.build(who)
        named |= today.build(who)
    return World(people=who, named=named)


def all_names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The names of all addresses there are."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from all_names(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
