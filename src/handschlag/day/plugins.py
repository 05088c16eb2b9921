"""What the day adds to registration, its reception, the organisers' pages and emails, and the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks import Basis, Processing
from handschlag.accounts.policy import Action
from handschlag.common.audit import AuditVerbs, Labels
from handschlag.common.times import local_date
from handschlag.day import offers, personal_data, refilling, stepping_in
from handschlag.day.models import (
    Incident,
    IncidentKind,
    IncidentState,
    Mark,
    Outcome,
    PushSubscription,
    Signal,
    StandBy,
)
from handschlag.day.not_coming import desk_meetings_of, waited_for
from handschlag.day.outcomes import ask_what_came, question_now
from handschlag.day.personal_data import exported_data
from handschlag.day.walk_in import open_service
from handschlag.events.hooks import ChecklistLine, EmailGroup, EventEmail, LineState, Phase, SidebarEntry
from handschlag.events.models import Event
from handschlag.events.moments import EventTiming, event_timing
from handschlag.matching.email_kinds import example_participant, example_place, example_registration
from handschlag.matching.models import Meeting, Participant
from handschlag.matching.phases import is_offered
from handschlag.registration.hooks import (
    AddonCard,
    RegistrationAddon,
    absence_page,
    day_sheet,
    desk_meetings,
    walk_in_page,
)
from handschlag.registration.models import Registration
from handschlag.registration.places import ACTIVE


class Opening(StrEnum):
    """The address of a page."""

    NOW = "day:today"
    REVIEW = "day:afterwards"
    RESULTS = "day:came_of_it"


def page_now(
    *, first_day: date, last_day: date, today: date, has_met: bool, has_ahead: bool
) -> Opening | None:
    """On the days of the event what comes next; when all meetings are over, what came of them.

    >>> day = date(2027, 4, 14)
    >>> page_now(first_day=day, last_day=day, today=day, has_met=True, has_ahead=True)
    <Opening.NOW: 'day:today'>
    """
    if today < first_day:
        return None
    if today <= last_day and (has_ahead or not has_met):
        return Opening.NOW
    if not has_met:
        return None
    return Opening.RESULTS if question_now(last_day, today) else Opening.REVIEW


def opening_of(registration: Registration, *, now: datetime) -> Opening | None:
    """None before the event, and for whoever takes no part in matchmaking."""
    event = registration.event
    if local_date(now) < event.first_day:
        return None
    participant = Participant.objects.filter(registration=registration, left_at=None).first()
    if participant is None:
        return None
    ends = list(Meeting.objects.filter(seats__participant=participant).values_list("ends_at", flat=True))
    return page_now(
        first_day=event.first_day,
        last_day=event.last_day,
        today=local_date(now),
        has_met=any(one <= now for one in ends),
        has_ahead=any(one > now for one in ends),
    )


class DayAddon(RegistrationAddon):
    """Signals, marks, outcomes, notes and stand-by offers of people who take part."""

    name = "day"
    private = frozenset({"notes", "marks", "outcomes"})

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        opening = opening_of(registration, now=timezone.now())
        if opening is None or registration.state not in ACTIVE:
            return None
        is_over = opening is not Opening.NOW
        return AddonCard(
            title=gettext("Afterwards") if is_over else gettext("Today"),
            text=(
                gettext("Two taps per meeting: did it take place, and was it worthwhile?")
                if is_over
                else gettext("When and where your next meeting is, and what you can report.")
            ),
            label=gettext("Review") if is_over else gettext("Your next meeting"),
            url=reverse(opening, args=[token]),
        )

    def opening(self, registration: Registration, token: str, now: datetime) -> str:
        """On the day the next meeting, afterwards the review."""
        page = opening_of(registration, now=now) if registration.state in ACTIVE else None
        return reverse(page, args=[token]) if page else ""

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        return exported_data(registration)

    def erase(self, registration: Registration, now: datetime) -> None:
        personal_data.erase_with_registration(registration_id=registration.pk, now=now)

    def erase_event(self, event_id: int) -> None:
        """All of it goes with the people."""


def _walk_in_url(event: Event) -> str:
    """Where that is done; nothing where the event offers no matching."""
    return reverse("day:walk_in", args=[event.slug]) if open_service(event) else ""


def _not_coming_url(event: Event, registration_id: int, now: datetime) -> str:
    """Where the control room is told; nothing before the event, or where nobody waits for the person."""
    if (
        event_timing(local_date(now), first_day=event.first_day, last_day=event.last_day)
        is not EventTiming.DAY
    ):
        return ""
    if waited_for(event, registration_id, now=now) is None:
        return ""
    return reverse("day:not_coming", args=[event.slug, registration_id])


def _day_sheet_url(event: Event, registration_id: int) -> str:
    """The day of somebody who takes part in the matching, on paper."""
    if not Participant.objects.filter(registration_id=registration_id, service__event=event).exists():
        return ""
    return reverse("day:desk_sheet", args=[event.slug, registration_id])


def join_reception() -> None:
    """What the reception asks of this app."""
    walk_in_page.register(_walk_in_url)
    absence_page.register(_not_coming_url)
    desk_meetings.register(desk_meetings_of)
    day_sheet.register(_day_sheet_url)


_STATES = {
    EventTiming.BEFORE: LineState.LATER,
    EventTiming.DAY: LineState.OPEN,
    EventTiming.AFTER: LineState.DONE,
}


def day_lines(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """Two queries."""
    when = event_timing(local_date(now), first_day=event.first_day, last_day=event.last_day)
    missing = [gettext("the first day of the event")] if when is EventTiming.BEFORE else []
    rows = Incident.objects.filter(service__event=event, state=IncidentState.OPEN)
    number = rows.exclude(kind=IncidentKind.WHAT_IF).count() if when is EventTiming.DAY else 0
    if number:
        missing.append(ngettext("%(n)s open incident", "%(n)s open incidents", number) % {"n": number})
    name = "day:control" if is_offered(event.pk) else "registration:desk"
    return (
        ChecklistLine(
            phase=Phase.DAY,
            position=10,
            label=gettext("Event day"),
            state=_STATES[when],
            missing=missing,
            url=reverse(name, args=[event.slug]),
        ),
    )


def _waiting(event_id: int) -> str:
    """How many incidents are open; nothing as long as none is."""
    rows = Incident.objects.filter(service__event_id=event_id, state=IncidentState.OPEN)
    number = rows.exclude(kind=IncidentKind.WHAT_IF).count()
    return str(_("%(n)s open")) % {"n": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.DAY,
        name="day:control",
        label=_("Control room"),
        position=30,
        action=Action.RUN_MATCHING,
        fact=_waiting,
        bar={EventTiming.DAY: 10},
        is_there=is_offered,
        icon="eye",
        help=_("What goes wrong today, and the smallest change that solves it."),
        guide=_("Choose one of the options. You see who is told before you apply it, and you can undo it."),
    ),
)


_TAKES_PART: Final = _("You get this email because you take part in matchmaking for “%(event)s”.")
_MET: Final = _("You get this email because you had meetings at “%(event)s”.")


def _offer(one: Registration, now: datetime, *, is_asked: bool) -> StandBy:
    """A time from now on; the person is asked by somebody invented, or the other way round."""
    person, other = example_participant(one), example_participant(example_registration(one))
    sides = (
        {"participant": other, "partner": person} if is_asked else {"participant": person, "partner": other}
    )
    return StandBy(
        **sides,
        service=person.service,
        offered_at=now,
        starts_at=now + timedelta(minutes=30),
        ends_at=now + timedelta(minutes=15),
        place=example_place(),
    )


def _ask_for_walk_in(one: Registration, now: datetime) -> None:
    offer = _offer(one, now, is_asked=False)
    offers.tell_asked(offer, offer.partner, now=now)


def _email(
    key: str,
    title: Promise,
    occasion: Promise,
    recipients: Promise,
    rehearse: Callable[[Registration, datetime], None],
    *,
    values: tuple[str, ...],
) -> EventEmail:
    return EventEmail(
        kind=f"day.{key}",
        group=EmailGroup.DAY,
        title=title,
        occasion=occasion,
        recipients=recipients,
        reason=_TAKES_PART,
        rehearse=rehearse,
        values=("name", *values),
    )


def _results(after_days: int, title: Promise, occasion: Promise) -> EventEmail:
    return EventEmail(
        kind=f"day.results_{after_days}",
        group=EmailGroup.AFTER,
        title=title,
        occasion=occasion,
        recipients=_("people who had meetings"),
        reason=_MET,
        rehearse=lambda one, now: ask_what_came(example_participant(one), after_days=after_days, now=now),
    )


EMAILS: Final = (
    _email(
        "walk_in",
        _("Time for a walk-in?"),
        _("when someone arrives unannounced and a time is free"),
        _("a person who is free then"),
        _ask_for_walk_in,
        values=("names", "time", "until", "place"),
    ),
    _email(
        "stand_by",
        _("Time to step in?"),
        _("when someone waits at a table alone"),
        _("a person who is free then"),
        lambda one, now: stepping_in.tell_stand_by(_offer(one, now, is_asked=True), now=now),
        values=("names", "until", "place"),
    ),
    _email(
        "refill",
        _("A time is free"),
        _("when a time later that day becomes free"),
        _("both people"),
        lambda one, now: refilling.tell_refill(_offer(one, now, is_asked=False), beforehand=(), now=now),
        values=("names", "time", "until", "place"),
    ),
    _results(30, _("Results after a month"), _("30 days after the event, once")),
    _results(90, _("Results after three months"), _("90 days after the event, once")),
)


def _keep_days() -> int:
    return int(settings.KEEP_REGISTRATIONS_DAYS)


def _signals(event_id: int) -> int:
    return Signal.objects.filter(service__event_id=event_id).count()


def _marks(event_id: int) -> int:
    marks = Mark.objects.filter(request__service__event_id=event_id).count()
    return marks + Outcome.objects.filter(request__service__event_id=event_id).count()


def _devices(event_id: int) -> int:
    return PushSubscription.objects.filter(participant__service__event_id=event_id).count()


PROCESSINGS: Final = (
    Processing(
        key="day.signals",
        what=_("“Late”, “cannot come”, “nobody is here”, and the changes made"),
        whose=_("people who provided the information"),
        purpose=_("changing the timetable on the event day"),
        seen_by=_("the organisers and the people concerned"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_signals,
    ),
    Processing(
        key="day.marks",
        what=_("Whether a meeting took place and was worthwhile, next steps and results"),
        whose=_("people with meetings"),
        purpose=_("measuring the benefit of the event; both people see a reported no-show and may object"),
        seen_by=_(
            "that a meeting did not take place: both people and the event’s team; contacts: those who "
            "released theirs to each other; all else: nobody but who said it, the team sees counts"
        ),
        kept=_("as long as the registration; counts without names stay"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_marks,
    ),
    Processing(
        key="day.notes",
        what=_("Private notes about other people"),
        whose=_("people with meetings"),
        purpose=_("a memory aid for the author"),
        seen_by=_("only the author"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="day.push",
        what=_("Devices that want push messages: their address at the push service and keys"),
        whose=_("people who switched push messages on"),
        purpose=_("telling a device at once that the person’s day has changed"),
        seen_by=_(
            "the push service of the browser’s maker: that a message without content goes to this device; "
            "nobody else"
        ),
        kept=_("until switched off, at most as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_devices,
    ),
    Processing(
        key="day.online",
        what=_("The name of whoever enters an online room"),
        whose=_("people who enter one"),
        purpose=_("meetings and sessions online"),
        seen_by=_("the video server that the operator has chosen, and those in the same room"),
        kept=_("not stored on this platform"),
        basis=Basis.CONSENT,
    ),
)


_VERBS: Final[Labels] = {
    "day.answered": _("reported the result of a meeting"),
    "day.asked": _("asked about results of the meetings"),
    "day.came_true": _("simulated incident has really happened"),
    "day.contacts_exported": _("contacts downloaded"),
    "day.offer_accepted": _("accepted a meeting requested by reception"),
    "day.offer_declined": _("declined a meeting requested by reception"),
    "day.walked_in": _("registered at reception on the day"),
    "day.marked": _("rated a meeting"),
    "day.noted": _("saved a note on a contact"),
    "day.objected": _("objected to a reported no-show"),
    "day.push_gone": _("push messages ended: the device no longer accepts them"),
    "day.push_key_made": _("new key for push messages"),
    "day.push_off": _("push messages switched off for a device"),
    "day.push_on": _("push messages switched on for a device"),
    "day.said": _("reported something about a meeting"),
    "day.stand_by_answered": _("answered a replacement offer"),
    "day.stand_by_offered": _("offered two people a meeting instead"),
    "day.dismissed": _("incident closed without changes"),
    "day.erased": _("all event-day data deleted"),
    "day.opened": _("incident opened"),
    "day.repaired": _("change applied"),
    "day.set": _("rules for the event day changed"),
    "day.undone": _("change undone"),
}

# What people note for themselves, what they say of meetings, and which devices they have: even how often is
# for nobody else.
_PRIVATE: Final = frozenset(
    {"day.answered", "day.marked", "day.noted", "day.push_gone", "day.push_off", "day.push_on"}
)
_KINDS: Final[Labels] = {
    "day.asked": pgettext_lazy("kind", "question afterwards"),
    "day.daysettings": pgettext_lazy("kind", "settings of the day"),
    "day.incident": pgettext_lazy("kind", "incident"),
    "day.mark": pgettext_lazy("kind", "feedback on a meeting"),
    "day.note": pgettext_lazy("kind", "note on a person"),
    "day.outcome": pgettext_lazy("kind", "answer about results"),
    "day.proposal": pgettext_lazy("kind", "proposed timetable change"),
    "day.pushkey": pgettext_lazy("kind", "key for push messages"),
    "day.pushmessage": pgettext_lazy("kind", "push message"),
    "day.pushsubscription": pgettext_lazy("kind", "device for push messages"),
    "day.repair": pgettext_lazy("kind", "timetable change"),
    "day.signal": pgettext_lazy("kind", "message of the day"),
    "day.standby": pgettext_lazy("kind", "readiness to step in"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS, private=_PRIVATE)
