"""Words for what the rows of events hold as codes; every app above may use them."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, str | Promise]

SESSION_KINDS: Final[Words] = {
    "opening": _("Opening"),
    "talk": _("Talk"),
    "panel": _("Panel"),
    "discussion": _("Discussion"),
    "workshop": _("Workshop"),
    "break": pgettext_lazy("programme", "Break"),
    "reception": _("Reception"),
    "other": pgettext_lazy("session", "Other"),
}
SESSION_LANGUAGES: Final[Words] = {"de": _("German"), "en": _("English"), "both": _("German and English")}
SPEAKER_PARTS: Final[Words] = {
    "speaker": pgettext_lazy("part", "Speaker"),
    "moderator": _("Moderator"),
    "panellist": _("Panellist"),
}
ONLINE_ROOMS: Final[Words] = {
    "links": _("addresses that you enter for each place"),
    "bigbluebutton": "BigBlueButton",
    "jitsi": "Jitsi",
}
EVENT_STATUSES: Final[Words] = {
    "draft": pgettext_lazy("event", "draft"),
    "published": pgettext_lazy("event", "public"),
    "archived": pgettext_lazy("event", "archived"),
}
CONTRIBUTION_STATES: Final[Words] = {
    "unconfirmed": pgettext_lazy("contribution", "not handed in"),
    "submitted": pgettext_lazy("contribution", "handed in"),
    "reserve": pgettext_lazy("contribution", "in reserve"),
    "accepted": pgettext_lazy("contribution", "accepted"),
    "confirmed": pgettext_lazy("contribution", "accepted and confirmed"),
    "declined": pgettext_lazy("contribution", "declined"),
    "withdrawn": pgettext_lazy("contribution", "withdrawn"),
}
