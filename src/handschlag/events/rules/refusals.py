"""Why a change to an event does not happen; with the sentence for people."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class EventRefusal(Reason):
    GONE = "gone", _("This has been deleted.")
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    NOT_IN_THIS_STATE = "not_in_this_state", _("This has already been done. Check the status of the event.")
    ARCHIVED = "archived", _("The event is archived. Restore it from the archive to change it.")
    NAME_TAKEN = "name_taken", _("The event already has this.")
    NOT_OF_THIS_EVENT = "not_of_this_event", _("This has been removed from the event. Choose again.")
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins", _("The last day must not be before the first day.")
    DAY_OUTSIDE = "day_outside", _("This day is outside the event dates. Change the event dates first.")
    DAYS_LEFT_OVER = (
        "days_left_over",
        _("Sessions would then be outside the event dates. Move or remove them first."),
    )
    PUBLISHED_ALREADY = (
        "published_already",
        _("This session has been public. You can cancel it but not remove it."),
    )
    NEEDS_A_TIME = (
        "needs_a_time",
        _("This session has been public and needs a time. If it does not take place, cancel it."),
    )
    SPEAKER_CANNOT = (
        "speaker_cannot",
        _("A speaker cannot be there at that time. Choose another time, or tick “Schedule it anyway”."),
    )
    UNDONE_ALREADY = "undone_already", _("This has already been restored.")
    ONLY_DRAFTS = "only_drafts", _("Only a draft can be deleted. Hide the event first.")
    HAS_PEOPLE = (
        "has_people",
        _(
            "People have registered for this event or were invited, so it cannot be deleted. "
            "Archive it instead."
        ),
    )
    IS_TRYOUT = "is_tryout", _("A try-out stays hidden. Use the real event instead.")
    CANNOT_COME_BACK = "cannot_come_back", _("This can no longer be restored.")


class ProgrammeRefusal(Reason):
    STALE = (
        "programme_stale",
        _("Someone has changed or published the programme in the meantime. Check the changes again."),
    )
    NOTHING_NEW = "nothing_new", _("Nothing has changed since the last version.")
    EVENT_NOT_PUBLIC = "event_not_public", _("The event is archived: its programme stays as it was.")
    NO_SUCH_VERSION = "no_such_version", _("This version does not exist.")


class ReceptionRefusal(Reason):
    ALREADY = "has_a_pass", _("This address already has access to reception.")
    TOO_MANY = "too_many_passes", _("At most 100 people can have access to reception.")
    OVER = "event_is_over", _("The event is over.")
    GONE = "no_such_pass", _("This access has already ended.")


class OrganiserRefusal(Reason):
    NO_ORGANISER = (
        "no_organiser",
        _(
            "No organiser has this email address. The person needs an account with the organiser "
            "role, which an administrator can assign."
        ),
    )
    IN_THE_TEAM_ALREADY = "in_the_team_already", _("This person is already in the team.")
    NOT_IN_THE_TEAM = "not_in_the_team", _("This person is no longer in the team.")
    LAST_ORGANISER = (
        "last_organiser",
        _("Someone with full access must stay. Give full access to someone else first."),
    )


class ContributionRefusal(Reason):
    NOT_OPEN = "call_not_open", _("Contributions cannot be proposed at the moment.")
    TOO_OFTEN = (
        "too_many_contributions",
        _("Several contributions have just come from this address or network. Try again in an hour."),
    )
    OVER = "contribution_is_over", _("This contribution can no longer be changed.")
    NOT_OF_THIS_CALL = "not_of_this_call", _("The call does not offer this. Choose again.")
    NOT_YET_DECIDED = "not_yet_decided", _("There is nothing to confirm at the moment.")
    TOLD_ALREADY = (
        "told_already",
        _("The speaker has already been told otherwise. Write to them instead, or cancel the session."),
    )
    TOO_FEW_REVIEWS = (
        "too_few_reviews",
        _("Fewer than two people have scored this contribution. Tick the box to decide anyway."),
    )
    NOTHING_TO_SEND = "nothing_to_send", _("The list has changed in the meantime. Check it again.")
    NO_CALL = "no_call", _("There is no call for contributions yet.")
