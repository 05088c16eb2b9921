"""Pages of apps above for those who have not registered, or do not come; an empty address for none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.events.models import Event

# Where somebody without a registration is served at once.
walk_in_page: Final = Hook[Callable[[Event], str]]("registration.walk_in_page")

# Where it is said that somebody does not come whom others wait for; called with the id of the registration.
absence_page: Final = Hook[Callable[[Event, int, datetime], str]]("registration.absence_page")
