"""What somebody saw in the queue of moderation."""

from __future__ import annotations

from dataclasses import dataclass

from handschlag.directory.rules.contents import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as somebody saw it in the queue: its version, and that of the proposal with it."""

    kind: Kind
    pk: int
    version: int
    proposal: int | None = None
