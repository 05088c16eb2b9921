"""Somebody's day has changed, or stands for the first time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.times import format_day_and_time
from handschlag.directory.emails.letters import Letter
from handschlag.matching.models import Notice
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration

LINES: Final[Mapping[str, str | Promise]] = {
    "": gettext_lazy("%(new)s: %(who)s"),  # on the first timetable everything is new
    "new": gettext_lazy("%(new)s: %(who)s (new)"),
    "moved": gettext_lazy("%(new)s: %(who)s (previously %(old)s)"),
    "elsewhere": gettext_lazy("%(new)s: %(who)s (new meeting point, previously %(old)s)"),
    "dropped": gettext_lazy("%(old)s: %(who)s does not take place"),
}
ORDER: Final = ("new", "moved", "elsewhere", "dropped")


def tell_changes(notice: Notice, *, people: Mapping[int, Registration], now: datetime) -> None:
    """To one participant: what is new, what moves, what does not take place."""
    others = {pk: one for pk, one in people.items() if pk != notice.participant_id}
    registration = notice.participant.registration

    is_first = notice.version.number == 1

    def write() -> Letter:
        said = {
            "event": pick(registration.event.title_de, registration.event.title_en),
            "name": registration.name,
            "number": notice.version.number,
        }
        subject, opening, end = _words(is_first=is_first)
        return Letter(
            subject=subject % said,
            paragraphs=(_("Hello %(name)s,") % said, opening % said),
            quote="\n".join(
                _line(one, others, kind="" if is_first else one["kind"]) for one in _ordered(notice.changes)
            ),
            values={"number": said["number"]},
            url=_day_of(registration),
            link=_("Your day"),
            end=end,
        )

    named = {pk for change in notice.changes for pk in change["people"]}
    kind = "matching.published" if is_first else "matching.changed"
    post_to(registration, write, kind=kind, now=now, named=[others[pk] for pk in named if pk in others])


def _words(*, is_first: bool) -> tuple[str, str, str]:
    """Subject, opening and end: nobody had a timetable before the first, so nothing of it is new."""
    if is_first:
        return (
            _("Your meetings: %(event)s"),
            _("The timetable of “%(event)s” has been published. These are your meetings:"),
            _("The meeting point can still change: check your page that morning."),
        )
    return (
        _("Your meetings have changed: %(event)s"),
        _("Version %(number)s of the timetable of “%(event)s” changes the following for you:"),
        _("All other times are unchanged. The meeting point can still change: check your page that morning."),
    )


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By the time at which each is, or was."""
    return sorted(rows, key=lambda one: (ORDER.index(one["kind"]), (one["new"] or one["old"])[0]))


def _line(one: Mapping[str, Any], others: Mapping[int, Registration], *, kind: str) -> str:
    who = ", ".join(others[pk].name for pk in one["people"] if pk in others)
    return str(LINES[kind]) % {"who": who, "new": _spot(one["new"]), "old": _spot(one["old"])}


def _spot(found: list[str] | None) -> str:
    if found is None:
        return ""
    at = format_day_and_time(datetime.fromisoformat(found[0]))
    return _("%(at)s, %(place)s") % {"at": at, "place": found[1]}


def _day_of(registration: Registration) -> str:
    """The page of the person's day; the registration, as long as there is none."""
    try:
        return own_address("matching:day", registration)
    except NoReverseMatch:
        return own_address("registration:own", registration)
