"""Why nobody gets into an online room though it is time."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class OnlineRefusal(Reason):
    NO_ROOM = "no_room", _("No room has been set up here yet. Please ask the organisers.")
    NO_ANSWER = "no_answer", _("The video service does not answer at the moment. We keep trying.")
