"""The emails of matching: what each is for, and how it looks."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.events.hooks.event_emails import EmailGroup, EventEmail
from handschlag.matching.emails import meetings, moves, requests, tables
from handschlag.matching.emails.example_people import (
    example_incoming,
    example_meeting,
    example_move,
    example_name,
    example_participant,
    example_registration,
    example_request,
)
from handschlag.matching.emails.lost import Ending
from handschlag.matching.emails.rehearsals import (
    Rehearsal,
    rehearse_assisted,
    rehearse_joining,
    rehearse_loss,
    rehearse_phase,
    rehearse_question,
    rehearse_version,
)
from handschlag.matching.rules.phase_emails import EmailKind

_TAKES_PART: Final = _("You get this email because you take part in matchmaking for “%(event)s”.")
_MEETINGS: Final = _("people with meetings")
_BOTH: Final = _("the people of the meeting")
_WHO_MEETS: Final = _("time, meeting point and people of each meeting")


def _email(
    key: str,
    title: Promise,
    occasion: Promise,
    recipients: Promise,
    rehearse: Rehearsal,
    *,
    values: tuple[str, ...] = (),
    list_of: str | Promise = "",
    group: EmailGroup = EmailGroup.MATCHING,
) -> EventEmail:
    return EventEmail(
        kind=f"matching.{key}",
        group=group,
        title=title,
        occasion=occasion,
        recipients=recipients,
        reason=_TAKES_PART,
        rehearse=rehearse,
        values=("name", *values),
        list_of=list_of,
    )


EMAILS: Final = (
    _email(
        "invitation",
        _("Invitation to matchmaking"),
        _("when you invite registered people"),
        _("registered people outside matchmaking"),
        rehearse_joining,
        values=("until",),
    ),
    _email(
        "profiles",
        _("Write your profile"),
        _("when profiles open, once"),
        _("people in matchmaking without a profile"),
        rehearse_phase(EmailKind.PROFILES),
        values=("from",),
    ),
    _email(
        "wishes",
        _("Your recommendations"),
        _("when wishes open, once"),
        _("people who have asked nobody yet"),
        rehearse_phase(EmailKind.WISHES),
        values=("until",),
        list_of=_("the people who fit best"),
    ),
    _email(
        "unsent",
        _("Requests not sent"),
        _("a day after wishes were noted, once"),
        _("people with wishes they have not sent"),
        rehearse_phase(EmailKind.UNSENT),
        values=("until", "unsent"),
    ),
    _email(
        "requests",
        _("New requests"),
        _("when requests come in, at most once an hour"),
        _("people with new requests"),
        lambda one, now: requests.post_requests(example_participant(one), [example_incoming(now)], now=now),
        values=("number",),
        list_of=_("who asks, and why"),
    ),
    _email(
        "waiting",
        _("Requests wait"),
        _("five days before the end of answers, once"),
        _("people with open requests"),
        rehearse_phase(EmailKind.WAITING),
        values=("until", "number"),
        list_of=_("who asks, and why"),
    ),
    _email(
        "ending",
        _("Answers end"),
        _("the day before the end of answers, once"),
        _("people with open requests"),
        rehearse_phase(EmailKind.ENDING),
        values=("until", "number"),
        list_of=_("who asks, and why"),
    ),
    _email(
        "held",
        _("A meeting will take place"),
        _("when everyone has said yes"),
        _BOTH,
        lambda one, now: meetings.post_held(
            one, example_meeting(one), names=example_name(), named=(), now=now
        ),
        values=("names", "time", "place"),
        list_of=_("what the meeting is about"),
    ),
    _email(
        "withdrawn",
        _("A meeting is cancelled"),
        _("when someone withdraws"),
        _("the others of the meeting"),
        lambda one, now: meetings.post_withdrawn(one, names=example_name(), named=(), now=now),
        values=("names",),
    ),
    _email(
        "watched",
        _("A meeting no longer fits"),
        _("when times or rooms change"),
        _BOTH,
        rehearse_loss(Ending.WATCHED),
        values=("names",),
    ),
    _email(
        "left",
        _("Someone has left matchmaking"),
        _("when someone leaves"),
        _("the others of their meetings"),
        rehearse_loss(Ending.LEFT),
        values=("names",),
    ),
    _email(
        "table_off",
        _("A topic table is given up"),
        _("when fewer than three are left, or the host withdraws"),
        _("the people of the table"),
        lambda one, now: tables.post_table_off(
            one, topic=example_request().purpose, is_over=False, named=(), now=now
        ),
        values=("topic",),
    ),
    _email(
        "room",
        _("A request without a free time"),
        _("when two people want to meet and have no free time in common"),
        _("the person who is asked"),
        lambda one, now: meetings.post_room(one, example_request(), name=example_name(), named=(), now=now),
        values=("names",),
        list_of=_("what the meeting is about"),
    ),
    _email(
        "change",
        _("A question to one person"),
        _("when you ask for a time or for one meeting more"),
        _("the person you ask"),
        lambda one, now: meetings.post_change(
            one,
            example_request(),
            others=[example_registration(one)],
            starts_at=example_meeting(one).starts_at,
            now=now,
        ),
        values=("names", "time"),
        list_of=_("what the meeting is about"),
    ),
    _email(
        "assisted",
        _("Filled in for someone"),
        _("when you have filled in a profile, requests or answers"),
        _("the person you filled it in for"),
        rehearse_assisted,
        list_of=_("what was filled in"),
    ),
    _email(
        "published",
        _("First timetable"),
        _("when you publish the first timetable"),
        _MEETINGS,
        rehearse_version(1),
        values=("number",),
        list_of=_WHO_MEETS,
    ),
    _email(
        "changed",
        _("Timetable changed"),
        _("when you publish another version"),
        _("people whose meetings change"),
        rehearse_version(2),
        values=("number",),
        list_of=_("what has changed"),
    ),
    _email(
        "fixed",
        _("The day is fixed"),
        _("on the fix date, once"),
        _MEETINGS,
        rehearse_phase(EmailKind.FIXED),
        list_of=_WHO_MEETS,
    ),
    _email(
        "moves",
        _("May we move a meeting?"),
        _("when you ask for another time after the fix date"),
        _BOTH,
        rehearse_question,
        values=("until",),
        list_of=_("the meetings, with both times"),
    ),
    _email(
        "moved",
        _("New time for a meeting"),
        _("when everyone has agreed to another time"),
        _BOTH,
        lambda one, now: moves.post_moved(one, example_move(one), names=example_name(), named=(), now=now),
        values=("names", "new", "old", "place"),
    ),
    _email(
        "stays",
        _("A meeting keeps its time"),
        _("when not everyone has agreed"),
        _BOTH,
        lambda one, now: moves.post_stays(one, example_move(one), names=example_name(), named=(), now=now),
        values=("names", "time", "place"),
    ),
    _email(
        "coming",
        _("Are you coming?"),
        _("two days before the event, once"),
        _("people with meetings who have not confirmed"),
        rehearse_phase(EmailKind.COMING),
        values=("first",),
        list_of=_WHO_MEETS,
    ),
    _email(
        "tomorrow",
        _("Your day tomorrow"),
        _("the day before the event, once"),
        _MEETINGS,
        rehearse_phase(EmailKind.TOMORROW),
        values=("first",),
        list_of=_WHO_MEETS,
    ),
    _email(
        "thanks",
        _("Thank you for coming"),
        _("an hour after the event, once"),
        _("people who had meetings"),
        rehearse_phase(EmailKind.THANKS),
        values=("number",),
        group=EmailGroup.AFTER,
    ),
)
