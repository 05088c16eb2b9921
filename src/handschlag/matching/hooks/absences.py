"""Who and what is not available for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from handschlag.common.hooks import Hook
from handschlag.matching.rules.absences import Absence

# Called with the service's id. Whoever's answer changes gives the service a new structure.
absences: Final = Hook[Callable[[int], Iterable[Absence]]]("matching.absences")
