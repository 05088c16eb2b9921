"""Why something did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.pictures.refusal_messages import PICTURE_WORDS
from handschlag.events.rules.campaigns.campaign_refusals import CampaignRefusal

WORDS: Final[dict[str, str | Promise]] = {
    CampaignRefusal.GONE: _("That does not exist any more."),
    CampaignRefusal.STALE: _("Somebody has changed this meanwhile. Look at it once more."),
    CampaignRefusal.NOT_IN_THIS_STATE: _(
        "That has been decided meanwhile. Look at the state of the activity."
    ),
    CampaignRefusal.NOT_OPEN_YET: _("The time for entries has not begun. Your draft is kept."),
    CampaignRefusal.CLOSED: _("The time for entries is over. Write to the editors."),
    CampaignRefusal.OUTSIDE_THE_PERIOD: _("The day is not part of the campaign."),
    CampaignRefusal.IS_PAST: _("The activity lies in the past."),
    CampaignRefusal.INCOMPLETE: _("Something is missing that visitors need."),
    CampaignRefusal.DECIDED: _("Somebody has decided this already."),
    CampaignRefusal.HAS_ACTIVITIES: _("A public activity would fall out of the period. Move it first."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[reason] if isinstance(reason, CampaignRefusal) else PICTURE_WORDS[reason])
