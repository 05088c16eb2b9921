"""Why something did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.pictures.refusal_messages import PICTURE_WORDS
from handschlag.events.rules.campaigns.campaign_refusals import CampaignRefusal

WORDS: Final[dict[str, str | Promise]] = {
    CampaignRefusal.GONE: _("This has been deleted."),
    CampaignRefusal.STALE: _("Someone has changed this in the meantime. Check it again."),
    CampaignRefusal.NOT_IN_THIS_STATE: _(
        "This has been decided in the meantime. Check the status of the activity."
    ),
    CampaignRefusal.NOT_OPEN_YET: _("You cannot send entries yet. Your draft is saved."),
    CampaignRefusal.CLOSED: _("Entries are closed. Contact the editors."),
    CampaignRefusal.OUTSIDE_THE_PERIOD: _("The day is not part of the campaign."),
    CampaignRefusal.IS_PAST: _("Enter a date in the future."),
    CampaignRefusal.INCOMPLETE: _("Details that visitors need are missing."),
    CampaignRefusal.DECIDED: _("This has already been decided."),
    CampaignRefusal.HAS_ACTIVITIES: _("A public activity would be outside this period. Move it first."),
}


def refusal_message(reason: StrEnum) -> str:
    return str(WORDS[reason] if isinstance(reason, CampaignRefusal) else PICTURE_WORDS[reason])
