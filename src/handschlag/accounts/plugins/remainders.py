"""What stays of accounts, letters, trail and backups when somebody is erased."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.remainders import Remainder


def _backup_days() -> str:
    return gettext("at most %(days)s days") % {"days": settings.KEEP_BACKUPS_DAYS}


ALWAYS: Final = (
    Remainder(
        key="accounts.delivered",
        what=_("Emails that have been delivered"),
        why=_(
            "They are in the recipients’ mailboxes. Emails to others that name you and are still waiting are "
            "sent, because meetings of these people change; here their text is deleted once they are sent."
        ),
        until=_("until the recipients delete them"),
    ),
    Remainder(
        key="accounts.trail",
        what=_("Entries of the audit trail, with numbers and without your name"),
        why=_("They show that the data was deleted, and when. Nobody can change or delete them."),
        until=_("as long as this platform is in operation"),
    ),
    Remainder(
        key="accounts.list",
        what=_("A number on the list of deletions"),
        why=_("With it, your data is deleted again if an older backup has to be restored."),
        until=_("as long as this platform is in operation"),
    ),
    Remainder(
        key="accounts.backups",
        what=_("Backups from before the deletion"),
        why=_("They are needed to restore the platform after a failure, and are used for nothing else."),
        until=lazy(_backup_days, str)(),
    ),
)
OF_ACCOUNT: Final = (
    Remainder(
        key="accounts.pages",
        what=_("What you wrote on pages of networks and actors, without your name"),
        why=_("It is about the organisation."),
        until=_("as long as the page exists"),
    ),
)
