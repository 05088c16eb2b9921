"""Why a signal was not noted, in words that say what to do; and what the page's script says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.day.rules.signals import Outcome

OUTCOMES: Final[Mapping[Outcome, str | Promise]] = {
    Outcome.KEY_USED: _("That did not work. Please press once more."),
    Outcome.NOT_YOURS: _("This meeting is not yours any more."),
    Outcome.NOT_THE_DAY: _("That can be said on the day of the event only."),
}
