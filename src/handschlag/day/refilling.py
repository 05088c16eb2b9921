"""A time that became free is offered to two people who could use it; both say yes, and it is held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.common.times import at_place, format_from, format_time, local, local_date
from handschlag.day.fitting import Fit, Pair, barred_pairs, fits_of, pair_key
from handschlag.day.models import StandBy, StandByState, settings_of
from handschlag.day.offers import reserved_times_of, spot_of, who
from handschlag.day.push import queue_pushes
from handschlag.day.signals import heard_in, is_away, is_off, rest_of_day
from handschlag.directory.emails import Letter
from handschlag.events.meeting_grid import Slot, meeting_grid_of
from handschlag.events.models import Block
from handschlag.matching import meeting_emails
from handschlag.matching import stepping_in as matching
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.engine.admission import MeetingSpot
from handschlag.matching.engine.moving import FreeSpots
from handschlag.matching.engine_input import EngineInput, living, load_engine_input
from handschlag.matching.hooks import ToldPeople
from handschlag.matching.models import Blocked, Meeting, Participant, Party, Seat, Service, TimetableVersion
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.requests import standing_yes_for, use_standing_yes
from handschlag.matching.versions import LIGHT, valid_meetings
from handschlag.registration.emails import own_address, post_to
from handschlag.registration.models import Registration, here_since

HELD: Final = timedelta(minutes=4)  # for the two who are asked
HELD_BEFORE: Final = timedelta(hours=4)  # the day before, when nobody has the page open
WAY: Final = timedelta(minutes=1)  # between the last yes and the meeting
MOST_TIMES: Final = 3  # of two people: the first ones that both have
FEW: Final = 3  # whoever has fewer meetings that day is asked before all others
LEAD: Final = timedelta(minutes=3)  # what begins sooner leaves no time to answer
EVE_FROM, EVE_UNTIL = 9, 18  # hours of the day before in which offers for the next one are made
BEFORE_FIRST: Final = timedelta(hours=1)  # before the first slot of a day nobody is asked
MOST_COMPARED: Final = 200  # pairs in one go; whoever is left has a turn a minute later
MOST_UNANSWERED: Final = 3  # whoever let so many offers pass is left in peace for the day


@dataclass(frozen=True, slots=True, kw_only=True)
class FreedTime:
    """Somebody has time who has lost a meeting today, or whose other side does not come.

    `instead_of` is the request of a meeting that is called off and still stands, at `place`.
    """

    person: int
    block: int
    starts_at: datetime
    ends_at: datetime
    instead_of: int | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedMeeting:
    """Two people who could use a freed time."""

    freed: FreedTime
    partner: int
    fit: Fit


def offer_until(starts_at: datetime, *, is_eve: bool, now: datetime) -> datetime:
    """Four minutes, four hours the day before; at most until a minute before the meeting.

    >>> from datetime import UTC
    >>> at = datetime(2027, 4, 20, 11, 10, tzinfo=UTC)
    >>> [offer_until(at, is_eve=False, now=at - timedelta(minutes=n)).minute for n in (30, 3)]
    [44, 9]
    >>> [offer_until(at, is_eve=one, now=at - timedelta(hours=10)).hour for one in (True, False)]
    [5, 1]
    """
    return min(now + (HELD_BEFORE if is_eve else HELD), starts_at - WAY)


def in_turn(wanted: Sequence[WantedMeeting], *, now: datetime) -> Sequence[WantedMeeting]:
    """As many as are compared in one go; the next ones a minute later, and after the last the first again."""
    turns = max(1, -(-len(wanted) // MOST_COMPARED))
    at = int(now.timestamp() // 60) % turns * MOST_COMPARED
    return wanted[at : at + MOST_COMPARED]


def in_order(candidates: Iterable[WantedMeeting], meetings: Mapping[int, int]) -> list[WantedMeeting]:
    """Whoever has few meetings, then the strongest ground, what is worth most, and the fewest meetings."""

    def order(one: WantedMeeting) -> tuple[object, ...]:
        freed = one.freed
        number = meetings.get(freed.person, 0) + meetings.get(one.partner, 0)
        least = min(meetings.get(freed.person, 0), meetings.get(one.partner, 0))
        return least >= FEW, *one.fit.order, number, freed.starts_at, freed.person, one.partner

    return sorted(candidates, key=order)


_DAY = timedelta(hours=34)  # from the morning of the day before


def services_today(*, now: datetime) -> tuple[int, ...]:
    """Those with a published timetable and slots to come today or tomorrow."""
    soon = Block.objects.filter(ends_at__gt=now, starts_at__lt=now + _DAY)
    rows = Service.objects.filter(event__in=soon.values("event"), versions__isnull=False)
    return tuple(rows.order_by("pk").values_list("pk", flat=True).distinct())


def freed_times(service: Service, *, now: datetime) -> tuple[FreedTime, ...]:
    """Of today, soon enough to be used and late enough to be answered; nobody is asked in the night."""
    slots = [
        (run.id, slot)
        for run in meeting_grid_of(service.event_id).runs
        for slot in run.slots
        if local_date(slot.starts_at) == local_date(now)
    ]
    begins_at = min((slot.starts_at for _, slot in slots), default=None)
    if begins_at is None or now < begins_at - BEFORE_FIRST:
        return ()
    later = [(block, slot) for block, slot in slots if slot.starts_at >= now + LEAD]
    told = _told(service, {slot.starts_at for _, slot in slots}, before=begins_at)
    off = _called_off(service, {slot.starts_at for _, slot in later})
    return (*off, *_lost(service, later, told))


def open_times(service: Service, *, now: datetime) -> tuple[FreedTime, ...]:
    """The day before: times of tomorrow, for those who come and have fewer meetings than everybody should."""
    if not EVE_FROM <= local(now).hour < EVE_UNTIL:
        return ()
    tomorrow = local_date(now) + timedelta(days=1)
    slots = [
        (run.id, slot)
        for run in meeting_grid_of(service.event_id).runs
        for slot in run.slots
        if local_date(slot.starts_at) == tomorrow
    ]
    has: dict[int, set[datetime]] = {pk: set() for pk in coming(service)} if slots else {}
    for person, at in Seat.objects.filter(meeting__service=service).values_list(
        "participant_id", "starts_at"
    ):
        if person in has:
            has[person].add(at)
    return tuple(
        FreedTime(person=person, block=block, starts_at=slot.starts_at, ends_at=slot.ends_at)
        for person, several in has.items()
        if len(several) < service.wanted
        for block, slot in slots
        if slot.starts_at not in several
    )


def coming(service: Service) -> frozenset[int]:
    """Who has said that they come."""
    return frozenset(living(service).filter(comes_at__isnull=False).values_list("pk", flat=True))


def _called_off(service: Service, times: Collection[datetime]) -> Iterator[FreedTime]:
    """Meetings that still stand, and to which the other side has said not to come."""
    meetings = {one.request_id: one for one in Meeting.objects.filter(service=service, starts_at__in=times)}
    people: dict[int, list[int]] = defaultdict(list)
    rows = Party.objects.filter(request__in=meetings).order_by("pk")
    for request, person in rows.values_list("request_id", "participant_id"):
        people[request].append(person)
    heard = heard_in(service.pk, people)
    for request, several in people.items():
        gone = [pk for pk in several if is_off(heard[request], person=pk, others=())]
        if len(several) != 2 or len(gone) != 1:
            continue
        meeting = meetings[request]
        yield FreedTime(
            person=next(pk for pk in several if pk not in gone),
            block=meeting.block_id,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            instead_of=request,
            place=meeting.place_id,
        )


def _lost(
    service: Service, later: Collection[tuple[int, Slot]], planned: Mapping[int, set[datetime]]
) -> Iterator[FreedTime]:
    """Whoever has fewer meetings of today than they were told of: all times to come without one."""
    has: dict[int, set[datetime]] = defaultdict(set)
    today = {at for several in planned.values() for at in several} | {slot.starts_at for _, slot in later}
    seats = Seat.objects.filter(meeting__service=service, starts_at__in=today)
    for person, at in seats.values_list("participant_id", "starts_at"):
        has[person].add(at)
    for person, several in planned.items():
        if len(several) > len(has[person]):
            for block, slot in later:
                if slot.starts_at not in has[person]:
                    yield FreedTime(
                        person=person, block=block, starts_at=slot.starts_at, ends_at=slot.ends_at
                    )


def _told(service: Service, today: Collection[datetime], *, before: datetime) -> Mapping[int, set[datetime]]:
    """By person: the times of their meetings in the version with which the day began."""
    versions = TimetableVersion.objects.filter(service=service).defer(*LIGHT).order_by("number")
    version = versions.filter(published_at__lt=before).last() or versions.first()
    found: dict[int, set[datetime]] = defaultdict(set)
    for one in valid_meetings(version):
        if one.starts_at in today:
            for person in one.people:
                found[person].add(one.starts_at)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """Who may be asked now, and when they have time."""

    can_be_asked: frozenset[int]
    seated: frozenset[tuple[int, datetime]]
    kept_free: frozenset[tuple[int, datetime]]  # by their own wish, or filled once already
    times: Mapping[int, tuple[datetime | None, datetime | None]]  # arrival and departure, as they said
    meetings: Counter[int]

    def has_time(self, person: int, freed: FreedTime) -> bool:
        """Is there by their own words, and neither in a meeting nor keeping the time free."""
        arrives, leaves = self.times[person]
        is_late = arrives is not None and arrives > freed.starts_at
        is_gone = leaves is not None and leaves < freed.ends_at
        at = (person, freed.starts_at)
        return not is_late and not is_gone and at not in self.seated and at not in self.kept_free


def wanted_meetings(
    service: Service, freed: Sequence[FreedTime], *, now: datetime, among: Collection[int] | None = None
) -> tuple[WantedMeeting, ...]:
    """A constant number of queries; nobody stands in it who is being asked for something just now.

    `among`: the only ones who may be asked; without it those who are there.
    """
    if not freed:
        return ()
    ever = list(_offers_of(service))
    offers = [one for one in ever if local_date(one.offered_at) == local_date(now)]
    people = _people_of(service, offers, day=local_date(freed[0].starts_at), among=among, now=now)
    open_ = [one for one in freed if one.person in people.can_be_asked and _is_open(one, people)]
    fits = _open_fits(service, {one.person for one in open_}, ever)
    partners: dict[int, set[int]] = defaultdict(set)
    for one, other in fits:
        partners[one].add(other)
        partners[other].add(one)
    wanted: dict[Pair, list[WantedMeeting]] = defaultdict(list)
    for time in sorted(open_, key=lambda one: one.starts_at):
        for pk in partners[time.person] & people.can_be_asked:
            pair = pair_key(time.person, pk)
            if len(wanted[pair]) < MOST_TIMES and people.has_time(pk, time):
                wanted[pair].append(WantedMeeting(freed=time, partner=pk, fit=fits[pair]))
    return tuple(in_order((one for several in wanted.values() for one in several), people.meetings))


def _offers_of(service: Service) -> Iterable[StandBy]:
    return StandBy.objects.filter(service=service)


def _is_open(one: FreedTime, people: _People) -> bool:
    """A meeting that is called off still has its seat."""
    if one.instead_of is not None:
        return (one.person, one.starts_at) not in people.kept_free
    return people.has_time(one.person, one)


def _open_fits(service: Service, people: Collection[int], offers: Iterable[StandBy]) -> Mapping[Pair, Fit]:
    """For which something speaks, and nothing against; whom they were offered is not offered again."""
    out = barred_pairs(service, people) | {pair_key(one.participant_id, one.partner_id) for one in offers}
    return {pair: fit for pair, fit in fits_of(service, people).items() if pair not in out}


def _people_of(
    service: Service,
    offers: Sequence[StandBy],
    *,
    day: date,
    among: Collection[int] | None,
    now: datetime,
) -> _People:
    """Who takes part, is there, in no meeting just now, and not asked already or too often."""
    rows = list(living(service).select_related("registration"))
    here, said = here_since(service.event_id), rest_of_day([one.pk for one in rows])
    seats = Seat.objects.filter(meeting__service=service)
    times = list(seats.values_list("participant_id", "starts_at", "meeting__ends_at"))
    kept = Blocked.objects.filter(participant__service=service).values_list("participant_id", "starts_at")
    busy = {pk for pk, starts_at, ends_at in times if starts_at <= now < ends_at} | _left_alone(offers)

    def can_be_asked(one: Participant) -> bool:
        is_there = not here or one.registration_id in here if among is None else one.pk in among
        return is_there and one.pk not in busy and not is_away(said, one.pk, now=now)

    return _People(
        can_be_asked=frozenset(one.pk for one in rows if can_be_asked(one)),
        seated=frozenset((pk, at) for pk, at, _ in times),
        kept_free=frozenset([*kept, *_given_up(offers)]),
        times={one.pk: (one.registration.arrives_at, one.registration.leaves_at) for one in rows},
        meetings=Counter(pk for pk, at, _ in times if local_date(at) == day),
    )


def _left_alone(offers: Iterable[StandBy]) -> set[int]:
    """Whoever thinks about an offer now, or has let several pass without a word."""
    unanswered: Counter[int] = Counter()
    asked = set()
    for one in offers:
        if one.state == StandByState.OFFERED:
            asked |= {one.participant_id, one.partner_id}
        if one.state == StandByState.LAPSED:
            unanswered[one.participant_id] += one.participant_yes_at is None
            unanswered[one.partner_id] += one.partner_yes_at is None
    return asked | {pk for pk, number in unanswered.items() if number >= MOST_UNANSWERED}


def _given_up(offers: Iterable[StandBy]) -> Iterable[tuple[int, datetime]]:
    """Times that somebody would rather have for themselves, or has filled once already."""
    for one in offers:
        if one.declined_by_id is not None:
            yield one.declined_by_id, one.starts_at
        if one.state == StandByState.ACCEPTED:
            yield one.participant_id, one.starts_at
            yield one.partner_id, one.starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class _RefillLine:
    """A freed time that is offered now, until when; or that is filled, and by whom."""

    starts_at: datetime
    place: str
    until: datetime | None
    names: tuple[str, ...] = ()  # of a meeting that stands: who was only asked is named to nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillLog:
    lines: tuple[_RefillLine, ...]
    offered: int  # now
    filled: int
    not_taken: int  # pairs who did not both say yes


def refills_of(service: Service, *, now: datetime) -> RefillLog:
    """Of today, in one query; what is filled after what is offered, and in both the next times first."""
    rows = StandBy.objects.filter(service=service, is_refill=True).order_by("starts_at", "pk")
    related = ("place", "participant__registration", "partner__registration")
    today = [one for one in rows.select_related(*related) if local_date(one.offered_at) == local_date(now)]
    offered = [one for one in today if one.state == StandByState.OFFERED and one.ends_at > now]
    filled = [one for one in today if one.state == StandByState.ACCEPTED]
    return RefillLog(
        lines=(*map(_line, offered), *map(_line, sorted(filled, key=lambda one: one.starts_at < now))),
        offered=len(offered),
        filled=len(filled),
        not_taken=len(today) - len(offered) - len(filled),
    )


def _line(offer: StandBy) -> _RefillLine:
    is_filled = offer.state == StandByState.ACCEPTED
    people = (offer.participant.registration.name, offer.partner.registration.name)
    return _RefillLine(
        starts_at=offer.starts_at,
        place=offer.place.code if offer.place else "",
        until=None if is_filled else offer.ends_at,
        names=people if is_filled else (),
    )


REFILL: Final = "day.refill"


@transaction.atomic
def offer_freed_times(*, service_id: int, now: datetime) -> list[StandBy]:
    """Each freed time is offered to the two who want it most; each person to one other at a time.

    The day before, times are offered that nobody has lost: to those who come, and have few meetings.
    """
    service = lock_service(service_id)
    close_old_offers(service, now=now)
    if not settings_of(service).offers_freed_times:
        return []
    with at_place(service.event.time_zone):
        found = wanted_meetings(service, freed_times(service, now=now), now=now) or wanted_meetings(
            service, open_times(service, now=now), among=coming(service), now=now
        )
    wanted = in_turn(found, now=now)
    if not wanted:
        return []
    facts = load_engine_input(service)
    free = FreeSpots(facts, sorted({(one.freed.person, one.partner) for one in wanted}))
    kept = {(one.place, one.starts_at) for one in reserved_times_of(service, now)}
    asked: set[int] = set()
    made = []
    for one in wanted:
        if asked.isdisjoint((one.freed.person, one.partner)) and (spot := _spot_for(one, facts, free, kept)):
            asked |= {one.freed.person, one.partner}
            kept.add((spot.place, spot.starts_at))
            made.append(_written(service, one, spot, now=now))
    return made


def _spot_for(
    meeting: WantedMeeting, facts: EngineInput, free: FreeSpots, reserved: set[tuple[int | None, datetime]]
) -> MeetingSpot | None:
    """The table of the meeting that is called off, or one that nobody holds and nothing is kept at."""
    freed = meeting.freed
    places = [freed.place] if freed.place else next(r.spots for r in facts.grid.runs if r.id == freed.block)
    return free.spot(
        (freed.person, meeting.partner),
        block=freed.block,
        starts_at=freed.starts_at,
        places=[place for place in places if (place, freed.starts_at) not in reserved],
        gone=freed.instead_of,
    )


def _written(service: Service, meeting: WantedMeeting, spot: MeetingSpot, *, now: datetime) -> StandBy:
    """Whoever has sent a request has said yes with it, or beforehand; until it is held they can say no."""
    one, other, sender = meeting.freed.person, meeting.partner, meeting.fit.sender
    beforehand = yes_in_advance(one, other) - {sender}
    with at_place(service.event.time_zone):
        is_eve = local_date(spot.starts_at) > local_date(now)
    row = StandBy.objects.create(
        service=service,
        participant_id=one,
        partner_id=other,
        starts_at=spot.starts_at,
        place_id=spot.place,
        instead_of_id=meeting.freed.instead_of,
        is_refill=True,
        offered_at=now,
        ends_at=offer_until(spot.starts_at, is_eve=is_eve, now=now),
        participant_yes_at=now if one in {sender, *beforehand} else None,
        partner_yes_at=now if other in {sender, *beforehand} else None,
    )
    audit.record(verb="day.stand_by_offered", target=row, by_id=None, now=now)
    if row.participant_yes_at and row.partner_yes_at:
        hold_refill(row, by=Subject(), now=now)
        row.save()
    else:
        tell_refill(row, beforehand=beforehand, now=now)
    people = (row.participant.registration_id, row.partner.registration_id)
    queue_pushes(ToldPeople(service_id=service.pk, registrations=people, at=now))
    return row


def close_old_offers(service: Service, *, now: datetime) -> None:
    """What was not answered in time is over."""
    old = StandBy.objects.filter(service=service, state=StandByState.OFFERED, ends_at__lte=now)
    old.update(state=StandByState.LAPSED)


def refill_soon(service_id: int, *, now: datetime) -> None:
    """The next two are asked as soon as a worker is free."""
    enqueue(kind=REFILL, payload={"service_id": service_id}, owner_id=None, now=now)


def hold_refill(row: StandBy, *, by: Subject, now: datetime) -> None:
    """Both have said yes: held there and then, or the offer lapses because the time is gone again."""
    spot = spot_of(row)
    try:
        if spot is None or row.starts_at <= now:
            raise Refusal(MatchingRefusal.NOT_POSSIBLE)
        if row.instead_of_id is None:
            row.request = matching.meet_at(
                service_id=row.service_id,
                people=(row.participant_id, row.partner_id),
                purpose=spot.purpose,
                block_id=spot.block,
                starts_at=spot.starts_at,
                place_id=spot.place,
                by_id=by.user_id,
                now=now,
            )
        else:
            row.request = matching.step_in(
                gone_id=row.instead_of_id,
                participant_id=row.participant_id,
                partner_id=row.partner_id,
                purpose=spot.purpose,
                by_id=by.user_id,
                now=now,
            )
    except Refusal:
        row.state = StandByState.LAPSED
        return
    row.state = StandByState.ACCEPTED
    yeses = ((row.participant_id, row.participant_yes_at), (row.partner_id, row.partner_yes_at))
    use_standing_yes(row.request, [pk for pk, at in yeses if at == row.offered_at], now=now)
    meeting_emails.tell_held(row.request, now=now)


def yes_in_advance(one: int, other: int) -> frozenset[int]:
    """Who of two participants has said yes in advance to whoever is like the other."""
    found = Participant.objects.in_bulk([one, other])
    pairs = ((found[one], other), (found[other], one))
    return frozenset(me.pk for me, them in pairs if standing_yes_for(me, them) is not None)


_NOTHING_CHANGES: Final = gettext_lazy("If you do not answer, nothing changes for you.")


def tell_refill(offer: StandBy, *, beforehand: Collection[int], now: datetime) -> None:
    """To both, for neither has the page open; gone when the offer ends. `beforehand`: whose yes is given."""
    sides = (
        (offer.participant, offer.partner, offer.participant_yes_at),
        (offer.partner, offer.participant, offer.partner_yes_at),
    )
    for one, other, yes_at in sides:
        write = partial(
            _refill_letter,
            offer,
            one.registration,
            other,
            then=_then(has_said_yes=yes_at is not None, is_beforehand=one.pk in beforehand),
            end="" if yes_at else _NOTHING_CHANGES,
            now=now,
        )
        named = [other.registration]
        post_to(one.registration, write, kind="day.refill", now=now, named=named, expires_at=offer.ends_at)


def _then(*, has_said_yes: bool, is_beforehand: bool) -> str | Promise:
    """What follows from an answer."""
    if is_beforehand:
        return gettext_lazy(
            "You said yes in advance for one of your needs: if %(name)s says yes by %(until)s, "
            "you meet at meeting point %(place)s. If the time does not suit you, say no."
        )
    if has_said_yes:
        return gettext_lazy(
            "You have asked for this meeting: if %(name)s says yes by %(until)s, you meet at meeting "
            "point %(place)s. If the time does not suit you, say no."
        )
    return gettext_lazy("If you both say yes by %(until)s, you meet at meeting point %(place)s.")


def _refill_letter(
    offer: StandBy,
    registration: Registration,
    other: Participant,
    *,
    then: str | Promise,
    end: str | Promise,
    now: datetime,
) -> Letter:
    words = {
        "name": other.registration.name,
        "who": who(other),
        "time": format_from(offer.starts_at, now=now),
        "until": format_time(offer.ends_at),
        "place": offer.place.code if offer.place else "",
    }
    if offer.ends_at - offer.offered_at > HELD:
        why = _("%(who)s and you both still have time: %(time)s.")
    else:
        why = _("A time has become free. %(who)s and you both have time at %(time)s.")
    return Letter(
        subject=_("%(time)s is free: would you like to meet %(name)s?") % words,
        paragraphs=(_("Hello %(name)s,") % {"name": registration.name}, why % words, str(then) % words),
        values={**words, "name": registration.name, "names": words["who"]},
        url=own_address("day:today", registration),
        link=_("Say yes or no"),
        end=str(end),
    )
