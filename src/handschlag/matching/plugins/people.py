"""What matching adds to people's registrations, calendars and profiles, and what it keeps about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks import Basis, DataHolder, Processing
from handschlag.common.language import pick
from handschlag.common.times import local_date
from handschlag.design.components.participant import Tab
from handschlag.directory.models import Actor
from handschlag.events.calendar_files import CalendarStatus, Entry
from handschlag.events.models import Event
from handschlag.matching import earlier_meetings, leaving, phases
from handschlag.matching.engine.vocabulary import FittingTopic, strict_demand, term
from handschlag.matching.joining import keep_drafts
from handschlag.matching.kinds import KIND_LABELS
from handschlag.matching.leaving import everything_of
from handschlag.matching.meeting_emails import confirmed_meetings
from handschlag.matching.memory import KEEP, allows_memory
from handschlag.matching.models import (
    LIVE_INTERESTS,
    UNDECIDED,
    Interest,
    InterestState,
    Participant,
    PartnerSearch,
    Request,
    RequestState,
    Seat,
    TimetableVersion,
    UnwantedPartner,
)
from handschlag.matching.models.wishes import pair_of
from handschlag.matching.names import partners_of
from handschlag.matching.own_meetings import ToldMeeting, meetings_of, own_meetings, people_of
from handschlag.matching.participant_pages import tabs_of
from handschlag.matching.partner_search.interests import forget_interests
from handschlag.matching.partner_search.rules import KEEP_AGREED, KEEP_OVER, interests_by
from handschlag.matching.people import has_consent, known_of, known_of_actor, needs_in
from handschlag.matching.phases import is_offered, open_service, phase_of
from handschlag.matching.profile_data import RegistrationExtras, asked_fields
from handschlag.registration.hooks import (
    AddonCard,
    DraftKeeper,
    ImportedStatement,
    MeetingProspect,
    RegistrationAddon,
)
from handschlag.registration.models import ConsentPurpose, Registration, RegistrationState
from handschlag.registration.places import ACTIVE


def meeting_entries(registration: Registration, *, now: datetime) -> Iterable[Entry]:
    """What matching adds to the calendar of a registration."""
    rows = Participant.objects.select_related("service__event", "registration")
    participant = rows.filter(registration=registration).first()
    if participant is None:
        return ()
    is_fixed = now >= participant.service.fixed_at
    held = [_entry_of(participant, one, is_fixed=is_fixed) for one in meetings_of(participant)]
    return (*held, *_called_off(participant))


def _entry_of(participant: Participant, one: ToldMeeting, *, is_fixed: bool) -> Entry:
    """Provisional until the fix date: said by the state and by the title."""
    is_firm = one.is_locked or (one.is_told and is_fixed)
    title = gettext("Meeting with %(names)s") % {"names": one.names}
    where = (f"{gettext('Meeting point')} {one.place_code}", one.zone, participant.service.event.venue)
    return Entry(
        uid=_uid_of(one.uid),
        title=title if is_firm else gettext("%(title)s (provisional)") % {"title": title},
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        changed_at=one.changed_at,
        sequence=one.sequence,
        state=CalendarStatus.CONFIRMED if is_firm else CalendarStatus.TENTATIVE,
        description=one.purpose,
        location=gettext("Online") if one.is_online else ", ".join(filter(None, where)),
        # Says nothing to whoever does not say who they are: the provider's address stands in no calendar.
        url=_door_of(participant.service.event, one.uid) if one.is_online else "",
    )


def _door_of(event: Event, uid: str) -> str:
    return settings.BASE_URL + reverse("day:online_door", args=[event.slug, uid])


def _uid_of(uid: str) -> str:
    return f"meeting-{uid}"


def _called_off(participant: Participant) -> tuple[Entry, ...]:
    """What stood in a published version and was withdrawn; programs that know the entry strike it."""
    rows = TimetableVersion.objects.filter(service_id=participant.service_id).order_by("number")
    told = {
        one.request: one for version in rows.only("content") for one in own_meetings(version, participant)
    }
    gone = Request.objects.filter(
        pk__in=told, state=RequestState.WITHDRAWN, parties__participant=participant
    ).order_by("pk")
    requests = {row.pk: row for row in gone}
    people = people_of(requests)
    names = partners_of({pk for several in people.values() for pk in several})
    return tuple(
        Entry(
            uid=_uid_of(str(row.uid)),
            title=gettext("Meeting with %(names)s")
            % {"names": ", ".join(names[one].name for one in people[pk] if one != participant.pk)},
            starts_at=told[pk].starts_at,
            ends_at=told[pk].ends_at,
            changed_at=_ended(row),
            sequence=row.sequence,
            state=CalendarStatus.CANCELLED,
            is_busy=False,
        )
        for pk, row in requests.items()
    )


def _ended(row: Request) -> datetime:
    return row.ended_at or row.sent_at


def meeting_prospect(
    event_id: int, actor: Actor | None, registration: Registration | None
) -> MeetingProspect | None:
    """None while matchmaking is not open. Nobody is named: the reader may not take part yet."""
    service = open_service(event_id)
    if service is None:
        return None
    known = known_of(registration) if registration else known_of_actor(actor)
    but_actor = registration.actor_id if registration else actor.pk if actor else None
    needs = needs_in(service, but_actor=but_actor, but_registration=registration.pk if registration else None)
    demand = strict_demand(known, needs)
    return MeetingProspect(
        seekers=demand.seekers,
        examples=tuple(_words_of(one) for one in demand.examples),
        page="matching:recommended",
        label=gettext("See my recommendations"),
    )


def _words_of(example: FittingTopic) -> str:
    """What is sought, and the own words that meet it."""
    found = [one for code in example.topics if (one := term(code)) is not None]
    topics = ", ".join(pick(one.label_de, one.label_en) for one in found)
    return gettext("Wanted: %(topics)s. You offer: %(offer)s") % {"topics": topics, "offer": example.offer}


def make_room_for_partners(kept_id: int, merged_id: int) -> None:
    """Nothing between the two stays, and nothing that both have with a third one stands twice."""
    both = (kept_id, merged_id)
    searches = list(PartnerSearch.objects.select_for_update().filter(actor__in=both).order_by("pk"))
    if len(searches) == len(both):
        PartnerSearch.objects.filter(actor=merged_id).delete()
    Interest.objects.filter(asker__in=both, asked__in=both).delete()
    rows = UnwantedPartner.objects.all()
    rows.filter(actor__in=both, other__in=both).delete()
    rows.filter(actor=merged_id, other__in=rows.filter(actor=kept_id).values("other")).delete()
    rows.filter(other=merged_id, actor__in=rows.filter(other=kept_id).values("actor")).delete()
    _end_doublets(kept_id, merged_id)


def _end_doublets(kept_id: int, merged_id: int) -> None:
    """Agreed ones come before open ones, and those of the kept one before those of the merged one."""
    both = {kept_id, merged_id}
    rows = Interest.objects.filter(Q(asker__in=both) | Q(asked__in=both), state__in=LIVE_INTERESTS)
    taken: set[int] = set()
    for row in sorted(rows, key=lambda row: (row.state in UNDECIDED, merged_id in _two(row), row.pk)):
        others = _two(row) - both
        if taken.isdisjoint(others):
            taken |= others
        elif row.state in UNDECIDED:
            row.state, row.answered_at, row.answered_by = InterestState.LAPSED, None, None
            row.save(update_fields=["state", "answered_at", "answered_by"])
        else:
            row.delete()


def settle_partners(kept_id: int, merged_id: int) -> None:
    """Pairs name the two as they are now, and lists are made anew."""
    both = (kept_id, merged_id)
    PartnerSearch.objects.filter(actor__in=both).update(listed_version=0)
    for row in Interest.objects.filter(Q(asker__in=both) | Q(asked__in=both)):
        Interest.objects.filter(pk=row.pk).update(pair=pair_of(row.asker_id, row.asked_id))


def _two(row: Interest) -> set[int]:
    return {row.asker_id, row.asked_id}


def _export(user_id: int) -> Mapping[str, Any]:
    return {
        "interests": [
            {
                "from": one.asker.name,
                "to": one.asked.name,
                "purpose": one.purpose if one.asked_by_id == user_id else "",
                "asked_at": one.asked_at.isoformat() if one.asked_by_id == user_id else "",
                "answered_at": one.answered_at.isoformat()
                if one.answered_at and one.answered_by_id == user_id
                else "",
            }
            for one in interests_by(user_id)
        ]
    }


def _erase(user_id: int, _now: datetime) -> None:
    forget_interests(user_id=user_id)


HOLDER = DataHolder(name="matching.partners", export=_export, erase=_erase)


def _keep_days() -> int:
    return int(settings.KEEP_REGISTRATIONS_DAYS)


def _partner_days() -> str:
    days = {"over": KEEP_OVER.days, "agreed": KEEP_AGREED.days}
    return (
        gettext("%(over)s days after an interest was expressed; %(agreed)s days after both have said yes")
        % days
    )


def _profiles(event_id: int) -> int:
    return Participant.objects.filter(service__event_id=event_id, registration__erased_at=None).count()


def _seats(event_id: int) -> int:
    rows = Seat.objects.filter(meeting__service__event_id=event_id)
    return rows.filter(participant__registration__erased_at=None).count()


PROCESSINGS: Final = (
    Processing(
        key="matching.profiles",
        what=_("Goal, technology fields, offers and needs, times kept free, limits"),
        whose=_("participants in matchmaking"),
        purpose=_("suggesting people to meet, with reasons for both sides"),
        seen_by=_("the organisers; others see what the person allows"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_profiles,
    ),
    Processing(
        key="matching.wishes",
        what=_("Wishes, also “rather not”, requests with their purpose, answers"),
        whose=_("participants in matchmaking"),
        purpose=_("deciding who meets whom; “rather not” is seen by nobody else"),
        seen_by=_(
            "requests that were sent: the people of the request and the event’s team; "
            "wishes that were not sent: nobody but who noted them, not even as a number; that a reminder "
            "of unsent wishes was emailed can be seen in the outbox"
        ),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="matching.tables",
        what=_("Topic tables that people host, and who would like to sit there"),
        whose=_("participants in matchmaking who host or join a table"),
        purpose=_("bringing together three to six people about one topic"),
        seen_by=_("topic, host and who has a seat: all participants; who is waiting: the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="matching.emails",
        what=_("Which emails about matchmaking were sent, and which were turned off"),
        whose=_("participants in matchmaking"),
        purpose=_("sending each email at most once, and none that is not wanted"),
        seen_by=_("nobody but the person"),
        kept=_("as long as the registration"),
        basis=Basis.INTEREST,
        days=_keep_days,
    ),
    Processing(
        key="matching.partners",
        what=_("Who looks for partners for an organisation, expresses interest with a purpose, and answers"),
        whose=_("people who manage the entry of an organisation and turned the search for partners on"),
        purpose=_("bringing organisations together all year, without an event"),
        seen_by=_(
            "purpose: the people of both organisations; name and email address: the other side, only when "
            "both have said yes; a no: only those who said it"
        ),
        kept=lazy(_partner_days, str)(),
        basis=Basis.CONSENT,
        days=lambda: KEEP_AGREED.days,
    ),
    Processing(
        key="matching.memory",
        what=_("That two people met at an earlier event, as keys without names"),
        whose=_("participants who both allow it"),
        purpose=_("recommending new people at later events"),
        seen_by=_("the two people themselves"),
        kept=_("two years at most; ends when one of the two withdraws the consent or asks to be deleted"),
        basis=Basis.CONSENT,
        days=lambda: KEEP.days,
    ),
    Processing(
        key="matching.timetable",
        what=_("Meetings with time and meeting point; published versions contain numbers instead of names"),
        whose=_("people with meetings"),
        purpose=_("the timetable and the proof of its quality"),
        seen_by=_("the people in a meeting and the organisers"),
        kept=_("as long as the registration; versions without names stay"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_seats,
    ),
)


class MatchingDrafts(DraftKeeper):
    """Each waits until its person confirms it."""

    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        return {direction: _words_for(direction) for direction in KIND_LABELS}

    def keep(self, drafts: Sequence[tuple[Registration, Sequence[ImportedStatement]]], now: datetime) -> None:
        keep_drafts(drafts, now=now)

    def is_any_in_use(self, registration_ids: Collection[int]) -> bool:
        return Participant.objects.filter(registration_id__in=registration_ids).exists()


def _words_for(direction: str) -> dict[str, str]:
    """What they are called, the language of the page first, and the codes themselves."""
    found: dict[str, str] = {}
    for language in (translation.get_language() or "de", "de", "en"):
        with translation.override(language):
            for kind, label in KIND_LABELS[direction].items():
                found.setdefault(translation.gettext(label), kind.value)
    return {**found, **{kind.value: kind.value for kind in KIND_LABELS[direction]}}


LABELS: Final[dict[str, str | Promise]] = {
    "profile": gettext_lazy("Your profile"),
    "recommended": gettext_lazy("Your recommendations"),
    "day": gettext_lazy("My day"),
}


class MatchingAddon(RegistrationAddon):
    """Wishes, requests and meetings of people who take part."""

    name = "matching"
    private = frozenset({"wishes"})  # those that were sent stand among the requests
    consent = ConsentPurpose.MATCHING.value

    def is_offered(self, event_id: int) -> bool:
        return is_offered(event_id)

    def first_page(self, registration: Registration, token: str, now: datetime) -> str:
        service = open_service(registration.event_id)
        is_ready = (
            service is not None
            and registration.state == RegistrationState.CONFIRMED
            and phases.may_describe(phase_of(service, now))
            and has_consent(registration)
        )
        return reverse("matching:invitation", args=[token]) if is_ready else ""

    def asks(self, registration: Registration, token: str) -> Mapping[str, str]:
        """Who takes part says in the profile and with the times what registering would ask for, too."""
        if not Participant.objects.filter(registration=registration, left_at=None).exists():
            return {}
        profile, times = (reverse(f"matching:{name}", args=[token]) for name in ("profile", "time"))
        return {
            **dict.fromkeys(asked_fields(RegistrationExtras), profile),
            **dict.fromkeys(("arrives_at", "leaves_at", "has_lunch", "wishes"), times),
        }

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        if registration.state not in ACTIVE or open_service(registration.event_id) is None:
            return None
        page = _page_of(registration, now=timezone.now())
        if page:
            return AddonCard(
                title=gettext("Your meetings"),
                text=gettext("You take part in matchmaking."),
                label=str(LABELS[page]),
                url=reverse(f"matching:{page}", args=[token]),
                more_label=gettext("About matchmaking, or leave it"),
                more_url=reverse("matching:invitation", args=[token]),
            )
        return AddonCard(
            title=gettext("Meet the right people"),
            text=gettext(
                "Tell us what you offer and what you are looking for. We suggest people who are "
                "worth meeting and plan the meetings."
            ),
            label=gettext("Go to matchmaking"),
            url=reverse("matching:invitation", args=[token]),
        )

    def opening(self, registration: Registration, token: str, now: datetime) -> str:
        """Before the answers are over whom to meet, then the own day; on the day the day has its own page."""
        if local_date(now) >= registration.event.first_day:
            return ""
        page = _page_of(registration, now=now)
        return reverse(f"matching:{page}", args=[token]) if page else ""

    def tabs(self, registration: Registration, token: str, now: datetime) -> Sequence[Tab]:
        participant = _participant_of(registration)
        return tabs_of(participant, token, current=None, now=now) if participant else ()

    def follow_consents(self, registration: Registration, changed: Collection[str], now: datetime) -> None:
        if ConsentPurpose.REMEMBERED in changed:
            is_allowed = allows_memory(registration)
            earlier_meetings.follow_consent(registration=registration, is_allowed=is_allowed, now=now)

    def lost_by_cancelling(self, registration: Registration) -> str:
        is_over = local_date(timezone.now()) > registration.event.last_day
        is_followed = not is_over and open_service(registration.event_id) is not None
        number = confirmed_meetings(registration.pk) if is_followed else 0
        text = ngettext(
            "%(n)s confirmed meeting is cancelled, and the other person is told.",
            "%(n)s confirmed meetings are cancelled, and the other people are told.",
            number,
        )
        return text % {"n": number} if number else ""

    def follow_end(self, registration: Registration, now: datetime) -> None:
        leaving.want_catch_up(registration_id=registration.pk, now=now)

    def forget_person(self, user_id: int | None, email: str) -> None:
        earlier_meetings.forget_person(user_id=user_id, email=email)

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        return everything_of(registration)

    def erase(self, registration: Registration, now: datetime) -> None:
        leaving.erase(registration_id=registration.pk, now=now)

    def erase_event(self, event_id: int) -> None:
        leaving.erase_event(event_id)


def _page_of(registration: Registration, *, now: datetime) -> str:
    """The name of the page where somebody who takes part goes on; empty for everybody else."""
    participant = _participant_of(registration)
    if participant is None:
        return ""
    phase = phase_of(participant.service, now)
    return phases.opening_page(phase, has_profile=participant.described_at is not None)


def _participant_of(registration: Registration) -> Participant | None:
    """Who takes part now."""
    if registration.state not in ACTIVE:
        return None
    rows = Participant.objects.select_related("service__event", "registration")
    return rows.filter(registration=registration, left_at=None, service__is_open=True).first()
