"""What matching adds to the organisers' pages, to the audit trail, and to copies of an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.core import checks
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.policy import Action
from handschlag.common.audit import AuditVerbs, Labels
from handschlag.events.hooks import (
    ChecklistLine,
    EventSection,
    LineState,
    Phase,
    PlaceBooking,
    SidebarEntry,
    state_of,
)
from handschlag.events.models import Event
from handschlag.events.moments import DateShift, EventTiming
from handschlag.matching.categories import ordered_categories
from handschlag.matching.engine.lists import fault_of_model
from handschlag.matching.missing import count_to_call, readiness_of
from handschlag.matching.models import (
    CategoriesApart,
    Meeting,
    Participant,
    Party,
    RequestState,
    Rule,
    Seat,
    Service,
)
from handschlag.matching.phases import is_offered, service_of_event
from handschlag.matching.public_preview import public_preview, public_preview_screen
from handschlag.matching.runs import has_plan, runs_of
from handschlag.matching.versions import latest_number, latest_number_of_event
from handschlag.registration.hooks import Audience
from handschlag.registration.models import Category, Registration, RegistrationState


def _participants(event_id: int) -> QuerySet[Participant]:
    return Participant.objects.filter(service__event_id=event_id, left_at=None)


def _confirmed(event_id: int) -> QuerySet[Registration]:
    return Registration.objects.filter(event_id=event_id, state=RegistrationState.CONFIRMED)


def _taking_part(event_id: int) -> QuerySet[Registration]:
    return _confirmed(event_id).filter(matching__in=_participants(event_id))


def _outside(event_id: int) -> QuerySet[Registration]:
    return _confirmed(event_id).exclude(pk__in=_participants(event_id).values("registration"))


def _without_profile(event_id: int) -> QuerySet[Registration]:
    return _confirmed(event_id).filter(matching__in=_participants(event_id).filter(described_at=None))


def _asked(event_id: int) -> QuerySet[Registration]:
    waiting = Party.objects.filter(
        request__service__event_id=event_id,
        request__state=RequestState.OPEN,
        is_sender=False,
        said_yes_at=None,
    )
    return _taking_part(event_id).filter(matching__in=waiting.values("participant"))


def _meeting(event_id: int) -> QuerySet[Registration]:
    held = Party.objects.filter(request__service__event_id=event_id, request__meeting__isnull=False)
    return _taking_part(event_id).filter(matching__in=held.values("participant"))


AUDIENCES: Final = (
    Audience(key="matching", title=_("People in matchmaking"), people=_taking_part),
    Audience(key="outside", title=_("Registered, not in matchmaking"), people=_outside),
    Audience(key="no_profile", title=_("In matchmaking, without a profile"), people=_without_profile),
    Audience(key="open_requests", title=_("With open requests"), people=_asked),
    Audience(key="meetings", title=_("With meetings"), people=_meeting),
)


_VERBS: Final[Labels] = {
    "matching.accepted": _("said yes to a request"),
    "matching.allowed": _("unblocked a pair"),
    "matching.answer_undone": _("answer undone"),
    "matching.asked": _("request sent"),
    "matching.asked_group": _("sent a request to a group"),
    "matching.barred": _("request removed from planning"),
    "matching.call_given_back": _("gave a call back"),
    "matching.call_taken": _("took over a call"),
    "matching.called": _("called someone about matchmaking"),
    "matching.calls_exported": _("list of calls exported"),
    "matching.categories_apart": _("changed which categories of participants may meet"),
    "matching.changed": _("key dates of matchmaking changed"),
    "matching.confirmations_exported": _("list of who is coming exported"),
    "matching.declined": _("declined a request"),
    "matching.delegated": _("asked a colleague to go instead"),
    "matching.demand_exported": _("demand exported"),
    "matching.described": _("matchmaking profile changed"),
    "matching.emails_chosen": _("chose which emails they get"),
    "matching.erased": _("all matchmaking data deleted"),
    "matching.exported": _("timetable exported"),
    "matching.filled_in": _("finished filling in for someone"),
    "matching.fills_in": _("started filling in on someone’s behalf"),
    "matching.fixed": _("time or meeting point of a meeting fixed or released"),
    "matching.forbidden": _("blocked a pair"),
    "matching.held": _("request from the waiting list scheduled"),
    "matching.interpreter_added": _("interpreter added"),
    "matching.interpreter_removed": _("interpreter removed"),
    "matching.invited": _("invited to matchmaking"),
    "matching.joined": _("joined matchmaking"),
    "matching.left": _("left matchmaking"),
    "matching.looked_at_forbidden": _("viewed the names of blocked pairs"),
    "matching.looked_at_needs": _("viewed details of few people"),
    "matching.lost": _("meeting no longer possible"),
    "matching.comes": _("said that they are coming"),
    "matching.consent_asked": _("asked people whether a meeting may move"),
    "matching.move_agreed": _("agreed to another time"),
    "matching.move_dropped": _("move of a published meeting withdrawn"),
    "matching.move_expired": _("move of a published meeting not confirmed in time"),
    "matching.move_impossible": _("move of a published meeting no longer possible"),
    "matching.move_planned": _("move of a published meeting planned"),
    "matching.move_refused": _("wants to keep the published time"),
    "matching.move_taken": _("meeting moved, as all have agreed"),
    "matching.memory_allowed": _("allowed us to remember whom they have met"),
    "matching.memory_ended": _("no longer allows us to remember whom they have met"),
    "matching.moved_by_hand": _("meeting moved by hand"),
    "matching.opened": _("matchmaking opened or closed"),
    "matching.partner_agreed": _("both organisations said yes, contact shared"),
    "matching.partner_answered": _("interest of another organisation answered"),
    "matching.partner_asked": _("expressed interest in another organisation"),
    "matching.partner_unwanted": _("noted or cleared a “rather not” about an organisation"),
    "matching.partner_withdrawn": _("interest in another organisation withdrawn"),
    "matching.partners_begun": _("looks for partners all year"),
    "matching.partners_ended": _("no longer looks for partners"),
    "matching.plan_adopted": _("plan prepared for publishing"),
    "matching.printed": _("print pack asked for"),
    "matching.published": _("timetable published"),
    "matching.put_aside": _("request put aside"),
    "matching.reminded": _("email about the next step sent"),
    "matching.reminders_asked": _("invitations and reminders sent to people who miss something"),
    "matching.repaired": _("timetable changed and published"),
    "matching.rolled_back": _("earlier version prepared for publishing"),
    "matching.round_held": _("round of answers completed"),
    "matching.ruled": _("matchmaking rule set"),
    "matching.run_asked": _("timetable calculation requested"),
    "matching.run_discarded": _("calculated plan discarded"),
    "matching.run_ended": _("timetable calculation finished"),
    "matching.run_stale": _("calculated plan is out of date"),
    "matching.run_stopped": _("calculation stopped"),
    "matching.set_up": _("matchmaking set up"),
    "matching.standing_ended": _("ended a yes in advance"),
    "matching.standing_given": _("said yes in advance for a need"),
    "matching.standing_used": _("request accepted by a yes in advance"),
    "matching.stepped_in": _("stepped in for someone who did not come"),
    "matching.table_closed": _("topic table closed or opened"),
    "matching.table_ended": _("topic table withdrawn"),
    "matching.table_given_up": _("topic table not held: fewer than three people"),
    "matching.table_joined": _("joined a topic table"),
    "matching.table_left": _("left a topic table"),
    "matching.table_offered": _("hosts a topic table"),
    "matching.table_seated": _("seat at a topic table given"),
    "matching.times_changed": _("times for meetings changed"),
    "matching.told_by_hand": _("informed of the timetable by telephone or in print"),
    "matching.unbarred": _("request planned again"),
    "matching.room_asked": _("asked someone for a change that makes a meeting possible"),
    "matching.way_asked": _("asked the other person to free a time slot"),
    "matching.way_taken": _("chose an option after a refused yes"),
    "matching.wished": _("noted a wish"),
    "matching.wishes_brought": _("a list of wishes sent on behalf"),
    "matching.wishes_exported": _("sent wishes exported"),
    "matching.withdrawn": _("request or meeting withdrawn"),
}

# What people want or note for themselves: even how often is for nobody else.
_PRIVATE: Final = frozenset({"matching.wished", "matching.partner_unwanted"})
_KINDS: Final[Labels] = {
    "matching.blocked": pgettext_lazy("kind", "blocked time"),
    "matching.call": pgettext_lazy("kind", "telephone call"),
    "matching.calltask": pgettext_lazy("kind", "call that someone has taken"),
    "matching.categoriesapart": pgettext_lazy("kind", "categories that do not meet"),
    "matching.forbiddenpair": pgettext_lazy("kind", "pair that does not meet"),
    "matching.interest": pgettext_lazy("kind", "interest of an organisation"),
    "matching.interpreter": pgettext_lazy("kind", "interpreter"),
    "matching.joininvitation": pgettext_lazy("kind", "invitation to matchmaking"),
    "matching.listed": pgettext_lazy("kind", "entry in the list of people"),
    "matching.profiledraft": pgettext_lazy("kind", "draft of a profile"),
    "matching.meeting": pgettext_lazy("kind", "meeting"),
    "matching.moveanswer": pgettext_lazy("kind", "answer to a new time"),
    "matching.mutedemail": pgettext_lazy("kind", "email turned off"),
    "matching.notice": pgettext_lazy("kind", "notice"),
    "matching.participant": pgettext_lazy("kind", "participant"),
    "matching.partnersearch": pgettext_lazy("kind", "search for partners"),
    "matching.party": pgettext_lazy("kind", "side of a request"),
    "matching.phaseemail": pgettext_lazy("kind", "email about the next step"),
    "matching.plannedmove": pgettext_lazy("kind", "new time asked for"),
    "matching.rememberedmeeting": pgettext_lazy("kind", "remembered meeting"),
    "matching.request": pgettext_lazy("kind", "request"),
    "matching.rule": pgettext_lazy("kind", "rule"),
    "matching.run": pgettext_lazy("kind", "calculation"),
    "matching.seat": pgettext_lazy("kind", "place in a meeting"),
    "matching.service": pgettext_lazy("kind", "matchmaking"),
    "matching.standingyes": pgettext_lazy("kind", "yes in advance"),
    "matching.statement": pgettext_lazy("kind", "offer or need"),
    "matching.suggestedpartner": pgettext_lazy("kind", "suggested partner"),
    "matching.tablewish": pgettext_lazy("kind", "wish for a topic table"),
    "matching.timetableversion": pgettext_lazy("kind", "published timetable"),
    "matching.topictable": pgettext_lazy("kind", "topic table"),
    "matching.unwantedpartner": pgettext_lazy("kind", "unwanted partner"),
    "matching.wish": pgettext_lazy("kind", "wish"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS, private=_PRIVATE)


def matching_lines(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """Seven queries at most."""
    service = service_of_event(event.pk)
    published = latest_number(service) if service else 0
    return (
        _dates(event, service),
        _wishes(event, service, now=now),
        _plan(event, service, is_published=published > 0),
        _published(event, service, published),
    )


def _dates(event: Event, service: Service | None) -> ChecklistLine:
    missing = [] if service else [gettext("key dates")]
    if service is None or not service.is_open:
        missing.append(gettext("opening matchmaking"))
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=70,
        label=gettext("Matchmaking"),
        state=state_of(missing),
        missing=missing,
        url=reverse("matching:opening" if service else "matching:set_up", args=[event.slug]),
    )


def _wishes(event: Event, service: Service | None, *, now: datetime) -> ChecklistLine:
    url = reverse("matching:readiness", args=[event.slug])
    if service is None or not service.is_open:
        return _later(gettext("Profiles and wishes"), 10, url, waits_for=gettext("matchmaking that is open"))
    counts = readiness_of(service)
    parts = (
        (counts.registered - counts.taking_part, gettext("not in matchmaking: %(n)s")),
        (counts.taking_part - counts.described, gettext("without a profile: %(n)s")),
        (counts.described - counts.wished, gettext("without wishes: %(n)s")),
    )
    missing = [text % {"n": number} for number, text in parts if number > 0]
    if not counts.registered:
        missing = [gettext("people")]
    is_over = now >= service.answers_until
    return ChecklistLine(
        phase=Phase.PLAN,
        position=10,
        label=gettext("Profiles and wishes"),
        state=LineState.DONE if is_over else state_of(missing),
        missing=missing,
        fact=ngettext("%(n)s mutual wish", "%(n)s mutual wishes", counts.agreed) % {"n": counts.agreed},
        url=url,
    )


def _plan(event: Event, service: Service | None, *, is_published: bool) -> ChecklistLine:
    url = reverse("matching:optimise", args=[event.slug])
    if service is None:
        return _later(gettext("Calculated plan"), 20, url, waits_for=gettext("key dates of matchmaking"))
    is_done = is_published or any(has_plan(run) for run in runs_of(service))
    missing = [] if is_done else [gettext("a calculated plan")]
    return ChecklistLine(
        phase=Phase.PLAN,
        position=20,
        label=gettext("Calculated plan"),
        state=state_of(missing),
        missing=missing,
        url=url,
    )


def _published(event: Event, service: Service | None, number: int) -> ChecklistLine:
    url = reverse("matching:publishing", args=[event.slug])
    if service is None:
        return _later(gettext("Published timetable"), 30, url, waits_for=gettext("a plan"))
    missing = [] if number else [gettext("publishing the timetable")]
    return ChecklistLine(
        phase=Phase.PLAN,
        position=30,
        label=gettext("Published timetable"),
        state=state_of(missing),
        missing=missing,
        fact=gettext("version %(n)s") % {"n": number} if number else "",
        url=url,
    )


def _later(label: str, position: int, url: str, *, waits_for: str) -> ChecklistLine:
    return ChecklistLine(
        phase=Phase.PLAN,
        position=position,
        label=label,
        state=LineState.LATER,
        missing=[waits_for],
        url=url,
    )


def model_is_there(**_kwargs: Any) -> list[checks.CheckMessage]:
    """The model of meaning runs, or is turned off."""
    fault = fault_of_model()
    if not fault:
        return []
    hint = "Install the extra `semantic`, or do without: HANDSCHLAG_COMPARES_MEANING=no."
    return [
        checks.Warning(
            f"Recommendations do without the model of meaning: {fault}", hint=hint, id="handschlag.W003"
        )
    ]


def matching_section(event_id: int, now: datetime) -> EventSection | None:
    """Once matching is open, until the event is over."""
    found = public_preview(event_id)
    if found is None:
        return None
    screen = public_preview_screen(found, now=now)
    return None if screen["is_over"] else EventSection(template="matching/public_preview.html", screen=screen)


def meeting_bookings(event_id: int) -> Iterable[PlaceBooking]:
    """The meetings of an event's matching service."""
    rows = Meeting.objects.filter(service__event_id=event_id)
    for block, place, starts_at in rows.values_list("block_id", "place_id", "starts_at"):
        yield PlaceBooking(block=block, place=place, starts_at=starts_at)


RUN = Action.RUN_MATCHING
READINESS, TIMETABLE = "matching:readiness", "matching:timetable"


def _to_call(event_id: int) -> str:
    """How many miss something; nothing when nobody does, or when the event is over."""
    number = count_to_call(event_id, timezone.localdate())
    return gettext("%(n)s open") % {"n": number} if number else ""


def _published_fact(event_id: int) -> str:
    """The version that people have; nothing before the first."""
    number = latest_number_of_event(event_id)
    return gettext("No. %(n)s") % {"n": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="matching:set_up",
        label=_("Matchmaking"),
        position=60,
        action=RUN,
        icon="settings",
        help=_("Dates, number of tables, rules and opening of matchmaking."),
        guide=_(
            "Save the key dates first. Each rule shows what it costs in meetings. People can take part "
            "once you open matchmaking."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name=READINESS,
        label=_("Readiness"),
        tab=_("Whom to call"),
        position=10,
        action=RUN,
        fact=_to_call,
        bar={EventTiming.BEFORE: 10},
        is_there=is_offered,
        icon="phone",
        help=_("People whose profile, wishes or answers are missing."),
        guide=_(
            "The list is sorted by the meetings that one call makes possible. You can fill in on behalf "
            "of people who do not use the web."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:demand",
        label=_("Demand"),
        under=READINESS,
        position=11,
        action=RUN,
        bar={EventTiming.BEFORE: 20},
        is_there=is_offered,
        icon="network",
        help=_("Where offers are missing, and who gets too many or too few requests."),
        guide=_(
            "Ask networks for offers that are scarce. Names of small groups need a second click, which "
            "is logged."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:exchange",
        label=_("Wish lists"),
        under=READINESS,
        position=12,
        action=RUN,
        help=_("Requests as a spreadsheet, in and out."),
        guide=_("Check your file first. It is applied completely or not at all."),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:topic_tables",
        label=_("Topic tables"),
        under=READINESS,
        position=13,
        action=RUN,
        help=_("Tables on one topic that participants host and others join."),
        guide=_("Allow them, close a table or limit its places. You see what they cost in other meetings."),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:confirmations",
        label=_("Who is coming"),
        under=READINESS,
        position=14,
        action=RUN,
        help=_("Who has confirmed to come, and who has not."),
        guide=_("Participants are asked shortly before the event. You can note answers given by phone."),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:optimise",
        label=_("Optimise"),
        position=50,
        action=RUN,
        icon="sort",
        help=_("Calculation of the timetable, with a proof of how good it is."),
        guide=_(
            "Start a calculation and compare up to four plans. The proved limit is a value that no "
            "timetable can exceed. The seed is a number: the same seed gives the same plan."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name=TIMETABLE,
        label=_("Timetable"),
        position=60,
        action=RUN,
        fact=_published_fact,
        bar={EventTiming.BEFORE: 30, EventTiming.DAY: 30},
        is_there=is_offered,
        icon="list",
        help=_("All confirmed meetings with time and meeting point."),
        guide=_(
            "Move a meeting, fix its time or meeting point, or remove it with a reason. Nobody is told "
            "before you publish."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:publishing",
        label=_("Publish the timetable"),
        under=TIMETABLE,
        position=61,
        action=RUN,
        help=_("What changes for whom before anything is sent."),
        guide=_(
            "Publish when the changes are right. After the cut-off date a published time changes only "
            "with consent."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:prints",
        label=_("Print sets"),
        under=TIMETABLE,
        position=62,
        action=RUN,
        help=_("Sheets, table cards and lists of names to print."),
        guide=_("Print after publishing. Each sheet shows its version."),
    ),
)


_DATES = ("profiles_from", "wishes_from", "answers_until", "fixed_at")
_SETTINGS = (
    *("policy", "round_hours", "musts", "most_sent", "most_received", "wanted", "most", "most_breaks"),
    "has_tables",
)


def copy_matching(source: Event, event: Event, shift: DateShift) -> None:
    """The same dates as many days later, settings and rules; closed, and without anybody."""
    found = Service.objects.filter(event=source).first()
    if found is None:
        return
    made = Service.objects.create(
        event=event,
        is_demo=event.is_demo,
        next_round_at=shift.maybe(found.next_round_at),
        changed_at=event.created_at,
        **{name: shift.moment(getattr(found, name)) for name in _DATES},
        **{name: getattr(found, name) for name in _SETTINGS},
    )
    rows = Rule.objects.filter(service=found)
    Rule.objects.bulk_create(
        Rule(
            service=made,
            kind=row.kind,
            number=row.number,
            options=row.options,
            is_hard=row.is_hard,
            is_on=row.is_on,
        )
        for row in rows
    )
    _copy_categories_apart(found, made)


def _copy_categories_apart(source: Service, target: Service) -> None:
    """Registration, which lies below matching, has copied the categories themselves before."""
    copies = dict(Category.objects.filter(event=target.event_id).values_list("name_de", "pk"))
    rows = CategoriesApart.objects.filter(service=source).values_list("first__name_de", "second__name_de")
    pairs = (ordered_categories(copies[one], copies[other]) for one, other in rows)
    CategoriesApart.objects.bulk_create(
        CategoriesApart(service=target, first_id=first, second_id=second) for first, second in pairs
    )


def delete_meetings(event_id: int) -> None:
    """Meetings hold their people, requests and places fast."""
    Seat.objects.filter(meeting__service__event_id=event_id).delete()
    Meeting.objects.filter(service__event_id=event_id).delete()
