"""Letters about activities: to those who entered them, and to the editors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.accounts.models import addressee
from handschlag.accounts.policy import Subject
from handschlag.common.language import pick
from handschlag.directory.emails import Letter, address, post, reader
from handschlag.events.campaigns.activities import editors
from handschlag.events.models import Activity


def _names_of(activity: Activity) -> dict[str, str]:
    return {
        "title": pick(activity.title_de, activity.title_en),
        "host": activity.host,
        "campaign": pick(activity.campaign.title_de, activity.campaign.title_en),
    }


def tell_editors_of_entries(activity: Activity, *, now: datetime) -> None:
    """Only when nothing waited before: one letter for a full desk, not one for each entry."""
    for editor in editors():

        def write() -> Letter:
            return Letter(
                subject=_("New activity to review: “%(title)s”") % _names_of(activity),
                paragraphs=(
                    _("%(host)s has entered “%(title)s” for %(campaign)s.") % _names_of(activity),
                    _("You get one email while something is waiting, not one for each entry."),
                ),
                url=address("events:activity_queue"),
                link=_("Review now"),
            )

        post(
            to=editor.email,
            language=editor.language,
            now=now,
            write=write,
            recipient=addressee(editor),
        )


def tell_editors_of_move(activity: Activity, *, by: Subject, now: datetime) -> None:
    """A public activity has another time, place or fee: that is public already."""
    for editor in editors().exclude(pk=by.user_id or 0):

        def write() -> Letter:
            return Letter(
                subject=_("Changed and already public: “%(title)s”") % _names_of(activity),
                paragraphs=(
                    _("%(host)s has changed the date, place or fee of “%(title)s”.") % _names_of(activity),
                    _("This is already public so that nobody comes in vain."),
                ),
                url=address("events:review_activity", activity.pk),
                link=_("See the change"),
            )

        post(
            to=editor.email,
            language=editor.language,
            now=now,
            write=write,
            recipient=addressee(editor),
        )


def tell_published(activity: Activity, *, by: Subject, now: datetime) -> None:
    """A letter to whoever entered the activity that it is public; none if they published it."""

    def write() -> Letter:
        return Letter(
            subject=_("“%(title)s” is public") % _names_of(activity),
            paragraphs=(
                _("Your activity is now in the calendar and on the map of %(campaign)s.")
                % _names_of(activity),
                _("A new time or place is public immediately; subscribed calendars are updated."),
            ),
            url=address("events:activity", activity.campaign.slug, activity.slug),
            link=_("The public page"),
        )

    _tell(activity.entered_by_id, by=by, now=now, write=write)


def tell_declined(activity: Activity, *, answer: str, by: Subject, now: datetime) -> None:
    """A letter to whoever entered the activity, with what the editors answered."""

    def write() -> Letter:
        return Letter(
            subject=_("About your activity “%(title)s”") % _names_of(activity),
            paragraphs=(_("The editors cannot publish it yet. Your text is saved. Their comment:"),),
            quote=answer,
            url=address("events:edit_activity", activity.pk),
            link=_("Change it and send it again"),
        )

    _tell(activity.entered_by_id, by=by, now=now, write=write)


def tell_change_decided(
    activity: Activity, *, to_id: int | None, answer: str, by: Subject, now: datetime
) -> None:
    """`answer` is empty where the change is public now."""

    def write() -> Letter:
        said = (
            _("The editors have not applied your change. Their comment:")
            if answer
            else _("The editors have published your change.")
        )
        return Letter(
            subject=_("About your change of “%(title)s”") % _names_of(activity),
            paragraphs=(said,),
            quote=answer,
            url=address("events:edit_activity", activity.pk),
            link=_("Your activity"),
        )

    _tell(to_id, by=by, now=now, write=write)


def tell_called_off(activity: Activity, *, by: Subject, now: datetime) -> None:
    """To whoever entered it, if somebody else has called it off."""

    def write() -> Letter:
        return Letter(
            subject=_("Cancelled: “%(title)s”") % _names_of(activity),
            paragraphs=(_("The page and subscribed calendars show this."),),
            quote=activity.cancelled_because,
            url=address("events:edit_activity", activity.pk),
            link=_("Your activity"),
        )

    _tell(activity.entered_by_id, by=by, now=now, write=write)


def _tell(to_id: int | None, *, by: Subject, now: datetime, write: Callable[[], Letter]) -> None:
    """To somebody who has an account still; nobody gets a letter about what they did themselves."""
    user = reader(to_id)
    if user is None or user.pk == by.user_id:
        return
    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))
