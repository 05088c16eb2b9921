"""What can come of a meeting, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.day.models import OutcomeResult

RESULTS: Final[Mapping[str, str | Promise]] = {
    OutcomeResult.NOTHING: gettext_lazy("Nothing yet"),
    OutcomeResult.IN_TOUCH: gettext_lazy("Still in touch"),
    OutcomeResult.PLANNING: gettext_lazy("Planning something"),
    OutcomeResult.APPLICATION: gettext_lazy("Applied for funding"),
    OutcomeResult.CONTRACT: gettext_lazy("Agreed by contract"),
}
