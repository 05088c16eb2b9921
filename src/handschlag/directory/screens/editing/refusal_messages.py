"""Why something did not happen, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.pictures.refusal_messages import PICTURE_WORDS
from handschlag.common.rules.pictures import PictureRefusal
from handschlag.directory.rules.joining import JoinRefusal
from handschlag.directory.rules.refusals import EditRefusal, MemberRefusal, MergeRefusal, TeamRefusal

# By enum first: members of different enums may have the same value, and would be one key.
WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    EditRefusal: {
        EditRefusal.STALE: _("Someone has changed this in the meantime. Check it again."),
        EditRefusal.GONE: _("This entry has been deleted."),
        EditRefusal.NO_SOURCE: _("Enter where this can be found, so that others can check it."),
        EditRefusal.ROR_TAKEN: _("Another actor has this ROR id. It may be the same organisation."),
        EditRefusal.NOT_IN_THIS_STATE: _("This has already been decided. Check the status of the entry."),
        EditRefusal.NOT_ENOUGH: _("A required field is missing."),
        EditRefusal.NO_SUCH_REVISION: _("There is no such version of this entry."),
    },
    MemberRefusal: {
        MemberRefusal.ALREADY_MEMBER: _("This actor is already a member."),
        MemberRefusal.NOT_OPEN: _("This membership has been changed in the meantime. Check the list again."),
        MemberRefusal.ENDS_BEFORE_IT_BEGINS: _("A membership cannot end before it begins."),
        MemberRefusal.NO_SUCH_ACTOR: _("This actor has been deleted."),
        MemberRefusal.ALREADY_PROPOSED: _("This actor has already been proposed. There is no answer yet."),
        MemberRefusal.DECLINED_LATELY: _(
            "This membership was declined within the last 30 days. Talk to the organisation first."
        ),
        MemberRefusal.DECIDED: _("This proposal has been decided or withdrawn already."),
    },
    TeamRefusal: {
        TeamRefusal.ALREADY_MANAGES: _("This person already manages the network."),
        TeamRefusal.ALREADY_INVITED: _("An invitation has already been sent. Withdraw it to send a new one."),
        TeamRefusal.TOO_MANY: _("Twenty invitations are still open. Wait for answers or withdraw some."),
        TeamRefusal.NOT_WAITING: _("This invitation has already been accepted or withdrawn."),
        TeamRefusal.LAST_MANAGER: _("Then nobody would manage the network."),
        TeamRefusal.NOT_A_MANAGER: _("This person no longer manages the network."),
    },
    MergeRefusal: {
        MergeRefusal.SAME: _("An actor cannot be merged with itself."),
        MergeRefusal.MERGED_ALREADY: _("One of the two has been merged already."),
        MergeRefusal.STALE: _("One of the two has been changed in the meantime. Check both again."),
        MergeRefusal.CHANGED_SINCE: _("The merge cannot be undone: something has been changed since."),
        MergeRefusal.UNDONE_ALREADY: _("This merge has been undone already."),
        MergeRefusal.TWO_ROR_IDS: _("The two have different ROR ids: they are two organisations."),
        MergeRefusal.KEPT_IS_NOT_PUBLIC: _("Keep the published one of the two, so that its page stays."),
    },
    JoinRefusal: {
        JoinRefusal.NOT_TAKEN: _("This network does not accept requests here at present."),
        JoinRefusal.DECIDED: _("A colleague has decided about this request already."),
        JoinRefusal.GONE: _("This request has been deleted."),
    },
    PictureRefusal: PICTURE_WORDS,
}
CHANGED_PARTS: dict[str, str | Promise] = {
    "status": _("the state of an entry"),
    "merged_into": _("a further merge"),
    "entry": _("facts of an entry"),
    "memberships": _("memberships"),
    "stories": _("news items"),
    "parts": _("parts of an organisation"),
    "participations": _("joint projects"),
}


def refusal_message(reason: StrEnum) -> str:
    """The sentence for a refusal in the reader's language; raises KeyError for an unknown reason."""
    return str(WORDS[type(reason)][reason])
