"""What else stands in a person's calendar: meetings, say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.events.rules.calendar import Entry

# The entries of one person, in the language that is spoken now.
type _Source = Callable[..., Iterable[Entry]]

calendar_entries: Final = Hook[_Source]("registration.calendar_entries")
