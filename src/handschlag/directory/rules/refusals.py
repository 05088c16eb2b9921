"""Why a change to the directory does not happen; with the sentence for people."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class EditRefusal(Reason):
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    GONE = "gone", _("This entry has been deleted.")
    NO_SOURCE = "no_source", _("Enter where this can be found, so that others can check it.")
    ROR_TAKEN = "ror_taken", _("Another actor has this ROR id. It may be the same organisation.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This has already been decided. Check the status of the entry."),
    )
    NOT_ENOUGH = "not_enough", _("A required field is missing.")
    NO_SUCH_REVISION = "no_such_revision", _("There is no such version of this entry.")


class MemberRefusal(Reason):
    ALREADY_MEMBER = "already_member", _("This actor is already a member.")
    NOT_OPEN = "not_open", _("This membership has been changed in the meantime. Check the list again.")
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins", _("A membership cannot end before it begins.")
    NO_SUCH_ACTOR = "no_such_actor", _("This actor has been deleted.")
    ALREADY_PROPOSED = (
        "already_proposed",
        _("This actor has already been proposed. There is no answer yet."),
    )
    DECLINED_LATELY = (
        "declined_lately",
        _("This membership was declined within the last 30 days. Talk to the organisation first."),
    )
    DECIDED = "decided", _("This proposal has been decided or withdrawn already.")


class TeamRefusal(Reason):
    ALREADY_MANAGES = "already_manages", _("This person already manages the network.")
    ALREADY_INVITED = (
        "already_invited",
        _("An invitation has already been sent. Withdraw it to send a new one."),
    )
    TOO_MANY = "too_many", _("Twenty invitations are still open. Wait for answers or withdraw some.")
    NOT_WAITING = "not_waiting", _("This invitation has already been accepted or withdrawn.")
    LAST_MANAGER = "last_manager", _("Then nobody would manage the network.")
    NOT_A_MANAGER = "not_a_manager", _("This person no longer manages the network.")


class MergeRefusal(Reason):
    SAME = "same", _("An actor cannot be merged with itself.")
    MERGED_ALREADY = "merged_already", _("One of the two has been merged already.")
    STALE = "stale", _("One of the two has been changed in the meantime. Check both again.")
    CHANGED_SINCE = "changed_since", _("The merge cannot be undone: something has been changed since.")
    UNDONE_ALREADY = "undone_already", _("This merge has been undone already.")
    TWO_ROR_IDS = "two_ror_ids", _("The two have different ROR ids: they are two organisations.")
    KEPT_IS_NOT_PUBLIC = (
        "kept_is_not_public",
        _("Keep the published one of the two, so that its page stays."),
    )
