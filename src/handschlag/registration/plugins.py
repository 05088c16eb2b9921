"""What registration adds to events, their pages, the audit trail, and what is kept about people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks import Basis, DataHolder, Processing, Remainder
from handschlag.accounts.models import User
from handschlag.accounts.policy import Action
from handschlag.common.audit import AuditVerbs, Labels
from handschlag.directory.emails import address
from handschlag.directory.hooks import FoundPage, PageSource
from handschlag.events.hooks import (
    Attendance,
    ChecklistLine,
    Follower,
    Phase,
    SearchHit,
    SearchProvider,
    SidebarEntry,
    state_of,
)
from handschlag.events.models import Event, EventStatus
from handschlag.events.moments import DateShift, EventTiming
from handschlag.events.public_events import public_events
from handschlag.registration import personal_data
from handschlag.registration.access import feed_of, link_of
from handschlag.registration.badge_designs import copy_badge_design
from handschlag.registration.categories import copy_categories
from handschlag.registration.emails import own_address, person_of
from handschlag.registration.hooks import Audience
from handschlag.registration.models import (
    Answer,
    Certificate,
    CheckIn,
    Consent,
    EventInvitation,
    ListState,
    PeopleList,
    Registration,
    RegistrationState,
    SessionChoice,
    UnconfirmedRegistration,
    here_since,
)
from handschlag.registration.own import registrations_of
from handschlag.registration.personal_data import everything_of_account, hand_out_of_account
from handschlag.registration.places import ACTIVE, unconfirmed_of
from handschlag.registration.questions import copy_questions
from handschlag.registration.registrations import RegistrationQuery, get_registrations


def registration_attendance(event_id: int, user_id: int) -> Attendance | None:
    """Whose registration lives, by their account or its address."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return None
    registration = registrations_of(user).filter(event_id=event_id, state__in=ACTIVE).first()
    if registration is None:
        return None
    return Attendance(
        url=reverse("registration:own", args=[link_of(registration)]),
        feed_url=address("registration:feed", feed_of(registration)),
    )


def _in(state: RegistrationState) -> Callable[[int], QuerySet[Registration]]:
    return lambda event_id: Registration.objects.filter(event_id=event_id, state=state)


def _who_came(event_id: int) -> QuerySet[Registration]:
    """Those whom reception checked in: they can take a certificate once the event is over."""
    return _in(RegistrationState.CONFIRMED)(event_id).filter(pk__in=list(here_since(event_id)))


AUDIENCES: Final = (
    Audience(key="confirmed", title=_("All participants"), people=_in(RegistrationState.CONFIRMED)),
    Audience(key="came", title=_("People who came"), people=_who_came),
    Audience(key="waiting", title=_("Waiting list"), people=_in(RegistrationState.WAITING)),
    Audience(key="asked", title=_("Registrations to check"), people=_in(RegistrationState.ASKED)),
)


def registration_lines(event: Event, _now: datetime) -> Sequence[ChecklistLine]:
    """Three queries."""
    return _window(event), _people_line(event)


def _window(event: Event) -> ChecklistLine:
    parts = (
        (event.registration_opens_at, gettext("the day on which registration opens")),
        (event.registration_closes_at, gettext("the day on which registration closes")),
    )
    missing = [word for value, word in parts if value is None]
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=60,
        label=gettext("Registration period"),
        state=state_of(missing),
        missing=missing,
        url=reverse("events:edit_event", args=[event.slug, "registration"]),
    )


def _people_line(event: Event) -> ChecklistLine:
    confirmed, asked = _counts(event)
    missing = []
    if asked:
        text = ngettext("%(n)s registration to approve", "%(n)s registrations to approve", asked)
        missing.append(text % {"n": asked})
    if not confirmed and not EventInvitation.objects.filter(event=event).exists():
        missing.append(gettext("invitations or an imported list of people"))
    name = "registration:registrations" if confirmed or asked else "registration:invitations"
    people = ngettext("%(n)s registered", "%(n)s registered", confirmed) % {"n": confirmed}
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=90,
        label=gettext("Invitations and registrations"),
        state=state_of(missing, is_possible=bool(confirmed) or event.status != EventStatus.DRAFT),
        missing=missing,
        fact=people if confirmed else "",
        url=reverse(name, args=[event.slug]),
    )


def _counts(event: Event) -> tuple[int, int]:
    """How many are confirmed, and how many wait for approval."""
    found = Registration.objects.filter(event=event, erased_at=None).aggregate(
        confirmed=Count("pk", filter=Q(state=RegistrationState.CONFIRMED)),
        asked=Count("pk", filter=Q(state=RegistrationState.ASKED)),
    )
    return found["confirmed"], found["asked"]


MOST = 12


class RegistrationSearch(SearchProvider):
    """By name, address or organisation."""

    title = _("Registrations")
    action = Action.HANDLE_REGISTRATIONS

    def find(self, event_id: int, slug: str, text: str) -> Iterable[SearchHit]:
        for row in get_registrations(event_id, RegistrationQuery(text=text, order="name"))[:MOST]:
            yield SearchHit(
                name=row.name,
                about=row.organisation_name,
                url=reverse("registration:registration", args=[slug, row.pk]),
            )


def copy_registration_setup(source: Event, target: Event, shift: DateShift) -> None:
    """The event's categories, own questions and looks of badges."""
    del shift
    copy_categories(source, target)
    copy_questions(source, target)
    copy_badge_design(source, target)


WORDS = "Anmeldung, anmelden, registrieren, teilnehmen, Teilnahme, register, registration, sign up, attend"
MEANT = "Matching, Matchmaking, Gespräche, Konferenz, Veranstaltung, Tagung, conference, event, meetings"


def _open_events() -> Iterator[Event]:
    yield from public_events().filter(is_open=True, registration_opens_at__isnull=False)


def _stamp() -> Hashable:
    return tuple(public_events().aggregate(Max("changed_at"), Count("pk")).values())


def _pages() -> Iterator[FoundPage]:
    for event in _open_events():
        yield FoundPage(
            kind="registration",
            view="registration:register",
            args=(event.slug,),
            title_de=f"Anmeldung: {event.title_de}",
            title_en=f"Registration: {event.title_en or event.title_de}",
            words=WORDS,
            beside=f"{MEANT}, {event.place}, {event.first_day.year}",
            is_invented=event.is_demo,
            day=event.first_day,
        )


SOURCE = PageSource(stamp=_stamp, pages=_pages)


def followers_by_registration(event_id: int, session_ids: Collection[int]) -> Iterable[Follower]:
    """People who chose sessions when they registered."""
    rows = SessionChoice.objects.filter(
        registration__event_id=event_id,
        registration__state__in=ACTIVE,
        registration__erased_at=None,
        session_id__in=session_ids,
    ).select_related("registration")
    people: dict[int, Registration] = {}
    sessions: dict[int, set[int]] = defaultdict(set)
    for row in rows.order_by("registration_id"):
        people[row.registration_id] = row.registration
        sessions[row.registration_id].add(row.session_id)
    for pk, one in people.items():
        with translation.override(one.language):
            url = own_address("registration:own", one)
        yield Follower(
            email=one.email,
            language=one.language,
            session_ids=frozenset(sessions[pk]),
            name=one.name,
            url=url,
            person=person_of(one),
        )


def _coming(event_id: int) -> str:
    """How many are confirmed."""
    rows = Registration.objects.filter(event_id=event_id, state=RegistrationState.CONFIRMED, erased_at=None)
    return str(rows.count())


def _here(event_id: int) -> str:
    """How many are there; nothing as long as nobody is."""
    number = len(here_since(event_id))
    return str(_("%(n)s here")) % {"n": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="registration:registrations",
        label=_("Registrations"),
        position=40,
        action=Action.HANDLE_REGISTRATIONS,
        fact=_coming,
        bar={EventTiming.BEFORE: 40, EventTiming.DAY: 40, EventTiming.AFTER: 40},
        icon="people",
        help=_("Everyone who is registered, waits or was invited."),
        guide=_(
            "Invite people, import a list or register someone by phone. Each person gets a personal link."
        ),
    ),
    SidebarEntry(
        phase=Phase.DAY,
        name="registration:desk",
        label=_("Reception"),
        position=40,
        action=Action.CHECK_IN,
        fact=_here,
        bar={EventTiming.DAY: 20},
        icon="check",
        help=_("Check-in of people who arrive."),
        guide=_("Search or scan, check in and print. The page works offline on a phone."),
    ),
)


def has_people(event_id: int) -> bool:
    """Whether somebody who is not invented was invited, has registered or began to, in whatever state.

    Also where they are erased: an event that had people is not to look as if it had never been.
    """
    return (
        Registration.objects.filter(event_id=event_id, is_demo=False).exists()
        or EventInvitation.objects.filter(event_id=event_id).exists()
        or UnconfirmedRegistration.objects.filter(event_id=event_id).exists()
    )


def _export(user_id: int) -> Mapping[str, Any]:
    return everything_of_account(User.objects.get(pk=user_id))


def _hand_out(user_id: int) -> Mapping[str, Any]:
    return hand_out_of_account(User.objects.get(pk=user_id))


def _erase(user_id: int, now: datetime) -> None:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    personal_data.erase_of_account(user_id=user_id, email=email, now=now)


HOLDER = DataHolder(name="registration", export=_export, hand_out=_hand_out, erase=_erase)


def _keep_days() -> int:
    return int(settings.KEEP_REGISTRATIONS_DAYS)


def _registered_people(event_id: int) -> int:
    return Registration.objects.filter(event_id=event_id, erased_at=None).count()


def _answers(event_id: int) -> int:
    return Answer.objects.filter(question__event_id=event_id).count()


def _consents(event_id: int) -> int:
    return Consent.objects.filter(registration__event_id=event_id).count()


def _arrivals(event_id: int) -> int:
    return CheckIn.objects.filter(registration__event_id=event_id, registration__erased_at=None).count()


def _certificates(event_id: int) -> int:
    return Certificate.objects.filter(registration__event_id=event_id).count()


def _invited(event_id: int) -> int:
    return EventInvitation.objects.filter(event_id=event_id).count()


def _lists(event_id: int) -> int:
    return PeopleList.objects.filter(
        event_id=event_id, state__in=[ListState.COLUMNS, ListState.CHECKED]
    ).count()


PROCESSINGS: Final = (
    Processing(
        key="registration.people",
        what=_("Name, email address, telephone, organisation, role, place, languages, sessions, arrival"),
        whose=_("people who registered"),
        purpose=_("running the event: places, programme, emails about changes"),
        seen_by=_("the organisers; others see what the person allows"),
        kept=_("some time after the event, or until the person deletes it"),
        basis=Basis.CONTRACT,
        days=_keep_days,
        count=_registered_people,
    ),
    Processing(
        key="registration.answers",
        what=_("Answers to questions that the organisers ask when people register"),
        whose=_("people who registered"),
        purpose=_("running the event, as each question says"),
        seen_by=_("the organisers; other participants where the question says so"),
        kept=_("as many days after the event as the organisers have set for each question"),
        basis=Basis.CONTRACT,
        days=_keep_days,
        count=_answers,
    ),
    Processing(
        key="registration.unconfirmed",
        what=_("What was typed into the form with an email address that was not confirmed yet"),
        whose=_("people who filled in the form or whose address someone else entered"),
        purpose=_("registering the person once the address is confirmed"),
        seen_by=_("whoever opens the link in the email; the event’s team sees the number"),
        kept=_("two days, unless the operator has set another time"),
        basis=Basis.CONTRACT,
        count=unconfirmed_of,
    ),
    Processing(
        key="registration.needs",
        what=_("Food, step-free access, quiet place, interpreting, other requirements"),
        whose=_("people who provided the information"),
        purpose=_("so that everyone can take part; catering gets numbers without names"),
        seen_by=_("the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="registration.consents",
        what=_("Consents: wording, date given, date withdrawn"),
        whose=_("people who registered"),
        purpose=_("proof of consent"),
        seen_by=_("the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.DUTY,
        days=_keep_days,
        count=_consents,
    ),
    Processing(
        key="registration.arrivals",
        what=_("Check-in times and printed badges"),
        whose=_("people who came"),
        purpose=_("check-in, and knowing who is on site"),
        seen_by=_("reception and the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.INTEREST,
        days=_keep_days,
        count=_arrivals,
    ),
    Processing(
        key="registration.certificates",
        what=_("Certificates of attendance: when issued, whether revoked"),
        whose=_("people who downloaded their certificate"),
        purpose=_("confirming that a certificate is genuine"),
        seen_by=_("the organisers; whoever has the certificate sees the event and the date of issue"),
        kept=_("as long as the registration"),
        basis=Basis.CONTRACT,
        days=_keep_days,
        count=_certificates,
    ),
    Processing(
        key="registration.invitations",
        what=_("Name and email address of invited people, whether they cannot come, whom they suggest"),
        whose=_("people who were invited or suggested by someone invited"),
        purpose=_("inviting to the event"),
        seen_by=_("the organisers"),
        kept=_("some time after the event"),
        basis=Basis.INTEREST,
        days=_keep_days,
        count=_invited,
    ),
    Processing(
        key="registration.lists",
        what=_("Uploaded lists of people not imported yet"),
        whose=_("people in the table"),
        purpose=_("registering several people together"),
        seen_by=_("the organisers"),
        kept=_("two weeks if they are not imported"),
        basis=Basis.INTEREST,
        count=_lists,
    ),
)


def _registration_days() -> str:
    days = {"days": settings.KEEP_REGISTRATIONS_DAYS}
    return gettext("%(days)s days after the event at the latest") % days


OF_REGISTRATION: Final = (
    Remainder(
        key="registration.count",
        what=_("A registration without a name: its status, and whether lunch was booked"),
        why=_("It is included in the figures of the event."),
        until=_("as long as the event is kept"),
    ),
    Remainder(
        key="registration.meetings",
        what=_(
            "Requests and meetings without your name and without their purpose: time, meeting point, outcome"
        ),
        why=_("They belong to the timetable and the answers of the other people."),
        until=_("as long as the event is kept"),
    ),
    Remainder(
        key="registration.files",
        what=_(
            "Files of published timetables with a number in place of your name, without your requirements"
        ),
        why=_("With them, anyone can check that the timetable was calculated correctly."),
        until=lazy(_registration_days, str)(),
    ),
    Remainder(
        key="registration.copies",
        what=_("What others have printed or downloaded: lists, badges, timetables, contact details"),
        why=_("It is no longer on this platform. Please ask the organisers to destroy it."),
        until=_("until those who have it destroy it"),
    ),
    Remainder(
        key="registration.directory",
        what=_("Your organisation’s entry in the directory, if editors have published it"),
        why=_("It is about the organisation. An entry that only you had suggested is deleted."),
        until=_("until the organisation has it removed"),
    ),
)
OF_OTHER_THINGS: Final = Remainder(
    key="registration.account",
    what=_("Your account and your registrations for other events, if you have any"),
    why=_("They do not belong to this event. You can delete them yourself."),
    until=_("until you delete them"),
)


_VERBS: Final[Labels] = {
    "registration.address_asked": _("new address given for a registration"),
    "registration.address_changed": _("address of a registration changed"),
    "registration.badge_design_changed": _("looks of the badges changed"),
    "registration.badges_printed": _("badges printed"),
    "registration.begun": _("registration form filled in, email sent to confirm it"),
    "registration.cancelled": _("registration cancelled"),
    "registration.category_added": _("category of participants added"),
    "registration.category_changed": _("category of participants changed"),
    "registration.category_removed": _("category of participants deleted"),
    "registration.certificate_issued": _("certificate of attendance issued"),
    "registration.certificate_restored": _("certificate of attendance restored"),
    "registration.certificate_revoked": _("certificate of attendance revoked"),
    "registration.changed": _("registration changed"),
    "registration.check_in_undone": _("check-in undone"),
    "registration.checked_in": _("checked in at reception"),
    "registration.confirmed": _("registration confirmed"),
    "registration.connected": _("organisation of a registration linked to the directory"),
    "registration.colleagues_registered": _("registered colleagues, who confirm it themselves"),
    "registration.colleague_named": _("named a colleague after declining an invitation"),
    "registration.decline_undone": _("declined invitation to an event accepted again"),
    "registration.declined": _("registration declined"),
    "registration.discarded": _("unconfirmed registration deleted by the owner of the address"),
    "registration.email_worded": _("own words for an email"),
    "registration.erased": _("registration deleted"),
    "registration.exported": _("list of registrations exported"),
    "registration.feed_renewed": _("address of a personal calendar renewed"),
    "registration.invitation_declined": _("declined an invitation to an event"),
    "registration.invited": _("invited to an event"),
    "registration.lapsed": _("unconfirmed registration deleted after its time"),
    "registration.link_renewed": _("personal link of a registration renewed"),
    "registration.list_applied": _("list of people imported"),
    "registration.list_discarded": _("list of people discarded"),
    "registration.list_undone": _("imported list of people undone"),
    "registration.list_uploaded": _("list of people uploaded"),
    "registration.made": _("registered for an event"),
    "registration.merged": _("registrations merged"),
    "registration.question_added": _("question of the event added"),
    "registration.question_changed": _("question of the event changed"),
    "registration.question_removed": _("question of the event deleted"),
    "registration.removed": _("registration of a list removed"),
    "registration.sending_cancelled": _("message to several people cancelled"),
    "registration.sending_planned": _("message to several people sent or scheduled"),
    "registration.sending_written": _("message to several people written"),
    "registration.sent_again": _("emails sent again"),
    "registration.suggestion_removed": _("suggested colleague removed"),
    "registration.taken_along": _("reception list saved on a device"),
    "registration.told_apart": _("registrations marked as two people"),
    "registration.uninvited": _("invitation to an event withdrawn"),
    "registration.waiting": _("registration put on the waiting list"),
}
_KINDS: Final[Labels] = {
    "registration.addresschange": pgettext_lazy("kind", "change of address"),
    "registration.answer": pgettext_lazy("kind", "answer"),
    "registration.badge": pgettext_lazy("kind", "badge"),
    "registration.badgedesign": pgettext_lazy("kind", "looks of badges"),
    "registration.category": pgettext_lazy("kind", "category of participants"),
    "registration.certificate": pgettext_lazy("kind", "certificate of attendance"),
    "registration.checkin": pgettext_lazy("kind", "arrival"),
    "registration.consent": pgettext_lazy("kind", "consent"),
    "registration.emailsending": pgettext_lazy("kind", "message to several people"),
    "registration.eventinvitation": pgettext_lazy("kind", "invitation"),
    "registration.noduplicates": pgettext_lazy("kind", "pair that is no duplicate"),
    "registration.peoplelist": pgettext_lazy("kind", "list of people"),
    "registration.question": pgettext_lazy("kind", "question"),
    "registration.registration": pgettext_lazy("kind", "registration"),
    "registration.sessionchoice": pgettext_lazy("kind", "chosen session"),
    "registration.unconfirmedregistration": pgettext_lazy("kind", "unconfirmed registration"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)
