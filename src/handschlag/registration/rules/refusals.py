"""Why something about a registration does not happen, and what people are told of it."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class RegistrationRefusal(Reason):
    TOO_MANY_COLLEAGUES = "too_many_colleagues", _("You can register up to 20 colleagues.")
    NOT_OPEN_YET = "not_open_yet", _("Registration has not opened yet.")
    CLOSED = "closed", _("Registration has closed. If you still want to come, call the organisers.")
    NOT_PUBLISHED = "not_published", _("Registration is closed at the moment.")
    BY_LINK_ONLY = "by_link_only", _("This event is by invitation only. Use the link in your invitation.")
    FULL = "full", _("All places are taken and there is no waiting list.")
    ALREADY = "already", _("This email address is already registered for the event.")
    OVER = "over", _("The event is over.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This is no longer possible: someone has decided or cancelled in the meantime."),
    )
    STALE = (
        "stale",
        _(
            "This registration was changed elsewhere in the meantime. Your entries are still here: "
            "compare them with the saved version and save again."
        ),
    )
    GONE = "gone", _("This entry has been deleted.")
    MUSTS_CLASH = (
        "musts_clash",
        _("Two sessions you chose as “Must attend” overlap. Change one of them to “Would like to attend”."),
    )
    TIMES_CROSSED = "times_crossed", _("The departure must be after the arrival.")
    NO_ADDRESS = "no_address", _("Enter an email address first: the new link is sent there.")
    TOO_OFTEN = (
        "too_often",
        _("Too many registrations from your internet connection. Try again in a few minutes."),
    )


class InvitationRefusal(Reason):
    USED = "used", _("You have already replied to this invitation. Open your own page instead.")
    WITHDRAWN = "withdrawn", _("This invitation is no longer valid.")
    NOBODY = "nobody", _("This invitation has been deleted.")
    DECLINED = "declined", _("This person cannot come.")
    SUGGESTED_ALREADY = "suggested_already", _("You have already named a colleague.")


class PairRefusal(Reason):
    SAME = "same", _("A registration cannot be merged with itself.")
    OTHER_EVENT = "other_event", _("The two registrations belong to two events.")


class ListRefusal(Reason):
    TOO_MANY = "too_many", _("The list has more than 5,000 rows. Split it into several files.")
    NO_NAME_OR_ADDRESS = (
        "no_name_or_address",
        _("Select the columns with the name and the email address."),
    )
    CHANGED_SINCE = (
        "changed_since",
        _(
            "Some people on this list have since changed or cancelled, or have already checked in. "
            "The import has not been undone."
        ),
    )


class CategoryRefusal(Reason):
    TOO_MANY = "too_many_categories", _("There are 30 categories already. Delete one first.")
    KNOWN = "category_known", _("There is a category of this name already.")
    GONE = "category_gone", _("This category has been deleted.")


class QuestionRefusal(Reason):
    TOO_MANY = "too_many_questions", _("There are 20 questions already. Delete one first.")
    ANSWERED = (
        "question_answered",
        _("Someone has answered already, so the kind of answer stays. Ask a new question instead."),
    )
    ANSWERED_IN_CONFIDENCE = (
        "question_answered_in_confidence",
        _("People have answered to organisers only, so nobody else sees it. Ask a new question instead."),
    )
    GONE = "question_gone", _("This question has been deleted.")


class CertificateRefusal(Reason):
    NO_PLACE = "no_place", _("There is no certificate for this registration because it is not confirmed.")
    NOT_OVER = "not_over", _("The certificate will be available here once the event is over.")
    NOT_CHECKED_IN = (
        "not_checked_in",
        _(
            "Reception has no record of you. The certificate confirms attendance, so please ask the "
            "organisers to check you in."
        ),
    )
    REVOKED = "revoked", _("The organisers have revoked this certificate. Please contact them.")
    NONE = "none", _("No certificate has been issued.")


class CheckInRefusal(Reason):
    NOBODY = "nobody_to_print", _("There is no badge to print.")
    MANY = (
        "too_many_to_print",
        _("There are too many badges to print in one go. Please ask the organisers."),
    )
    NOT_COMING = "not_coming", _("This person has no confirmed place and was not checked in.")
    OTHER_EVENT = (
        "not_of_this_event",
        _("This code does not belong to a registration for this event."),
    )
    KEY_USED = "key_used", _("This check-in was sent for someone else already.")


class EmailRefusal(Reason):
    STALE = "email_stale", _("Someone has changed this email in the meantime. Your words are still here.")
    FAULTY = "email_faulty", _("The text has a placeholder that is not possible here.")
    OTHER_NUMBER = (
        "email_other_number",
        _("The number of recipients has changed. Check it and send again."),
    )
    OVER = "email_over", _("This message has been sent or cancelled.")


class BadgeRefusal(Reason):
    PALE_COLOUR = (
        "pale_colour",
        _("This colour can hardly be seen on white paper. Choose a darker one."),
    )
    PALE_LOGO = (
        "pale_logo",
        _("This logo can hardly be seen on white paper. Upload the version for a white background."),
    )
