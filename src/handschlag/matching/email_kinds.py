"""The emails that matching has, what each is for, and how it looks in a preview: with invented others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.events.hooks import EmailGroup, EventEmail
from handschlag.events.models import Place
from handschlag.matching import agreed_meetings, assisting, meeting_emails, phase_emails, reminders
from handschlag.matching.agreed_meetings import Ending
from handschlag.matching.models import (
    Meeting,
    Notice,
    Participant,
    PlannedMove,
    Request,
    Service,
    TimetableVersion,
)
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.moves import actions
from handschlag.matching.names import Partner
from handschlag.matching.own_meetings import Fit, IncomingRequest, ToldMeeting
from handschlag.matching.phase_emails import PhaseFacts
from handschlag.matching.publishing import actions as publishing_actions
from handschlag.matching.topic_tables import actions as topic_tables_actions
from handschlag.registration.models import Registration

_NO_ROW = 0  # in place of the key of a row that does not exist
_PLACE = "T4"


def _example_partner() -> Partner:
    """Somebody invented, as others see them."""
    return Partner(id=_NO_ROW, name=example_name(), sub=gettext("Example Ltd"))


def example_name() -> str:
    """In the language that is spoken now."""
    return gettext("Kim Example")


def example_registration(event_of: Registration) -> Registration:
    """Somebody invented at the same event; without an address, so that nothing could be sent."""
    return Registration(pk=_NO_ROW, event=event_of.event, name=example_name(), language=event_of.language)


def example_participant(registration: Registration) -> Participant:
    """The person in the matching of the event; with dates before it where there is no matching yet."""
    service = Service.objects.filter(event_id=registration.event_id).first() or _service_of(registration)
    service.event = registration.event
    return Participant(pk=_NO_ROW, service=service, registration=registration)


def _service_of(registration: Registration) -> Service:
    begins_at = _first_slot(registration)
    before = [begins_at - timedelta(days=days) for days in (30, 21, 7, 6)]
    names = ("profiles_from", "wishes_from", "answers_until", "fixed_at")
    return Service(event=registration.event, **dict(zip(names, before, strict=True)))


def _first_slot(registration: Registration) -> datetime:
    event = registration.event
    return datetime.combine(event.first_day, time(10), tzinfo=ZoneInfo(event.time_zone))


def example_request() -> Request:
    """A request with a purpose."""
    return Request(pk=_NO_ROW, purpose=gettext("Compare notes on a joint project"))


def example_place() -> Place:
    """A meeting point."""
    return Place(code=_PLACE)


def example_meeting(registration: Registration) -> Meeting:
    """A meeting on the first day."""
    return Meeting(request=example_request(), starts_at=_first_slot(registration), place=example_place())


def example_move(registration: Registration) -> PlannedMove:
    """The same meeting, an hour later."""
    begins_at = _first_slot(registration)
    return PlannedMove(
        pk=_NO_ROW,
        old_starts_at=begins_at,
        old_place=example_place(),
        starts_at=begins_at + timedelta(hours=1),
        place=example_place(),
        until=begins_at - timedelta(days=1),
    )


def example_incoming(now: datetime) -> IncomingRequest:
    """A request that waits for an answer."""
    return IncomingRequest(
        request=_NO_ROW,
        sender=_example_partner(),
        others=(),
        is_for_colleague=False,
        purpose=example_request().purpose,
        fit=Fit(),
        sent_at=now,
        is_later=False,
    )


def example_facts(registration: Registration, now: datetime) -> PhaseFacts:
    """What an email of a phase may tell: one meeting, one request, one recommendation."""
    begins_at = _first_slot(registration)
    meeting = ToldMeeting(
        request=_NO_ROW,
        uid="",
        sequence=0,
        starts_at=begins_at,
        ends_at=begins_at + timedelta(minutes=20),
        place=_NO_ROW,
        place_code=_PLACE,
        zone="",
        is_online=False,
        others=(_example_partner(),),
        purpose="",
        is_told=True,
        is_locked=False,
        changed_at=now,
    )
    return PhaseFacts(
        meetings=(meeting,), requests=(example_incoming(now),), recommended=(_example_partner(),)
    )


_OTHER = -1  # in place of a key, and not the one of the reader, who has none either

type Rehearsal = Callable[[Registration, datetime], None]


def rehearse_phase(kind: EmailKind) -> Rehearsal:
    """An email of a phase, with a meeting, a request and a recommendation."""

    def rehearse(registration: Registration, now: datetime) -> None:
        phase_emails.post_phase(
            example_participant(registration), kind, example_facts(registration, now), now=now
        )

    return rehearse


def rehearse_version(number: int) -> Rehearsal:
    """A version of the timetable in which a meeting moves."""

    def rehearse(registration: Registration, now: datetime) -> None:
        meeting, move, other = (
            example_meeting(registration),
            example_move(registration),
            example_registration(registration),
        )
        before, after = ([at.isoformat(), meeting.place.code] for at in (meeting.starts_at, move.starts_at))
        changes = [{"kind": "moved", "new": after, "old": before, "people": [_OTHER]}]
        notice = Notice(
            version=TimetableVersion(number=number),
            participant=example_participant(registration),
            changes=changes,
        )
        publishing_actions.tell_changes(notice, people={_OTHER: other}, now=now)

    return rehearse


def rehearse_loss(ending: Ending) -> Rehearsal:
    """A meeting with somebody does not take place."""
    return lambda registration, now: agreed_meetings.post_lost(
        registration, example_name(), ending=ending, named=(), now=now
    )


def rehearse_question(registration: Registration, now: datetime) -> None:
    """A meeting could have another time."""
    move = example_move(registration)
    actions.post_question(registration, [move], {move.pk: [example_registration(registration)]}, now=now)


def rehearse_assisted(registration: Registration, now: datetime) -> None:
    """A request was sent for the person."""
    lines = [gettext("Requests sent to: %(list)s") % {"list": example_name()}]
    assisting.post_assisted(registration, lambda: lines, named=(), now=now)


def rehearse_joining(registration: Registration, now: datetime) -> None:
    """The question whether somebody takes part."""
    reminders.tell_to_join(registration, example_participant(registration).service, now=now)


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
        lambda one, now: meeting_emails.post_requests(
            example_participant(one), [example_incoming(now)], now=now
        ),
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
        lambda one, now: meeting_emails.post_held(
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
        lambda one, now: meeting_emails.post_withdrawn(one, names=example_name(), named=(), now=now),
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
        lambda one, now: topic_tables_actions.post_table_off(
            one, topic=example_request().purpose, is_over=False, named=(), now=now
        ),
        values=("topic",),
    ),
    _email(
        "room",
        _("A request without a free time"),
        _("when two people want to meet and have no free time in common"),
        _("the person who is asked"),
        lambda one, now: meeting_emails.post_room(
            one, example_request(), name=example_name(), named=(), now=now
        ),
        values=("names",),
        list_of=_("what the meeting is about"),
    ),
    _email(
        "change",
        _("A question to one person"),
        _("when you ask for a time or for one meeting more"),
        _("the person you ask"),
        lambda one, now: meeting_emails.post_change(
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
        lambda one, now: actions.post_moved(one, example_move(one), names=example_name(), named=(), now=now),
        values=("names", "new", "old", "place"),
    ),
    _email(
        "stays",
        _("A meeting keeps its time"),
        _("when not everyone has agreed"),
        _BOTH,
        lambda one, now: actions.post_stays(one, example_move(one), names=example_name(), named=(), now=now),
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
